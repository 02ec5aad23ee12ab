"""How fast bnlint is, as ratios: `python benchmarks/run.py [FOLDER …]` prints a table of medians.

What is compared is timed in turns (round by round), so that a busy machine slows both sides. The other side is
`google.protobuf.text_format.Parse` alone on the same files, or `python -c pass` of the same interpreter. Only files
that protobuf reads with the schema of some known Caffe take part. The garbage collector is off for both sides, as
the command line has it for the files it checks.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tracemalloc
from collections import namedtuple
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import perf_counter

from google.protobuf import text_format

import bnlint
from bnlint import discover, files
from bnlint.caffe.files import kind_of
from bnlint.caffe.messages import dialect_names, schema
from bnlint.caffe.protobuf import message_class
from bnlint.fixer import fix
from bnlint.linter import check
from bnlint.prototxt.parser import parse
from bnlint.settings import Settings
from bnlint.source import Source

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "fixtures"
SMALL = FIXTURES / "batch-norm" / "with-scale.prototxt"  # nothing is found in it
FAULTY = FIXTURES / "example" / "train_val.prototxt"
SETTINGS = Settings()
_MESSAGES = {"net": "NetParameter", "solver": "SolverParameter"}
_STRING = re.compile(r'\b(name|bottom|top): "([^"]+)"')

#: A file in memory, and the message class that protobuf reads it with.
Text = namedtuple("Text", "source message")
#: A line of the table: seconds of ours and of the other side, their ratio as the goal counts it, the goal in words.
Row = namedtuple("Row", "what ours other ratio goal")


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folders", nargs="*", metavar="FOLDER", help="more files to measure on")
    options.add_argument("--rounds", type=int, default=9, help="rounds of each comparison (default: %(default)s)")
    options.add_argument("--json", metavar="FILE", help="write the figures there, too")
    options.add_argument("--imports", action="store_true", help="only list what `bnlint check` imports, and its cost")
    arguments = options.parse_args()
    if arguments.imports:
        list_imports()
        return 0
    texts = list(read_texts([str(FIXTURES), *arguments.folders]))
    size = sum(len(text.source.text) for text in texts)
    print(f"bnlint {bnlint.__version__}, Python {platform.python_version()}; {len(texts)} files, {size / 1e6:.2f} MB")
    rows = []
    for row in measure(texts, arguments.rounds):
        show(row)
        rows.append(row)
    if arguments.json:
        report = {
            "version": bnlint.__version__,
            "python": platform.python_version(),
            "machine": f"{platform.system()} {platform.machine()}",
            "files": len(texts),
            "characters": size,
            "rounds": arguments.rounds,
            "rows": [row._asdict() for row in rows],
        }
        Path(arguments.json).write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    return 0


def measure(texts: list[Text], rounds: int) -> Iterator[Row]:
    """Each comparison in turn."""
    yield faster("parse, all files", texts, parse_all, rounds, ">= 4.5")
    yield faster("check, all files", texts, check_all, rounds, ">= 3")
    large = [Text(Source(repeated(5_000_000)), message_class(schema()))]
    few = max(3, rounds // 3)
    yield faster("parse, one net of 5 MB", large, parse_all, few, ">= 4.5")
    yield faster("check, one net of 5 MB", large, check_all, few, ">= 3")
    yield peak_memory(large[0].source.text)
    clean = [text for text in texts if not fix(text.source, SETTINGS).applied]
    fixing, checking = in_turns([lambda: fix_all(clean), lambda: check_all(clean)], rounds)
    yield Row("check --fix, nothing to fix", fixing, checking, fixing / checking, "<= 1.2")
    yield from processes(rounds)


def faster(what: str, texts: list[Text], work: Callable[[list[Text]], None], rounds: int, goal: str) -> Row:
    """How many times faster than protobuf."""
    ours, other = in_turns([lambda: work(texts), lambda: protobuf_all(texts)], rounds)
    return Row(what, ours, other, other / ours, goal)


def in_turns(works: list[Callable[[], object]], rounds: int) -> list[float]:
    """The median seconds of each of `works`, all run once before and then once in each round."""
    times: list[list[float]] = [[] for _ in works]
    for number in range(rounds + 1):
        for work, taken in zip(works, times):
            gc.collect()
            gc.disable()
            begin = perf_counter()
            work()
            end = perf_counter()
            gc.enable()
            if number:
                taken.append(end - begin)
    return [median(taken) for taken in times]


def parse_all(texts: list[Text]) -> None:
    for text in texts:
        parse(text.source.text)


def check_all(texts: list[Text]) -> None:
    for text in texts:
        check(text.source, SETTINGS)


def fix_all(texts: list[Text]) -> None:
    for text in texts:
        fix(text.source, SETTINGS)


def protobuf_all(texts: list[Text]) -> None:
    for text in texts:
        text_format.Parse(text.source.text, text.message())


def read_texts(folders: list[str]) -> Iterator[Text]:
    """The nets and solvers in `folders` that protobuf reads, each with the class that it is read with."""
    for found in discover.find(folders):
        source = Source.from_bytes(files.read(found.path), found.path)
        kind = kind_of(parse(source.text))
        for dialect in dialect_names() if kind in _MESSAGES else ():
            message = message_class(schema(dialect), _MESSAGES[kind])
            try:
                text_format.Parse(source.text, message())
            except (text_format.ParseError, ValueError):
                continue
            yield Text(source, message)
            break


def repeated(size: int) -> str:
    """A net of about `size` characters: ResNet-50 again and again on the same data, under new names."""
    text = (FIXTURES / "resnet50" / "train_val.prototxt").read_text(encoding="utf-8")
    start = next(m.start() for m in re.finditer(r"^layer \{\n  name: \"(?!data)", text, re.MULTILINE))
    head, tower = text[:start], text[start:]
    towers = []
    for number in range(size // len(tower)):

        def renamed(match: re.Match[str], number: int = number) -> str:
            field, name = match.groups()
            return match[0] if name in ("data", "label") else f'{field}: "{name}_{number}"'

        towers.append(_STRING.sub(renamed, tower))
    return head + "".join(towers)


def peak_memory(text: str) -> Row:
    """The most memory that checking a text takes, in bytes, the text not counted, against the text's own size."""
    source = Source(text)
    tracemalloc.start()
    check(source, SETTINGS)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return Row("memory for 5 MB, in MB", peak / 1e6, len(text) / 1e6, peak / len(text), "<= 25")


def processes(rounds: int) -> Iterator[Row]:
    """Whole processes, from the start of the interpreter to its end."""
    bare = [sys.executable, "-c", "pass"]
    old = [*command(), "upgrade", "--check", "-"]
    text = old_net(96).encode()
    plain, coloured, upgrade, nothing = in_turns(
        [
            lambda: start([*command(), "check", str(SMALL)]),
            lambda: start([*command(), "check", str(FAULTY)], FORCE_COLOR="1"),
            lambda: start(old, text),
            lambda: start(bare),
        ],
        3 * rounds,
    )
    yield Row("process: check of a small file", plain, nothing, plain / nothing, "<= 3")
    yield Row("process: findings, in colour", coloured, nothing, coloured / nothing, "<= 5")
    yield Row("process: upgrade of 2,400 lines", upgrade, nothing, upgrade / nothing, "<= 7.5")


def old_net(pairs: int) -> str:
    """A net of 2014: pairs of convolution and ReLU, 25 lines each."""
    pair = (FIXTURES / "old" / "pair.prototxt").read_text(encoding="utf-8")
    return "".join(pair.replace("_0", f"_{number}") for number in range(pairs))


def command() -> list[str]:
    """The console script of this interpreter, or the module where there is none."""
    script = shutil.which("bnlint", path=os.path.dirname(sys.executable))
    return [script] if script else [sys.executable, "-m", "bnlint"]


def start(words: list[str], given: bytes = b"", **variables: str) -> bytes:
    """Runs a process and waits for it; what it wrote to standard error."""
    ran = subprocess.run(
        words, input=given, env=environment() | variables, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    if ran.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(words)}: exit code {ran.returncode}\n{ran.stderr.decode()}")
    return ran.stderr


def environment() -> dict[str, str]:
    """The variables of a normal user: Python may keep its bytecode, without which every start compiles anew."""
    dropped = ("PYTHONDONTWRITEBYTECODE", "PYTHONPROFILEIMPORTTIME", "PYTHONUNBUFFERED", "NO_COLOR", "FORCE_COLOR")
    return {name: value for name, value in os.environ.items() if name not in dropped}


def list_imports() -> None:
    """What a check of a small file loads beyond the bare interpreter: milliseconds of its own, name."""
    bare = {name for _, name in _imports(["-c", "pass"])}
    words = ["-m", "bnlint", "check", str(SMALL)]
    _imports(words)  # bytecode
    own: dict[str, list[float]] = {}
    for _ in range(9):
        for milliseconds, name in _imports(words):
            own.setdefault(name, []).append(milliseconds)
    costs = sorted(((median(times), name) for name, times in own.items() if name not in bare), reverse=True)
    print("\n".join(f"{milliseconds:7.2f}  {name}" for milliseconds, name in costs))
    print(f"{sum(milliseconds for milliseconds, _ in costs):7.2f}  ms in {len(costs)} modules")


def _imports(words: list[str]) -> list[tuple[float, str]]:
    lines = start([sys.executable, "-X", "importtime", *words]).decode().splitlines()
    parts = [line.removeprefix("import time:").split("|") for line in lines if line.startswith("import time:")]
    return [(int(own) / 1000, name.strip()) for own, _, name in parts[1:]]


def show(row: Row) -> None:
    ours, other = (f"{value * 1000:10.1f}" if "memory" not in row.what else f"{value:10.1f}" for value in row[1:3])
    print(f"{row.what:32} {ours} {other} {row.ratio:8.2f}   goal {row.goal}", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
