"""Text: sources, spans, edits, diagnostics, and the files that they come from."""
