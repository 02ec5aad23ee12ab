"""The command line with bad input and bad surroundings: one clear line, no traceback, nothing lost."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from bnlint.cli.main import main
from bnlint.fixer import fix as fixer
from bnlint.linter import check as linter
from bnlint.text import files
from tests.test_cli import BOTH, CLEAN, OTHER, SAFE, put

pytestmark = pytest.mark.usefixtures("folder")


def test_no_prototxt(capsys: pytest.CaptureFixture[str]) -> None:
    put("notes.txt", "hello")
    assert main(["check", "."]) == 0
    assert capsys.readouterr() == ("", "bnlint: nothing to check: no prototxt files in .\n")


def test_other_files_are_skipped(capsys: pytest.CaptureFixture[str]) -> None:
    put("labels.prototxt", OTHER)
    put("empty.prototxt", "")
    assert main(["check", "labels.prototxt", "empty.prototxt"]) == 0
    assert capsys.readouterr() == ("", "bnlint: nothing to check: no Caffe net or solver in 2 files\n")
    assert main(["check", "--verbose", "labels.prototxt"]) == 0
    assert "bnlint: labels.prototxt: skipped: not a Caffe net or solver\n" in capsys.readouterr().err


def test_binary(capsys: pytest.CaptureFixture[str]) -> None:
    data = b"\n\x09VGG_16\0\0" + bytes(range(256)) * 1000
    for name in ("a.caffemodel", "b.prototxt", "c.prototxt.gz", "d.pt"):
        put(name, data)
    line = "bnlint: {}: binary file, not a prototxt file\n"
    assert main(["check", "a.caffemodel"]) == 2
    assert capsys.readouterr() == ("", line.format("a.caffemodel"))
    assert main(["check"]) == 2
    assert capsys.readouterr() == ("", line.format("b.prototxt"))


def test_nul_in_a_net_is_a_syntax_error(capsys: pytest.CaptureFixture[str]) -> None:
    put("a.prototxt", CLEAN + "\0\n")
    assert main(["check"]) == 1
    out, err = capsys.readouterr()
    assert "SYN001" in out and "\0" not in out
    assert err == ""


def test_one_bad_file_does_not_stop_the_others(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    put("a.prototxt", CLEAN)
    put("c.prototxt", SAFE)
    put("b.prototxt", CLEAN)
    read = files.read

    def refuse(path: str) -> bytes:
        if path == "b.prototxt":
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(files, "read", refuse)
    assert main(["check", "nothing.prototxt", ".", "--output-format", "concise"]) == 2
    out, err = capsys.readouterr()
    assert out.startswith("c.prototxt:7:")
    assert err == (
        "bnlint: nothing.prototxt: no such file or folder\nbnlint: b.prototxt: cannot be read: Permission denied\n"
    )


def test_a_file_that_vanishes(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from bnlint.run import discover

    monkeypatch.setattr(discover, "find", lambda *_: iter([discover.FoundFile("gone.prototxt", False)]))
    assert main(["check"]) == 2
    assert capsys.readouterr().err == "bnlint: gone.prototxt: cannot be read: No such file or directory\n"


def test_changed_meanwhile(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    path = put("a.prototxt", SAFE)
    fix = fixer.fix

    def slowly(source: object, settings: object, *rest: object) -> object:
        path.write_text(OTHER)
        return fix(source, settings, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(fixer, "fix", slowly)
    assert main(["check", "--fix"]) == 2
    assert path.read_text() == OTHER
    assert capsys.readouterr().err == ("bnlint: a.prototxt: the file changed while it was being fixed; left as it is\n")


def test_not_writable(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    path = put("a.prototxt", SAFE)
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert main(["check", "--fix"]) == 2
    assert path.read_text() == SAFE
    out, err = capsys.readouterr()
    assert "BN201" in out and "Fixed" not in out
    assert err == "bnlint: a.prototxt: cannot be written: no permission to write\n"


def test_internal_error(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    put("a.prototxt", SAFE)
    put("b.prototxt", SAFE)
    check = linter.check

    def fail(source: object, settings: object, *rest: object) -> object:
        if source.name == "a.prototxt":  # type: ignore[attr-defined]
            raise KeyError("oops")
        return check(source, settings, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(linter, "check", fail)
    assert main(["check", "--output-format", "concise"]) == 2
    out, err = capsys.readouterr()
    assert out.startswith("b.prototxt:7:")
    assert err.startswith("bnlint: a.prototxt: internal error: KeyError: 'oops' (test_cli_errors.py, line ")
    assert "Please report this" in err and "Traceback" not in err and err.count("\n") == 1


def test_a_bug_of_one_rule_hides_no_findings(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    put("a.prototxt", SAFE)
    check = linter.check

    def with_bug(source: object, settings: object, *rest: object) -> object:
        result = check(source, settings, *rest)  # type: ignore[arg-type]
        result.bugs.append("BN999: oops")
        return result

    monkeypatch.setattr(linter, "check", with_bug)
    assert main(["check"]) == 2
    out, err = capsys.readouterr()
    assert "BN201" in out
    assert err.startswith("bnlint: a.prototxt: internal error: BN999: oops. Please report")


def test_a_name_that_is_no_text(capsys: pytest.CaptureFixture[str]) -> None:
    name = os.fsdecode(b"\xff.prototxt")
    put(name, SAFE)
    run = subprocess.run([sys.executable, "-m", "bnlint", "check", "."], capture_output=True)
    assert run.returncode == 1
    assert b"\\udcff.prototxt:7:" in run.stdout


def test_a_big_file(capsys: pytest.CaptureFixture[str]) -> None:
    put("a.prototxt", CLEAN + "# a line of comment that says nothing\n" * 1_400_000)  # 53 MB
    assert main(["check"]) == 0


def test_deep_nesting(capsys: pytest.CaptureFixture[str]) -> None:
    put("a.prototxt", CLEAN + "layer { a {" * 10_000)
    assert main(["check"]) == 1
    assert "SYN001" in capsys.readouterr().out


def test_interrupted(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    put("a.prototxt", SAFE)
    monkeypatch.setattr(linter, "check", interrupt)
    assert main(["check"]) == 130
    assert capsys.readouterr() == ("", "")


def test_broken_pipe() -> None:
    for n in range(300):
        put(f"{n}.prototxt", BOTH)
    run = subprocess.run(f"{sys.executable} -m bnlint check . | head -1", shell=True, capture_output=True, text=True)
    assert run.stdout.startswith("warning[BN101 missing-scale]")
    assert run.stderr == ""


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full")
def test_full_disk() -> None:
    put("a.prototxt", BOTH)
    with open("/dev/full", "w") as full:
        run = subprocess.run(
            [sys.executable, "-m", "bnlint", "check", "."], stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert run.returncode == 2
    assert run.stderr == "bnlint: cannot write output: No space left on device\n"


@pytest.mark.skipif(os.name == "nt", reason="a POSIX shell closes streams")
@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("check . >&-", 1),
        ("check --jobs 2 --no-cache . >&-", 1),
        ("check --output-format json . >&- 2>&-", 1),
        ("check --diff . >&-", 1),
        ("check --fix --quiet --exit-zero . >&-", 0),
        ("check --quiet missing.prototxt 2>&-", 2),
        ("check - <&-", 0),
        ("config a.prototxt >&-", 0),
        ("files >&-", 0),
        ("rule BN101 >&-", 0),
        ("format --check . >&-", 1),
        ("--version >&-", 0),
        ("check --help >&-", 0),
    ],
)
def test_closed_streams(words: str, code: int) -> None:
    """Output to a closed stream is lost; the work is done, and the exit code is the same."""
    put("a.prototxt", BOTH)
    put("b.prototxt", BOTH)
    run = subprocess.run(f"{sys.executable} -m bnlint {words}", shell=True, capture_output=True, text=True)
    assert run.returncode == code
    assert run.stdout == ""
    assert "Traceback" not in run.stderr and "Errno" not in run.stderr


@pytest.mark.parametrize("word", ["0", "-1", "many", "1.5", ""])
def test_invalid_number_of_processes(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["check", f"--jobs={word}", "."])
    assert left.value.code == 2
    said = capsys.readouterr().err.splitlines()[-1]
    assert said == f"bnlint check: error: argument --jobs: {word!r} is not auto or a positive number"
