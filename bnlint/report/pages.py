"""Shows rules in the terminal: the page of one, or the list of all."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from rich.console import Console, Group, RenderableType
from rich.markdown import Markdown
from rich.padding import Padding
from rich.table import Table
from rich.text import Text
from rich.theme import Theme

from bnlint.report import colour
from bnlint.report import example as example_of
from bnlint.report.text import STYLES
from bnlint.text.edits import Applicability

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bnlint.rules.catalog import Rule
    from bnlint.rules.page import Example, RulePage

_WIDTH, _WIDE = 100, 200  # of a page, which is read, and of the list, which is searched
_CODE = "ansi_dark"  # the terminal's own colours, no background
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
            Text(rule.summary.replace("`", "")),
        )
    write(table, stream, _WIDE)


def write_page(page: RulePage, stream: TextIO, folders: tuple[str, ...] = ()) -> None:
    """What the rule finds, why that matters, how it is fixed, and its first example.

    `folders` are those of users' rules, if the rule is one.
    """
    write(Group(*_parts(page, folders)), stream, _WIDTH)


def write(page: RenderableType, stream: TextIO, width: int) -> None:
    """Prints at no more than `width` cells, without white space at the ends of lines."""
    colours = colour.wanted(stream)
    console = Console(
        file=stream,
        force_terminal=colours,
        no_color=not colours,
        emoji=False,
        theme=Theme({"markdown.code": "bold cyan", "markdown.code_block": "cyan"}),
    )
    console.width = min(console.width, width) if stream.isatty() else width
    with console.capture() as captured:
        console.print(page)
    stream.writelines(f"{line.rstrip()}\n" for line in captured.get().splitlines())


def _parts(page: RulePage, folders: tuple[str, ...]) -> list[RenderableType]:
    severity = page.severity.word
    default = "" if page.default else ", off by default"
    parts: list[RenderableType] = [
        Text.assemble(
            (page.id, STYLES[severity]),
            (f" {page.name}", "bold"),
            (f"  {severity}{default}", STYLES[severity]),
        ),
        Text(),
        Markdown(page.summary, code_theme=_CODE),
        *_section("Why", page.why),
        *_section("What Caffe does", page.caffe),
    ]
    if fix := page.fix:
        parts += _section(f"Fix ({fix.applicability.value})", f"{fix.does}\n\n{fix.safety}")
    parts += _section("Known exceptions", "\n".join(f"- {text}" for text in page.exceptions))
    parts += _section("Seen in", ", ".join(page.evidence))
    if page.examples:
        parts += _example(page, page.examples[0], folders)
    return parts


def _section(title: str, markdown: str) -> list[RenderableType]:
    if not markdown.strip():
        return []
    return [Text(), Text(title, "bold"), Padding(Markdown(markdown, code_theme=_CODE), (0, 0, 0, 2))]


def _example(page: RulePage, example: Example, folders: tuple[str, ...]) -> list[RenderableType]:
    """The layers of an example that matter, with removed and added lines in colour."""
    colours = {"+": "green", "-": "red"}
    shown = example_of.lines(example, page.id, folders)
    return [
        Text(),
        Text(f"Example: {example.title}", "bold"),
        *(Padding(Text(line, colours.get(line[:1], "")), (0, 0, 0, 2)) for line in shown),
    ]
