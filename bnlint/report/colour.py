"""Decides whether a stream gets colours, and colours plain text with the same bytes as rich."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

    from bnlint.report.snippet import Line

#: Styles by the names that rich uses, with their codes (ECMA-48, Select Graphic Rendition).
_CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "blue": "34", "cyan": "36"}


def wanted(stream: TextIO) -> bool:
    """Whether to use colours: NO_COLOR (https://no-color.org) overrides FORCE_COLOR, which overrides the stream."""
    if os.environ.get("NO_COLOR"):
        return False
    forced = os.environ.get("FORCE_COLOR", "")
    if forced:
        return forced.lower() not in ("0", "false", "no")
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def is_simple(line: Line, width: int) -> bool:
    """Whether `painted` can print a line: it is printable, and a message that could wrap is ASCII and fits in `width`.

    A `width` of 0 means unlimited. Windows consoles and terminals without colours need rich.
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
