"""Caffemodels are upgraded as by Caffe, with the same bytes of weights, and in little memory."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from google.protobuf import text_format

from bnlint.caffe.binary.protobuf import message_class
from bnlint.caffe.schema.messages import schema
from bnlint.cli.main import main
from bnlint.upgrade import spec

V1 = """
name: "old"
input: "data" input_dim: 1 input_dim: 3 input_dim: 4 input_dim: 4
layers { name: "conv" type: CONVOLUTION bottom: "data" top: "conv" blobs_lr: 1 blobs_lr: 2 weight_decay: 1
  convolution_param { num_output: 2 kernel_size: 3 }
  blobs { num: 2 channels: 3 height: 3 width: 3 data: [0.5, -1, 3.25] diff: [9] }
  blobs { num: 1 channels: 1 height: 1 width: 2 data: [7, 8] } }
layers { name: "relu" type: RELU bottom: "conv" top: "conv" }
layers { name: "fc" type: INNER_PRODUCT bottom: "conv" top: "fc" inner_product_param { num_output: 1 }
  blobs { num: 1 channels: 1 height: 1 width: 8 data: [1, 2, 3] } }
"""
V0 = """
name: "oldest"
input: "data" input_dim: 1 input_dim: 3 input_dim: 4 input_dim: 4
layers { layer { name: "pad" type: "padding" pad: 1 } bottom: "data" top: "pad" }
layers { layer { name: "conv" type: "conv" num_output: 2 kernelsize: 3 blobs_lr: 1
  blobs { num: 2 channels: 3 height: 3 width: 3 data: [0.5, -1, 3.25] } blobs { num: 1 width: 2 data: 4 } }
  bottom: "pad" top: "conv" }
"""
TRIPLE = """
layer { name: "bn" type: "BatchNorm" bottom: "x" top: "x" param { name: "m" lr_mult: 1 } param { } param { lr_mult: 0 }
  blobs { shape { dim: 2 } data: [1, 2] } blobs { shape { dim: 2 } data: [3, 4] } blobs { shape { dim: 1 } data: 5 } }
"""
NEW = 'layer { name: "conv" type: "Convolution" blobs { shape { dim: 2 dim: 3 } double_data: [1, 2] } }'


def binary(text: str) -> bytes:
    message: Any = message_class(schema())()
    text_format.Parse(text, message)
    return bytes(message.SerializeToString())


def read(path: Path) -> Any:
    message: Any = message_class(schema())()
    message.ParseFromString(path.read_bytes())
    return message


@pytest.mark.parametrize("text", [V1, V0, TRIPLE], ids=["V1", "V0", "triple"])
def test_same_as_caffe(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    model, output = tmp_path / "old.caffemodel", tmp_path / "new.caffemodel"
    data = binary(text)
    model.write_bytes(data)
    assert main(["upgrade", str(model), "--output", str(output)]) == 0
    assert capsys.readouterr().out.startswith("Upgraded 1 file: ")
    expected: Any = message_class(schema())()
    expected.ParseFromString(data)
    blobs = [blob.SerializeToString() for layer in expected.layers for blob in (*layer.blobs, *layer.layer.blobs)]
    spec.upgrade_net(expected)
    made = read(output)
    assert made == expected
    assert model.read_bytes() == data
    if blobs:
        assert [blob.SerializeToString() for layer in made.layer for blob in layer.blobs] == blobs
        assert made.layer[1].blobs[0].height == 3  # shapes of four numbers are kept
    assert main(["upgrade", str(output), "--check"]) == 0


@pytest.mark.parametrize(
    ("option", "line"),
    [
        ("--target=bvlc-rc3", "input fields stay: BVLC Caffe 1.0-rc3 has no Input layer"),
        ("--target=bvlc-rc1", "V1 layers stay: BVLC Caffe 1.0-rc reads layers, but not layer"),
        ("--dialect=bvlc-rc1", "V1 layers stay: BVLC Caffe 1.0-rc reads layers, but not layer"),
    ],
)
def test_what_its_caffe_lacks(option: str, line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A model is upgraded completely or not at all."""
    model = tmp_path / "old.caffemodel"
    model.write_bytes(binary(V1))
    assert main(["upgrade", str(model), "--in-place", option]) == 0
    shown = capsys.readouterr()
    assert f"bnlint: {model}: {line}\n" in shown.err
    assert shown.out == "1 file stays in an old format.\n"
    assert model.read_bytes() == binary(V1)


def test_in_place_only_on_request(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    model = tmp_path / "old.caffemodel"
    model.write_bytes(binary(V1))
    assert main(["upgrade", str(model)]) == 2
    assert "--in-place" in capsys.readouterr().err
    assert model.read_bytes() == binary(V1)
    assert main(["upgrade", str(model), "--check"]) == 1
    assert main(["upgrade", str(model), "--in-place"]) == 0
    assert [layer.type for layer in read(model).layer] == ["Input", "Convolution", "ReLU", "InnerProduct"]


def test_nothing_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The file is not touched, but `--output` writes a copy."""
    model, output = tmp_path / "new.caffemodel", tmp_path / "folder" / "copy.caffemodel"
    model.write_bytes(binary(NEW))
    os.utime(model, ns=(1, 1))
    assert main(["upgrade", str(model), "--in-place"]) == 0
    assert model.stat().st_mtime_ns == 1
    assert main(["upgrade", str(model), "--output", str(output)]) == 0
    assert read(output) == read(model)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (binary(V1)[:-3], "truncated at offset"),
        (binary(V1)[:30], "truncated"),
        (b"\x89HDF\r\n\x1a\n" + bytes(99), "an HDF5 model"),
        (b"\x80\x02}q\0PK" * 50, "not a caffemodel: "),
        (b"PK\x03\x04\0\0\0\0" * 20, "not a caffemodel: "),
        (b"", "not a caffemodel: it has no layers"),
        (binary('name: "nothing"'), "not a caffemodel: it has no layers"),
        (binary(V1)[:150], "bytes of the field at offset"),
        (b"\x12\x03\x28\xe7\x07" + binary(V1), "does not know"),
        (
            binary(V1.replace("input_dim: 4 input_dim: 4", "")),
            "1 `input` field needs 4 `input_dim` fields, but there are 2",
        ),
    ],
)
def test_invalid_file(data: bytes, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """There is one line with the error, and no output."""
    model, output = tmp_path / "bad.caffemodel", tmp_path / "out.caffemodel"
    model.write_bytes(data)
    assert main(["upgrade", str(model), "--output", str(output), "--quiet"]) == 2
    shown = capsys.readouterr().err
    assert message in shown and shown.count("\n") == 1
    assert not output.exists()


@pytest.mark.skipif(not hasattr(os, "wait4"), reason="this system does not report the memory of a process")
def test_memory(tmp_path: Path) -> None:
    """A large file needs more memory than a small one by less than 1.5 times its size."""
    weights: Any = message_class(schema())()
    text_format.Parse(V1, weights)
    weights.layers[2].blobs[0].data.extend([0.5] * 12_000_000)  # 48 MB
    small, large = tmp_path / "small.caffemodel", tmp_path / "large.caffemodel"
    small.write_bytes(binary(V1))
    large.write_bytes(weights.SerializeToString())
    size = large.stat().st_size
    assert peak(large) - peak(small) < 1.5 * size


def peak(model: Path) -> int:
    """The peak memory, in bytes, of upgrading the model."""
    words = [sys.executable, "-m", "bnlint", "upgrade", str(model), "--output", str(model.with_suffix(".out"))]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
