"""A repository can hold anything: a check ends soon, says in one line what it could not read, and runs nothing."""

from __future__ import annotations

import os
import random
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bnlint.caffe.binary.protobuf import proto_text
from bnlint.caffe.schema.messages import schema

ROOT = Path(__file__).resolve().parent.parent
NET = 'layer { name: "c" type: "Convolution" bottom: "x" top: "c" foo_param { a: 1 } }\n'
GOOD = proto_text(schema("bvlc-1.0"))
NOISE = random.Random(1).randbytes(100_000)
PROTO, SOURCES = "src/caffe/proto/caffe.proto", "src/caffe/layers"


def checked(folder: Path) -> list[str]:
    """The messages of a check of the folder, which must end within a minute."""
    command = [sys.executable, "-m", "bnlint", "check", "--no-cache", "--output-format", "concise", "."]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, env=environment, check=False)
    assert ran.returncode in (0, 1, 2)
    assert "Traceback" not in ran.stderr and "internal error" not in ran.stderr
    assert "Exceeds the limit" not in ran.stderr
    return [line for line in ran.stderr.splitlines() if line.startswith("bnlint: ")]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    for folder in (".git", "src/caffe/proto", SOURCES):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "net.prototxt").write_text(NET)
    return tmp_path


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "declares no NetParameter"),
        (NOISE, "not text"),
        (GOOD.encode("utf-16"), "not text"),
        ((GOOD + "message M { ").encode(), "the file ends before"),
        (GOOD.replace("}", "", 5).encode(), "unexpected"),
        (GOOD.encode() + b"message M { optional int32 a = 1; }\n" * 1_400_000, "larger than 2 MB"),
        (b"message A { " * 100_000, "nested too deeply"),
        (b'syntax = "proto3"; package grpc; message Foo { string a = 1; }', "proto3"),
        (GOOD.replace("= 1;", f"= {'9' * 5000};", 1).encode(), "is too large"),
        (GOOD.encode() + b'import "caffe.proto"; message A { optional B b = 1; } message B { optional A a = 1; }', ""),
    ],
    ids=["empty", "binary", "UTF-16", "truncated", "broken", "50 MB", "nested", "foreign", "long number", "cyclic"],
)
def test_caffe_proto(repository: Path, content: bytes, message: str) -> None:
    (repository / PROTO).write_bytes(content)
    said = checked(repository)
    assert len(said) == bool(message)
    assert all("caffe.proto:" in line and message in line for line in said)


def _sources(folder: Path) -> None:
    (folder / PROTO).write_text(GOOD)
    sources = folder / SOURCES
    os.mkfifo(sources / "a.cpp")
    os.symlink("/dev/zero", sources / "b.cpp")
    os.symlink("c.cpp", sources / "c.cpp")
    (sources / "d.cpp").write_bytes(NOISE * 30)
    (sources / "e.hpp").write_text("/*" * 2_000_000)
    (sources / "f.cu").write_text("REGISTER_LAYER_CLASS(" * 500_000)
    (sources / "batch_norm_layer.cpp").write_text("void BatchNormLayer<Dtype>::LayerSetUp(" + "{(" * 300_000)


def _links(folder: Path) -> None:
    (folder / "a").mkdir()
    for name, target in {"a/up": "..", "self": ".", "root": "/"}.items():
        os.symlink(target, folder / name)


def _index(data: bytes) -> Callable[[Path], object]:
    return lambda folder: (folder / ".git/index").write_bytes(data)


def _modules(data: bytes) -> Callable[[Path], object]:
    return lambda folder: (folder / ".gitmodules").write_bytes(data)


def _configured(name: str) -> Callable[[Path], object]:
    def make(folder: Path) -> None:
        os.mkfifo(folder / "pipe")
        (folder / "bnlint.toml").write_text(f'schema = "{name}"\n')

    return make


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda folder: os.mkfifo(folder / PROTO), id="caffe.proto is a pipe"),
        pytest.param(lambda folder: os.symlink("/dev/zero", folder / PROTO), id="caffe.proto is a device"),
        pytest.param(lambda folder: os.symlink("caffe.proto", folder / PROTO), id="caffe.proto is a link to itself"),
        pytest.param(lambda folder: (folder / PROTO).mkdir(), id="caffe.proto is a folder"),
        pytest.param(_sources, id="sources"),
        pytest.param(_links, id="links to folders"),
        pytest.param(_modules(NOISE), id=".gitmodules is binary"),
        pytest.param(_modules(b'[submodule "a' + b'\\"' * 5_000_000), id=".gitmodules has a long line"),
        pytest.param(lambda folder: os.mkfifo(folder / ".gitmodules"), id=".gitmodules is a pipe"),
        pytest.param(_index(NOISE), id="index is binary"),
        pytest.param(_index(b"DIRC" + struct.pack(">II", 2, 0xFFFFFFFF) + bytes(1000)), id="index counts too many"),
        pytest.param(_index(b"DIRC" + struct.pack(">II", 4, 100_000) + b"\xff" * 100_000), id="index of version 4"),
        pytest.param(lambda folder: os.mkfifo(folder / ".git/index"), id="index is a pipe"),
        pytest.param(_configured("pipe"), id="schema is a pipe"),
        pytest.param(_configured("/dev/zero"), id="schema is a device"),
        pytest.param(_configured("src"), id="schema is a folder"),
        pytest.param(_configured("a\\u0000b"), id="schema has a NUL"),
    ],
)
def test_anything_else(repository: Path, make: Callable[[Path], object]) -> None:
    make(repository)
    assert len(checked(repository)) <= 1


def test_submodules_are_never_fetched(repository: Path) -> None:
    lines = "path = ../../etc\nurl = https://example.org/caffe", "path = a\nurl = ext::sh -c touch% pwned"
    modules = "".join(f'[submodule "{number}"]\n{line}\n' for number, line in enumerate(lines))
    (repository / ".gitmodules").write_text(modules)
    checked(repository)
    assert not list(repository.rglob("pwned"))
