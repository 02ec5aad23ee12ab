"""`python -m tools.abuse FOLDER …` mutates the files in folders, and lists the texts that bnlint cannot cope with.

A text is taken from a file and spelled differently (see `tools.mutations`): on one line, each token on its own, in
lists, with comments anywhere. bnlint then checks, fixes, upgrades and formats it, and writes every report. None of this
may raise, report an internal error, propose edits that overlap, or offer a fix that its proof refuses. Each text that
does is written to the folder `--keep`, under its number. `--texts 200000` is for a night.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from bnlint.caffe import BASE
from bnlint.caffe.origin import AUTO
from bnlint.caffe.schema.messages import dialect_names
from bnlint.caffe.session import Session
from bnlint.fixer.add_ignores import add_ignores
from bnlint.fixer.fix import fix
from bnlint.linter.settings import Settings
from bnlint.prototxt.format import layout
from bnlint.report import diff, formats
from bnlint.run.outcome import Outcome, bug_line
from bnlint.run.upgrade_files import upgrade_source
from bnlint.text.source import Source
from tools.mutations import excerpt, mutated

#: Most texts are as small as what bnlint takes little time for; some are not.
_LIMITS, _WEIGHTS = (500, 1_200, 3_000), (5, 4, 1)
_NO_TEXTS = (".caffemodel", ".md")
_TARGETED = 0.1  # of the texts must run on a named Caffe; as many are declared to be for one
_THOROUGH = 0.3  # of the texts also get what is nearly the same as something else


def troubles(
    data: bytes, name: str = "net.prototxt", target: str = AUTO, dialect: str = "", thorough: bool = True
) -> list[str]:
    """What goes wrong when bnlint checks, fixes, upgrades and formats the text `data`: a line each, best none."""
    given = Settings(target=target, dialect=dialect)
    every = given.replace(select=("ALL",))
    source = Source.from_bytes(data, name)
    session = Session()
    steps: dict[str, Callable[[], list[str]]] = {
        "check --select ALL --fix --unsafe-fixes": lambda: _fixed(source, every.replace(unsafe_fixes=True), session),
        "upgrade": lambda: _upgraded(source, given, keep_dropped=False),
        "format": lambda: [bug for bug in (layout(source).bug,) if bug],
    }
    if thorough:
        steps["check --fix"] = lambda: _fixed(source, given, session)
        steps["check --add-ignores"] = lambda: list(add_ignores(source, given, session=session).result.bugs)
    if b"layers" in data:
        steps["upgrade --keep-dropped"] = lambda: _upgraded(source, given, keep_dropped=True)
    found = []
    for step, run in steps.items():
        try:
            found += [f"{step}: {line}" for line in run()]
        except Exception as error:
            found.append(f"{step}: {bug_line(error)}")
    return found


def _fixed(source: Source, settings: Settings, session: Session) -> list[str]:
    """Fixes the text twice, and writes the reports of what is found before."""
    made = fix(source, settings, session=session)
    outcome = Outcome(source.name, made.original)
    for name in formats.FORMATS:
        formats.write(name, [outcome], io.StringIO())
    diff.of(source.name, made)
    bugs = [*made.result.bugs, *outcome.bugs]
    if bugs or not made.applied:
        return bugs
    again = fix(made.source, settings, session=session)
    return list(again.result.bugs) or [f"a second run applies {rule}" for rule, _ in again.applied]


def _upgraded(source: Source, settings: Settings, keep_dropped: bool) -> list[str]:
    outcome = upgrade_source(source, settings, keep_dropped)
    if outcome.source is not None and outcome.original is not None:
        diff.between(source.name, outcome.original, outcome.source)
    return outcome.bugs


def _tried(paths: list[Path], seed: int) -> tuple[int, str, bytes, list[str]]:
    """One text: its seed, what it is, and what goes wrong."""
    chance = random.Random(seed)
    path = chance.choice(paths)
    limit = chance.choices(_LIMITS, _WEIGHTS)[0]
    target = chance.choice(dialect_names()) if chance.random() < _TARGETED else AUTO
    dialect = chance.choice((BASE, chance.choice(dialect_names()))) if chance.random() < _TARGETED else ""
    names, data = mutated(excerpt(path.read_bytes(), chance, limit), seed)
    found = troubles(data, target=target, dialect=dialect, thorough=chance.random() < _THOROUGH)
    return seed, f"{path} ({names}; --target {target} --dialect {dialect or 'none'})", data, found


def _tries(paths: list[Path], seeds: range, processes: int) -> Iterator[tuple[int, str, bytes, list[str]]]:
    with ProcessPoolExecutor(processes) as pool:
        yield from pool.map(partial(_tried, paths), seeds, chunksize=50)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+", help="where the files are; all below them are used")
    parser.add_argument("--texts", type=int, default=2_000, help="how many texts to try (2000)")
    parser.add_argument("--seed", type=int, default=0, help="the number of the first text (0)")
    parser.add_argument("--processes", type=int, default=os.cpu_count(), help="how many at a time (one per core)")
    parser.add_argument("--keep", type=Path, help="a folder for the texts that something goes wrong with")
    return parser.parse_args()


def main() -> int:
    """1 if anything went wrong."""
    arguments = _arguments()
    found = (path for folder in arguments.folders for path in folder.rglob("*") if path.suffix not in _NO_TEXTS)
    paths = sorted(path for path in found if path.is_file() and path.stat().st_size < 200_000)
    seeds = range(arguments.seed, arguments.seed + arguments.texts)
    failed = 0
    for number, (seed, what, data, lines) in enumerate(_tries(paths, seeds, arguments.processes), 1):
        if lines:
            failed += 1
            print(f"{seed} {what}", *lines, sep="\n  ", flush=True)
            if arguments.keep:
                arguments.keep.mkdir(parents=True, exist_ok=True)
                (arguments.keep / f"{seed}.prototxt").write_bytes(data)
        if number % 1_000 == 0:
            print(f"{failed} of {number} texts", file=sys.stderr, flush=True)
    print(f"{failed} of {arguments.texts} texts")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
