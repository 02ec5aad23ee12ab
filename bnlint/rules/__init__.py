"""Rules as data: the catalog, the pages of rules, and the language of rule files."""
