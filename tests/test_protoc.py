"""Syntax errors are protobuf's: none if protoc accepts the text, and one at the same position if it rejects it."""

from __future__ import annotations

import os
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bnlint.caffe.file_kind import ROOT_MESSAGES
from bnlint.prototxt.nodes import Fault
from bnlint.prototxt.parser import parse
from bnlint.text.source import Source
from tests import corpus, protoc
from tests.strategies import mutations, texts

EXAMPLES = int(os.environ.get("BNLINT_EXAMPLES", "150"))
generated = settings(max_examples=EXAMPLES, derandomize="BNLINT_EXAMPLES" not in os.environ, database=None)

NET = """\
name: "n"
layer {
  name: "data"  # the input
  type: "Input"
  top: "data"
  input_param { shape: { dim: 1 dim: 3 dim: 8 dim: 8 } }
}
layer {
  name: 'conv'
  type: "Convolution"
  bottom: "data"
  top: "conv"
  param { lr_mult: 1 decay_mult: 1e-1 }
  convolution_param {
    num_output: 16
    kernel_size: [3, 3];
    weight_filler < type: "xavier" std: .5 >
    pad: 0x1,
  }
  include { phase: TRAIN stage: "a" 'b' }
}
layer {
  name: "bn"
  type: "BatchNorm"
  bottom: "conv"
  top: "conv"
  batch_norm_param { use_global_stats: false eps: - 1.5f }
}
"""
TRIVIA = re.compile(r"(?:[ \t\n\r\f\v]|#[^\n\0]*)*")


# Faults that the layout shows, and that protoc finds only later, as a missing brace at the end.
BY_LAYOUT = ("is never closed", "continues after it")
# Faults at a name that protoc reports at the next token, as another kind of error.
AT_THE_NAME = ("has no value", "before the list")


def reported_later(fault: Fault, text: str, checked: int) -> bool:
    """Whether protoc may report the fault later than bnlint."""
    if fault.message.endswith(BY_LAYOUT):
        return True
    at_the_name = fault.message.endswith(AT_THE_NAME) or fault.message.startswith("missing '{'")
    return at_the_name and not TRIVIA.sub("", text[fault.end : checked])


def disagreement(data: bytes, theirs: protoc.Refusal | None) -> str:
    """The difference between protoc and the parser in their first errors; empty if they agree."""
    source = Source.from_bytes(data)
    faults = parse(source.text).faults
    first = faults[0] if faults else None
    if first is not None and "extension name" in first.message:
        return ""  # protobuf 7 allows white space in a name in brackets; the versions that Caffe was built with do not
    if theirs is not None and theirs.message.startswith("Extension "):
        return ""  # and it allows the characters of a URL in such a name
    if theirs is None:
        return f"protoc accepts it, bnlint reports {first}" if first else ""
    offset = len(data[: theirs.offset].decode(source.encoding, "replace"))
    if not theirs.syntax:
        checked = len(data[: theirs.checked].decode(source.encoding, "replace"))
        early = [f for f in faults if f.end <= checked and not reported_later(f, source.text, checked)]
        return f"before {theirs} at {offset}, bnlint reports {early[0]}" if early else ""
    if first is None:
        return f"protoc reports {theirs}, bnlint accepts it"
    if first.start > offset:
        return f"protoc reports {theirs} at {offset}, bnlint only {first}"
    return ""


@corpus.needs_corpus
@pytest.mark.parametrize("kind", ["net", "solver"])
def test_verdicts_of_caffe(kind: str) -> None:
    """The parser agrees with each Caffe's own protobuf, an older one, about the real files."""
    wrong = []
    for name in corpus.names(kind):
        data = corpus.read(name)
        for fork in ("bvlc", "ssd", "nvcaffe"):
            verdict = next(v for v in corpus.verdicts() if v["file"] == name).get(fork, {})
            theirs = protoc.first("\n".join(verdict.get("parse_errors", ())), data)
            difference = disagreement(data, theirs) if verdict else ""
            if difference:
                wrong.append((name, fork, difference))
    assert not wrong


@corpus.needs_corpus
@pytest.mark.parametrize("kind", ["net", "solver"])
def test_corpus(kind: str) -> None:
    """The parser agrees with today's protobuf about the real files."""
    message = f"caffe.{ROOT_MESSAGES[kind]}"
    wrong = []
    for name in corpus.names(kind):
        data = corpus.read(name)
        difference = disagreement(data, protoc.refusal(data, message))
        if difference:
            wrong.append((name, difference))
    assert not wrong


@generated
@given(texts())
def test_odd_spellings(text: str) -> None:
    data = text.encode()
    assert protoc.refusal(data, "play.Play") is None
    assert not disagreement(data, None)


@generated
@given(texts().flatmap(mutations))
def test_mutated_odd_spellings(text: str) -> None:
    data = text.encode()
    assert not disagreement(data, protoc.refusal(data, "play.Play"))


@generated
@given(mutations(NET), st.sampled_from(["caffe", "loose"]))
def test_mutated_net(text: str, package: str) -> None:
    data = text.encode()
    assert not disagreement(data, protoc.refusal(data, f"{package}.NetParameter"))


def real_nets() -> list[str]:
    """The shorter nets that Caffe accepts."""
    return [name for name in corpus.names("net", "ok") if corpus.path_of(name).stat().st_size < 20_000]


@corpus.needs_corpus
@generated
@given(st.data())
def test_mutated_corpus(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(real_nets()))
    source = Source.from_bytes(corpus.read(name))
    text = data.draw(mutations(source.text, limit=2))
    encoded = text.encode(source.encoding, "replace")
    assert not disagreement(encoded, protoc.refusal(encoded, "loose.NetParameter"))


@generated
@given(st.text())
def test_any_text(text: str) -> None:
    document = parse(text)
    encoded = text.encode("utf-8", "replace")
    if encoded.decode() == text:
        assert not disagreement(encoded, protoc.refusal(encoded, "play.Play"))
    assert all(0 <= fault.start <= fault.end <= len(text) for fault in document.faults)


@generated
@given(st.binary())
def test_any_bytes(data: bytes) -> None:
    assert not disagreement(data, protoc.refusal(data, "play.Play"))
