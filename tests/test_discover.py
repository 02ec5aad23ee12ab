"""Which files are checked."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from bnlint.cli.main import main
from bnlint.config.find import Configurations
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


# ---- what git ignores, in real repositories


TRACKED = ["a.prototxt", "kept.tmp.prototxt", "models/alex/net.prototxt", "models/deep/er/net.prototxt"]


def git(*words: str, folder: Path = Path()) -> None:
    options = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "protocol.file.allow=always")
    subprocess.run(["git", *options, *words], cwd=folder, check=True, capture_output=True)


def put(*names: str, text: str = "name: 'net'\n") -> None:
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """As Caffe's own: what matters below models/ is tracked although .gitignore has models/*."""
    monkeypatch.chdir(tmp_path)
    git("init", "-q")
    put(".gitignore", text="models/*\n*.tmp.prototxt\n/build/\n")
    put(
        "a.prototxt", "models/alex/net.prototxt", "models/deep/er/net.prototxt", "kept.tmp.prototxt", "build/x.prototxt"
    )
    git("add", "-f", ".gitignore", "a.prototxt", "models", "kept.tmp.prototxt")
    git("commit", "-q", "-m", "first")
    put("models/own/net.prototxt", "models/own/solver.prototxt", "models/alex/new.prototxt", "x.tmp.prototxt")
    return tmp_path


def searched(*asked: str, force: bool = False) -> tuple[list[str], int, int]:
    """The files that are found, and the numbers of those that git and a configuration exclude."""
    counts = discover.PassedOver()
    found = [each.path for each in discover.find(asked, Configurations(), force, counts)]
    return found, counts.by_git, counts.by_exclude


@pytest.mark.parametrize("version", ["2", "3", "4"])
def test_files_that_git_tracks_are_never_passed_over(repository: Path, version: str) -> None:
    if version == "3":
        git("update-index", "--skip-worktree", "a.prototxt")  # needs extended flags
    else:
        git("update-index", f"--index-version={version}")
    assert Path(".git/index").read_bytes()[7] == int(version)
    assert searched(".") == (TRACKED, 5, 0)
    git("rm", "-q", "--cached", "models/alex/net.prototxt")
    assert searched(".") == ([name for name in TRACKED if "alex" not in name], 6, 0)


def test_a_damaged_index_tracks_nothing(repository: Path) -> None:
    for data in (
        b"",
        b"DIRC",
        b"DIRC\0\0\0\x02\xff\xff\xff\xff",
        Path(".git/index").read_bytes()[:200],
        os.urandom(4096),
    ):
        Path(".git/index").write_bytes(data)
        assert searched(".") == (["a.prototxt"], 8, 0)


def test_an_index_in_two_parts_tracks_nothing_that_can_be_read(repository: Path) -> None:
    git("update-index", "--split-index")
    git("update-index", "--add", "--force-remove", "a.prototxt")
    assert "a.prototxt" in searched(".")[0]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("models", ["alex/net", "alex/new", "deep/er/net", "own/net", "own/solver"]),
        ("models/own", ["own/net", "own/solver"]),
        ("models/alex", ["alex/net", "alex/new"]),
    ],
)
def test_a_folder_that_is_named_is_searched(repository: Path, asked: str, found: list[str]) -> None:
    assert searched(asked) == ([f"models/{name}.prototxt" for name in found], 0, 0)


def test_patterns_that_are_about_files_hold_in_a_folder_that_is_named(repository: Path) -> None:
    put("sub/y.tmp.prototxt", "sub/y.prototxt", "models/own/z.tmp.prototxt")
    assert searched("sub") == (["sub/y.prototxt"], 1, 0)
    put("private/z.prototxt")
    put("private/.gitignore", text="*\n")
    assert searched("private") == (["private/z.prototxt"], 0, 0)


def test_force_exclude_leaves_out_what_git_ignores_unless_it_tracks_it(repository: Path) -> None:
    names = ("models/own/net.prototxt", "models/alex/net.prototxt", "build/x.prototxt", "kept.tmp.prototxt")
    assert searched(*names, force=True)[0] == ["models/alex/net.prototxt", "kept.tmp.prototxt"]
    assert searched("models/own", force=True)[0] == []


def test_submodules_and_worktrees_have_an_index_of_their_own(
    repository: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other")
    git("init", "-q", folder=other)
    (other / ".gitignore").write_text("*.prototxt\n")
    (other / "in.prototxt").write_text("name: 'in'\n")
    git("add", "-f", ".", folder=other)
    git("commit", "-q", "-m", "first", folder=other)
    git("submodule", "add", "-f", "-q", str(other), "models/sub")
    put("models/sub/new.prototxt")
    assert searched(".") == (sorted([*TRACKED, "models/sub/in.prototxt"]), 6, 0)
    git("worktree", "add", "-q", "tree")
    assert searched("tree")[0] == [f"tree/{name}" for name in TRACKED]


def test_what_is_passed_over_is_counted_within_limits(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discover, "_MAX_COUNTED", 2)
    counts = discover.PassedOver()
    assert len(list(discover.find(["."], Configurations(), passed_over=counts))) == len(TRACKED)
    assert not counts.is_complete and counts.by_git < 5


@pytest.mark.parametrize(
    ("words", "ends"),
    [
        (["."], "Passed over: 5 files that git ignores (respect-gitignore = false checks them)."),
        (["models"], "All checks passed: 5 files."),
        (["build/x.prototxt", "--force-exclude"], "nothing to check: no prototxt files in build/x.prototxt"),
    ],
)
def test_the_summary_says_what_is_passed_over(
    repository: Path, capsys: pytest.CaptureFixture[str], words: list[str], ends: str
) -> None:
    main(["check", "--exit-zero", *words])
    said = capsys.readouterr()
    assert (said.out + said.err).strip().endswith(ends)


@pytest.mark.parametrize("words", [["format", "--check", "."], ["upgrade", "--check", "."]])
def test_other_commands_say_it_too(repository: Path, capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    main(words)
    assert capsys.readouterr().out.endswith(
        "Passed over: 5 files that git ignores (respect-gitignore = false checks them).\n"
    )


def test_the_summary_counts_what_the_configuration_excludes(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put("bnlint.toml", text="exclude = ['a.prototxt']")
    main(["check", "--exit-zero", "--isolated"])
    assert "excluded" not in capsys.readouterr().out
    main(["check", "--exit-zero"])
    assert capsys.readouterr().out.endswith("checks them), 1 excluded file.\n")
