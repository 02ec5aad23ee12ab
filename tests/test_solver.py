"""Solvers: which nets they use, where bnlint looks for the files, and in which states the nets are built."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import bnlint
from bnlint.caffe.net.message import fields_by_name
from bnlint.caffe.schema.messages import schema
from bnlint.caffe.schema.solvers import policies
from bnlint.caffe.solver import Solver
from bnlint.caffe.state import NetState, describe
from bnlint.cli.main import main
from bnlint.fixer import fix as fixer
from bnlint.linter import check as linter
from bnlint.linter.settings import Settings
from bnlint.prototxt.parser import parse
from bnlint.text import files
from bnlint.text.files import RelatedFiles
from bnlint.text.source import Source

FIXTURES = Path(__file__).parents[1] / "fixtures" / "solver"
NET = 'layer { name: "data" type: "Input" top: "data" }\n'
REST = 'base_lr: 0.1 lr_policy: "fixed" max_iter: 10\n'
NO_STATE = NetState("", 0, frozenset())


def read(text: str) -> Solver:
    return Solver(fields_by_name(parse(text).items), schema())


def findings(path: Path, *select: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """(rule, severity, states) of each finding in a file."""
    result = linter.check(Source(path.read_text(), str(path)), Settings(select), RelatedFiles(str(path)))
    assert not result.bugs
    return [(d.rule, d.severity.word, d.states) for d in result.diagnostics]


@pytest.mark.parametrize(
    ("solver", "own", "states"),
    [
        ('net: "n"', NO_STATE, ["TRAIN"]),
        ('net: "n" test_iter: 1', NO_STATE, ["TRAIN", "TEST"]),
        ('net: "n" test_iter: [1, 2]', NO_STATE, ["TRAIN", "TEST", "TEST"]),
        ('net: "n" test_net: "m" test_iter: [1, 2]', NO_STATE, ["TRAIN", "TEST", "TEST"]),
        ('train_net: "n" test_iter: 1', NO_STATE, ["TRAIN"]),
        ('net: "n" test_iter: 1', NetState("TEST", 0, frozenset()), ["TEST", "TEST"]),
        ('net: "n" train_state { phase: TRAIN }', NetState("TEST", 0, frozenset()), ["TRAIN"]),
        ('net: "n" train_state { stage: "a" }', NetState("", 2, frozenset("b")), ["TRAIN with stages a, b at level 2"]),
        ('net: "n" train_state { level: 0 }', NetState("", 2, frozenset()), ["TRAIN"]),
        (
            'net: "n" test_iter: [1, 2] test_state { stage: "a" } test_state { level: 1 }',
            NO_STATE,
            ["TRAIN", "TEST with stage a", "TEST at level 1"],
        ),
        ('net: "n" train_state { } train_state { stage: "last" }', NO_STATE, ["TRAIN with stage last"]),
    ],
)
def test_states_of_nets(solver: str, own: NetState, states: list[str]) -> None:
    assert [describe(use.state_of(own)) for use in read(solver).uses] == states


def test_order_of_test_nets() -> None:
    solver = read('test_net: "b" net: "c" test_net_param { } test_iter: [1, 2, 3]')
    assert [(use.field, use.path) for use in solver.testing] == [
        ("test_net_param", ""),
        ("test_net", "b"),
        ("net", "c"),
    ]


def test_forks_have_more_policies() -> None:
    assert "plateau" in policies(schema("ssd")) and "plateau" not in policies(schema())


@pytest.mark.parametrize(
    ("name", "there", "is_found"),
    [
        ("net.prototxt", "run/net.prototxt", True),  # in the folder where Caffe is started
        ("net.prototxt", "root/models/a/net.prototxt", True),  # next to the solver
        ("models/a/net.prototxt", "root/models/a/net.prototxt", True),  # relative to Caffe's root
        ("../b/net.prototxt", "root/models/b/net.prototxt", True),
        ("net.prototxt", "root/models/b/net.prototxt", False),
        ("net.prototxt", "root/models/a/net.prototxt/file", False),  # a folder of that name
        ("", "root/models/a/net.prototxt", False),
        ("net\0.prototxt", "root/models/a/net.prototxt", False),
    ],
)
def test_folders_that_are_searched_for_nets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, there: str, is_found: bool
) -> None:
    (tmp_path / "run").mkdir()
    monkeypatch.chdir(tmp_path / "run")
    path = tmp_path / there
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(NET)
    related_files = RelatedFiles(str(tmp_path / "root/models/a/solver.prototxt"))
    assert related_files.find(name) == ((str(path), NET.encode()) if is_found else None)
    if is_found:
        assert related_files.contents.pop(str(path)) == NET.encode()
    assert set(related_files.contents.values()) <= {None}


def test_working_directory_is_searched_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a").mkdir()
    for path in (tmp_path / "net.prototxt", tmp_path / "a" / "net.prototxt"):
        path.write_text(NET)
    net = RelatedFiles("a/solver.prototxt").find("net.prototxt")
    assert net is not None and net[0] == str(tmp_path / "net.prototxt")


def test_searched_files_are_recorded(tmp_path: Path) -> None:
    (tmp_path / "weights.prototxt").write_bytes(b"\0" * 9)
    solver = tmp_path / "solver.prototxt"
    related_files = RelatedFiles(str(solver))
    linter.check(Source(f'net: "weights.prototxt" test_net: "gone" {REST}'), Settings(("SOL",)), related_files)
    assert related_files.contents[str(tmp_path / "weights.prototxt")] == b""  # binary: nothing to lint
    assert related_files.contents[str(tmp_path / "gone")] is None
    assert related_files.contents[os.path.join(os.getcwd(), "gone")] is None


def test_text_without_a_file_reads_no_other_files(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> bytes:
        raise AssertionError("a file was read")

    monkeypatch.setattr(files, "read", refuse)
    monkeypatch.setattr(files, "read_start", refuse)
    monkeypatch.setattr(os.path, "isfile", refuse)
    assert bnlint.lint(f'net: "net.prototxt" {REST}').diagnostics == []
    assert bnlint.lint('layer { name: "loss" type: "SoftmaxWithLoss" bottom: "a" bottom: "b" }').kind == "net"


def test_missing_net_is_a_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("solver.prototxt").write_text(f'net: "net.prototxt"\n{REST}')
    assert main(["check", "--output-format", "concise"]) == 1
    out, err = capsys.readouterr()
    assert out.startswith("solver.prototxt:1:1: SOL101 ") and "File not found: net.prototxt" in out and not err


@pytest.mark.parametrize(
    "net", ["", "no Caffe net", "layer {", 'net: "solver.prototxt"', "\ufeff", "layer { name: 1 }"]
)
def test_net_file_without_a_net_is_ignored(tmp_path: Path, net: str) -> None:
    (tmp_path / "net.prototxt").write_text(net)
    solver = tmp_path / "solver.prototxt"
    solver.write_text(f'net: "net.prototxt" test_iter: 1 test_interval: 1 iter_size: 2 {REST}')
    assert findings(solver, "SOL") == []


@pytest.mark.parametrize(
    "text", ["net: 1", "net { }", "net_param: 3", "test_iter: x", "train_state: 1", "test_state { phase: X }", "net:"]
)
def test_faulty_solver_causes_no_bug(tmp_path: Path, text: str) -> None:
    solver = tmp_path / "solver.prototxt"
    solver.write_text(f"{text}\n{REST}")
    findings(solver, "ALL")


def test_solver_shows_the_phases_of_its_nets() -> None:
    """Each finding is in the file that it is about, and nowhere else."""
    assert findings(FIXTURES / "solver.prototxt") == [("SOL102", "info", ())]
    assert findings(FIXTURES / "train.prototxt") == []
    assert findings(FIXTURES / "test.prototxt") == [("BN301", "error", ("TEST",))]
    alone = bnlint.lint((FIXTURES / "test.prototxt").read_text()).diagnostics
    assert [(d.rule, d.severity.word) for d in alone] == [("BN301", "info")]


@pytest.mark.parametrize(
    ("name", "severity"),
    [
        (b"net.prototxt", "error"),
        ("网.prototxt".encode(), "error"),
        ("网.prototxt".encode("gbk"), "info"),  # names that are not UTF-8 are not recognized
    ],
)
def test_solver_is_found_for_nets_with_any_name(tmp_path: Path, name: bytes, severity: str) -> None:
    net = tmp_path / os.fsdecode(name)
    try:
        net.write_bytes((FIXTURES / "test.prototxt").read_bytes())
    except OSError:
        pytest.skip("the file system does not allow this name")
    (tmp_path / "solver.prototxt").write_bytes(
        b'train_net: "gone" test_net: "%b" test_iter: 1 test_interval: 1 %b' % (name, REST.encode())
    )
    assert [each[:2] for each in findings(net)] == [("BN301", severity)]


@pytest.mark.parametrize(
    ("path", "severity"),
    [
        ("test.prototxt", "error"),
        ("elsewhere/models/test.prototxt", "error"),  # leads nowhere: this folder has another name there
        ("/caffe/models/test.prototxt", "error"),
        ("elsewhere/my_test.prototxt", "info"),  # another net
        ("other/test.prototxt", "info"),  # is there, and not this net
    ],
)
def test_solver_is_found_by_the_end_of_its_path(tmp_path: Path, path: str, severity: str) -> None:
    for net in (tmp_path / "test.prototxt", tmp_path / "other" / "test.prototxt"):
        net.parent.mkdir(exist_ok=True)
        net.write_bytes((FIXTURES / "test.prototxt").read_bytes())
    (tmp_path / "solver.prototxt").write_text(f'train_net: "gone" test_net: "{path}" test_iter: 1 {REST}')
    assert [each[:2] for each in findings(tmp_path / "test.prototxt")] == [("BN301", severity)]


def test_stage_that_a_solver_requests() -> None:
    net = FIXTURES / "models" / "small" / "staged.prototxt"
    assert findings(net.parent / "solver.prototxt") == []
    assert [each[:2] for each in findings(net)] == [("NET101", "error")]
    assert [d.severity.word for d in bnlint.lint(net.read_text()).diagnostics] == ["warning"]


def test_solver_of_another_net_is_ignored(tmp_path: Path) -> None:
    net = tmp_path / "net.prototxt"
    net.write_text((FIXTURES / "models" / "small" / "staged.prototxt").read_text())
    (tmp_path / "solver.prototxt").write_text(f'net: "old/net.prototxt" test_state {{ stage: "narrow" }} {REST}')
    assert [each[:2] for each in findings(net)] == [("NET101", "warning")]


def test_fixing_uses_the_solver() -> None:
    path = FIXTURES / "test.prototxt"
    made = bnlint.fix(path, unsafe=True)
    assert [rule for rule, _ in made.applied] == ["BN301"] and not made.result.diagnostics


def test_value_that_is_redundant_only_for_one_solver_stays(tmp_path: Path) -> None:
    """Another solver may build the net in TEST, where the value matters: no safe fix removes it."""
    net = tmp_path / "net.prototxt"
    net.write_text(
        'layer { name: "d" type: "Data" top: "d" top: "l" data_param { source: "s" batch_size: 8 } }\n'
        'layer { name: "b" type: "BatchNorm" bottom: "d" top: "b" batch_norm_param { use_global_stats: false } }\n'
        'layer { name: "loss" type: "SoftmaxWithLoss" bottom: "b" bottom: "l" }\n'
    )
    (tmp_path / "solver.prototxt").write_text(f'train_net: "{net.name}" {REST}')
    assert findings(net, "BN308") == [("BN308", "info", ("TRAIN",))]
    fixed = fixer.fix(Source(net.read_text(), str(net)), Settings(("BN308",)), RelatedFiles(str(net)))
    assert (fixed.result.bugs, fixed.applied) == ([], [])


@pytest.mark.parametrize(
    ("net", "where"),
    [
        ("net.prototxt", "does not exist in the working directory, in models/a or in a folder above."),
        ("/nets/net.prototxt", "does not exist. Caffe"),
        ("E:/nets/net.prototxt", "does not exist. Caffe"),
        ("nets/net.prototxt", "does not exist in the working directory, in models/a or in a folder above."),
        ("nets/other.prototxt", ""),  # Caffe is meant to run elsewhere
        ("nets/b/above.prototxt", ""),
        ("E:/nets/other.prototxt", "does not exist, but 'models/a/other.prototxt' does. Caffe aborts"),
    ],
)
def test_message_says_where_a_net_was_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, net: str, where: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for path in ("models/a/other.prototxt", "models/b/above.prototxt"):
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(NET)
    source = Source(f'net: "{net}"\n{REST}', "models/a/solver.prototxt")
    found = linter.check(source, Settings(("SOL101",)), RelatedFiles(source.name)).diagnostics
    assert len(found) == bool(where)
    for each in found:
        assert where in each.message
        assert each.message.count(net) == 2


@pytest.mark.parametrize(
    ("path", "placeholder"),
    [
        ("${NETS}/a", "${NETS}"),
        ("$NETS/a", "$NETS"),
        ("$(NETS)/a", "$(NETS)"),
        ("{{ nets }}/a", "{{ nets }}"),
        ("{nets}/a", "{nets}"),
        ("@NETS@/a", "@NETS@"),
        ("%(nets)s/a", "%(nets)s"),
        ("%s/a", "%s"),
        ("<% nets %>/a", "<% nets %>"),
        ("nets/50%/a", ""),
        ("me@host/a", ""),
        ("nets/{1}", ""),
        ("$", ""),
    ],
)
def test_placeholders_in_paths_of_solvers(path: str, placeholder: str) -> None:
    for field in ("net", "train_net", "snapshot_prefix"):
        result = linter.check(Source(f'{field}: "{path}"\nbase_lr: 0.1\nlr_policy: "none"\n'), Settings())
        marked = [result.source.text[d.span.start : d.span.end] for d in result.diagnostics if d.rule == "FLD108"]
        assert marked == ([placeholder] if placeholder else [])
        assert len(result.diagnostics) == 1 or not placeholder
