"""Caffemodels: reads the net without its weights, which are copied straight from file to file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bnlint.caffe.binary.encoding import from_latin1, is_utf8, strings_as, to_latin1
from bnlint.caffe.binary.protobuf import message_class
from bnlint.caffe.binary.wire import BYTES, WireError, encode, header, records
from bnlint.caffe.schema.messages import Schema

_LAYERS, _LAYER = 2, 100  # NetParameter
_V0_LAYER = 1  # V1LayerParameter.layer
_BLOBS = {"V2": 7, "V1": 6, "V0": 50}


class Model:
    """A caffemodel in `data`, of which everything but the weights is read.

    `net` is its NetParameter, in which each blob has only a number (in its field `num`); `blobs` are the spans of the
    real blobs in `data`. If a string is not UTF-8, all are read as Latin-1, and written as that. Raises WireError if
    `data` is not a net, or is truncated.
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
                parts += (header(number, len(inner)), inner)
            else:
                parts.append(bytes(data[begin:end]))
        if not layers:
            raise WireError("not a caffemodel: it has no layers")
        self.net: Any = message_class(schema, "NetParameter")()
        bare = b"".join(parts)
        self._is_utf8 = is_utf8(bare, self.net.DESCRIPTOR)
        if not self._is_utf8:
            bare = strings_as(from_latin1, bare, self.net.DESCRIPTOR)
        try:
            self.net.ParseFromString(bare)
        except Exception as error:  # protobuf's DecodeError, whose class depends on the implementation
            raise WireError(f"not a caffemodel: {error}") from error

    def _layer(self, start: int, end: int, format_: str) -> bytes:
        """A serialized layer with numbers in the place of its blobs."""
        parts: list[bytes] = []
        for number, wire, begin, first, last in records(self.data, start, end):
            if number == _BLOBS[format_] and wire == BYTES:
                self.blobs.append((first, last))
                numbered = b"\x08" + encode(len(self.blobs))
                parts += (header(number, len(numbered)), numbered)
            elif number == _V0_LAYER and format_ == "V1" and wire == BYTES:
                inner = self._layer(first, last, "V0")
                parts += (header(number, len(inner)), inner)
            else:
                parts.append(bytes(self.data[begin:last]))
        return b"".join(parts)

    def _serialized(self, message: Any) -> bytes:
        """A part of the net in the encoding of the file."""
        data: bytes = message.SerializeToString()
        return data if self._is_utf8 else strings_as(to_latin1, data, message.DESCRIPTOR)

    def write(self) -> Iterator[bytes | memoryview]:
        """The bytes of the new file: the current `net` with the real blobs of its layers."""
        rest = type(self.net)()
        rest.CopyFrom(self.net)
        rest.ClearField("layer")
        yield self._serialized(rest)
        for layer in self.net.layer:
            spans = [self.blobs[blob.num - 1] for blob in layer.blobs]
            bare = type(layer)()
            bare.CopyFrom(layer)
            bare.ClearField("blobs")
            body = self._serialized(bare)
            headers = [header(_BLOBS["V2"], end - start) for start, end in spans]
            size = len(body) + sum(map(len, headers)) + sum(end - start for start, end in spans)
            yield header(_LAYER, size) + body
            for blob_header, (start, end) in zip(headers, spans):
                yield blob_header
                yield self.data[start:end]
