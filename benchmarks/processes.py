"""Measurements of whole processes, from the start of the interpreter to its end."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Set
from functools import cache
from pathlib import Path

import peers
from measure import Figure, Plan, Row, Work, interleaved
from texts import FAULTY, SMALL, old_net, python_of, repeated, yaml_of

_BARE = "python -c pass"
SMALL_FILE = Row("process: check of a small file", _BARE, "<= 3")
YAMLLINT = Row("process: check of a small file, yamllint", "yamllint, YAML of that size", "<= 1")
RUFF = Row("process: check of a small file, ruff", "ruff, Python of that size")
COLOUR = Row("process: findings, in colour", _BARE, "<= 5")
UPGRADE = Row("process: upgrade of 2,400 lines", _BARE, "<= 7.5")
CPLUSPLUS = Row("process: check of 5 MB, C++", "protoc --encode, parses only")
GO = Row("process: check of 5 MB, Go", "txtpbfmt, parses and prints")
ROWS = (SMALL_FILE, YAMLLINT, RUFF, COLOUR, UPGRADE, CPLUSPLUS, GO)


def measure(wanted: Set[Row], plan: Plan) -> Iterator[Figure]:
    """The figures of the requested rows; small ones are timed together, and in more rounds."""
    folder = plan.folder("small")
    yield from _compared(_small(folder), _peers_of_small(folder, plan), wanted, plan, 3 * plan.rounds)
    if wanted & {CPLUSPLUS, GO}:
        net = plan.folder("large") / "net.prototxt"
        net.write_text(repeated(plan.size(5_000_000)), encoding="utf-8")
        check = dict.fromkeys((CPLUSPLUS, GO), process([*command(), "check", *uncached(), str(net)], net.parent))
        yield from _compared(check, _peers_of_large(net, plan), wanted, plan, plan.rounds)


def _compared(
    ours: dict[Row, Work],
    others: dict[str, Callable[[], Work]],
    wanted: Set[Row],
    plan: Plan,
    rounds: int,
) -> Iterator[Figure]:
    """Times all processes that the requested rows need, each once per round."""
    rows = [row for row in ours if row in wanted]
    sides: dict[str, Work] = {}
    reasons: dict[str, str] = {}
    for row in rows:
        try:
            sides[row.other] = others[row.other]()
        except peers.Unavailable as reason:
            reasons[row.other] = str(reason)
    works = list({id(work): work for work in [*(ours[row] for row in rows), *sides.values()]}.values())
    timings = interleaved(works, plan, rounds) if sides else None
    for row in rows:
        if timings is None or row.other in reasons:
            yield Figure(row, missing=reasons[row.other])
        else:
            yield timings.figure(row, works.index(ours[row]), works.index(sides[row.other]))


def _small(folder: Path) -> dict[Row, Work]:
    """bnlint on small files. Before each run the file is changed, as by an editor."""
    check, saved = changed(SMALL, folder / "small.prototxt")
    small = process([*command(), "check", check], folder, saved)
    faulty, saved_faulty = changed(FAULTY, folder / "faulty.prototxt")
    colour = process([*command(), "check", faulty], folder, saved_faulty, FORCE_COLOR="1")
    upgrade = process([*command(), "upgrade", "--check", "-"], folder, given=old_net(96).encode())
    return {SMALL_FILE: small, YAMLLINT: small, RUFF: small, COLOUR: colour, UPGRADE: upgrade}


def _peers_of_small(folder: Path, plan: Plan) -> dict[str, Callable[[], Work]]:
    def yamllint() -> Work:
        yaml = folder / "small.yaml"
        yaml.write_text(yaml_of(SMALL.stat().st_size), encoding="utf-8")
        return process([peers.installed("yamllint", plan), str(yaml)], folder)

    def ruff() -> Work:
        python = folder / "small.py"
        python.write_text(python_of(SMALL.stat().st_size), encoding="utf-8")
        return process([peers.installed("ruff", plan), "check", "--isolated", "--no-cache", str(python)], folder)

    bare = process([sys.executable, "-c", "pass"], folder)
    return {_BARE: lambda: bare, YAMLLINT.other: yamllint, RUFF.other: ruff}


def _peers_of_large(net: Path, plan: Plan) -> dict[str, Callable[[], Work]]:
    given = net.read_bytes()
    return {
        CPLUSPLUS.other: lambda: process(peers.protoc(net.parent), net.parent, given=given),
        GO.other: lambda: process([peers.txtpbfmt(plan)], net.parent, given=given),
    }


def changed(original: Path, path: Path) -> tuple[str, Callable[[], None]]:
    """The name of a copy, and a function that changes it: each time it puts a new number into a comment at the end."""
    text = original.read_bytes()
    number = 0

    def save() -> None:
        nonlocal number
        number += 1
        path.write_bytes(text + f"# {number}\n".encode())

    save()
    return str(path), save


def command() -> list[str]:
    """The console script of this interpreter, or the module if there is none."""
    script = shutil.which("bnlint", path=os.path.dirname(sys.executable))
    return [script] if script else [sys.executable, "-m", "bnlint"]


@cache
def knows(option: str) -> bool:
    """Whether `bnlint check` has this option."""
    words = [*command(), "check", "--help"]
    return option in subprocess.run(words, env=environment(), capture_output=True, text=True, check=True).stdout


def uncached() -> list[str]:
    """The option for a check that neither reads nor writes a cache."""
    return ["--no-cache"] if knows("--no-cache") else []


def process(
    words: list[str],
    folder: Path,
    before: Callable[[], None] | None = None,
    given: bytes = b"",
    **variables: str,
) -> Work:
    """A process in a folder, as one side of a comparison."""
    return Work(lambda: start(words, given, folder, **variables), before)


def start(words: list[str], given: bytes = b"", folder: Path | None = None, **variables: str) -> bytes:
    """Runs a process and returns what it wrote to standard error."""
    ran = subprocess.run(
        words,
        input=given,
        env=environment() | variables,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        cwd=folder,
    )
    if ran.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(words)}: exit code {ran.returncode}\n{ran.stderr.decode()}")
    return ran.stderr


def environment() -> dict[str, str]:
    """The environment without variables that make Python slower, such as by forbidding bytecode, or change output."""
    dropped = ("PYTHONDONTWRITEBYTECODE", "PYTHONPROFILEIMPORTTIME", "PYTHONUNBUFFERED", "NO_COLOR", "FORCE_COLOR")
    return {name: value for name, value in os.environ.items() if name not in dropped}
