"""The cache on the disk: where it is, who shares it, and how damaged, forged and foreign files are handled."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bnlint.run.cache import store
from bnlint.text import cache_folder, files
from tests.test_cache import NAME, NET, Check, folder, write

__all__ = ["folder"]  # a fixture for all tests here

ROOT = Path(__file__).resolve().parent.parent

pytestmark = pytest.mark.usefixtures("cached")


def _shards() -> list[Path]:
    return [path for path in Path(NAME).iterdir() if len(path.name) == 2]


def _truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-7])


def _flipped(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0x55
    path.write_bytes(data)


def _emptied(path: Path) -> None:
    path.write_bytes(b"")


def _garbage(path: Path) -> None:
    path.write_bytes(os.urandom(5000))


def _other_version(path: Path) -> None:
    path.write_bytes(b"bnlint results 0 " + path.read_bytes()[17:])


def _a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "file").write_text("")


def _a_dangling_link(path: Path) -> None:
    path.unlink()
    path.symlink_to("nowhere")


def _forged(replacement: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    """A file with correct checksums, but with results that bnlint never writes."""

    def forge(path: Path) -> None:
        entries = dict(store._entries(path.read_bytes()))
        for entry in entries.values():
            entry.second = replacement(entry.second)
        path.write_bytes(store._bytes(entries))

    return forge


DAMAGES = [
    *(_truncated, _flipped, _emptied, _garbage, _other_version, _a_folder, _a_dangling_link),
    _forged(lambda data: data[:-1]),
    _forged(lambda data: data + b"\x1f"),
    _forged(lambda data: b""),
    _forged(lambda data: b"\xff\xfe"),
    _forged(lambda data: data.replace(b"BN201", b"BN999")),
    _forged(lambda data: data.replace(b"BN201", b"\x1b[2J")),
    *(
        _forged(lambda data, finding=finding: b"net\x1fbvlc-1.0\x1fBN201\x1fx\x1f" + finding)  # type: ignore[misc]
        for finding in (
            b"2 5 999999999 0 0 0 0 0",
            b"2 5 4 0 0 0 0 0",
            b"9 5 6 0 0 0 0 0",
            b"2 5 6 99999999999 0 0 0 0",
            b"2 5 6 0 -1 0 7 0",
            b"2 5 6 0 0",
            b"2 5 6 0 1 0 0 0\x1fharmful",
            b"2 5 6 0 0 1 0 0\x1f1\x1f0\x1fx",
            b"2 5 6 0 0 0 2 2\x1ft\x1fsafe\x1f1\x1f4\x1f\x1f3\x1f5\x1f",
            b"2 5 6 0 0 0 1 0\x1ft\x1fperhaps",
        )
    ),
    _forged(lambda data: b"elf\x1fbvlc-1.0"),
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_files_are_ignored(damage: Callable[[Path], None], checked: Check, linted: list[str]) -> None:
    write("other.prototxt", NET.replace("bn1", "bn2"))()
    without = checked("--no-cache")
    assert checked() == without
    for path in _shards():
        damage(path)
    linted.clear()
    assert checked() == without
    assert linted == ["net.prototxt", "other.prototxt"]
    linted.clear()
    assert checked() == without
    if damage is not _a_folder:
        assert linted == []


@pytest.mark.parametrize("name", ["write_unsynced", "read"])
def test_failing_disk_changes_no_output(name: str, checked: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading or writing the cache fails."""
    without = checked("--no-cache")
    whole = getattr(files, name)

    def fails(path: str, *rest: object) -> object:
        if NAME in path:
            raise OSError(28, "No space left on device")
        return whole(path, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(files, name, fails)
        assert [checked(), checked()] == [without, without]
    assert not any(path.name.endswith(".tmp") for path in Path(NAME).iterdir())


@pytest.mark.parametrize("where", ["a file", "a file/below", "no\0name"])
def test_impossible_folder(where: str, checked: Check) -> None:
    Path("a file").write_text("")
    Path("bnlint.toml").write_text(f'cache = "{where}"'.replace("\0", "\\u0000"))
    assert checked() == checked("--no-cache")
    assert Path("a file").read_text() == ""


@pytest.mark.parametrize(
    ("text", "options", "made"),
    [
        ("", (), NAME),
        ("cache = true", (), NAME),
        ("cache = false", (), None),
        ('cache = "deep/down"', (), "deep/down"),
        ("", ("--no-cache",), None),
        ("", ("--cache-dir", "own"), "own"),
        ("cache = false", ("--cache-dir", "own"), "own"),
        ("", ("--isolated",), None),
        (None, (), None),
    ],
)
def test_location(text: str | None, options: tuple[str, ...], made: str | None, checked: Check) -> None:
    os.unlink("bnlint.toml")
    if text is not None:
        Path("bnlint.toml").write_text(text)
    checked(*options)
    assert made is None or Path(made, ".gitignore").read_text() == "*\n"
    new = {path.name for path in Path().iterdir()} - {"net.prototxt", "bnlint.toml"}
    assert new == ({made.split("/")[0]} if made else set())


def test_location_without_configuration_is_the_root_of_the_repository(checked: Check) -> None:
    os.unlink("bnlint.toml")
    subprocess.run(["git", "init", "-q"], check=True)
    write("a/b/net.prototxt", NET)()
    checked("a/b")
    assert {path.name for path in Path().iterdir()} == {".git", NAME, "a", "net.prototxt"}
    shown = subprocess.check_output(["git", "status", "--short"], text=True)
    assert NAME not in shown
    assert Path(NAME, "CACHEDIR.TAG").read_bytes().startswith(b"Signature: 8a477f597d28d172789f06886806bc55")


def test_foreign_folder_is_not_marked(checked: Check) -> None:
    write("own/thing", "")()
    checked("--cache-dir", "own")
    assert not Path("own/.gitignore").exists() and Path("own/thing").exists()


def test_foreign_files_stay(checked: Check, linted: list[str]) -> None:
    """The folder was given by mistake, or a link in a repository leads to it."""
    for shard in range(64):
        write(f"own/{shard:02x}", "precious")()
        write(f"own/repository-{shard:02x}", "precious")()
        write(f"own/files-{shard:02x}", "precious")()
    assert checked("--cache-dir", "own") == checked("--no-cache")
    assert {path.read_text() for path in Path("own").iterdir()} == {"precious"}
    os.unlink(f"own/{_shard_of('net.prototxt')}")
    checked("--cache-dir", "own")
    linted.clear()
    checked("--cache-dir", "own")
    assert linted == []


def _shard_of(path: str) -> str:
    return store._shard(cache_folder.hashed(os.fsencode(os.path.abspath(path))))


def test_several_processes_at_once() -> None:
    for number in range(60):
        Path(f"{number}.prototxt").write_text(NET.replace("bn1", f"bn_{number}"))
    words = [sys.executable, "-m", "bnlint", "check", "--jobs", "1"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    without = subprocess.run([*words, "--no-cache"], env=environment, capture_output=True).stdout
    running = [subprocess.Popen(words, env=environment, stdout=subprocess.PIPE) for _ in range(4)]
    assert [process.communicate()[0] for process in running] == [without] * 4
    kept = [dict(store._entries(path.read_bytes())) for path in _shards()]  # each can be read
    assert sum(map(len, kept)) == 61  # and all processes wrote the same
    assert not any(path.name.endswith(".tmp") for path in Path(NAME).iterdir())
