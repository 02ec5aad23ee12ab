"""The command line: what goes where, exit codes, and input that nobody would wish for."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bnlint import __version__
from bnlint.cli.main import main
from bnlint.fixer import fix as fixer
from bnlint.linter import check as linter
from bnlint.text import files

HEAD = """\
name: "net"
layer { name: "data" type: "Input" top: "data" input_param { shape { dim: 1 dim: 3 dim: 8 dim: 8 } } }
layer {
  name: "conv" type: "Convolution" bottom: "data" top: "conv"
  convolution_param { num_output: 4 kernel_size: 3 bias_term: false }
}
"""
TAIL = """\
layer { name: "scale" type: "Scale" bottom: "conv" top: "conv" scale_param { bias_term: true } }
"""
BN = 'layer { name: "bn" type: "BatchNorm" bottom: "conv" top: "conv"'
PARAMS = "param { lr_mult: 0 } " * 3
CLEAN = f"{HEAD}{BN} }}\n{TAIL}"
SAFE = f"{HEAD}{BN} {PARAMS}}}\n{TAIL}"  # BN201, a warning with a safe fix
UNSAFE = f"{HEAD}{BN} }}\n"  # BN101, a warning with an unsafe fix
BOTH = f"{HEAD}{BN} {PARAMS}}}\n"
ERROR = f"{HEAD}{BN} batch_norm_param {{ use_global_stats: false }} }}\n{TAIL}"  # BN303, an unsafe fix
OTHER = 'item { name: "cat" id: 1 }\n'


pytestmark = pytest.mark.usefixtures("folder")


def put(name: str, text: str | bytes) -> Path:
    path = Path(name)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def feed(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        (CLEAN, "", 0),
        (SAFE, "", 1),
        (SAFE, "--fix", 0),
        (SAFE, "--diff", 1),
        (CLEAN, "--diff", 0),
        (SAFE, "--exit-zero", 0),
        (SAFE, "--fail-level warning", 1),
        (SAFE, "--fail-level error", 0),
        (ERROR, "--fail-level error", 1),
        (UNSAFE, "--fix", 1),
        (UNSAFE, "--unsafe-fixes", 1),
        (UNSAFE, "--fix --unsafe-fixes", 0),
        (SAFE, "--select BN1,BN3", 0),
        (SAFE, "--select bn201", 1),
        (SAFE, "--select BN1 --extend-select BN2", 1),
        (SAFE, "--ignore BN1 --ignore bn2", 0),
        (SAFE, "--select BN201 --ignore BN2", 1),
        (OTHER, "", 0),
        ("", "", 0),
        (" \n\n", "", 0),
        ("layer {", "", 1),
    ],
)
def test_exit_codes(text: str, options: str, code: int) -> None:
    put("net.prototxt", text)
    assert main(["check", "net.prototxt", *options.split()]) == code


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("", "required: COMMAND"),
        ("check --select BN2O1", "unknown rule 'BN2O1'; did you mean BN201?"),
        ("check --ignore missing-scale", "unknown rule 'MISSING-SCALE'; did you mean BN101?"),
        ("check --extend-select BN1,QQQ7", "unknown rule 'QQQ7'"),
        ("check --target bvlc-1", "unknown target 'bvlc-1'; did you mean bvlc-1.0?"),
        ("check --output-format xml", "invalid choice: 'xml'"),
        ("check --fail-level fatal", "invalid choice: 'fatal'"),
        ("check - net.prototxt", "standard input (-) cannot be combined with files"),
        ("check --stdin-filename a net.prototxt", "--stdin-filename requires the path -"),
        ("rule", "one of the arguments"),
        ("rule BN999", "unknown rule 'BN999'"),
        ("rule obsolete-param", "unknown rule 'obsolete-param'; did you mean BN201?"),
    ],
)
def test_wrong_usage(arguments: str, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as raised:
        main(arguments.split())
    out, err = capsys.readouterr()
    assert raised.value.code == 2
    assert out == ""
    assert message in err


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as raised:
        main(["--version"])
    assert raised.value.code == 0
    assert capsys.readouterr().out == f"bnlint {__version__}\n"


def test_as_a_module() -> None:
    run = subprocess.run([sys.executable, "-m", "bnlint", "--version"], capture_output=True, text=True)
    assert (run.returncode, run.stdout) == (0, f"bnlint {__version__}\n")


def test_help_mentions_every_option(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["check", "--help"])
    out = capsys.readouterr().out
    for option in (
        "--fix",
        "--unsafe-fixes",
        "--diff",
        "--target",
        "--stdin-filename",
        "--exit-zero",
        "--quiet",
    ):
        assert option in out


# ---- where things go


def test_all_passed(capsys: pytest.CaptureFixture[str]) -> None:
    put("a.prototxt", CLEAN)
    put("b.prototxt", CLEAN)
    assert main(["check"]) == 0
    assert capsys.readouterr() == ("All checks passed: 2 files.\n", "")


def test_findings_on_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    put("a.prototxt", BOTH)
    put("b.prototxt", CLEAN)
    assert main(["check"]) == 1
    out, err = capsys.readouterr()
    assert "--> a.prototxt:7:" in out
    assert out.endswith("\n\n2 warnings in 1 file (1 fixable with --fix, 1 more with --unsafe-fixes).\n")
    assert err == ""


def test_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    put("a.prototxt", CLEAN)
    assert main(["check", "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("format", ["concise", "json"])
def test_other_formats_have_nothing_but_findings_on_stdout(format: str, capsys: pytest.CaptureFixture[str]) -> None:
    put("a.prototxt", BOTH)
    assert main(["check", "--fix", "--output-format", format]) == 1
    out, err = capsys.readouterr()
    assert err == "Fixed 1 problem in 1 file.\n"
    if format == "json":
        (found,) = json.loads(out)
        assert [each["code"] for each in found["diagnostics"]] == ["BN101"]
    else:
        assert out.startswith("a.prototxt:7:") and out.count("\n") == 1


def test_fix(capsys: pytest.CaptureFixture[str]) -> None:
    path = put("a.prototxt", SAFE.replace("\n", "\r\n"))
    assert main(["check", "--fix", "--verbose"]) == 0
    assert path.read_bytes() == CLEAN.replace("\n", "\r\n").encode()
    out, err = capsys.readouterr()
    assert out == "Fixed 1 problem in 1 file. No problems remain.\n"
    assert err.startswith("bnlint: a.prototxt: fixed BN201: ")
    before = os.stat(path).st_mtime_ns, os.stat(path).st_ino
    assert main(["check", "--fix"]) == 0
    assert capsys.readouterr().out == "All checks passed: 1 file.\n"
    assert (os.stat(path).st_mtime_ns, os.stat(path).st_ino) == before


def test_fix_says_what_is_left(capsys: pytest.CaptureFixture[str]) -> None:
    put("a.prototxt", BOTH)
    assert main(["check", "--fix"]) == 1
    assert capsys.readouterr().out.endswith(
        "\n\nFixed 1 problem in 1 file. 1 warning in 1 file (1 fixable with --fix --unsafe-fixes).\n"
    )


@pytest.mark.parametrize("fix", [[], ["--fix"]])
def test_diff_writes_nothing(fix: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    path = put("a.prototxt", SAFE)
    assert main(["check", "--diff", *fix]) == 1
    assert path.read_text() == SAFE
    out, err = capsys.readouterr()
    assert out.startswith("--- a.prototxt\n+++ a.prototxt\n@@ ")
    assert err == "Would fix 1 problem in 1 file.\n"


def test_diff_can_be_applied(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    texts = {"a.prototxt": BOTH, "b.prototxt": SAFE.replace("\n", "\r\n"), "c.prototxt": SAFE.rstrip()}
    for name, text in texts.items():
        put(name, text)
    put("d.prototxt", BOTH.encode() + b"# \xb5\xc4\x85 \x0c\n")
    main(["check", "--diff", "--unsafe-fixes"])
    patch = capsysbinary.readouterr().out
    main(["check", "--fix", "--unsafe-fixes"])
    fixed = {path.name: path.read_bytes() for path in Path().glob("*.prototxt")}
    for name, text in texts.items():
        put(name, text)
    put("d.prototxt", BOTH.encode() + b"# \xb5\xc4\x85 \x0c\n")
    subprocess.run(["git", "apply", "-p0", "--whitespace=nowarn", "-"], input=patch, check=True)
    assert {path.name: path.read_bytes() for path in Path().glob("*.prototxt")} == fixed


# ---- standard input


def test_stdin(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    feed(monkeypatch, SAFE.encode())
    assert main(["check", "-", "--output-format", "concise"]) == 1
    assert capsys.readouterr().out.startswith("<stdin>:7:")
    feed(monkeypatch, SAFE.encode())
    assert main(["check", "-", "--output-format", "json", "--stdin-filename", "x/net.prototxt"]) == 1
    assert json.loads(capsys.readouterr().out)[0]["uri"] == (Path.cwd() / "x/net.prototxt").as_uri()


@pytest.mark.parametrize(
    ("data", "fixed", "code"),
    [
        (SAFE.encode(), CLEAN.encode(), 0),
        (SAFE.replace("\n", "\r\n").encode(), CLEAN.replace("\n", "\r\n").encode(), 0),
        (SAFE.encode() + b"# \xb5\xc4", CLEAN.encode() + b"# \xb5\xc4", 0),
        (CLEAN.encode(), CLEAN.encode(), 0),
        (UNSAFE.encode(), UNSAFE.encode(), 1),
        (OTHER.encode(), OTHER.encode(), 0),
        (b"", b"", 0),
        (b"\0\1\2", b"\0\1\2", 2),
    ],
)
def test_fix_stdin(
    data: bytes,
    fixed: bytes,
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    feed(monkeypatch, data)
    assert main(["check", "--fix", "-"]) == code
    out, err = capsysbinary.readouterr()
    assert out == fixed
    assert (b"BN101" in err) == (data == UNSAFE.encode())


def test_fix_stdin_loses_nothing_by_a_fault(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr(fixer, "fix", lambda *_: 1 / 0)
    feed(monkeypatch, SAFE.encode())
    assert main(["check", "--fix", "-"]) == 2
    assert capsysbinary.readouterr().out == SAFE.encode()


# ---- input that nobody would wish for


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

    monkeypatch.setattr(discover, "find", lambda *_: iter([discover.Found("gone.prototxt", False)]))
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
    assert err.startswith("bnlint: a.prototxt: internal error: KeyError: 'oops' (test_cli.py, line ")
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
def test_streams_that_are_closed_lead_nowhere(words: str, code: int) -> None:
    """Whoever closes a stream wants nothing of it; the work is done, and the exit code tells how it went."""
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


# ---- rule


def test_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", "bn201"]) == 0
    by_id = capsys.readouterr().out
    assert by_id.startswith("BN201 obsolete-params  warning\n")
    for part in ("Why", "What Caffe does", "Fix (safe)", "Known exceptions", "Seen in", "Example: "):
        assert part in by_id
    assert not any(line.endswith(" ") for line in by_id.splitlines())
    assert main(["rule", "obsolete-params"]) == 0
    assert capsys.readouterr().out == by_id


def test_rule_all(capsys: pytest.CaptureFixture[str]) -> None:
    from bnlint.rules import catalog

    assert main(["rule", "--all"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(catalog.rules())
