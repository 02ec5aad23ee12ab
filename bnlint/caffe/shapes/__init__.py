"""Shapes: what Caffe makes of a net, blob by blob, or the check at which it stops."""
