"""Lays out source lines with line numbers and a mark under a span, as pieces of text with their roles."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnlint.text.source import Source, Span

    Piece = tuple[str, str]  # the text, and its role: "" or a key of text.STYLES
    Line = list[Piece]

_TAB = 4
_CUT = "..."
# Controls would move the cursor or change colours; a file must not be able to do this to a terminal.
_VISIBLE = {n: chr(0x2400 + n) for n in range(32)} | {127: "\u2421"} | dict.fromkeys(range(128, 160), "\ufffd")
# Some change the direction of writing, others cannot be seen at all, a byte order mark among them.
_VISIBLE |= dict.fromkeys([*range(0x200B, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x2070)], "\ufffd")
_VISIBLE[0xFEFF] = "\ufffd"


def printable(text: str) -> str:
    """`text` with each run of white space as one space, and visible signs for control characters."""
    plain = " ".join(text.split())
    return plain if plain.isascii() and plain.isprintable() else plain.translate(_VISIBLE)


def excerpt(
    source: Source, path: str, span: Span, width: int, mark: str, role: str, context: int = 1
) -> Iterator[Line]:
    """The lines that show `span`: the place, the first line of the span between its neighbours, the mark.

    `width` is the number of cells that a line may have.
    """
    lines = source.lines
    at, column = lines.position(span.start)
    last, _ = lines.position(max(span.start, span.end - 1))
    first, final = max(0, at - context), min(len(lines.starts) - 1, at + context)
    if final == len(lines.starts) - 1 and not lines.content(final) and final > at:
        final -= 1
    digits = len(str(final + 1))
    bar: Piece = (" " * digits + " |", "gutter")
    room = max(width - digits - 3, 20)
    yield [(" " * digits + "--> ", "gutter"), (f"{printable(path)}:{at + 1}:{column + 1}", "")]
    yield [bar]
    for number in range(first, final + 1):
        content = lines.content(number)
        gutter: Piece = (f"{number + 1:>{digits}} |", "gutter")
        if number != at:
            shown = _cut(content, 0, 0, room)[0]
            yield [gutter, (f" {shown}".rstrip(), "context")]
            continue
        end = len(content) if last > at else span.end - lines.starts[at]
        shown, indent, size = _cut(content, column, end, room)
        yield [gutter, (f" {shown}".rstrip(), "")]
        more = f" (up to line {last + 1})" if last > at else ""
        yield [bar, (" " + " " * indent + mark * size, role), (more, "gutter")]
    yield [bar]


def _cut(content: str, start: int, end: int, room: int) -> tuple[str, int, int]:
    """(what is shown of a line in `room` cells, cells before ``content[start:end]``, cells of that span).

    The span has at least one cell, even if it is empty or at the end of the line.
    """
    start = min(start, len(content))
    end = max(start, min(end, len(content)))
    low = max(0, start - room)  # no more than this can be seen, however long the line
    cells, at = _cells(content[low : end + room][: 3 * room])
    from_, to = at[start - low], at[min(end - low, len(at) - 1)]
    if low == 0 and len(cells) <= room:
        return "".join(cells), from_, max(1, to - from_)
    left = 0 if low == 0 and to <= room - len(_CUT) else max(0, from_ - room // 3)
    shown = cells[left : left + room]
    if low or left:
        shown[: len(_CUT)] = _CUT
        shown[3:4] = [cell or " " for cell in shown[3:4]]  # it may be half of a wide character
    if left + room < len(cells) or end + room < len(content):
        keep = room - len(_CUT)
        halved = keep < len(shown) and not shown[keep]
        shown[keep - halved :] = [" " * halved, _CUT]
    return "".join(shown), from_ - left, max(1, min(to, left + room) - from_)


def _cells(text: str) -> tuple[list[str], list[int]]:
    """What `text` looks like, a terminal's cell at a time, and the cell at which each character starts.

    One more says where the last one ends. The second cell of a wide character is empty; a character without
    width joins the cell before it.
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
