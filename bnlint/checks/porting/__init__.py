"""BN6: files that were written for a Caffe other than the target, and how they are ported to it."""
