"""One module per output format. Each writes the outcomes of a run to a stream that it is given."""
