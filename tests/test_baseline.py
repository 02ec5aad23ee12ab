"""The baseline hides known findings, shows new ones, and counts those that no longer exist."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bnlint.cli.main import main

NET = """name: "net"
layer { name: "data" type: "Data" top: "data" include { phase: TRAIN } data_param { source: "lmdb" batch_size: 64 } }
layer { name: "conv1" type: "Convolution" bottom: "data" top: "c" convolution_param { num_output: 8 kernel_size: 3 bias_term: false } }
layer { name: "bn1" type: "BatchNorm" bottom: "c" top: "c" }
"""  # noqa: E501
_LAYERS = NET.replace('"c"', '"d"').replace("conv1", "conv2").replace("bn1", "bn2").splitlines(keepends=True)
MORE = NET + "".join(_LAYERS[2:])
NAME = ".bnlint-baseline.json"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "net.prototxt").write_text(NET)
    return tmp_path


def shown(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, list[str], str]:
    code = main(["check", "--output-format", "concise", *words])
    captured = capsys.readouterr()
    return code, [line.split()[1] for line in captured.out.splitlines()], captured.err


def baseline(capsys: pytest.CaptureFixture[str], *words: str) -> None:
    assert main(["baseline", *words]) == 0
    capsys.readouterr()


def test_known_findings_are_hidden(capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(capsys)[:2] == (1, ["BN101"])
    baseline(capsys)
    assert shown(capsys) == (0, [], f"bnlint: {NAME}: 1 known finding hidden\n")
    assert shown(capsys, "--no-baseline")[:2] == (1, ["BN101"])
    assert json.loads(Path(NAME).read_text())["findings"] == [
        {"rule": "BN101", "file": "net.prototxt", "layer": "bn1", "fingerprint": "6996dfac02e374e8"}
    ]


@pytest.mark.parametrize(
    ("text", "new", "words"),
    [
        ("# a\n\n" + NET, [], "1 known finding"),  # lines move
        (NET.replace(" type", "\n    type"), [], "1 known finding"),
        (MORE, ["BN101"], "1 known finding"),
        (NET.replace("bn1", "bn_one"), ["BN101"], "1 no longer exists"),
        (NET + NET.splitlines()[3] + "\n", ["BN101"], "1 known finding"),  # a second one of the same kind
        (NET.replace("BatchNorm", "MVN"), [], "0 known findings hidden; 1 no longer exists"),
    ],
)
def test_new_findings(capsys: pytest.CaptureFixture[str], text: str, new: list[str], words: str) -> None:
    baseline(capsys, "--select", "BN101")
    Path("net.prototxt").write_text(text)
    _, found, err = shown(capsys, "--select", "BN101")
    assert found == new
    assert words in err


def test_a_file_that_is_gone(capsys: pytest.CaptureFixture[str]) -> None:
    Path("other.prototxt").write_text(NET)
    baseline(capsys)
    assert "1 known finding hidden\n" in shown(capsys, "net.prototxt")[2]  # the other was not looked at
    Path("other.prototxt").unlink()
    assert "1 no longer exists" in shown(capsys, "net.prototxt")[2]


def test_where_it_lies(capsys: pytest.CaptureFixture[str], folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "bnlint.toml").write_text("")
    (folder / "sub").mkdir()
    (folder / "sub" / "net.prototxt").write_text(NET)
    monkeypatch.chdir(folder / "sub")
    baseline(capsys)
    assert (folder / NAME).is_file()  # beside the configuration
    assert shown(capsys)[:2] == (0, [])
    baseline(capsys, "--baseline", "mine.json", "--ignore", "BN1")
    assert shown(capsys, "--baseline", "mine.json")[:2] == (1, ["BN101"])


def test_it_is_the_same_for_the_same_findings(capsys: pytest.CaptureFixture[str]) -> None:
    baseline(capsys)
    first = Path(NAME).read_bytes()
    baseline(capsys)
    assert Path(NAME).read_bytes() == first


def test_fixes_go_on(capsys: pytest.CaptureFixture[str]) -> None:
    baseline(capsys)
    assert shown(capsys, "--fix", "--unsafe-fixes")[0] == 0
    assert 'type: "Scale"' in Path("net.prototxt").read_text()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 2, "findings": []}', '{"version": 1, "findings": [3]}'])
def test_invalid_baselines(capsys: pytest.CaptureFixture[str], text: str) -> None:
    Path(NAME).write_text(text)
    code, found, err = shown(capsys)
    assert (code, found) == (2, [])
    assert err.startswith(f"bnlint: {NAME}:1: ")


def test_one_that_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = shown(capsys, "--baseline", "none.json")
    assert (code, err) == (2, "bnlint: none.json: cannot be read: No such file or directory\n")
    with pytest.raises(SystemExit):
        main(["check", "--baseline", "x", "--no-baseline"])


def test_nothing_is_written_where_a_file_cannot_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["baseline", "none.prototxt"]) == 2
    assert not Path(NAME).exists()
