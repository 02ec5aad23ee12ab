"""Lays out source lines with line numbers and a mark under a span, as text pieces with their roles."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnlint.text.source import Source, Span

    Piece = tuple[str, str]  # a text and its role: "" or a key of text.STYLES
    Line = list[Piece]

_TAB = 4
_CUT = "..."
# Control characters could move the cursor or change colours; a file must not be able to do this to a terminal.
_VISIBLE = {n: chr(0x2400 + n) for n in range(32)} | {127: "\u2421"} | dict.fromkeys(range(128, 160), "\ufffd")
# Others change the writing direction or are invisible, such as a byte order mark.
_VISIBLE |= dict.fromkeys([*range(0x200B, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x2070)], "\ufffd")
_VISIBLE[0xFEFF] = "\ufffd"


def printable(text: str) -> str:
    """`text` with runs of white space replaced by one space, and control characters by visible symbols."""
    plain = " ".join(text.split())
    return plain if plain.isascii() and plain.isprintable() else plain.translate(_VISIBLE)


def excerpt(
    source: Source, path: str, span: Span, width: int, mark: str, role: str, context: int = 1
) -> Iterator[Line]:
    """The lines that show `span`: the location, the first line of the span with its neighbours, and the mark.

    `width` is the maximum number of cells in a line.
    """
    lines = source.lines
    start, column = lines.position(span.start)
    last, _ = lines.position(max(span.start, span.end - 1))
    first, final = max(0, start - context), min(len(lines.starts) - 1, start + context)
    if final == len(lines.starts) - 1 and not lines.content(final) and final > start:
        final -= 1
    digits = len(str(final + 1))
    bar: Piece = (" " * digits + " |", "gutter")
    room = max(width - digits - 3, 20)
    yield [(" " * digits + "--> ", "gutter"), (f"{printable(path)}:{start + 1}:{column + 1}", "")]
    yield [bar]
    for number in range(first, final + 1):
        content = lines.content(number)
        gutter: Piece = (f"{number + 1:>{digits}} |", "gutter")
        if number != start:
            shown = _cut(content, 0, 0, room)[0]
            yield [gutter, (f" {shown}".rstrip(), "context")]
            continue
        end = len(content) if last > start else span.end - lines.starts[start]
        shown, indent, size = _cut(content, column, end, room)
        yield [gutter, (f" {shown}".rstrip(), "")]
        more = f" (up to line {last + 1})" if last > start else ""
        yield [bar, (" " + " " * indent + mark * size, role), (more, "gutter")]
    yield [bar]


def _cut(content: str, start: int, end: int, room: int) -> tuple[str, int, int]:
    """(the part of a line that fits in `room` cells, the number of cells before ``content[start:end]``, and of it).

    The span has at least one cell, even if it is empty or at the end of the line.
    """
    start = min(start, len(content))
    end = max(start, min(end, len(content)))
    low = max(0, start - room)  # more cannot be visible, however long the line
    cells, at = _cells(content[low : end + room][: 3 * room])
    from_, to = at[start - low], at[min(end - low, len(at) - 1)]
    if low == 0 and len(cells) <= room:
        return "".join(cells), from_, max(1, to - from_)
    left = 0 if low == 0 and to <= room - len(_CUT) else max(0, from_ - room // 3)
    shown = cells[left : left + room]
    if low or left:
        shown[: len(_CUT)] = _CUT
        shown[3:4] = [cell or " " for cell in shown[3:4]]  # it may be the second half of a wide character
    if left + room < len(cells) or end + room < len(content):
        keep = room - len(_CUT)
        halved = keep < len(shown) and not shown[keep]
        shown[keep - halved :] = [" " * halved, _CUT]
    return "".join(shown), from_ - left, max(1, min(to, left + room) - from_)


def _cells(text: str) -> tuple[list[str], list[int]]:
    """The terminal cells of `text`, and the cell at which each character starts, plus the end of the last.

    The second cell of a wide character is empty; a character without width joins the cell before it.
    """
    cells: list[str] = []
    at = []
    for char in text:
        at.append(len(cells))
        if char == "\t":
            cells += " " * (_TAB - len(cells) % _TAB)
            continue
        width = 1
        if not char.isascii():
            from rich.cells import cell_len

            char = char.translate(_VISIBLE)
            width = cell_len(char)
        elif not char.isprintable():
            char = char.translate(_VISIBLE)
        if width == 0 and cells:
            cells[-1] += char
            at[-1] = len(cells) - 1
        else:
            cells += [char, *[""] * (width - 1)]
    at.append(len(cells))
    return cells, at
