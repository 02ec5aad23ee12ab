"""The notation of examples in rule files: frames around them, marks under findings, and diffs."""
