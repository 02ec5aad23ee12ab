"""How time grows: `python benchmarks/scaling.py` measures 1 KB to 50 MB, 10 to 10,000 files, 1 to 5,000 layers.

Each point is a process of its own, which makes its text or files and then reports the least processor time that it
took to parse, check or fix them (with nothing to fix), and its peak memory. Texts repeat ResNet-50; files are small
nets without faults; layers are in one net with 200 branches, whose ends are concatenated. If time grows linearly, the
time per MB, file or layer is the same everywhere except for the smallest sizes, where the fixed cost of a text counts.

`--page FILE --svg FILE` write the table and the plot of docs/performance.md. A whole run takes about four minutes.
"""

from __future__ import annotations

import argparse
import gc
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time
from typing import NamedTuple

import plot
import table
import texts
from processes import environment

from bnlint.caffe.session import Session
from bnlint.fixer.fix import fix
from bnlint.linter.check import check
from bnlint.linter.settings import Settings
from bnlint.prototxt.parser import parse
from bnlint.run import discover
from bnlint.text import files
from bnlint.text.source import Source

WORKS = {"parse": "parse", "check": "check", "fix": "fix, where nothing is to fix"}
_TITLE = "Time grows with size, and no faster"
_UNITS = ((1, "s"), (1e3, "ms"), (1e6, "µs"))
_ENOUGH = 0.4  # seconds to repeat short work
_LONG = 8  # seconds after which one run is enough
_MAX_REPEATS = 50


class Series(NamedTuple):
    """A quantity that grows: its axis in the plot, its sizes, and the unit that times are divided by in the table."""

    name: str
    axis: str
    sizes: tuple[int, ...]
    per: int
    unit: str


class Point(NamedTuple):
    """Seconds for one size, and the peak memory of the process in MB, 0 if the system does not report it."""

    size: int
    work: str
    seconds: float
    memory: float


SERIES = (
    Series("text", "size of one net", (1_000, 10_000, 100_000, 1_000_000, 10_000_000, 50_000_000), 10**6, "MB"),
    Series("files", "number of files", (10, 100, 1_000, 10_000), 1, "file"),
    Series("layers", "layers in one net with 200 branches", (1, 10, 100, 500, 1_000, 2_000, 5_000), 1, "layer"),
)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--quick", action="store_true", help="small counts, measured once: the script works")
    options.add_argument("--json", metavar="FILE", type=Path, help="also write the figures to this file")
    options.add_argument("--svg", metavar="FILE", type=Path, help="draw the plot in this file")
    options.add_argument("--page", metavar="FILE", type=Path, help="write the table between the marks in this page")
    options.add_argument("--point", nargs=3, help=argparse.SUPPRESS)
    arguments = options.parse_args()
    if arguments.point:
        name, size, work = arguments.point
        print(json.dumps(measure(name, int(size), work, 1 if arguments.quick else _MAX_REPEATS)))
        return 0
    series = [one._replace(sizes=one.sizes[:2]) if arguments.quick else one for one in SERIES]
    points = {one.name: list(measured(one, arguments.quick)) for one in series}
    if arguments.json:
        rows = {name: [point._asdict() for point in own] for name, own in points.items()}
        about = table.machine() | {"quick": arguments.quick, "series": rows}
        arguments.json.write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8")
    if arguments.svg:
        panels = [_panel(one, points[one.name]) for one in series]
        arguments.svg.write_text(plot.draw(_TITLE, _subtitle(), panels), encoding="utf-8")
    if arguments.page:
        table.into_page(arguments.page, "scaling", markdown(series, points))
    return 0


def measured(series: Series, quick: bool) -> Iterator[Point]:
    """The points of a series, each printed when it is measured."""
    print(f"{series.name:>12} {'':6} {'seconds':>12} {f'us / {series.unit}':>14} {'memory, MB':>12}")
    for size in series.sizes:
        for work in WORKS:
            point = apart(series.name, size, work, quick)
            figures = f"{point.seconds:12.6f} {per(series, point):14.1f} {point.memory:12.0f}"
            print(f"{size:12,} {work:6} {figures}", flush=True)
            yield point


def apart(name: str, size: int, work: str, quick: bool) -> Point:
    """A point, measured in a new process."""
    words = [sys.executable, __file__, "--point", name, str(size), work, *(["--quick"] if quick else [])]
    ran = subprocess.run(words, env=environment(), capture_output=True, encoding="utf-8")
    if ran.returncode:
        raise SystemExit(ran.stderr)
    return Point(*json.loads(ran.stdout))


def measure(name: str, size: int, work: str, rounds: int) -> Point:
    """A point, measured in this process, in at most so many rounds."""
    if name == "files":
        with tempfile.TemporaryDirectory(prefix="bnlint-scaling-") as folder:
            texts.collection(Path(folder), size, faults=False)
            seconds = _best(lambda: _all_in(folder, work), rounds)
    else:
        source = Source(texts.repeated(size) if name == "text" else texts.branched(size))
        seconds = _best(lambda: _do(work, source), rounds)
    return Point(size, work, seconds, _memory())


def _all_in(folder: str, work: str) -> None:
    session = Session()
    for file in discover.find([folder]):
        _do(work, Source.from_bytes(files.read(file.path), file.path), session)


def _do(work: str, source: Source, session: Session | None = None) -> None:
    gc.disable()  # as the command line does while it checks files
    if work == "parse":
        parse(source.text)
    elif work == "check":
        check(source, Settings(), session=session)
    elif fix(source, Settings(), session=session).applied:
        raise SystemExit("there was something to fix")
    gc.enable()


def _best(work: Callable[[], None], rounds: int) -> float:
    """The least seconds of several runs, or of a single long one."""
    _do("check", Source(texts.residual(1)))
    _do("fix", Source(texts.residual(1)))
    least, spent = float("inf"), 0.0
    for number in range(rounds):
        begin = process_time()
        work()
        seconds = process_time() - begin
        least, spent = min(least, seconds), spent + seconds
        if spent > (_ENOUGH if number else _LONG):
            break
    return least


def _memory() -> float:
    """The peak memory of this process in MB."""
    try:
        import resource
    except ImportError:  # Windows
        return 0.0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1e6 if sys.platform == "darwin" else most / 1e3


def per(series: Series, point: Point) -> float:
    """Microseconds per unit."""
    return 1e6 * point.seconds * series.per / point.size


def _panel(series: Series, points: list[Point]) -> plot.Panel:
    lines = {WORKS[work]: [(point.size, point.seconds) for point in points if point.work == work] for work in WORKS}
    return plot.Panel(series.axis, plot.written_size if series.name == "text" else plot.written_count, lines)


def _subtitle() -> str:
    about = table.machine()
    return f"bnlint {about['version']}, Python {about['python']}, one process, {about['date']}"


def markdown(series: list[Series], points: dict[str, list[Point]]) -> str:
    """The table for a page: times per MB, per file and per layer, and the whole time of a check."""
    lines = [
        f"{table.machine_line()} Processor time.",
        "",
        "| | parse | check | fix, nothing to fix | check, in all | memory of the check |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for one in series:
        for size in one.sizes:
            of = {point.work: point for point in points[one.name] if point.size == size}
            times = " | ".join(f"{_time(per(one, of[work]) / 1e6)} / {one.unit}" for work in WORKS)
            lines.append(
                f"| {_named(one, size)} | {times} | {_time(of['check'].seconds)} | {of['check'].memory:,.0f} MB |"
            )
    return "\n".join(lines)


def _named(series: Series, size: int) -> str:
    if series.name == "text":
        return f"a net of {plot.written_size(size)}"
    return f"{size:,} {series.unit if size == 1 else series.name}"


def _time(seconds: float) -> str:
    """Seconds in the unit that reads best."""
    value, unit = next((seconds * factor, unit) for factor, unit in _UNITS if seconds * factor >= 1 or unit == "µs")
    return f"{table.short(value)} {unit}"


if __name__ == "__main__":
    raise SystemExit(main())
