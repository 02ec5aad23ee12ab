"""The domain: facts of Caffe and its forks, no opinions."""

#: The name of BVLC Caffe 1.0, for which a file is if it shows nothing else.
BASE = "bvlc-1.0"
#: How the name of a Caffe begins that is read from a repository's own caffe.proto.
OWN = "own:"
