"""Generators of committed files, and programs for developers."""
