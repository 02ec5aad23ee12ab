"""Output formats, one module each. Each writes the outcomes of a run to a stream."""
