"""Completion of fields, values of enums, layer types, whole layers and blob names."""

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
    from bnlint.lsp.lexer import Cursor, Token

TRIGGERS = ['"', ":", " "]
#: Blobs to offer: with as many the list is incomplete, and the client requests it again after the next letter.
MAX_BLOBS = 200
_FILLERS = ("constant", "gaussian", "uniform", "xavier", "msra", "bilinear", "positive_unitball")
_KINDS = types.CompletionItemKind


def completion(file: OpenFile, offset: int, snippets: bool) -> list[types.CompletionItem]:
    """What can be typed at `offset`; `snippets`: the client supports placeholders."""
    cursor = lexer.cursor_at(file.text, offset)
    if cursor is None:
        return []
    cursor = _on_the_line(file, cursor, offset)
    if cursor.field:
        return list(_values(file, cursor, offset))
    if cursor.quote or _after_value(file.text, cursor.start):
        return []
    message = file.message_of(cursor.path)
    if message is None:
        return []
    items = list(_fields(file, cursor, message, offset, snippets))
    if not cursor.path and "layer" in message.fields:
        items += _whole_layers(file, cursor, snippets)
    return items


def _on_the_line(file: OpenFile, cursor: Cursor, offset: int) -> Cursor:
    """The cursor with only that part of its word on its line: a string may contain ``\\r``, which editors see as a
    line end, and they replace nothing beyond it."""
    lines = file.source.lines
    line = lines.line(offset)
    first = lines.starts[line]
    return cursor._replace(start=max(cursor.start, first), end=min(cursor.end, first + len(lines.content(line))))


def _after_value(text: str, start: int) -> bool:
    """Whether a value ends right before `start`: nothing is to be completed after it."""
    return start > 0 and (text[start - 1] in "\"'" or text[start - 1].isalnum())


def _item(
    file: OpenFile, cursor: Cursor, label: str, kind: types.CompletionItemKind, new: str, order: str = ""
) -> types.CompletionItem:
    """An item that replaces the word at the cursor with `new`."""
    item = types.CompletionItem(label, kind=kind, text_edit=types.TextEdit(_range(file, cursor), new))
    item.sort_text = f"{order}{label}"
    return item


def _range(file: OpenFile, cursor: Cursor) -> types.Range:
    """The range to replace, which is computed once for all items."""
    computed: tuple[Cursor, types.Range] | None = file.__dict__.get("_completed")
    if computed is None or computed[0] is not cursor:
        computed = file.__dict__["_completed"] = (cursor, file.range(cursor.start, cursor.end))
    return computed[1]


def _markdown(text: str | None) -> types.MarkupContent | None:
    return types.MarkupContent(types.MarkupKind.Markdown, text) if text else None


# Fields


def _fields(
    file: OpenFile, cursor: Cursor, message: MessageType, offset: int, snippets: bool
) -> Iterator[types.CompletionItem]:
    """The fields of the message that may still be written, those for the layer's type first."""
    siblings = _siblings(lexer.tokens(file.text, lexer.outside(file.text, offset), _reach(file.text, offset)), cursor)
    written = {file.text[token.start : token.end] for token in siblings if token.kind == "name" and not token.field}
    written.discard(file.text[cursor.start : cursor.end] if cursor.start <= offset <= cursor.end else "")
    type_ = next((_string(file, token) for token in siblings if token.field == "type" and token.kind == "string"), "")
    for field in message.fields.values():
        if field.name in written and field.label != "repeated":
            continue
        text, order = _field_text(field, snippets, file), _order(message, field, type_)
        item = _item(file, cursor, field.name, _field_kind(field), text, order)
        item.detail = markdown.signature(field)
        item.documentation = _markdown(messages.doc(message.name, field.name))
        item.tags = [types.CompletionItemTag.Deprecated] if _is_deprecated(message, field) else None
        if snippets:
            _make_snippet(item)
        yield item


def _order(message: MessageType, field: FieldType, type_: str) -> str:
    """What sorts the message of the layer's type first, then other fields, other types' messages, deprecated ones."""
    known = layer_type(type_) if type_ else None
    if known is not None and field.name in known.params:
        return "0"
    if _is_deprecated(message, field):
        return "9"
    return "5" if known is not None and field.kind == "message" and field.name.endswith("_param") else "1"


def _make_snippet(item: types.CompletionItem) -> None:
    item.insert_text_format = types.InsertTextFormat.Snippet
    item.insert_text_mode = types.InsertTextMode.AdjustIndentation


def _string(file: OpenFile, token: Token) -> str:
    return string(file.text[token.start : token.end]) or ""


def _reach(text: str, offset: int) -> int:
    """Where the search for the other fields of a block ends: at the next layer."""
    following = text.find("\nlayer", offset)
    return len(text) if following < 0 else following


def _siblings(tokens: Iterable[Token], cursor: Cursor) -> list[Token]:
    """The tokens directly in the block around the cursor."""
    siblings: list[Token] = []
    for token in tokens:
        if token.start < cursor.body:
            continue
        if len(token.path) < len(cursor.path):
            break
        if len(token.path) == len(cursor.path):
            siblings.append(token)
    return siblings


def _is_deprecated(message: MessageType, field: FieldType) -> bool:
    old = message.name == "NetParameter" and field.name in ("layers", "input", "input_dim", "input_shape")
    return old or (message.name == "SolverParameter" and field.name == "solver_type")


def _field_kind(field: FieldType) -> types.CompletionItemKind:
    return {"message": _KINDS.Struct, "enum": _KINDS.Enum}.get(field.kind, _KINDS.Field)


def _field_text(field: FieldType, snippets: bool, file: OpenFile) -> str:
    """The text that inserts a field."""
    newline = file.source.newline
    if field.kind == "message":
        return f"{field.name} {{{newline}  $0{newline}}}" if snippets else f"{field.name} {{"
    if field.type in ("string", "bytes"):
        return f'{field.name}: "$0"' if snippets else f"{field.name}: "
    return f"{field.name}: "


def _whole_layers(file: OpenFile, cursor: Cursor, snippets: bool) -> Iterator[types.CompletionItem]:
    """Whole layers of the common types, with their common fields."""
    for type_ in layer_templates.FIELDS:
        known = layer_type(type_)
        if known is None:
            continue
        bottoms, tops = _least(type_)
        template = layer_templates.layer(type_, bottoms, tops, file.source.newline)
        text = template if snippets else layer_templates.plain(template)
        item = _item(file, cursor, f"layer {type_}", _KINDS.Snippet, text, "2")
        item.detail = known.summary
        shown = layer_templates.plain(layer_templates.layer(type_, bottoms, tops))
        item.documentation = _markdown(f"```prototxt\n{shown}\n```")
        if snippets:
            _make_snippet(item)
        yield item


# Values


def _values(file: OpenFile, cursor: Cursor, offset: int) -> Iterator[types.CompletionItem]:
    """The values that the field at the cursor may have."""
    path = cursor.path
    message = file.message_of(path)
    field = message.fields.get(cursor.field) if message is not None else None
    if cursor.field in ("bottom", "top") and path in (("layer",), ("layers",)):
        names = _blobs(file, offset, file.text[cursor.start : offset])
        yield from _strings(file, cursor, names, _KINDS.Variable, "a blob of this net")
    elif field is None or message is None:
        return
    elif message.name == "LayerParameter" and cursor.field == "type":
        yield from _types(file, cursor)
    elif message.name == "FillerParameter" and cursor.field == "type":
        yield from _strings(file, cursor, _FILLERS, _KINDS.Value, "a filler")
    elif message.name == "SolverParameter" and cursor.field == "type":
        yield from _strings(file, cursor, sorted(set(legacy.solver_types.values())), _KINDS.Value, "a solver")
    elif field.values is not None and not cursor.quote:
        for name in field.values:
            item = _item(file, cursor, name, _KINDS.EnumMember, name)
            item.detail = f"{field.type} = {field.values[name]}" + (" (default)" if name == field.default else "")
            yield item
    elif field.type == "bool" and not cursor.quote:
        for name in ("true", "false"):
            item = _item(file, cursor, name, _KINDS.Keyword, name)
            item.detail = "default" if (name == "true") == bool(field.default) else None
            yield item


def _strings(
    file: OpenFile, cursor: Cursor, names: Iterable[str], kind: types.CompletionItemKind, detail: str
) -> Iterator[types.CompletionItem]:
    """Names as strings, in the given order, with quotes unless one is open."""
    for number, name in enumerate(names):
        item = _string_item(file, cursor, name, kind, f"{number:05}")
        item.detail = detail
        yield item


def _string_item(
    file: OpenFile, cursor: Cursor, name: str, kind: types.CompletionItemKind, order: str
) -> types.CompletionItem:
    text = name if cursor.quote else f'"{name}"'
    item = _item(file, cursor, name, kind, text, order)
    item.filter_text = text
    return item


def _types(file: OpenFile, cursor: Cursor) -> Iterator[types.CompletionItem]:
    """The layer types of the file's dialect, the common ones first."""
    names = file.schema.layer_types or messages.schema().layer_types or frozenset()
    for name in sorted(names):
        order = "0" if name in layer_templates.FIELDS else "1"
        item = _string_item(file, cursor, name, _KINDS.Class, order)
        known = layer_type(name)
        item.detail = known.summary if known is not None else None
        item.documentation = _markdown(markdown.of_type(name))
        yield item


def _blobs(file: OpenFile, offset: int, typed: str) -> list[str]:
    """The blobs of layers before the cursor whose names contain what is `typed`, the nearest first."""
    blobs: dict[str, None] = {}
    for layer in file.net.layers if file.net is not None else ():
        if layer.block.start <= offset <= layer.block.end or layer.block.start > offset:
            break
        for top in layer.tops:
            blobs.pop(top, None)
            blobs[top] = None
    return [name for name in reversed(blobs) if name and typed.lower() in name.lower()][:MAX_BLOBS]


@cache
def _least(type_: str) -> tuple[int, int]:
    """The least numbers of bottoms and tops of a layer of a type without other fields."""
    layer = nets.read(parse(f'layer {{ type: "{type_}" }}'), messages.schema()).layers[0]
    known = layer_type(type_)
    bottoms, tops = (known.bottoms(layer), known.tops(layer)) if known is not None else (None, None)
    return bottoms[0] if bottoms else 0, tops[0] if tops else 0
