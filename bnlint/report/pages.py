"""Shows rules in the terminal: the page of one, or the list of all."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from rich.console import Console, Group, RenderableType
from rich.markdown import Markdown
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bnlint.edits import Applicability
from bnlint.report import colour
from bnlint.report.text import STYLES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bnlint.catalog import Rule
    from bnlint.rulepage import Example, RulePage

_PIPE_WIDTH, _WIDEST = 100, 100
_FIXES = {
    Applicability.SAFE: "safe fix",
    Applicability.UNSAFE: "unsafe fix",
    Applicability.DISPLAY: "fix shown, not applied",
}


def write_list(rules: Iterable[Rule], stream: TextIO) -> None:
    """A line for each rule."""
    table = Table.grid(padding=(0, 2))
    for rule in rules:
        severity = rule.severity.word if rule.default else f"{rule.severity.word}, off"
        fix = _FIXES[rule.fixable] if rule.fixable else ""
        table.add_row(
            Text(rule.id, "bold"),
            Text(rule.name),
            Text(severity, STYLES[rule.severity.word]),
            Text(fix, STYLES[rule.fixable.value] if rule.fixable else ""),
            Text(rule.summary),
        )
    _console(stream, None if stream.isatty() else 200).print(table)


def write_page(page: RulePage, stream: TextIO) -> None:
    """What the rule finds, why that matters, how it is fixed, and its first example."""
    width = None
    if not stream.isatty():
        width = _PIPE_WIDTH
    console = _console(stream, width)
    console.width = min(console.width, _WIDEST)
    console.print(Group(*_parts(page)))


def _console(stream: TextIO, width: int | None) -> Console:
    colours = colour.wanted(stream)
    return Console(
        file=stream, width=width, force_terminal=colours, no_color=not colours, highlight=False, emoji=False
    )


def _parts(page: RulePage) -> list[RenderableType]:
    severity = page.severity.word
    default = "" if page.default else ", off by default"
    parts: list[RenderableType] = [
        Text.assemble(
            (page.id, STYLES[severity]),
            (f" {page.name}", "bold"),
            (f"  {severity}{default}", STYLES[severity]),
        ),
        Text(),
        Markdown(page.summary),
        *_section("Why", page.why),
        *_section("What Caffe does", page.caffe),
    ]
    if fix := page.fix:
        parts += _section(f"Fix ({fix.applicability.value})", f"{fix.does}\n\n{fix.safety}")
    parts += _section("Known exceptions", "\n".join(f"- {text}" for text in page.exceptions))
    parts += _section("Seen in", ", ".join(page.evidence))
    if page.examples:
        parts += _example(page.examples[0])
    return parts


def _section(title: str, markdown: str) -> list[RenderableType]:
    if not markdown.strip():
        return []
    return [Text(), Text(title, "bold"), Padding(Markdown(markdown), (0, 0, 0, 2))]


def _example(example: Example) -> list[RenderableType]:
    """What the fix changes, as a diff with some context; the whole net where there is no better one."""
    from difflib import unified_diff

    if example.good is None:
        lines = example.bad.splitlines()
    else:
        before, after = example.bad.splitlines(), example.good.splitlines()
        lines = list(unified_diff(before, after, n=6, lineterm=""))[2:]
    colours = {"+": "green", "-": "red", "@": "dim"}
    styled = (Text(line, colours.get(line[:1], "") if example.good is not None else "") for line in lines)
    return [
        Text(),
        Text(f"Example: {example.title}", "bold"),
        *(Padding(line, (0, 0, 0, 2)) for line in styled),
    ]
