"""What the repository of a file shows about the Caffe that the file is for. Nothing in it is executed."""
