"""Over real files, upgraded texts mean what Caffe's upgrade makes of them and keep each comment in its layer."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

import pytest

from bnlint.caffe.binary.build import build
from bnlint.caffe.file_kind import ROOT_MESSAGES, kind_of
from bnlint.caffe.schema import messages
from bnlint.linter.check import check
from bnlint.linter.settings import Settings
from bnlint.prototxt.nodes import Block, Field, leaves
from bnlint.prototxt.parser import parse
from bnlint.run import upgrade_files
from bnlint.text.source import Source
from bnlint.upgrade import spec
from tests.corpus import names, needs_corpus, read
from tests.test_upgrade_spec import ACCEPTED, DIALECTS, expected, without_triples

pytestmark = needs_corpus

STRING_OR_COMMENT = re.compile(r""""(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|#[^\r\n]*""")
DROPPED = "# dropped by Caffe's upgrade"


def comments(text: str) -> Counter[str]:
    all_comments = (m[0].rstrip() for m in STRING_OR_COMMENT.finditer(text) if m[0][0] == "#")
    return Counter(comment for comment in all_comments if not comment.startswith(DROPPED))


@cache
def upgraded(name: str, dialect: str = "") -> upgrade_files.UpgradeOutcome:
    return upgrade_files.upgrade_source(Source.from_bytes(read(name), name), Settings(dialect=dialect))


@pytest.mark.parametrize(("name", "kind", "fork"), ACCEPTED)
def test_means_what_caffe_makes_of_it(name: str, kind: str, fork: str) -> None:
    result = upgraded(name, DIALECTS[fork])
    assert not result.refused and not result.bugs
    schema = messages.schema(DIALECTS[fork])
    built = build(parse(result.source.text).items, ROOT_MESSAGES[kind], schema)
    assert not built.left
    if kind == "net":
        spec.upgrade_net(built.message, schema.batch_norm.upgrade)  # sets rates to 0
    assert without_triples(built.message) == without_triples(expected(name, kind, fork))


@pytest.mark.parametrize("name", names())
def test_any_file(name: str) -> None:
    """For any file, nothing is lost, and a second upgrade changes nothing."""
    before = Source.from_bytes(read(name), name)
    result = upgraded(name)
    assert not result.bugs
    document = parse(before.text)
    if kind_of(document) != "other":
        assert bool(document.faults) <= bool(result.refused)
    if result.refused or not result.steps:
        assert result.source is before or result.source.text == before.text
        return
    after = parse(result.source.text)
    assert not after.faults
    assert comments(result.source.text) == comments(before.text)
    old, new = comments_of_layers(document.text), comments_of_layers(after.text)
    for layer, layer_comments in old.items():
        if layer in new:  # padding layers are gone
            assert not layer_comments - new[layer], layer
    again = upgrade_files.upgrade_source(result.source)
    assert not again.steps and again.source.text == result.source.text
    fixable = [d for d in check(result.source, Settings(upgrade_files.RULES)).diagnostics if d.fix]
    assert not fixable


def comments_of_layers(text: str) -> dict[str, Counter[str]]:
    """The comments in each layer, by its name."""
    layers: dict[str, Counter[str]] = {}
    for leaf in leaves(parse(text).items):
        if leaf.name in ("layer", "layers") and isinstance(leaf, Block):
            block = next((i for i in leaf.items if i.name == "layer" and isinstance(i, Block)), leaf)
            field = next((i for i in block.items if i.name == "name" and isinstance(i, Field)), None)
            name = field.raw if field else ""
            layers.setdefault(name, Counter()).update(comments(text[leaf.start : leaf.end]))
    return layers
