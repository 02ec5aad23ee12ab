"""Over real files, the specification of the upgrade changes messages as each Caffe did."""

from __future__ import annotations

import re
from typing import Any

import pytest
from google.protobuf import text_format

from bnlint.caffe.binary.build import build
from bnlint.caffe.binary.protobuf import message_class
from bnlint.caffe.file_kind import ROOT_MESSAGES
from bnlint.caffe.schema import messages
from bnlint.prototxt.parser import parse
from bnlint.text.source import Source
from bnlint.upgrade import spec
from tests.corpus import CORPUS, needs_corpus, read, verdicts

pytestmark = needs_corpus

DIALECTS = {"bvlc": "bvlc-1.0", "ssd": "ssd", "nvcaffe": "nvcaffe-0.17"}
ACCEPTED = [(entry["file"], entry["kind"], entry["upgraded_by"]) for entry in verdicts() if entry.get("upgraded_by")]
REFUSED = [
    (entry["file"], entry["kind"], fork, entry[fork])
    for entry in verdicts()
    for fork in DIALECTS
    if entry.get(fork, {}).get("status") not in (None, "ok")
]


def expected(name: str, kind: str, fork: str) -> Any:
    """The net or solver that the fork's own upgrade printed."""
    message = message_class(messages.schema(DIALECTS[fork]), ROOT_MESSAGES[kind])()
    text_format.Parse((CORPUS / "upgraded" / name).read_text(encoding="utf-8", errors="replace"), message)
    return message


def without_triples(message: Any) -> Any:
    """The net without the `param` of BatchNorm layers that have three of them, all 0 and without names."""
    for layer in getattr(message, "layer", ()):
        rates = [(param.name, param.lr_mult, param.decay_mult) for param in layer.param]
        if layer.type == "BatchNorm" and rates == [("", 0, 0)] * 3:
            layer.ClearField("param")
    return message


@pytest.mark.parametrize(("name", "kind", "fork"), ACCEPTED)
def test_accepted(name: str, kind: str, fork: str) -> None:
    schema = messages.schema(DIALECTS[fork])
    built = build(parse(Source.from_bytes(read(name)).text).items, ROOT_MESSAGES[kind], schema)
    assert not built.left
    if kind == "net":
        assert not spec.upgrade_net(built.message, schema.batch_norm.upgrade)
    else:
        spec.upgrade_solver(built.message)
    assert without_triples(built.message) == without_triples(expected(name, kind, fork))


@pytest.mark.parametrize(("name", "kind", "fork", "verdict"), REFUSED)
def test_refused(name: str, kind: str, fork: str, verdict: dict[str, Any]) -> None:
    """Caffe refused the syntax, or a field that our message of that Caffe does not have either."""
    assert verdict["status"] == "parse_error"
    document = parse(Source.from_bytes(read(name)).text)
    built = build(document.items, ROOT_MESSAGES[kind], messages.schema(DIALECTS[fork]))
    last = {path.rpartition(".")[2] for path in built.paths}
    for line in verdict["parse_errors"]:
        unknown = re.search(r'has no field named "(\w+)"', line)
        assert document.faults or (unknown[1] in last if unknown else built.left)
