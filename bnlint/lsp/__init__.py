"""The language server: answers editors with the same code as the command line."""
