"""Measurements on 2,000 files: two processes, the cache, and pre-commit on a few changed files."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from collections.abc import Callable, Iterator, Set
from os import cpu_count
from pathlib import Path
from statistics import median

import peers
from measure import Figure, Plan, Row, Work, interleaved
from processes import changed, command, environment, knows, process, start
from texts import SMALL, collection

TWO = Row("2,000 files, two processes", "one process", ">= 1.7")
WARM = Row("2,000 files, warm cache", "no cache", ">= 20")
THREE = Row("check of 3 changed files of 2,000", "check of one of them", "<= 1.5")
HOOK = Row("pre-commit on 3 changed files, less an empty hook", "check of one of them", "<= 1.5")
EMPTY = Row("pre-commit on 3 changed files, an empty hook", "check of one of them")
ROWS = (TWO, WARM, THREE, HOOK, EMPTY)
_HOOKS = """repos:
- repo: local
  hooks:
  - {id: hook, name: hook, language: system, entry: ENTRY, files: '[.]prototxt$', require_serial: true}
"""


def measure(wanted: Set[Row], plan: Plan) -> Iterator[Figure]:
    """The figures of the requested rows, or why there are none."""
    if not knows("--no-cache"):
        yield from (Figure(row, missing="this bnlint has no cache and no --jobs") for row in ROWS if row in wanted)
        return
    folder = plan.folder("many")
    collection(folder, plan.size(2000))
    if wanted & {TWO, WARM}:
        yield from (figure for figure in _whole(folder, plan) if figure.row in wanted)
    if wanted & {THREE, HOOK, EMPTY}:
        yield from (figure for figure in _few(folder, plan) if figure.row in wanted)


def _whole(folder: Path, plan: Plan) -> Iterator[Figure]:
    """A check of the whole folder, with and without a cache, by one process and by two."""

    def check(*options: str) -> Work:
        return process([*command(), "check", *options, "."], folder)

    works = [check("--no-cache", "--jobs", "1"), check("--no-cache", "--jobs", "2")]
    works += [check("--no-cache"), check("--cache-dir", str(plan.work / "warm"))]
    timings = interleaved(works, plan)
    cores = cpu_count() or 1
    yield timings.figure(TWO, 1, 0) if cores > 1 else Figure(TWO, missing="this machine has one core")
    yield timings.figure(WARM, 3, 2)


def _few(folder: Path, plan: Plan) -> Iterator[Figure]:
    """A check of a few files that have just changed, among others whose results are in the cache."""
    start([*command(), "check", "."], folder=folder)
    copies = [changed(SMALL, folder / "models000" / f"{name}.prototxt") for name in "abc"]
    names = [name for name, _ in copies]

    def save() -> None:
        for _, save_copy in copies:
            save_copy()

    works = [process([*command(), "check", *words], folder, save) for words in (names, names[:1])]
    try:
        works += _hooks(folder, names, save, plan)
        missing = ""
    except peers.Unavailable as reason:
        missing = str(reason)
    timings = interleaved(works, plan, 2 * plan.rounds)
    yield timings.figure(THREE, 0, 1)
    if missing:
        yield from (Figure(row, missing=missing) for row in (HOOK, EMPTY))
        return
    differences = [whole - empty for whole, empty in zip(timings.times[2], timings.times[3])]
    yield Figure(HOOK, median(differences), median(timings.times[1]), timings.rounds)
    yield timings.figure(EMPTY, 3, 1)


def _hooks(folder: Path, names: list[str], save: Callable[[], None], plan: Plan) -> Iterator[Work]:
    """pre-commit with bnlint as its hook, and with a hook that does nothing. Raises Unavailable."""
    if shutil.which("git") is None:
        raise peers.Unavailable("git is not installed")
    pre_commit = peers.installed("pre-commit", plan)
    for words in (["init", "--quiet"], ["add", "."]):
        subprocess.run(["git", *words], cwd=folder, env=environment(), check=True, capture_output=True)
    for name, entry in (("bnlint", shlex.join([*command(), "check"])), ("empty", "true")):
        configuration = plan.work / f"{name}.yaml"
        configuration.write_text(_HOOKS.replace("ENTRY", entry), encoding="utf-8")
        words = [pre_commit, "run", "--config", str(configuration), "--files", *names]
        yield process(words, folder, save, PRE_COMMIT_HOME=str(plan.work / "pre-commit"))
