"""The language: protobuf's text format, parsed without loss. Knows nothing of Caffe."""
