"""The completion scripts, in the shells themselves."""

from __future__ import annotations

import os
import pty
import select
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from bnlint.cli.completion import described
from bnlint.cli.completion_scripts import SCRIPTS
from bnlint.cli.main import main, make_parser
from bnlint.report import formats
from bnlint.rules.catalog import rules

#: What is on the line, and what is offered: all of it, or with ``...`` at least these.
CASES = [
    ("bnlint che", ["check"]),
    ("bnlint ", ["check", "completion", "rule", "..."]),
    ("bnlint check --output-fo", ["--output-format"]),
    ("bnlint check --output-format ", list(formats.FORMATS)),
    ("bnlint check --output-format json", ["json", "json-lines"]),
    ("bnlint check --fix --fail-level w", ["warning"]),
    ("bnlint check --target bvlc-1.0-", ["bvlc-1.0-tag"]),
    ("bnlint check --select BN20", sorted(id for id in rules() if id.startswith("BN20"))),
    ("bnlint check --select FLD,NET11", ["FLD,NET110", "..."]),
    ("bnlint check models/", ["models/a b.prototxt", "models/old", "models/net.pt"]),
    ("bnlint check --rules mo", ["models"]),
    ("bnlint check --output-file no", ["notes.md"]),
    ("bnlint rule BN50", sorted(id for id in rules() if id.startswith("BN50"))),
    ("bnlint completion ", list(SCRIPTS)),
    ("bnlint completion z", ["zsh"]),
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with some files, and the working directory."""
    (tmp_path / "models" / "old").mkdir(parents=True)
    for name in ("models/a b.prototxt", "models/net.pt", "models/weights.caffemodel", "notes.md"):
        (tmp_path / name).write_text("x")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def script(shell: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["completion", shell]) == 0
    return capsys.readouterr().out


def needs(shell: str) -> str:
    found = shutil.which(shell)
    if found is None:
        pytest.skip(f"{shell} is not installed")
    return found


def agree(offered: list[str], expected: list[str]) -> None:
    if expected[-1] == "...":
        assert set(expected[:-1]) <= set(offered)
    else:
        assert sorted(offered) == sorted(expected)


@pytest.mark.parametrize(("line", "expected"), CASES, ids=[line for line, _ in CASES])
def test_bash(line: str, expected: list[str], folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The function that bash calls, with the words as bash splits them."""
    words = " ".join(f'"{word}"' for word in line.split(" "))
    code = (
        f"{script('bash', capsys)}\nCOMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); _bnlint\n"
        '(( ${#COMPREPLY[@]} )) && printf "%s\\n" "${COMPREPLY[@]}"'
    )
    ran = subprocess.run([needs("bash"), "--norc", "-c", code], capture_output=True, text=True)
    assert ran.stderr == ""
    agree(ran.stdout.splitlines(), expected)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ('bnlint check --output-format = "sa"', ["sarif"]),
        ("bnlint check --fail-level =", ["error", "warning", "info"]),
        ("bnlint check --output-file = no", ["notes.md"]),
    ],
)
def test_bash_splits_at_equals_signs(
    words: str, expected: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = (
        f"{script('bash', capsys)}\nCOMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); _bnlint\n"
        'printf "%s\\n" "${COMPREPLY[@]}"'
    )
    ran = subprocess.run([needs("bash"), "--norc", "-c", code], capture_output=True, text=True)
    assert ran.stdout.splitlines() == expected


def typed(shell: list[str], lines: list[str], keys: str, until: str) -> str:
    """The screen of a shell in a terminal after `keys` were typed; ends when `until` is shown, or after ten seconds."""
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(TERM="dumb", PS1="> ", INPUTRC="/dev/null")
        os.execv(shell[0], shell)
    try:
        seen = ""
        for line in (*lines, keys):
            os.write(terminal, line.encode() + (b"\n" if line is not keys else b""))
            end = time.monotonic() + (10 if line is keys else 0.3)
            while time.monotonic() < end and not (line is keys and until in seen):
                if select.select([terminal], [], [], 0.05)[0]:
                    seen += os.read(terminal, 65536).decode(errors="replace")
            if line is not keys:
                seen = ""
        return seen
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)
        os.close(terminal)


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("bnlint check --output-fo\t", "bnlint check --output-format "),
        ("bnlint check --output-format=sar\t", "bnlint check --output-format=sarif "),
        ("bnlint check models/a\t", "bnlint check models/a\\ b.prototxt "),
        ("bnlint check --select BN5,BN202\t", "bnlint check --select BN5,BN202"),
        ("bnlint comp\tz\t", "bnlint completion zsh "),
    ],
)
def test_bash_in_a_terminal(keys: str, expected: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "c.bash").write_text(script("bash", capsys))
    shell = [needs("bash"), "--norc", "--noprofile", "-i"]
    assert expected in typed(shell, ["bind 'set bell-style none'", ". ./c.bash"], keys, expected)


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("bnlint check --output-fo\t", "bnlint check --output-format"),
        ("bnlint check --output-format=sar\t", "sarif"),
        ("bnlint check models/a\t", "models/a\\ b.prototxt"),
        ("bnlint check --select BN5,BN201\t", "BN5,BN201"),
        ("bnlint comp\tz\t", " zsh "),
    ],
)
def test_zsh_in_a_terminal(keys: str, expected: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    zsh = needs("zsh")
    (folder / "c.zsh").write_text(script("zsh", capsys))
    ready = ["autoload -Uz compinit; compinit -u -D", "source ./c.zsh", "PS1='> '"]
    assert expected in typed([zsh, "-f", "-i"], ready, keys, expected)


@pytest.mark.parametrize(("line", "expected"), CASES, ids=[line for line, _ in CASES])
def test_fish(line: str, expected: list[str], folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fish = needs("fish")
    (folder / "c.fish").write_text(script("fish", capsys))
    code = f"source c.fish; complete -C '{line}'"
    ran = subprocess.run([fish, "-c", code], capture_output=True, text=True, env=os.environ | {"HOME": str(folder)})
    assert ran.stderr == ""
    offered = {each.partition("\t")[0].rstrip("/") for each in ran.stdout.splitlines()}
    assert set(expected) - {"...", "models/old", "models/net.pt"} <= offered


@pytest.mark.parametrize("shell", SCRIPTS)
def test_every_option_is_in_the_script(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    """This also covers commands and options that are added later."""
    text = script(shell, capsys)
    for command in described(make_parser()):
        assert command.name in text
        for option in command.options:
            for name in option.names:
                assert (name if shell != "fish" else f" {name.lstrip('-')} ") in text
