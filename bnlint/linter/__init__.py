"""Linting one source: which rules run, the checks, and what suppression comments hide."""
