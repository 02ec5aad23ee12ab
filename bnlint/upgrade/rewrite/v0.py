"""Step 1 on the text: folds padding layers away, unnests `layer { }`, and moves its fields into V1's messages."""

from __future__ import annotations

import re
from functools import partial

from bnlint.caffe.net.layers import is_v0
from bnlint.caffe.net.message import fields_by_name
from bnlint.caffe.schema import legacy
from bnlint.caffe.schema.messages import schema
from bnlint.prototxt.nodes import Block, Document, Field, leaves
from bnlint.prototxt.parser import parse
from bnlint.prototxt.removal import comment_spans, comments, line_start, remove
from bnlint.prototxt.style import Style
from bnlint.prototxt.values import string
from bnlint.text.edits import Edit
from bnlint.upgrade.rewrite.chunks import Chunk, chunks, render
from bnlint.upgrade.rewrite.plain import in_passes, spelled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from bnlint.prototxt.nodes import Node
    from bnlint.upgrade.rewrite.plain import Read

_AFTER = re.compile(r"(?:[ \t]*[;,])?([ \t\r\f\v]*(?=[^ \t\r\f\v\n]))?")
_BLANKS = re.compile(r"[ \t\r\n\f\v]+")  # Python takes more for blanks, which may be in a string
_MARK = "# dropped by Caffe's upgrade: "


class DroppedField:
    """A field that Caffe's upgrade drops: it stays as a comment, or as it is (`kept`).

    `layer` is the name of its layer, None for a field of the net. `start` and `end` are its offsets in the old text.
    `type` is the V0 type of its layer if the field is in the inner `layer`, else None.
    """

    __slots__ = ("end", "kept", "layer", "name", "start", "type")

    def __init__(self, node: Node, layer: str | None, kept: bool = False, type_: str | None = None) -> None:
        self.kept = kept
        self.name = node.name
        self.start = node.start
        self.end = node.end
        self.layer = layer
        self.type = type_


def rewrite(
    document: Document, newline: str, read: Read = parse, dropped: list[DroppedField] | None = None, keep: bool = False
) -> list[Edit]:
    """The edits that turn a V0 net into V1. What Caffe silently drops is added to `dropped` and stays as a comment.

    With `keep`, a dropped field stays as it is if V1 has a field of that name.
    """
    if dropped is not None:
        _rewrite(document, newline, dropped, keep)
    return in_passes(document, newline, read, *spelled(_scope), partial(_rewrite, dropped=[], keep=keep))


def _scope(document: Document) -> Iterator[tuple[list[Node], Collection[str]]]:
    yield document.items, ("layers",)
    for leaf in leaves(document.items):
        if leaf.name == "layers" and isinstance(leaf, Block):
            yield leaf.items, _names(leaf)
            for inner in leaves(leaf.items):
                if inner.name == "layer" and isinstance(inner, Block):
                    yield inner.items, _names(inner)


def _names(block: Block) -> set[str]:
    return {item.name for item in block.items}


def _rewrite(document: Document, newline: str, dropped: list[DroppedField], keep: bool) -> list[Edit]:
    blocks = [leaf for leaf in leaves(document.items) if leaf.name == "layers" and isinstance(leaf, Block)]
    if not any(is_v0(block) for block in blocks):
        return []
    net = _Net(document, newline, dropped, keep)
    edits = net.fields(document.items)
    folded: list[Block] = []
    for block in blocks:
        if _type(_inner(block)) == "padding":
            folded.append(block)
            net.padding.update((top, block) for top in _strings(block, "top"))
        else:
            edits.append(net.layer(block))
            for top in _strings(block, "top"):
                net.padding.pop(top, None)
    lost = [net.unknown(block) for block in folded]
    gone = [block for block, fields in zip(folded, lost) if not fields]
    edits += remove(document.text, gone, newline, blank_before=True)
    edits += (_commented_out(document.text, block, newline, fields) for block, fields in zip(folded, lost) if fields)
    return sorted(edits)


class _Net:
    """A net on its way to V1: `padding` has the padding layer that makes each blob."""

    def __init__(self, document: Document, newline: str, dropped: list[DroppedField], keep: bool) -> None:
        self.document = document
        self.text = document.text
        self.newline = newline
        self.dropped = dropped
        self.keep = keep
        self.padding: dict[str, Block] = {}

    def fields(self, items: list[Node]) -> list[Edit]:
        """The edits that turn the net's own fields into comments where Caffe drops them."""
        edits = []
        for item in items:
            if item.name not in legacy.v0_net_fields and item.name:
                kept = self.keep and item.name in _fields_of("NetParameter") and item.name != "input_shape"
                self.dropped.append(DroppedField(item, None, kept))
                if not kept:
                    edits.append(_commented_out(self.text, item, self.newline))
        return edits

    def unknown(self, padding: Block) -> list[Node]:
        """The fields of a padding layer that no Caffe knows: it is folded away, and they with it."""
        inner = _inner(padding)
        lost = [item for item in padding.items if item.name not in ("", *_fields_of("V1LayerParameter"))]
        items = inner.items if inner is not None else []
        lost += (item for item in items if item.name not in ("", *_fields_of("V0LayerParameter")))
        name = next(iter(_strings(inner, "name")), "") if inner is not None else ""
        self.dropped += (DroppedField(item, name, type_="padding") for item in lost)
        return lost

    def layer(self, block: Block) -> Edit:
        """The edit that writes a whole `layers` block anew, item by item, each with its comments."""
        inner = _inner(block)
        name = next(iter(_strings(inner, "name")), "") if inner is not None else ""
        parts: list[Chunk] = []
        for chunk in chunks(self.text, block):
            item = chunk.item
            if item is not None and item is inner:
                fields = self._inner_fields(inner, self._pad(block), name) or [Chunk()]
                fields[0].leading[:0] = chunk.leading
                parts += [*fields, Chunk(None, [chunk.trailing.strip(" \t\r")] if chunk.trailing else [])]
            elif item is None or item.name in ("bottom", "top"):
                parts.append(self._unpadded(chunk))
            else:
                kept = self.keep and _may_stay(item.name, inner)
                self.dropped.append(DroppedField(item, name, kept))
                parts.append(chunk if kept else _as_comments(chunk))
        style = Style(self.document, block, self.newline)
        return Edit(block.start, block.end, render("layers", sorted(parts, key=_rank), style))

    def _inner_fields(self, inner: Block, pad: str | None, name: str) -> list[Chunk]:
        """The fields of the nested layer, sorted into V1's messages; each message comes where its first field was."""
        type_ = _type(inner)
        layer = _Fields()
        padded = False
        for chunk in chunks(self.text, inner):
            item = chunk.item
            if item is None or item.name in legacy.v0_kept:
                layer.chunks.append(chunk)
                continue
            if item.name == "type":
                layer.chunks.append(chunk.with_value("type", legacy.v0_types.get(type_, type_)))
                continue
            path = legacy.v0_destination(type_, item.name)
            if path is None:
                self.dropped.append(DroppedField(item, name, type_=type_))
                layer.chunks.append(_as_comments(chunk))
            elif len(path) == 1:
                layer.chunks.append(chunk)
            else:
                if item.name == "pad" and pad is not None:
                    chunk, padded = chunk.with_value("pad", pad), True
                layer.add(path[0], chunk.renamed(path[1]))
        path = legacy.v0_destination(type_, "pad")
        if pad is not None and not padded and path is not None:
            layer.add(path[0], Chunk(text=f"pad: {pad}"), after="kernel_size")
        return layer.chunks

    def _pad(self, block: Block) -> str | None:
        """The pad of the padding layer that makes the block's bottom, as written; 0 if it has none."""
        for bottom in _strings(block, "bottom"):
            source = self.padding.get(bottom)
            if source is not None:
                inner = _inner(source)
                pads = fields_by_name(inner.items).get("pad", ()) if inner is not None else ()
                return next((leaf.raw for leaf in pads if isinstance(leaf, Field)), "0")
        return None

    def _unpadded(self, chunk: Chunk) -> Chunk:
        """A bottom that is made by a padding layer becomes that layer's own bottom."""
        item = chunk.item
        if item is None or item.name != "bottom" or not isinstance(item, Field):
            return chunk
        source = self.padding.get(string(item.raw) or "")
        bottoms = fields_by_name(source.items).get("bottom", ()) if source is not None else ()
        raw = next((leaf.raw for leaf in bottoms if isinstance(leaf, Field)), "")
        return chunk.with_value("bottom", raw) if raw else chunk


class _Fields:
    """The chunks of a V1 layer in order, with its messages by name."""

    def __init__(self) -> None:
        self.chunks: list[Chunk] = []
        self._messages: dict[str, list[Chunk]] = {}

    def add(self, message: str, chunk: Chunk, after: str = "") -> None:
        """Puts a field into a message: at the end, or after its field `after` if it has one."""
        children = self._messages.get(message)
        if children is None:
            children = self._messages[message] = []
            self.chunks.append(Chunk(text=message, children=children))
        follows = (n for n, child in enumerate(children, 1) if after and child.text.startswith(after))
        children.insert(next(follows, len(children)), chunk)


def _inner(block: Block) -> Block | None:
    return next((leaf for leaf in leaves(block.items) if leaf.name == "layer" and isinstance(leaf, Block)), None)


def _type(inner: Block | None) -> str:
    return next(iter(_strings(inner, "type")), "") if inner is not None else ""


def _strings(block: Block, name: str) -> list[str]:
    """The values of a string field."""
    return [string(leaf.raw) or "" for leaf in fields_by_name(block.items).get(name, ()) if isinstance(leaf, Field)]


def _fields_of(message: str) -> Iterable[str]:
    return schema().messages[message].fields


def _may_stay(name: str, inner: Block | None) -> bool:
    """Whether V1 has a place for a field of the connection that the nested layer does not claim."""
    claimed = {item.name for item in inner.items} if inner is not None else set()
    if name in legacy.v1_params:
        return claimed.isdisjoint(legacy.v1_params)
    return name in _fields_of("V1LayerParameter") and name not in claimed and name not in ("type", "name", "layer")


def _commented_out(text: str, item: Node, newline: str, lost: Sequence[Node] = ()) -> Edit:
    """Turns a node, or what is `lost` in it, into comments, followed by its own; the rest of its line moves."""
    begin = line_start(text, item.start)
    indent = text[begin : item.start] if not text[begin : item.start].strip() else ""
    after = _AFTER.match(text, item.end)
    assert after is not None
    code = text[item.start : item.end]
    lost_lines = [_comment_lines(text[each.start : each.end])[0] for each in lost]
    lines = (newline + indent).join([*lost_lines, *comments(code)] if lost else _comment_lines(code))
    return Edit(item.start, after.end(), lines if after[1] is None else lines + newline + indent)


def _as_comments(chunk: Chunk) -> Chunk:
    trailing = [chunk.trailing.strip(" \t\r")] if chunk.trailing else []
    return Chunk(None, [*chunk.leading, *_comment_lines(chunk.text), *trailing])


def _comment_lines(code: str) -> list[str]:
    """A node as one comment, and its own comments."""
    own, bare, last = comments(code), "", 0
    for start, end in comment_spans(code):
        bare += code[last:start]
        last = end
    return [_MARK + _BLANKS.sub(" ", bare + code[last:]).strip(" "), *own]


def _rank(chunk: Chunk) -> int:
    """The usual order of a layer: name and type, bottoms and tops, rates, transform_param, the rest."""
    if chunk.children is not None and chunk.text == "transform_param":
        return 3
    name = chunk.item.name if chunk.item is not None else ""
    if name in legacy.v1_params:
        return 2
    return {"name": 0, "type": 0, "bottom": 1, "top": 1}.get(name, 4)
