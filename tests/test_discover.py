"""Which files are checked."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bnlint.run import discover

NAMES = [
    "a.prototxt",
    "b.prototxt.template",
    "B.PROTOTXT",
    "c.pt",
    "d.pbtxt",
    "deep/er/e.prototxt",
]
NOT_ASKED_FOR = [
    "notes.txt",
    "a.prototxt~",
    ".hidden.prototxt",
    ".git/objects/x.prototxt",
    "net.caffemodel",
    "prototxt",
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [*NAMES, *NOT_ASKED_FOR]:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("name: 'net'\n")
    (tmp_path / "pytorch.pt").write_bytes(b"PK\x03\x04\0\0")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def paths(*asked: str) -> list[str]:
    return [found.path for found in discover.find(asked)]


def test_a_folder(folder: Path) -> None:
    assert paths(".") == [*sorted(name for name in NAMES if "/" not in name), "deep/er/e.prototxt"]
    assert paths(str(folder / "deep")) == [str(folder / "deep/er/e.prototxt")]


def test_named_files_are_always_found(folder: Path) -> None:
    found = list(discover.find(["notes.txt", "pytorch.pt", ".git/objects/x.prototxt"]))
    assert [each.path for each in found] == ["notes.txt", "pytorch.pt", ".git/objects/x.prototxt"]
    assert all(each.named and not each.error for each in found)


def test_each_file_once(folder: Path) -> None:
    (folder / "z.prototxt").symlink_to("a.prototxt")
    assert paths("a.prototxt", "./a.prototxt", "deep", ".", "z.prototxt").count("a.prototxt") == 1
    assert len(paths(".", "deep", str(folder))) == len(NAMES)


def test_odd_entries(folder: Path) -> None:
    (folder / "deep/loop").symlink_to("..")
    (folder / "self.prototxt").symlink_to("self.prototxt")
    os.symlink(folder, folder / "again.prototxt")
    os.mkfifo(folder / "pipe.prototxt")
    assert [path for path in paths(".") if path not in NAMES] == ["self.prototxt"]


def test_a_missing_path(folder: Path) -> None:
    assert list(discover.find(["no.prototxt"])) == [("no.prototxt", True, "no such file or folder")]


def test_a_folder_that_cannot_be_listed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scan = os.scandir

    def refuse(path: str) -> object:
        if path.endswith("er"):
            raise PermissionError(13, "Permission denied")
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = list(discover.find(["."]))
    assert len(found) == len(NAMES)
    assert found[-1] == ("deep/er", False, "Permission denied")


def test_no_prototxt(tmp_path: Path) -> None:
    assert paths(str(tmp_path)) == []
