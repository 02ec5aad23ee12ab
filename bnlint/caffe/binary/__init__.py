"""Binary messages: protobuf, caffemodels, and what Caffe makes of a net."""
