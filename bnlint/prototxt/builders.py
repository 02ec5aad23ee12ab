"""Builds nodes from what the grammar's rules match, or the spans and lists that nodes are built from."""

from __future__ import annotations

from bnlint.prototxt.nodes import Block, Field, ListField

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from bnlint.prototxt.nodes import Node

    _Span = tuple[int, int]


def _scalar(text: str, name: str, span: _Span) -> Field:
    return Field(name, text[span[0] : span[1]], *span)


def _scalar_field(text: str, parts: list[Any]) -> Field:
    (start, stop), _, (begin, end) = parts
    return Field(text[start:stop], text[begin:end], start, end)


def _message(text: str, parts: list[Any]) -> Block:
    (start, inside), items, (brace, end) = parts
    block = Block("", start, inside, items)
    block.body_end, block.end = brace, end
    return block


def _message_field(text: str, parts: list[Any]) -> Block:
    (start, stop), block = parts[0], parts[-1]
    block.name, block.start = text[start:stop], start
    return block  # type: ignore[no-any-return]


def _open_field(text: str, parts: list[Any]) -> Block:
    block, _, (brace, end) = parts
    block.body_end, block.end = brace, end
    return block  # type: ignore[no-any-return]


def _list_field(text: str, parts: list[Any]) -> ListField:
    start, stop = parts[0]
    name = text[start:stop]
    elements = parts[-2] if isinstance(parts[-2], list) else []
    for n, element in enumerate(elements):
        if isinstance(element, Block):
            element.name = name
        else:
            elements[n] = _scalar(text, name, element)
    return ListField(name, start, parts[-1][1], elements)


def _item(text: str, parts: list[Any]) -> list[Node]:
    parts[0].append(parts[1])
    return parts[0]  # type: ignore[no-any-return]


def _next_element(text: str, parts: list[Any]) -> list[Any]:
    parts[0].append(parts[2])
    return parts[0]  # type: ignore[no-any-return]


#: By the alias of the rule.
BUILDERS: dict[str, Callable[[str, list[Any]], Any]] = {
    "": lambda text, parts: parts[0],
    "same": lambda text, parts: parts[0],
    "nothing": lambda text, parts: [],
    "first": lambda text, parts: [parts[0]],
    "more": _next_element,
    "item": _item,
    "span": lambda text, parts: (parts[0][0], parts[-1][1]),
    "extension_name": lambda text, parts: (parts[0][0], parts[-1][1]),
    "scalar_field": _scalar_field,
    "message": _message,
    "message_field": _message_field,
    "bare_message_field": _message_field,
    "open_field": _open_field,
    "list_field": _list_field,
}
