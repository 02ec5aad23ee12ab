"""The Caffe of a repository: its caffe.proto and sources, read and never executed."""
