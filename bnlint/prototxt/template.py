"""Finds the placeholders of templates: text that another program fills in before Caffe reads it."""

from __future__ import annotations

from bnlint.text.patterns import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnlint.prototxt.nodes import Document

# Strings and comments are matched first, so that what is in them does not count.
_PLACEHOLDER = lazy(
    r"\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.)*+'|#[^\n]*+"
    r"|(?P<placeholder>\$\{[^}\n]*\}|\$\(?[A-Za-z_]\w*\)?|\{\{[ \t]*[A-Za-z_][^{}\n]*\}\}|\{%.*?%\}|<%.*?%>"
    r"|%\(\w+\)[sdif]|@[A-Za-z_]\w*@"
    r"|(?<=[:\s])\{[A-Za-z_]\w*\})"
)


def placeholder(document: Document) -> tuple[int, int] | None:
    """The span of the first placeholder outside strings and comments; None if the text is not a template.

    A text without syntax errors is not a template: what looks like a placeholder there is something else.
    """
    return next(placeholders(document), None)


def placeholders(document: Document) -> Iterator[tuple[int, int]]:
    """The spans of all such placeholders."""
    if document.faults:
        for match in _PLACEHOLDER.finditer(document.text):
            if match["placeholder"] is not None:
                yield match.span("placeholder")
