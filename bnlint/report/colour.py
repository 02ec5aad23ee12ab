"""Says whether a stream wants colours, and gives them to plain pieces of text, byte for byte as rich would."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

    from bnlint.report.snippet import Line

#: Styles as rich calls them, and what asks a terminal for them (ECMA-48's Select Graphic Rendition).
_CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "blue": "34", "cyan": "36"}


def wanted(stream: TextIO) -> bool:
    """NO_COLOR (https://no-color.org) beats FORCE_COLOR, and both beat what the stream is."""
    if os.environ.get("NO_COLOR"):
        return False
    forced = os.environ.get("FORCE_COLOR", "")
    if forced:
        return forced.lower() not in ("0", "false", "no")
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def is_simple(line: Line, width: int) -> bool:
    """Whether `painted` is enough for a line: printable, and if its message may wrap, ASCII that fits in `width` cells.

    0 stands for a stream of any width. rich knows of consoles of Windows and of terminals that have no colours.
    """
    if os.name == "nt" or os.environ.get("TERM", "").lower() in ("dumb", "unknown"):
        return False
    text = "".join(piece for piece, _ in line)
    if not text.isprintable():
        return False
    return not width or all(role != "message" for _, role in line) or (text.isascii() and len(text) <= width)


def painted(text: str, style: str) -> str:
    """`text` in a style such as ``bold red``."""
    if not text or not style:
        return text
    return f"\x1b[{';'.join(_CODES[word] for word in style.split())}m{text}\x1b[0m"
