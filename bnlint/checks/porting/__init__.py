"""BN6: files that another Caffe than the target was meant to read, and how they move to it."""
