"""The cost of each rule: `python benchmarks/rules.py [FOLDER …]` prints its share of a whole check, highest first.

The first rule that needs something shared (graphs, pairs, the Scale after each BatchNorm) pays for it. Declarative
rules run together and are one row.
"""

from __future__ import annotations

import argparse
import gc
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bnlint.caffe.session import Session
from bnlint.checks import registry
from bnlint.checks.declarative import rules as declarative
from bnlint.linter.check import check
from bnlint.linter.settings import Settings
from bnlint.text.source import Source

ROOT = Path(__file__).resolve().parent.parent


def timed(name: str, function: Callable[..., Any], costs: Counter[str]) -> Callable[..., Any]:
    """The same function, but its processor time in seconds is added to `costs`."""

    def run(*arguments: Any) -> list[Any]:
        start = time.process_time()
        diagnostics = list(function(*arguments))
        costs[name] += time.process_time() - start  # type: ignore[assignment]
        return diagnostics

    return run


def sources(folders: list[Path]) -> Iterator[Source]:
    """The prototxt files in the folders."""
    for folder in folders:
        for path in sorted(folder.rglob("*.prototxt")):
            yield Source.from_bytes(path.read_bytes(), str(path))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    files = list(sources([ROOT / "fixtures", *parser.parse_args().folders]))
    costs: Counter[str] = Counter()
    for table in (registry.FILE_CHECKS, registry.NET_CHECKS):
        for rule, function in list(table.items()):
            table[rule] = timed(rule, function, costs)
    declarative.run = timed("declarative rules", declarative.run, costs)
    gc.disable()
    for _ in range(2):  # the first round warms up
        costs.clear()
        session = Session()
        start = time.process_time()
        for source in files:
            check(source, Settings(), session=session)
        whole = time.process_time() - start
    rest = 100 * (1 - sum(costs.values()) / whole)
    print(f"{len(files)} files, {whole * 1000:.0f} ms; reading and all else: {rest:.1f} %")
    for rule, cost in costs.most_common():
        print(f"{rule:20} {cost * 1000:8.1f} ms {100 * cost / whole:6.1f} %")


if __name__ == "__main__":
    main()
