"""Descriptions of fields, layer types and rules, as Markdown for hovers and completions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bnlint.caffe import BASE
from bnlint.caffe.schema import messages, vocabulary
from bnlint.caffe.schema.layer_types import layer_type
from bnlint.report import example
from bnlint.rules import catalog
from bnlint.text.diagnostics import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bnlint.caffe.schema.messages import FieldType, MessageType, Schema
    from bnlint.rules.page import RulePage

#: So many Caffes are named; the others are counted.
_MOST_NAMES = 6
_FIXES = {"safe": "safe fix", "unsafe": "unsafe fix", "display": "fix shown but not applied"}


def signature(field: FieldType) -> str:
    """A field as a .proto file declares it: ``optional uint32 stride = 1``."""
    default = "" if field.default is None else f" = {written(field.default)}"
    return f"{field.label} {field.type} {field.name}{default}"


def written(value: object) -> str:
    """A default as prototxt writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def of_field(schema: Schema, message: MessageType, field: FieldType) -> str:
    """A field: its declaration, what it does, the values of its enum, and its value if it is not set."""
    parts = [f"```proto\n{signature(field)}\n```", f"Field of {message.name}."]
    if text := messages.doc(message.name, field.name):
        parts.append(text)
    if field.values:
        parts.append("Values: " + ", ".join(f"`{name}`" for name in field.values))
    elif field.kind == "message" and (text := messages.doc(field.type)):
        parts.append(f"{field.type}: {text}")
    if field.default is None and field.label == "optional" and field.kind != "message":
        parts.append(f"If not set, it is `{written(messages.zero(field)) or '(empty)'}`.")
    if schema.name != BASE and field.name not in _base(message.name):
        parts.append(
            f"Not in BVLC Caffe 1.0, only in {_some(vocabulary.dialects_with_field(message.name, field.name))}."
        )
    return "\n\n".join(parts)


def _base(message: str) -> dict[str, FieldType]:
    known = messages.schema().messages.get(message)
    return known.fields if known is not None else {}


def _some(caffes: Sequence[str]) -> str:
    """The names of some Caffes, a few of many."""
    names = [messages.short_title(name) for name in caffes[:_MOST_NAMES]]
    more = len(caffes) - len(names)
    return listed([*names, f"{more} {'other' if more == 1 else 'others'}"] if more else names)


def of_unknown_field(message: MessageType, name: str) -> str:
    """A field that the schema does not have, and the forks that have it."""
    forks = vocabulary.dialects_with_field(message.name, name)
    text = f"{message.name} has no field `{name}`."
    return text + (f"\n\nForks that have it: {_some(forks)}." if forks else "")


def of_type(name: str, dialect: str | None = None) -> str:
    """A layer type: what it does and which fields it reads; "" if it is unknown."""
    known = layer_type(name, dialect) or layer_type(name)
    if known is None:
        forks = vocabulary.dialects_with_type(name)
        return f"A layer type of {_some(forks)}." if forks else ""
    parts = [known.summary]
    if known.params:
        parts.append("Reads " + ", ".join(f"`{param}`" for param in known.params) + ".")
    if known.loss:
        parts.append("A loss: its first top has weight 1 unless `loss_weight` is set.")
    if known.dialects is not None:
        parts.append(f"Not in BVLC Caffe 1.0, only in {_some(known.dialects)}.")
    return "\n\n".join(parts)


def of_rule(id: str, folders: tuple[str, ...] = ()) -> str:
    """The page of a rule. Raises KeyError for an unknown one."""
    page = catalog.page(id, folders)
    fix = f" · {_FIXES[page.fix.applicability.value]}" if page.fix else ""
    off = "" if page.default else ", off by default"
    parts = [f"**{page.id} {page.name}** · {page.severity.word}{off}{fix}", page.summary]
    parts += _section("Why", page.why) + _section("What Caffe does", page.caffe)
    if page.fix:
        parts += _section("Fix", f"{page.fix.does.strip()}\n\n{page.fix.safety}")
    return "\n\n".join([*parts, *_example(page, folders)])


def _section(title: str, text: str) -> list[str]:
    return [f"**{title}**", text.strip()] if text.strip() else []


def _example(page: RulePage, folders: tuple[str, ...]) -> list[str]:
    if not page.examples:
        return []
    shown = "\n".join(example.lines(page.examples[0], page.id, folders))
    return [f"**Example: {page.examples[0].title}**", f"```diff\n{shown}\n```"]
