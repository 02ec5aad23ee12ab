"""The language server: what editors ask, answered by the same code as the command line."""
