"""Equal layers share what is computed from their content; each must have the findings that it would have alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from bnlint.caffe import session as sessions
from bnlint.caffe.net.layers import Layer
from bnlint.caffe.net.read import read_net
from bnlint.caffe.schema import messages
from bnlint.caffe.session import Session
from bnlint.linter.check import check
from bnlint.linter.settings import Settings
from bnlint.prototxt import parser
from bnlint.prototxt.parser import parse
from bnlint.text.diagnostics import Diagnostic
from bnlint.text.source import Source
from tests.corpus import names, needs_corpus, path_of

SESSION = Session()
FIXTURES = sorted(Path(__file__).parent.parent.glob("fixtures/**/*.prototxt"))

ONE = 'layer { name: "a" type: "ReLU" bottom: "x" top: "x" relu_param { negative_slope: 0.1 } }'
PAIRS = [
    (True, ONE.replace('"a"', '"b"').replace('"x"', '"y"')),  # other names
    (True, 'layer { type: "ReLU" top: "y" name: "b" bottom: "y" relu_param { negative_slope: 0.1 } }'),  # other order
    (False, ONE.replace('top: "x"', 'top: "y"')),  # not in place
    (False, ONE.replace("0.1", "0.2")),
    (False, ONE.replace("ReLU", "PReLU")),
    (False, ONE.replace('top: "x"', "")),
    (
        False,
        'layer { name: "b" type: "ReLU" bottom: "x" relu_param { negative_slope: 0.1 } top: "x" }',
    ),  # after the rest
    (False, ONE.replace('"a"', "5")),  # not a string
    (False, ONE.replace('name: "a"', 'name: "" name: "b"')),  # twice, which protobuf refuses
    (False, ONE.replace('name: "a"', 'name: "b" name: ""')),
]


@pytest.mark.parametrize(("equal", "other"), PAIRS)
def test_shared(equal: bool, other: str) -> None:
    one, two = read_net(parse(f"{ONE}\n{other}"), messages.schema()).layers
    assert (one.content is two.content) is equal


def test_names_are_not_shared() -> None:
    net = read_net(parse(f"{ONE}\n{PAIRS[0][1]}"), messages.schema())
    assert [(layer.name, layer.type, layer.bottoms, layer.tops) for layer in net.layers] == [
        ("a", "ReLU", ("x",), ("x",)),
        ("b", "ReLU", ("y",), ("y",)),
    ]


def test_file_with_syntax_errors_shares_nothing() -> None:
    one, two = read_net(parse(f"{ONE}\n{ONE}\n}}"), messages.schema()).layers
    assert one.content is not two.content


def test_schemas_share_nothing() -> None:
    one, two = (read_net(parse(ONE), messages.schema(name)).layers[0] for name in ("bvlc-1.0", "nvcaffe-0.17"))
    assert one.content is not two.content


def test_sessions_share_nothing() -> None:
    shared = Session()
    one, two, alone = (
        read_net(parse(ONE), messages.schema(), session).layers[0] for session in (shared, shared, Session())
    )
    assert one.content is two.content is not alone.content


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "_MAX_CONTENTS", 10)
    session = Session()
    for number in range(100):
        read_net(parse(ONE.replace("0.1", f"0.1{number}")), messages.schema(), session)
        assert len(session.contents.entries) <= 10


def test_memory_is_bounded_for_long_contents(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "_MAX_CHARACTERS", 1000)
    session = Session()
    for number in range(100):
        read_net(parse(ONE.replace("0.1", f"0.1{number}")), messages.schema(), session)
        assert sum(len(key[-1]) for key in session.contents.entries if isinstance(key[-1], str)) <= 1000


@pytest.mark.parametrize("target", ["bvlc-1.0", "nvcaffe-0.17"])
def test_same_findings(target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in FIXTURES:
        same_findings(path, target, monkeypatch)


@needs_corpus
@pytest.mark.parametrize("name", names())
def test_same_findings_in_real_files(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    same_findings(path_of(name), "bvlc-1.0", monkeypatch)


def same_findings(path: Path, target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Checks with the contents of other layers and files, and without any."""
    source, settings = Source.from_bytes(path.read_bytes()), Settings(target=target)
    shared = [shown(diagnostic) for diagnostic in check(source, settings, session=SESSION).diagnostics]
    with monkeypatch.context() as patched:
        patched.setattr(sessions.ContentCache, "get", lambda self, key: None)
        assert shared == [shown(diagnostic) for diagnostic in check(source, settings).diagnostics]


def shown(diagnostic: Diagnostic) -> tuple[object, ...]:
    fix = diagnostic.fix
    return repr(diagnostic), diagnostic.severity, diagnostic.states, fix and (fix.title, fix.applicability)


NAMES = [
    'name: "N" type: "ReLU" bottom: "N" top: "N"',
    'name: "N"\n  type: "ReLU"\n  bottom: "N"\n  top: "N"\n ',
    'top: "N" bottom: "a" type: "Eltwise" bottom: "b" name: "N"',  # bottoms apart
    'type: "Eltwise" bottom: "a" bottom: "N" top: "c" top: "N" name: "N"',
    'bottom: "N" top: "N" type: "ReLU"',  # no name
    'name: "N" bottom: "N" top: "N"',  # no type
    'name: "N#" type: "ReLU" bottom: "#" top: "N"',
    'name: "N" # "x"\n type: "ReLU" bottom: "N" top: "N" # the last',
    'name: "N" type: "ReLU" # bottom: "x"\n bottom: "N" top: "N"',
    'name: "N" type: "Dropout" phase: TEST bottom: "N" top: "N"',
    'name: "N" type: "Python" source: "N" bottom: "N" top: "N"',
    'name: "N" name: "M" type: "ReLU" bottom: "N" top: "N"',
    "name: 'N' type: \"ReLU\" bottom: 'N' top: \"N\"",
    'name: "" type: "ReLU" bottom: "" top: "N"',
    'name: "" name: "N" type: "ReLU" bottom: "N" top: "N"',
    pytest.param('name: "N" type: "ReLU"' + " " * 100_000, id="many spaces"),  # searched once, not from each of them
    'name: "N" "N" type: "ReLU" bottom: "N\\x41" top: "N"',
]


@pytest.mark.parametrize(
    "rest", ["", "relu_param { negative_slope: 0.1 }", 'loss_weight: 1 param { name: "N" } top: "N"']
)
@pytest.mark.parametrize("own", NAMES)
def test_names(own: str, rest: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in ("layer", "layers"):
        block = f"{kind} {{ {own} {rest} }}\n"
        text = 'name: "n"\n' + "".join(block.replace("N", name) for name in ("a", "b", "c", "d", "c"))
        for broken in (text, text + "}"):
            layers = []
            for long in (float("inf"), 0):
                monkeypatch.setattr(parser, "_LONG", long)
                layers.append([seen(layer) for layer in read_net(parse(broken), messages.schema()).layers])
            assert layers[0] == layers[1]


def seen(layer: Layer) -> tuple[object, ...]:
    return layer.name, layer.type, layer.bottoms, layer.tops, layer.loss_weights, layer.in_place(), len(layer.params)
