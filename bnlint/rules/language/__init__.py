"""The language of rule files: one definition, from which the checks of the loader and the JSON Schema are made."""
