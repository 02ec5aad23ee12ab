"""Declarative rules, which have `match:` instead of a Python check: compiled to functions, and run over a net."""
