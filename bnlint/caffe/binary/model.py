"""Caffemodels: the net in a binary file without its weights, which stay where they are until they are copied."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bnlint.caffe.binary.protobuf import message_class
from bnlint.caffe.binary.wire import BYTES, WireError, encode, head, records
from bnlint.caffe.schema.messages import Schema

_LAYERS, _LAYER = 2, 100  # NetParameter
_V0_LAYER = 1  # V1LayerParameter.layer
_BLOBS = {"V2": 7, "V1": 6, "V0": 50}


class Model:
    """A caffemodel over `data`, of which only the small parts are read.

    `net` is its NetParameter in which each blob is a mere number (in the blob's `num`); `blobs` are the spans of the
    real ones in `data`. Raises WireError if `data` is no net, or is cut off.
    """

    def __init__(self, data: memoryview, schema: Schema) -> None:
        self.data = data
        self.blobs: list[tuple[int, int]] = []
        parts: list[bytes] = []
        layers = 0
        for number, wire, begin, start, end in records(data, 0, len(data)):
            if number in (_LAYERS, _LAYER) and wire == BYTES:
                layers += 1
                inner = self._layer(start, end, "V2" if number == _LAYER else "V1")
                parts += (head(number, len(inner)), inner)
            else:
                parts.append(bytes(data[begin:end]))
        if not layers:
            raise WireError("no caffemodel: there is no layer in it")
        self.net: Any = message_class(schema, "NetParameter")()
        try:
            self.net.ParseFromString(b"".join(parts))
        except Exception as error:  # protobuf's DecodeError, whose class depends on its implementation
            raise WireError(f"no caffemodel: {error}") from error

    def _layer(self, start: int, end: int, format_: str) -> bytes:
        """A layer with numbers for blobs."""
        parts: list[bytes] = []
        for number, wire, begin, first, last in records(self.data, start, end):
            if number == _BLOBS[format_] and wire == BYTES:
                self.blobs.append((first, last))
                stand_in = b"\x08" + encode(len(self.blobs))
                parts += (head(number, len(stand_in)), stand_in)
            elif number == _V0_LAYER and format_ == "V1" and wire == BYTES:
                inner = self._layer(first, last, "V0")
                parts += (head(number, len(inner)), inner)
            else:
                parts.append(bytes(self.data[begin:last]))
        return b"".join(parts)

    def write(self) -> Iterator[bytes | memoryview]:
        """The file anew: `net` as it is by now, with the real blobs of its layers."""
        rest = type(self.net)()
        rest.CopyFrom(self.net)
        rest.ClearField("layer")
        yield rest.SerializeToString()
        for layer in self.net.layer:
            spans = [self.blobs[blob.num - 1] for blob in layer.blobs]
            bare = type(layer)()
            bare.CopyFrom(layer)
            bare.ClearField("blobs")
            body = bare.SerializeToString()
            heads = [head(_BLOBS["V2"], end - start) for start, end in spans]
            size = len(body) + sum(len(h) + end - start for h, (start, end) in zip(heads, spans))
            yield head(_LAYER, size) + body
            for before, (start, end) in zip(heads, spans):
                yield before
                yield self.data[start:end]
