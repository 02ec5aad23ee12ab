"""Fixing one source: rounds of fixes, each proved before its text is kept."""
