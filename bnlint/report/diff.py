"""The unified diff of a fix, in the encoding of the file, so that `patch` can apply it."""

from __future__ import annotations

import os

from bnlint.text.compare import lines_of, unified

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.fixer.fix import FixResult
    from bnlint.text.source import Source

_COLOURS = {"-": b"31", "+": b"32", "@": b"36"}


def of(path: str, fixed: FixResult, colours: bool = False) -> bytes:
    """The diff of a fix; empty if nothing would change."""
    return between(path, fixed.original.source, fixed.source, colours)


def between(path: str, before: Source, after: Source, colours: bool = False) -> bytes:
    """The diff of two sources with the same encoding; empty if they are equal."""
    lines = unified(lines_of(before.text), lines_of(after.text), path)
    return b"".join(_line(n, line, after, colours) for n, line in enumerate(lines))


def _line(number: int, line: str, source: Source, colours: bool) -> bytes:
    """One line of the diff; the first two contain the path, which has the encoding of the file system."""
    data = os.fsencode(line) if number < 2 else source.encode(line)
    code = (b"1" if number < 2 else _COLOURS.get(line[0])) if colours else None
    if code:
        data = b"\x1b[%bm%b\x1b[0m\n" % (code, data.rstrip(b"\r\n"))
    return data if data.endswith(b"\n") else data + b"\n\\ No newline at end of file\n"
