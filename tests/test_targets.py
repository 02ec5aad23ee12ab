"""`bnlint targets`: the list of known Caffes, on a terminal and as JSON."""

from __future__ import annotations

import json

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
