"""The command line: output streams and exit codes."""

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

CONV = """\
layer {
  name: "conv" type: "Convolution" bottom: "data" top: "conv"
  convolution_param { num_output: 4 kernel_size: 3 bias_term: false }
}
"""
HEAD = f"""\
name: "net"
layer {{ name: "data" type: "Data" top: "data" top: "label" data_param {{ source: "lmdb" batch_size: 64 }} }}
{CONV}"""
DEPLOY = f"""\
name: "net"
layer {{ name: "data" type: "Input" top: "data" input_param {{ shape {{ dim: 1 dim: 3 dim: 8 dim: 8 }} }} }}
{CONV}"""
SCALE = """\
layer { name: "scale" type: "Scale" bottom: "conv" top: "conv" scale_param { bias_term: true } }
"""
LOSS = """\
layer { name: "relu" type: "ReLU" bottom: "conv" top: "conv" }
layer { name: "loss" type: "SoftmaxWithLoss" bottom: "conv" bottom: "label" top: "loss" }
"""
TAIL = SCALE + LOSS
BN = 'layer { name: "bn" type: "BatchNorm" bottom: "conv" top: "conv"'
PARAMS = "param { lr_mult: 0 } " * 3
CLEAN = f"{HEAD}{BN} }}\n{TAIL}"
SAFE = f"{HEAD}{BN} {PARAMS}}}\n{TAIL}"  # BN201, a warning with a safe fix
UNSAFE = f"{HEAD}{BN} }}\n{LOSS}"  # BN101, a warning with an unsafe fix
BOTH = f"{HEAD}{BN} {PARAMS}}}\n{LOSS}"
ERROR = f"{DEPLOY}{BN} batch_norm_param {{ use_global_stats: false }} }}\n{SCALE}"  # BN303, an unsafe fix
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
    assert err.startswith("bnlint: a.prototxt: for BVLC Caffe 1.0: ")
    assert "bnlint: a.prototxt: fixed BN201: " in err
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
