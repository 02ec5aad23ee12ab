"""Rules as data: the catalogue, the pages of rules, and the language of rule files."""
