"""Finds the placeholders of templates: text that some program fills in before Caffe ever reads it."""

from __future__ import annotations

from bnlint.text.patterns import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.prototxt.nodes import Document

# Strings and comments are matched first, so that what is in them does not count.
_PLACEHOLDER = lazy(
    r"\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.)*+'|#[^\n]*+"
    r"|(?P<found>\$\{[^}\n]*\}|\$\(?[A-Za-z_]\w*\)?|\{\{[ \t]*[A-Za-z_][^{}\n]*\}\}|\{%.*?%\}|<%.*?%>"
    r"|%\(\w+\)[sdif]|@[A-Za-z_]\w*@"
    r"|(?<=[:\s])\{[A-Za-z_]\w*\})"
)


def placeholder(document: Document) -> tuple[int, int] | None:
    """The span of the first placeholder outside of strings; None if the text is no template.

    A text without syntax errors is none: what looks like a placeholder is something else there.
    """
    if not document.faults:
        return None
    for match in _PLACEHOLDER.finditer(document.text):
        if match["found"] is not None:
            return match.span("found")
    return None
