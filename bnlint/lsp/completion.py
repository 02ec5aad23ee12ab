"""Completion: fields of the message at hand, values of enums, layer types, whole layers, and names of blobs."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from lsprotocol import types

from bnlint.caffe import net as nets
from bnlint.caffe.schema import legacy, messages
from bnlint.caffe.schema.layer_types import layer_type
from bnlint.lsp import layer_templates, lexer, markdown
from bnlint.lsp.open_file import OpenFile
from bnlint.prototxt.parser import parse
from bnlint.prototxt.values import string

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bnlint.caffe.schema.messages import FieldType, MessageType
    from bnlint.lsp.lexer import Spot, Token

TRIGGERS = ['"', ":", " "]
#: Blobs to offer; beyond that the list is incomplete, and is asked for again with the next letter.
MAX_BLOBS = 200
_FILLERS = ("constant", "gaussian", "uniform", "xavier", "msra", "bilinear", "positive_unitball")
_KINDS = types.CompletionItemKind


def completion(file: OpenFile, offset: int, snippets: bool) -> list[types.CompletionItem]:
    """What can be written at `offset`; `snippets`: the client takes places to fill in."""
    spot = lexer.spot(file.text, offset)
    if spot is None:
        return []
    spot = _on_the_line(file, spot, offset)
    if spot.field:
        return list(_values(file, spot, offset))
    if spot.quote or _after_value(file.text, spot.start):
        return []
    message = file.message_of(spot.path)
    if message is None:
        return []
    items = list(_fields(file, spot, message, offset, snippets))
    if not spot.path and "layer" in message.fields:
        items += _whole_layers(file, spot, snippets)
    return items


def _on_the_line(file: OpenFile, spot: Spot, offset: int) -> Spot:
    """What of the spot is on the line of the cursor: editors replace no more, but a string goes on at a ``\\r``."""
    lines = file.source.lines
    line = lines.line(offset)
    first = lines.starts[line]
    return spot._replace(start=max(spot.start, first), end=min(spot.end, first + len(lines.content(line))))


def _after_value(text: str, start: int) -> bool:
    """Whether a value ends right before the place: a blank behind it asks for nothing."""
    return start > 0 and (text[start - 1] in "\"'" or text[start - 1].isalnum())


def _item(
    file: OpenFile, spot: Spot, label: str, kind: types.CompletionItemKind, new: str, order: str = ""
) -> types.CompletionItem:
    """An item that replaces the word at the cursor by `new`."""
    item = types.CompletionItem(label, kind=kind, text_edit=types.TextEdit(_range(file, spot), new))
    item.sort_text = f"{order}{label}"
    return item


def _range(file: OpenFile, spot: Spot) -> types.Range:
    """What is replaced, which is the same for each of many items."""
    known: tuple[Spot, types.Range] | None = file.__dict__.get("_completed")
    if known is None or known[0] is not spot:
        known = file.__dict__["_completed"] = (spot, file.range(spot.start, spot.end))
    return known[1]


def _markdown(text: str | None) -> types.MarkupContent | None:
    return types.MarkupContent(types.MarkupKind.Markdown, text) if text else None


# Fields


def _fields(
    file: OpenFile, spot: Spot, message: MessageType, offset: int, snippets: bool
) -> Iterator[types.CompletionItem]:
    """The fields of the message that may still be written, those for the layer's type first."""
    inside = lexer.tokens(file.text, lexer.outside(file.text, offset), _reach(file.text, offset))
    siblings = _siblings(inside, spot)
    written = {file.text[token.start : token.end] for token in siblings if token.kind == "name" and not token.field}
    type_ = next(
        (string(file.text[t.start : t.end]) for t in siblings if t.field == "type" and t.kind == "string"), None
    )
    known = layer_type(type_) if type_ else None
    for field in message.fields.values():
        if field.name in written and field.label != "repeated" and not spot.start <= offset <= spot.end:
            continue
        if field.name in written and field.label != "repeated" and file.text[spot.start : spot.end] != field.name:
            continue
        old = _is_old(message, field)
        wanted = known is not None and field.name in known.params
        foreign = known is not None and field.kind == "message" and field.name.endswith("_param") and not wanted
        order = "0" if wanted else "9" if old else "5" if foreign else "1"
        item = _item(file, spot, field.name, _field_kind(field), _field_text(field, snippets, file), order)
        item.detail = markdown.signature(field)
        item.documentation = _markdown(messages.doc(message.name, field.name))
        item.tags = [types.CompletionItemTag.Deprecated] if old else None
        if snippets:
            item.insert_text_format = types.InsertTextFormat.Snippet
            item.insert_text_mode = types.InsertTextMode.AdjustIndentation
        yield item


def _reach(text: str, offset: int) -> int:
    """Where to stop looking for the other fields of a block: at the next layer."""
    following = text.find("\nlayer", offset)
    return len(text) if following < 0 else following


def _siblings(found: Iterable[Token], spot: Spot) -> list[Token]:
    """The tokens right in the block that the cursor is in."""
    inside: list[Token] = []
    for token in found:
        if token.start < spot.body:
            continue
        if len(token.path) < len(spot.path):
            break
        if len(token.path) == len(spot.path):
            inside.append(token)
    return inside


def _is_old(message: MessageType, field: FieldType) -> bool:
    old = message.name == "NetParameter" and field.name in ("layers", "input", "input_dim", "input_shape")
    return old or (message.name == "SolverParameter" and field.name == "solver_type")


def _field_kind(field: FieldType) -> types.CompletionItemKind:
    return {"message": _KINDS.Struct, "enum": _KINDS.Enum}.get(field.kind, _KINDS.Field)


def _field_text(field: FieldType, snippets: bool, file: OpenFile) -> str:
    """What is written for a field."""
    newline = file.source.newline
    if field.kind == "message":
        return f"{field.name} {{{newline}  $0{newline}}}" if snippets else f"{field.name} {{"
    if field.type in ("string", "bytes"):
        return f'{field.name}: "$0"' if snippets else f"{field.name}: "
    return f"{field.name}: "


def _whole_layers(file: OpenFile, spot: Spot, snippets: bool) -> Iterator[types.CompletionItem]:
    """Layers of the usual types, with their usual fields."""
    for type_ in layer_templates.FIELDS:
        known = layer_type(type_)
        if known is None:
            continue
        bottoms, tops = _least(type_)
        text = layer_templates.layer(type_, bottoms, tops, file.source.newline)
        item = _item(
            file, spot, f"layer {type_}", _KINDS.Snippet, text if snippets else layer_templates.plain(text), "2"
        )
        item.detail = known.summary
        item.documentation = _markdown(
            f"```prototxt\n{layer_templates.plain(layer_templates.layer(type_, bottoms, tops))}\n```"
        )
        if snippets:
            item.insert_text_format = types.InsertTextFormat.Snippet
            item.insert_text_mode = types.InsertTextMode.AdjustIndentation
        yield item


# Values


def _values(file: OpenFile, spot: Spot, offset: int) -> Iterator[types.CompletionItem]:
    """The values that the field may have."""
    path = spot.path
    message = file.message_of(path)
    field = message.fields.get(spot.field) if message is not None else None
    if spot.field in ("bottom", "top") and path in (("layer",), ("layers",)):
        names = _blobs(file, offset, file.text[spot.start : offset])
        yield from _strings(file, spot, names, _KINDS.Variable, "a blob of this net")
    elif field is None or message is None:
        return
    elif message.name == "LayerParameter" and spot.field == "type":
        yield from _types(file, spot)
    elif message.name == "FillerParameter" and spot.field == "type":
        yield from _strings(file, spot, _FILLERS, _KINDS.Value, "a filler")
    elif message.name == "SolverParameter" and spot.field == "type":
        yield from _strings(file, spot, sorted(set(legacy.solver_types.values())), _KINDS.Value, "a solver")
    elif field.values is not None and not spot.quote:
        for name in field.values:
            item = _item(file, spot, name, _KINDS.EnumMember, name)
            item.detail = f"{field.type} = {field.values[name]}" + (" (default)" if name == field.default else "")
            yield item
    elif field.type == "bool" and not spot.quote:
        for name in ("true", "false"):
            item = _item(file, spot, name, _KINDS.Keyword, name)
            item.detail = "default" if (name == "true") == bool(field.default) else None
            yield item


def _strings(
    file: OpenFile, spot: Spot, names: Iterable[str], kind: types.CompletionItemKind, detail: str
) -> Iterator[types.CompletionItem]:
    """Names as strings, in quotes where none are open; the order is kept."""
    for number, name in enumerate(names):
        item = _item(file, spot, name, kind, name if spot.quote else f'"{name}"', f"{number:05}")
        item.filter_text = name if spot.quote else f'"{name}"'
        item.detail = detail
        yield item


def _types(file: OpenFile, spot: Spot) -> Iterator[types.CompletionItem]:
    """The layer types of the Caffe that the file is written for, the usual ones first."""
    names = file.schema.layer_types or messages.schema().layer_types or frozenset()
    for name in sorted(names):
        order = "0" if name in layer_templates.FIELDS else "1"
        item = _item(file, spot, name, _KINDS.Class, name if spot.quote else f'"{name}"', order)
        item.filter_text = name if spot.quote else f'"{name}"'
        known = layer_type(name)
        item.detail = known.summary if known is not None else None
        item.documentation = _markdown(markdown.of_type(name))
        yield item


def _blobs(file: OpenFile, offset: int, typed: str) -> list[str]:
    """The blobs that layers before the cursor make and whose names hold what is `typed`, the nearest first."""
    found: dict[str, None] = {}
    for layer in file.net.layers if file.net is not None else ():
        if layer.block.start <= offset <= layer.block.end or layer.block.start > offset:
            break
        for top in layer.tops:
            found.pop(top, None)
            found[top] = None
    return [name for name in reversed(found) if name and typed.lower() in name.lower()][:MAX_BLOBS]


@cache
def _least(type_: str) -> tuple[int, int]:
    """How many bottoms and tops a layer of a type needs, before any other field is written."""
    layer = nets.read(parse(f'layer {{ type: "{type_}" }}'), messages.schema()).layers[0]
    known = layer_type(type_)
    bottoms, tops = (known.bottoms(layer), known.tops(layer)) if known is not None else (None, None)
    return bottoms[0] if bottoms else 0, tops[0] if tops else 0
