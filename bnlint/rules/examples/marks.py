"""Marks: comment lines in an example that show the findings of a rule.

A mark is below the line with the finding::

    layer { name: "bn1" type: "BatchNorm" param { lr_mult: 0 } }
    #                                     ^^^^^ BN201 error [TRAIN] the message
    #             ---- BN201 the message of a related range
    #  = safe fix: its title

The id of the rule is followed by the severity if it is not the rule's own, by the states in brackets if the finding
names any, by the tag for editors, as in ``(unnecessary)``, and by the message. ``…`` stands for any text. A range of
several lines is underlined to the end of its first line and followed by ``(+2 lines)``, or by ``(+2 lines, column 4)``
if it does not end at the end of a line. ``#<^^^`` underlines from the ``#`` on, ``2^`` and ``#<2^`` a range of 2
characters, for ranges too short to be drawn. Long messages continue in lines ``#  | …``. If several findings have
related ranges, each has a number: ``BN201(2)``.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from bnlint.text.source import LineIndex

FINDING, RELATED = "^", "-"
SEVERITIES = ("info", "warning", "error")
_WIDTH, _LEAST = 112, 40  # of a line with a mark, and the room that words need to start after the rule
_MOST = 140  # of a line that holds all words
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|$)")
_MARK = re.compile(
    r"(?P<indent>[ \t]*)#(?P<pad><|[ \t]*)(?P<length>[0-2])?(?P<bar>\^+|-+)"
    r"(?: \(\+(?P<lines>\d+) lines?(?:, column (?P<column>\d+))?\))?"
    r" (?P<rule>[A-Z]+\d{3})(?:\((?P<group>\d+)\))?(?P<rest>.*)"
)
_REST = re.compile(
    r"(?: (?P<severity>info|warning|error)\b)?(?: \[(?P<states>[^\]]*)\])?"
    r"(?: \((?P<tags>unnecessary|deprecated)\))?(?: (?P<words>.*))?"
)
_MORE = re.compile(r"[ \t]*#  \| (.*)")
_FIX = re.compile(r"[ \t]*#  = (?:(\w+) fix: (.*)|(no fix))")


class Mark(NamedTuple):
    """A finding (`kind` ``^``) or a related range of one (``-``) at ``start:end`` of a text without marks.

    `severity` is empty if it is the rule's own. `fix` is ``no fix``, the applicability and the title of the fix as in
    ``safe: Remove it``, or empty if the mark does not mention it. `group` is not 0 for findings with related ranges
    and for these if there are several such findings.
    """

    kind: str
    start: int
    end: int
    rule: str
    words: str = ""
    severity: str = ""
    states: tuple[str, ...] = ()
    fix: str = ""
    group: int = 0
    tags: tuple[str, ...] = ()

    def covers(self, other: Mark) -> bool:
        """Whether this mark, as written in a file, matches `other`, which is complete."""
        return (
            self._replace(words=other.words, fix=other.fix) == other
            and matches(self.words, other.words)
            and (not self.fix or matches(self.fix, other.fix))
        )


def matches(pattern: str, words: str) -> bool:
    """Whether `words` match `pattern`, in which ``…`` stands for any text; an empty pattern matches everything."""
    return not pattern or bool(re.fullmatch(".*".join(map(re.escape, pattern.split("…"))), words, re.DOTALL))


def order(mark: Mark) -> tuple[int, bool, int]:
    """The sort key of marks: by position, findings before related ranges."""
    return mark.start, mark.kind != FINDING, mark.end


def parse(text: str) -> tuple[str, list[Mark]]:
    """`text` without its marks, and the marks."""
    kept: list[str] = []
    drawn: list[tuple[int, dict[str, str | None]]] = []
    words: list[list[str]] = []
    fixes: list[list[str]] = []
    follows = ""  # what a continuation line continues: the message of a mark, or its fix
    size, is_kept = 0, True
    for line in filter(None, _LINE.findall(text)):
        body = line.rstrip("\r\n")
        is_kept = False
        if follows and (continued := _MORE.fullmatch(body)):
            (words if follows == "words" else fixes)[-1].append(continued[1])
        elif follows and (fix := _FIX.fullmatch(body)):
            fixes[-1].append(fix[3] or f"{fix[1]}: {fix[2]}")
            follows = "fix"
        elif kept and (mark := _MARK.fullmatch(body)) and (rest := _REST.fullmatch(mark["rest"])):
            start = size - len(kept[-1]) + _column(mark)
            drawn.append((start, mark.groupdict() | rest.groupdict()))
            words.append([rest["words"] or ""])
            fixes.append([])
            follows = "words"
        else:
            kept.append(line)
            size += len(line)
            follows, is_kept = "", True
    plain = "".join(kept)
    if not is_kept and not text.endswith(("\n", "\r")):  # the text ends without a line end, and so does the line above
        plain = re.sub(r"(\r\n|\n|\r)\Z", "", plain)
    index = LineIndex(plain)
    return plain, [_mark(*drawing, message, fix, index) for drawing, message, fix in zip(drawn, words, fixes)]


def _column(mark: re.Match[str]) -> int:
    if mark["pad"] == "<":
        return len(mark["indent"])
    return mark.start("length") if mark["length"] else mark.start("bar")


def _mark(start: int, groups: dict[str, str | None], words: list[str], fix: list[str], index: LineIndex) -> Mark:
    bar = groups["bar"] or ""
    if groups["lines"]:
        line = index.line(start) + int(groups["lines"])
        first = index.starts[min(line, len(index.starts) - 1)]
        end = first + int(groups["column"]) if groups["column"] else first + len(index.content(line))
    elif groups["length"]:
        end = start + int(groups["length"])
    else:
        end = start + len(bar) + 2 * (groups["pad"] == "<")
    return Mark(
        bar[0],
        start,
        end,
        groups["rule"] or "",
        " ".join(word for word in words if word),
        groups["severity"] or "",
        tuple(state for state in (groups["states"] or "").split(", ") if state),
        " ".join(fix),
        int(groups["group"] or 0),
        (groups["tags"],) if groups["tags"] else (),
    )


def write(text: str, marks: list[Mark]) -> str:
    """`text` with `marks` below its lines: the inverse of `parse`."""
    index = LineIndex(text)
    newline = "\r\n" if "\r\n" in text else "\n"
    under: dict[int, list[str]] = {}
    for mark in sorted(marks, key=order):
        under.setdefault(index.line(mark.start), []).extend(_lines(mark, index))
    lines = []
    for number, start in enumerate(index.starts):
        stop = index.starts[number + 1] if number + 1 < len(index.starts) else len(text)
        line = text[start:stop]
        lines.append(line)
        if number in under:
            ended = line.endswith(("\n", "\r"))
            lines.append(("" if ended else newline) + newline.join(under[number]) + (newline if ended else ""))
    return "".join(lines)


def _lines(mark: Mark, index: LineIndex) -> list[str]:
    line, column = index.position(mark.start)
    last, stop = index.position(mark.end)
    length = (stop if last == line else len(index.content(line))) - column
    if column == 0:
        bar = f"#<{length}{mark.kind}" if length < 3 else "#<" + mark.kind * (length - 2)
    else:
        bar = "#" + " " * (column - 1) + (mark.kind * length if length else f"0{mark.kind}")
    if last != line:
        end = "" if stop == len(index.content(last)) else f", column {stop}"
        bar += f" (+{last - line} line{'s' * (last - line > 1)}{end})"
    head = f"{bar} {mark.rule}" + (f"({mark.group})" if mark.group else "")
    head += f" {mark.severity}" if mark.severity else ""
    if mark.states or re.match(r"\[|(info|warning|error)\b", mark.words):
        head += f" [{', '.join(mark.states)}]"
    head += "".join(f" ({tag})" for tag in mark.tags)
    lines = _wrapped(head, mark.words)
    if mark.fix:
        applicability, _, title = mark.fix.partition(": ")
        lines += _wrapped("#  = no fix", "") if not title else _wrapped(f"#  = {applicability} fix:", title)
    return lines


def _wrapped(head: str, words: str) -> list[str]:
    if len(head) + 1 + len(words) <= _MOST:
        return [f"{head} {words}".rstrip()]
    lines = [head]
    room = _WIDTH - len(head) - 1
    if len(words) > room and room < _LEAST:
        lines.append("#  |")
    for word in words.split(" ") if words else ():
        if len(lines[-1]) + 1 + len(word) > _WIDTH and lines[-1] not in (head, "#  |"):
            lines.append("#  |")
        lines[-1] += f" {word}"
    return lines
