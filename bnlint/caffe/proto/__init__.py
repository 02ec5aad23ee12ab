"""The Caffe of a repository: its caffe.proto and sources, read and never executed."""

from bnlint.caffe.proto.errors import ProtoError
from bnlint.caffe.proto.own import own_names

__all__ = ["ProtoError", "own_names"]
