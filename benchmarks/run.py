"""How fast bnlint is, as ratios: `python benchmarks/run.py [FOLDER …]` prints a table of medians.

The sides of a comparison are timed alternately, round by round, so that a busy machine slows both. The other side is
`google.protobuf.text_format.Parse` alone on the same files, `python -c pass` in the same interpreter, or another
program, which is installed for the run if necessary, or left out, and the run says so. Only files that protobuf can
read with the schema of some known Caffe are used; if there are many, always the same sample. The garbage collector is
off for both sides, as the command line does while it checks files.

FOLDER contains real files; without it the fixtures are measured. A whole run takes about four minutes.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import inside
import many
import processes
import table
from measure import Figure, Plan, Row
from texts import SMALL, real_files

GROUPS = (inside, processes, many)
ROWS = tuple(row for group in GROUPS for row in group.ROWS)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folders", nargs="*", metavar="FOLDER", help="folders of real files (default: the fixtures)")
    options.add_argument("--only", metavar="WORD", default="", help="only rows with this word in their names")
    options.add_argument("--quick", action="store_true", help="small sizes, one round, nothing is installed")
    options.add_argument("--rounds", type=int, default=9, help="most rounds (default: %(default)s)")
    options.add_argument(
        "--seconds", type=float, default=15, help="limit for a comparison, after 3 rounds (default: %(default)s)"
    )
    options.add_argument("--json", metavar="FILE", type=Path, help="also write the figures to this file")
    options.add_argument("--page", metavar="FILE", type=Path, help="write the table between the marks in this page")
    options.add_argument("--list", action="store_true", help="only list the rows and their goals")
    options.add_argument("--imports", action="store_true", help="only list what `bnlint check` imports, and its cost")
    arguments = options.parse_args()
    rows = [row for row in ROWS if arguments.only in row.name]
    if arguments.imports:
        list_imports()
    elif arguments.list:
        print("\n".join(f"{row.name} | {row.other} | {row.goal or '-'}" for row in rows))
    elif arguments.page and arguments.only:
        options.error("--page needs all rows, so it cannot be used with --only")
    else:
        with tempfile.TemporaryDirectory(prefix="bnlint-benchmark-") as work:
            plan = Plan(tuple(arguments.folders), arguments.rounds, arguments.seconds, arguments.quick, Path(work))
            _run(plan, rows, arguments.json, arguments.page)
    return 0


def _run(plan: Plan, rows: list[Row], json: Path | None, page: Path | None) -> None:
    """Measures and writes."""
    about = table.machine()
    files = real_files(plan.folders).description
    print(f"bnlint {about['version']}, Python {about['python']}, {about['system']}; {files}")
    if plan.quick:
        print("a quick run, which shows that the script works; its figures mean nothing")
    print(table.heading(), flush=True)
    figures = []
    for figure in measure(rows, plan):
        print(table.line(figure), flush=True)
        figures.append(figure)
    figures.sort(key=lambda figure: ROWS.index(figure.row))
    if json:
        json.write_text(table.report(figures, files=files, quick=plan.quick), encoding="utf-8")
    if page:
        quick = "A quick run, whose figures mean nothing. " if plan.quick else ""
        table.into_page(page, "goals", table.goals(figures, f"{quick}Real files: {files}."))


def measure(rows: list[Row], plan: Plan) -> Iterator[Figure]:
    """The figures of the rows, group by group."""
    for group in GROUPS:
        if wanted := {row for row in rows if row in group.ROWS}:
            yield from group.measure(wanted, plan)


def list_imports() -> None:
    """Prints what a check of a small file imports beyond the bare interpreter, with the milliseconds of each module."""
    bare = {name for _, name in _imports(["-c", "pass"])}
    words = ["-m", "bnlint", "check", *processes.uncached(), str(SMALL)]
    _imports(words)  # bytecode
    own: dict[str, list[float]] = {}
    for _ in range(9):
        for milliseconds, name in _imports(words):
            own.setdefault(name, []).append(milliseconds)
    costs = sorted(((median(times), name) for name, times in own.items() if name not in bare), reverse=True)
    print("\n".join(f"{milliseconds:7.2f}  {name}" for milliseconds, name in costs))
    print(f"{sum(milliseconds for milliseconds, _ in costs):7.2f}  ms in {len(costs)} modules")


def _imports(words: list[str]) -> list[tuple[float, str]]:
    lines = processes.start([sys.executable, "-X", "importtime", *words]).decode().splitlines()
    parts = [line.removeprefix("import time:").split("|") for line in lines if line.startswith("import time:")]
    return [(int(own) / 1000, name.strip()) for own, _, name in parts[1:]]


if __name__ == "__main__":
    raise SystemExit(main())
