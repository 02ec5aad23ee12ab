"""`python -m tools.abuse FOLDER --texts N` mutates the files in a folder, and lists texts that bnlint cannot cope with.

A text is taken from a file and spelled differently (see `MUTATIONS`): on one line, each token on its own, in lists,
with comments anywhere. bnlint then checks, fixes, upgrades and formats it, and writes every report. None of this may
raise, report an internal error, or propose edits that overlap. Each text that does is written to the folder `--keep`,
under its number. A text takes some 50 ms: `--texts 200000` is for a night.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import re
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from bnlint.caffe.origin import AUTO
from bnlint.fixer.add_ignores import add_ignores
from bnlint.fixer.fix import fix
from bnlint.linter.check import check
from bnlint.linter.settings import Settings
from bnlint.prototxt.format import layout
from bnlint.report import diff, formats
from bnlint.run.outcome import Outcome, bug_line
from bnlint.run.upgrade_files import upgrade_source
from bnlint.text.source import Source

_TOKEN = re.compile(rb"#[^\n]*|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|[\w.+-]+|[^\s\w]", re.DOTALL)
_SCALAR = re.compile(rb"([A-Za-z_]\w*)[ \t]*:[ \t]*((?:\"[^\"\\\n]*\"|'[^'\\\n]*'|[\w.+-]+))(?=[\s}>])")
_BLOCK = re.compile(rb"([A-Za-z_]\w*)[ \t]*:?[ \t]*\{([^{}\[\]#\"'<>]*)\}")
_COMMENTS = (b"# a comment", b"# \xe9t\xe9 {", b'# "', b"#", b"# form\x0cfeed", "# \u2028 \x85".encode(), b"# a\rb: 1")


def troubles(data: bytes, name: str = "net.prototxt", target: str = AUTO) -> list[str]:
    """What goes wrong when bnlint checks, fixes, upgrades and formats the text `data`: a line each, best none."""
    given = Settings(target=target)
    source = Source.from_bytes(data, name)
    steps: dict[str, Callable[[], list[str]]] = {
        "check": lambda: _checked(source, given),
        "check --select ALL": lambda: _checked(source, given.replace(select=("ALL",))),
        "check --fix": lambda: _fixed(source, given),
        "check --fix --unsafe-fixes": lambda: _fixed(source, given.replace(unsafe_fixes=True)),
        "check --add-ignores": lambda: list(add_ignores(source, given).result.bugs),
        "upgrade": lambda: _upgraded(source, given, keep_dropped=False),
        "upgrade --keep-dropped": lambda: _upgraded(source, given, keep_dropped=True),
        "format": lambda: [bug for bug in (layout(source).bug,) if bug],
    }
    found = []
    for step, run in steps.items():
        try:
            found += [f"{step}: {line}" for line in run()]
        except Exception as error:
            found.append(f"{step}: {bug_line(error)}")
    return found


def _checked(source: Source, settings: Settings) -> list[str]:
    outcome = Outcome(source.name, check(source, settings))
    for name in formats.FORMATS:
        formats.write(name, [outcome], io.StringIO())
    return list(outcome.result.bugs) if outcome.result is not None else []


def _fixed(source: Source, settings: Settings) -> list[str]:
    made = fix(source, settings)
    diff.of(source.name, made)
    if made.result.bugs or not made.applied:
        return list(made.result.bugs)
    again = fix(made.source, settings)
    return list(again.result.bugs) or [f"a second run applies {rule}" for rule, _ in again.applied]


def _upgraded(source: Source, settings: Settings, keep_dropped: bool) -> list[str]:
    outcome = upgrade_source(source, settings, keep_dropped)
    if outcome.source is not None and outcome.original is not None:
        diff.between(source.name, outcome.original, outcome.source)
    return outcome.bugs


def _tokens(data: bytes, chance: random.Random, gap: Callable[[], bytes]) -> bytes:
    """The text with the gaps between its tokens made anew; a comment ends its line."""
    parts = []
    for token in _TOKEN.findall(data):
        parts += [token, b"\n" if token.startswith(b"#") else gap()]
    return b"".join(parts)


def _one_line(data: bytes, chance: random.Random) -> bytes:
    """All on one line, without comments, which would end it."""
    return b" ".join(token for token in _TOKEN.findall(data) if not token.startswith(b"#"))


def _token_a_line(data: bytes, chance: random.Random) -> bytes:
    return _tokens(data, chance, lambda: b"\n")


def _comments(data: bytes, chance: random.Random) -> bytes:
    """A comment after every token, or after some of them."""
    often = chance.choice((1.0, 0.3, 0.05))

    def gap() -> bytes:
        comment = chance.random() < often
        return b" %b\n" % chance.choice(_COMMENTS) if comment else chance.choice((b" ", b"\n"))

    return _tokens(data, chance, gap)


def _angles(data: bytes, chance: random.Random) -> bytes:
    return _tokens(data, chance, lambda: b" ").replace(b" { ", b" < ").replace(b" } ", b" > ")


def _separators(data: bytes, chance: random.Random) -> bytes:
    """Commas and semicolons after fields: at once, after a blank, or on the next line."""

    def separated(match: re.Match[bytes]) -> bytes:
        return match[0] + chance.choice((b"", b",", b";", b" ;", b"\n;", b" # c\n,"))

    return _SCALAR.sub(separated, data)


def _lists(data: bytes, chance: random.Random) -> bytes:
    """Fields and blocks as lists of one element, or of two."""

    def listed(match: re.Match[bytes]) -> bytes:
        value = match[2] if match.re is _SCALAR else b"{%b}" % match[2]
        if chance.random() < 0.5:
            return match[0]
        some = (b"[%b]", b"[ %b ]", b"[%b # c\n]", b"[\n# c\n%b\n]", b"[%b, %b]")
        layout = chance.choices(some, (6, 4, 2, 2, 1))[0]
        return match[1] + b": " + layout.replace(b"%b", value)

    return _BLOCK.sub(listed, _SCALAR.sub(listed, data))


def _crlf(data: bytes, chance: random.Random) -> bytes:
    return data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def _lone_cr(data: bytes, chance: random.Random) -> bytes:
    return re.sub(rb"\n", lambda m: chance.choice((b"\n", b"\r", b"\x0c\n", b"\r\n")), data)


def _no_last_newline(data: bytes, chance: random.Random) -> bytes:
    return data.rstrip()


def _truncated(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _twice(data: bytes, chance: random.Random) -> bytes:
    """Some fields are written twice."""
    return _SCALAR.sub(lambda m: b"%b %b" % (m[0], m[0]) if chance.random() < 0.03 else m[0], data)


def _unknown(data: bytes, chance: random.Random) -> bytes:
    """Some fields have another name or value."""
    words = (b"param", b"nam", b"type", b'"x"', b"0.1", b"[]", b"{ }", b"true", b"-1", b"99999999999")

    def changed(match: re.Match[bytes]) -> bytes:
        draw = chance.random()
        if draw > 0.04:
            return match[0]
        word = chance.choice(words)
        return b"%b: %b" % ((word, match[2]) if draw < 0.01 and word.isalpha() else (match[1], word))

    return _SCALAR.sub(changed, data)


#: How a text is changed, by name.
MUTATIONS: dict[str, Callable[[bytes, random.Random], bytes]] = {
    "one line": _one_line,
    "a token a line": _token_a_line,
    "angle brackets": _angles,
    "separators": _separators,
    "lists": _lists,
    "comments": _comments,
    "CRLF": _crlf,
    "lone CR": _lone_cr,
    "no last newline": _no_last_newline,
    "truncated": _truncated,
    "twice": _twice,
    "unknown": _unknown,
}


def mutated(data: bytes, seed: int) -> tuple[str, bytes]:
    """The names of the mutations that `seed` chooses, and the text after them."""
    chance = random.Random(seed)
    names = chance.sample(list(MUTATIONS), chance.choice((1, 1, 2, 3)))
    for name in names:
        data = MUTATIONS[name](data, chance)
    return ", ".join(names), data


def excerpt(data: bytes, chance: random.Random, limit: int = 4_000) -> bytes:
    """A few whole lines from the start and from anywhere, so that most texts are small; small files are whole."""
    if len(data) <= limit:
        return data
    lines = data.split(b"\n")
    first = chance.randrange(len(lines))
    some, size = lines[: chance.randrange(30)], 0
    for line in lines[first:]:
        some.append(line)
        size += len(line) + 1
        if size > limit and line.startswith(b"}"):
            break
    return b"\n".join(some) + b"\n"


def _tried(paths: list[Path], seed: int) -> tuple[int, str, bytes, list[str]]:
    """One text: its seed, what it is, and what goes wrong."""
    chance = random.Random(seed)
    path = chance.choice(paths)
    names, data = mutated(excerpt(path.read_bytes(), chance), seed)
    return seed, f"{path} ({names})", data, troubles(data)


def _tries(paths: list[Path], seeds: range) -> Iterator[tuple[int, str, bytes, list[str]]]:
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        yield from pool.map(partial(_tried, paths), seeds, chunksize=20)


def main() -> int:
    """1 if anything went wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where the files are; all below it are used")
    parser.add_argument("--texts", type=int, default=2_000, help="how many texts to try (2000)")
    parser.add_argument("--seed", type=int, default=0, help="the number of the first text (0)")
    parser.add_argument("--keep", type=Path, help="a folder for the texts that something goes wrong with")
    arguments = parser.parse_args()
    paths = sorted(path for path in arguments.folder.rglob("*") if path.is_file() and path.stat().st_size < 200_000)
    failed = 0
    for seed, what, data, lines in _tries(paths, range(arguments.seed, arguments.seed + arguments.texts)):
        if lines:
            failed += 1
            print(f"{seed} {what}", *lines, sep="\n  ", flush=True)
            if arguments.keep:
                arguments.keep.mkdir(parents=True, exist_ok=True)
                (arguments.keep / f"{seed}.prototxt").write_bytes(data)
    print(f"{failed} of {arguments.texts} texts")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
