"""The language of rule files: one definition for the loader's checks, the JSON Schema and the documentation."""
