"""`bnlint targets`: the list of known Caffes, and which of them fit some files; as text and as JSON."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from bnlint.caffe.schema.messages import dialect_names
from bnlint.caffe.schema.overview import LEGEND, overview
from bnlint.cli.main import main


def test_every_caffe_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["targets"]) == 0
    lines = capsys.readouterr().out.splitlines()
    first = [line.split(" ")[0] for line in lines]
    assert [word for word in first if word in dialect_names()] == list(dialect_names())
    assert all(any(line.startswith(title) for line in lines) for title in LEGEND)
    assert max(map(len, lines)) <= 160
    assert "`" not in "".join(lines)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("bvlc-1.0", ("masked", "no", "yes", "V0 V1 V2")),
        ("bvlc-rc3", ("open", "no", "no", "V0 V1 V2")),
        ("bvlc-rc2", ("-", "-", "no", "V0 V1 V2")),
        ("bvlc-rc1", ("-", "-", "no", "V0 V1")),
        ("intel", ("engine", "use_weight_bias", "yes", "V0 V1 V2")),
        ("nvcaffe-0.15", ("open", "yes", "yes", "V0 V1 V2")),
        ("nvcaffe-0.17", ("masked", "scale_bias", "yes", "V0 V1 V2")),
        ("vitis", ("-", "-", "?", "?")),
    ],
)
def test_words(name: str, words: tuple[str, ...]) -> None:
    assert overview(name)[3:] == words


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["targets", "--output-format", "json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [each["name"] for each in listed] == list(dialect_names())
    by_name = {each["name"]: each for each in listed}
    assert by_name["microsoft"] == {
        "name": "microsoft",
        "what": "Microsoft Caffe (R-FCN, ResNet experiments)",
        "where": ["Microsoft/caffe"],
        "has_batch_norm_layer": True,
        "masks_statistics": False,
        "own_affine": "never",
        "has_input_layer": True,
        "reads_v0": True,
        "reads_v1": True,
        "reads_v2": True,
    }
    assert by_name["vitis"]["reads_v2"] is None
    assert by_name["segnet"]["own_affine"] is None


PLAIN = 'layer { name: "r" type: "ReLU" bottom: "x" top: "y" }\n'
SCALE = 'layer { name: "s" type: "Scale" bottom: "x" top: "y" }\n'
OHEM = """layer {
  name: "ohem"
  type: "BoxAnnotatorOHEM"
  bottom: "x"
  top: "y"
  box_annotator_ohem_param { roi_per_img: 128 }
}
"""
PRIVATE = 'layer { name: "q" type: "QuantumLeap" bottom: "x" top: "y" quantum_leap_param { far: 1 } }\n'


@pytest.fixture
def nets(folder: Path) -> Path:
    (folder / "nets").mkdir()
    for name, text in {"plain": PLAIN, "scale": SCALE, "ohem": OHEM, "labels": "item { id: 1 }\n"}.items():
        (folder / "nets" / f"{name}.prototxt").write_text(text)
    return folder


def fitting(path: str, capsys: pytest.CaptureFixture[str]) -> Any:
    assert main(["targets", path, "--output-format", "json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_what_fits(nets: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = fitting("nets", capsys)
    path = str(Path("nets/ohem.prototxt"))
    assert [each["path"] for each in data["files"]] == [
        path,
        *(str(Path(f"nets/{n}.prototxt")) for n in ("plain", "scale")),
    ]
    by_name = {each["name"]: each for each in data["caffes"]}
    assert list(by_name) == list(dialect_names())
    assert by_name["microsoft"] == {"name": "microsoft", "files": 3, "fits": True, "lacks": []}
    assert by_name["bvlc-1.0"]["files"] == 2
    assert by_name["bvlc-1.0"]["lacks"] == [
        {"name": "box_annotator_ohem_param", "path": path, "line": 6, "column": 3},
        {"name": "BoxAnnotatorOHEM", "path": path, "line": 1, "column": 1},
    ]
    assert by_name["bvlc-rc1"]["files"] == 0
    assert data["unknown"] == []
    assert "microsoft" in data["files"][0]["fits"] and "bvlc-1.0" not in data["files"][0]["fits"]


def test_long_lists_are_cut(nets: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A plain file fits most of them: `--verbose` lists all once, and the JSON for each file."""
    outputs = []
    for options in ([], ["--verbose"]):
        assert main(["targets", "nets/plain.prototxt", *options]) == 0
        outputs.append(capsys.readouterr().out)
    few, all_ = (" ".join(text.split()) for text in outputs)
    assert re.search(r"bvlc-1.0, \S.* and \d\d others: fit the file", few)
    assert "yolov3-windows" not in few and "yolov3-windows" in all_
    assert re.match(
        r"nets.plain.prototxt: for BVLC Caffe 1.0: .*; fits bvlc-1.0, .* and \d\d others$", outputs[1], re.M
    )


def test_a_table_of_what_fits(nets: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["targets", "nets"]) == 0
    shown = capsys.readouterr()
    assert not shown.err
    assert re.search(r"^.*\bmicrosoft\b.*\bfit\s+all\s+files$", shown.out, re.MULTILINE | re.DOTALL)
    assert re.search(r"^  lack  +box_annotator_ohem_param  +nets.ohem.prototxt:6:3$", shown.out, re.MULTILINE)
    assert max(map(len, shown.out.splitlines())) <= 100
    assert main(["targets", "nets", "--verbose"]) == 0
    assert re.search(r"^nets.ohem.prototxt: for .*; fits .*\bmicrosoft\b", capsys.readouterr().out, re.MULTILINE)


def test_a_caffe_that_nobody_knows(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "q.prototxt").write_text(PRIVATE)
    data = fitting("q.prototxt", capsys)
    assert data["files"][0]["origin"]["private"]
    assert data["files"][0]["unknown"] == ["QuantumLeap", "quantum_leap_param"]
    assert "bvlc-1.0" in data["files"][0]["fits"] and "bvlc-rc1" not in data["files"][0]["fits"]
    assert {each["name"]: each["column"] for each in data["unknown"]} == {"quantum_leap_param": 60, "QuantumLeap": 1}
    assert main(["targets", "q.prototxt"]) == 0
    assert "No known Caffe has:\n  quantum_leap_param  q.prototxt:1:60\n" in capsys.readouterr().out
    assert main(["targets", "q.prototxt", "--verbose"]) == 0
    assert "; no known Caffe has QuantumLeap, quantum_leap_param\n" in capsys.readouterr().out


def test_mistakes_are_no_evidence(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What every Caffe rejects is not what one of them lacks."""
    (folder / "a.prototxt").write_text(PLAIN + 'layer { name: "s" type: "Scale" top: 3 phase: TRIAN }\n')
    data = fitting("a.prototxt", capsys)
    lacks = {lack["name"] for each in data["caffes"] for lack in each["lacks"]}
    assert lacks == {"layer", "Scale", "ReLU"} & lacks


@pytest.mark.parametrize("text", ["", "item { id: 1 }\n"])
def test_nothing_to_compare(folder: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.prototxt").write_text(text)
    assert main(["targets", "."]) == 2
    assert capsys.readouterr() == ("", "bnlint: no Caffe net or solver in .\n")


def test_a_missing_file(nets: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["targets", "nets/plain.prototxt", "missing"]) == 2
    shown = capsys.readouterr()
    assert re.search(r"\bfit\s+the\s+file\n", shown.out) and shown.err == "bnlint: missing: no such file or folder\n"


@pytest.mark.parametrize("words", [["targets", "."], ["upgrade", "."], ["init"], ["check"]])
def test_a_proto_that_cannot_be_read(words: list[str], folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each command that asks for the Caffe of files says so, once."""
    (folder / ".git").mkdir()
    proto = folder / "caffe" / "src" / "caffe" / "proto" / "caffe.proto"
    proto.parent.mkdir(parents=True)
    proto.write_text("message X {")
    (folder / "a.prototxt").write_text(PLAIN)
    main(words)
    assert capsys.readouterr().err.count(f"bnlint: {proto}:1:9: ") == 1
