"""Completion of fields, values of enums, layer types, whole layers and blob names."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from lsprotocol import types

from bnlint.caffe.net.read import read_net
from bnlint.caffe.schema import legacy, messages
from bnlint.caffe.schema.layer_types import layer_type
from bnlint.lsp import layer_templates, lexer, markdown
from bnlint.lsp.open_file import OpenFile
from bnlint.prototxt.parser import parse
from bnlint.prototxt.values import quoted, string

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
    return _Completer(file, offset, _on_the_line(file, cursor, offset), snippets).items()


class _Completer:
    """The items for one cursor, which replace the word there."""

    def __init__(self, file: OpenFile, offset: int, cursor: Cursor, snippets: bool) -> None:
        self.file = file
        self.offset = offset
        self.cursor = cursor
        self.snippets = snippets
        self.range = file.range(cursor.start, cursor.end)

    def items(self) -> list[types.CompletionItem]:
        if self.cursor.field:
            return list(self._values())
        if self.cursor.quote or _after_value(self.file.text, self.cursor.start):
            return []
        message = self.file.message_of(self.cursor.path)
        if message is None:
            return []
        items = list(self._fields(message))
        if not self.cursor.path and "layer" in message.fields:
            items += self._whole_layers()
        return items

    def _item(self, label: str, kind: types.CompletionItemKind, text: str, order: str = "") -> types.CompletionItem:
        """An item that inserts `text`."""
        item = types.CompletionItem(label, kind=kind, text_edit=types.TextEdit(self.range, text))
        item.sort_text = f"{order}{label}"
        return item

    def _snippet(self, label: str, kind: types.CompletionItemKind, text: str, order: str = "") -> types.CompletionItem:
        """An item that inserts `text`, which has placeholders if the client supports them."""
        item = self._item(label, kind, text, order)
        if self.snippets:
            item.insert_text_format = types.InsertTextFormat.Snippet
            item.insert_text_mode = types.InsertTextMode.AdjustIndentation
        return item

    # Fields

    def _fields(self, message: MessageType) -> Iterator[types.CompletionItem]:
        """The fields of the message that may still be written, those for the layer's type first."""
        written, type_ = self._siblings()
        for field in message.fields.values():
            if field.name in written and field.label != "repeated":
                continue
            order = _order(message, field, type_)
            item = self._snippet(field.name, _field_kind(field), self._field_text(field), order)
            item.detail = markdown.signature(field)
            item.documentation = _markdown(messages.doc(message.name, field.name))
            item.tags = [types.CompletionItemTag.Deprecated] if _is_deprecated(message, field) else None
            yield item

    def _siblings(self) -> tuple[set[str], str]:
        """(names of the other fields in the block around the cursor, its `type` or "")."""
        text, cursor = self.file.text, self.cursor
        tokens = lexer.tokens(text, lexer.outside(text, self.offset), _reach(text, self.offset))
        siblings = _siblings(tokens, cursor)
        written = {text[token.start : token.end] for token in siblings if token.kind == "name" and not token.field}
        if cursor.start <= self.offset <= cursor.end:
            written.discard(text[cursor.start : cursor.end])
        types_ = (text[each.start : each.end] for each in siblings if each.field == "type" and each.kind == "string")
        return written, string(next(types_, '""')) or ""

    def _field_text(self, field: FieldType) -> str:
        """The text that inserts a field."""
        newline = self.file.source.newline
        if field.kind == "message":
            return f"{field.name} {{{newline}  $0{newline}}}" if self.snippets else f"{field.name} {{"
        return f'{field.name}: "$0"' if self.snippets and field.type in ("string", "bytes") else f"{field.name}: "

    def _whole_layers(self) -> Iterator[types.CompletionItem]:
        """Whole layers of the common types, with their common fields."""
        for type_ in layer_templates.FIELDS:
            known = layer_type(type_)
            if known is None:
                continue
            template = layer_templates.layer(type_, *_least(type_))
            plain = layer_templates.plain(template)
            text = (template if self.snippets else plain).replace("\n", self.file.source.newline)
            item = self._snippet(f"layer {type_}", _KINDS.Snippet, text, "2")
            item.detail = known.summary
            item.documentation = _markdown(f"```prototxt\n{plain}\n```")
            yield item

    # Values

    def _values(self) -> Iterator[types.CompletionItem]:
        """The values that the field at the cursor may have."""
        name, path = self.cursor.field, self.cursor.path
        message = self.file.message_of(path)
        field = message.fields.get(name) if message is not None else None
        if name in ("bottom", "top") and path in (("layer",), ("layers",)):
            yield from self._strings(self._blobs(), _KINDS.Variable, "a blob of this net")
        elif field is None or message is None:
            return
        elif message.name == "LayerParameter" and name == "type":
            yield from self._types()
        elif message.name == "FillerParameter" and name == "type":
            yield from self._strings(_FILLERS, _KINDS.Value, "a filler")
        elif message.name == "SolverParameter" and name == "type":
            yield from self._strings(sorted(set(legacy.solver_types.values())), _KINDS.Value, "a solver")
        elif not self.cursor.quote:
            yield from self._words(field)

    def _words(self, field: FieldType) -> Iterator[types.CompletionItem]:
        """The values of an enum or a bool."""
        if field.values is not None:
            for name, number in field.values.items():
                item = self._item(name, _KINDS.EnumMember, name)
                item.detail = f"{field.type} = {number}" + (" (default)" if name == field.default else "")
                yield item
        elif field.type == "bool":
            for name in ("true", "false"):
                item = self._item(name, _KINDS.Keyword, name)
                item.detail = "default" if (name == "true") == bool(field.default) else None
                yield item

    def _strings(
        self, names: Iterable[str], kind: types.CompletionItemKind, detail: str
    ) -> Iterator[types.CompletionItem]:
        """Names as strings, in the given order."""
        for number, name in enumerate(names):
            item = self._string(name, kind, f"{number:05}")
            item.detail = detail
            yield item

    def _string(self, name: str, kind: types.CompletionItemKind, order: str) -> types.CompletionItem:
        """A string, with quotes unless one is open."""
        text = quoted(name, self.cursor.quote)[1:-1] if self.cursor.quote else quoted(name)
        item = self._item(name, kind, text, order)
        item.filter_text = text
        return item

    def _types(self) -> Iterator[types.CompletionItem]:
        """The layer types of the file's dialect, the common ones first."""
        names = self.file.schema.layer_types or messages.schema().layer_types or frozenset()
        for name in sorted(names):
            item = self._string(name, _KINDS.Class, "0" if name in layer_templates.FIELDS else "1")
            known = layer_type(name)
            item.detail = known.summary if known is not None else None
            item.documentation = _markdown(markdown.of_type(name))
            yield item

    def _blobs(self) -> list[str]:
        """The blobs of layers before the cursor whose names contain what is typed, the nearest first."""
        typed = self.file.text[self.cursor.start : self.offset].lower()
        blobs: dict[str, None] = {}
        for layer in self.file.net.layers if self.file.net is not None else ():
            if self.offset <= layer.block.end:
                break
            for top in layer.tops:
                blobs.pop(top, None)
                blobs[top] = None
        return [name for name in reversed(blobs) if name and typed in name.lower()][:MAX_BLOBS]


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


def _markdown(text: str | None) -> types.MarkupContent | None:
    return types.MarkupContent(types.MarkupKind.Markdown, text) if text else None


def _order(message: MessageType, field: FieldType, type_: str) -> str:
    """What sorts the message of the layer's type first, then other fields, other types' messages, deprecated ones."""
    known = layer_type(type_) if type_ else None
    if known is not None and field.name in known.params:
        return "0"
    if _is_deprecated(message, field):
        return "9"
    return "5" if known is not None and field.kind == "message" and field.name.endswith("_param") else "1"


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


@cache
def _least(type_: str) -> tuple[int, int]:
    """The least numbers of bottoms and tops of a layer of a type without other fields."""
    layer = read_net(parse(f'layer {{ type: "{type_}" }}'), messages.schema()).layers[0]
    known = layer_type(type_)
    bottoms, tops = (known.bottoms(layer), known.tops(layer)) if known is not None else (None, None)
    return bottoms[0] if bottoms else 0, tops[0] if tops else 0
