"""Rules that say by `match:` what they find: compiled to functions, and run over a net."""
