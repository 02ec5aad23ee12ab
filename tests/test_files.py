"""Files are replaced atomically."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from bnlint.text import files


@pytest.fixture
def net(tmp_path: Path) -> Path:
    path = tmp_path / "net.prototxt"
    path.write_bytes(b"old")
    return path


def test_replace(net: Path) -> None:
    files.write(str(net), b"new\r\n", b"old")
    assert net.read_bytes() == b"new\r\n"
    assert os.listdir(net.parent) == ["net.prototxt"]


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o755])
def test_keeps_permissions(net: Path, mode: int) -> None:
    net.chmod(mode)
    files.write(str(net), b"new", b"old")
    assert stat.S_IMODE(net.stat().st_mode) == mode


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give files away")
def test_keeps_owner(net: Path) -> None:
    os.chown(net, 12345, 23456)
    files.write(str(net), b"new", b"old")
    assert (net.stat().st_uid, net.stat().st_gid) == (12345, 23456)


def test_follows_links(net: Path, tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    link = folder / "link.prototxt"
    link.symlink_to("../net.prototxt")
    files.write(str(link), b"new", b"old")
    assert link.is_symlink()
    assert net.read_bytes() == b"new"
    assert os.listdir(folder) == ["link.prototxt"]


def test_changed_file_is_not_replaced(net: Path) -> None:
    net.write_bytes(b"another program's")
    with pytest.raises(files.ChangedMeanwhile):
        files.write(str(net), b"new", b"old")
    assert net.read_bytes() == b"another program's"
    assert os.listdir(net.parent) == ["net.prototxt"]


def test_deleted_file(net: Path) -> None:
    net.unlink()
    with pytest.raises(FileNotFoundError):
        files.write(str(net), b"new", b"old")
    assert os.listdir(net.parent) == []


@pytest.mark.parametrize("step", ["fsync", "replace", "chmod"])
def test_failure_changes_nothing(net: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(OSError, match="No space left"):
        files.write(str(net), b"new", b"old")
    assert net.read_bytes() == b"old"
    assert os.listdir(net.parent) == ["net.prototxt"]


def test_read_only(net: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write all files
    with pytest.raises(PermissionError):
        files.write(str(net), b"new", b"old")
    assert net.read_bytes() == b"old"


def test_not_a_regular_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(OSError, match="not a regular file"):
        files.write(str(pipe), b"new", b"old")
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.parametrize(
    ("data", "binary"),
    [
        (b"", False),
        (b"name: 'net'\n", False),
        (b"\xc3\xb6 \xff \xd7\xd6", False),
        (b"\0", True),
        (b"n" * 8000 + b"\0", True),
        (b"n" * 9000 + b"\0", False),
    ],
)
def test_is_probably_binary(data: bytes, binary: bool) -> None:
    assert files.is_probably_binary(data) is binary
