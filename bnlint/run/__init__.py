"""Runs over many files: finding them, keeping results, spreading work over processes."""
