"""Configuration: the keys and what they may be, the files that have them, and which settings hold for which file."""
