"""Step 1 on the text: padding layers fold away, nested `layer { }` unfold, fields gather in their messages."""

from __future__ import annotations

import re

from bnlint.caffe.net import v0 as views
from bnlint.caffe.net.message import index
from bnlint.caffe.schema import legacy
from bnlint.caffe.schema.messages import schema
from bnlint.prototxt.nodes import Block, Document, Field, leaves
from bnlint.prototxt.removal import comments, line_start, remove
from bnlint.prototxt.style import Style
from bnlint.prototxt.values import string
from bnlint.text.edits import Edit
from bnlint.upgrade.rewrite.chunks import Chunk, chunks, render

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from bnlint.prototxt.nodes import Node

_FOLLOWS = re.compile(r"[ \t]*[;,]?[ \t]*(?=[^ \t\r\n])")
_MARK = "# dropped by Caffe's upgrade: "


class Lost:
    """Something that Caffe's upgrade drops: it stays as a comment, or as it is (`kept`).

    `where` names the layer, or is empty for a field of the net.
    """

    __slots__ = ("end", "kept", "name", "start", "where")

    def __init__(self, node: Node, where: str, kept: bool = False) -> None:
        self.kept = kept
        self.name = node.name
        self.start = node.start
        self.end = node.end
        self.where = where


def rewrite(document: Document, newline: str, lost: list[Lost] | None = None, keep: bool = False) -> list[Edit]:
    """The edits that turn a V0 net into V1; what Caffe drops without a word goes to `lost` and stays as a comment.

    With `keep` it stays as it is, where V1 has a field of that name.
    """
    blocks = [leaf for leaf in leaves(document.items) if leaf.name == "layers" and isinstance(leaf, Block)]
    if not any(views.connects(block) for block in blocks):
        return []
    dropped: list[Lost] = [] if lost is None else lost
    text = document.text
    edits: list[Edit] = []
    padding: dict[str, Block] = {}
    gone: list[Node] = []
    for item in document.items:
        if item.name not in legacy.v0_net_fields and item.name:
            kept = keep and item.name in _fields_of("NetParameter")
            dropped.append(Lost(item, "", kept))
            if not kept:
                edits.append(_commented(text, item, newline))
    for block in blocks:
        inner = _inner(block)
        if _type(inner) == "padding":
            gone.append(block)
            padding.update((name, block) for name in _names(block, "top"))
            continue
        edits.append(_layer(text, block, inner, padding, newline, dropped, keep))
        for name in _names(block, "top"):
            padding.pop(name, None)
    for node in gone:
        edits += remove(text, [node], newline, blank_before=True)
    return sorted(edits)


def _inner(block: Block) -> Block | None:
    return next((leaf for leaf in leaves(block.items) if leaf.name == "layer" and isinstance(leaf, Block)), None)


def _type(inner: Block | None) -> str:
    found = index(inner.items).get("type", ()) if inner is not None else ()
    return next((string(leaf.raw) or "" for leaf in found if isinstance(leaf, Field)), "")


def _names(block: Block, name: str) -> list[str]:
    return [string(leaf.raw) or "" for leaf in index(block.items).get(name, ()) if isinstance(leaf, Field)]


def _commented(text: str, item: Node, newline: str) -> Edit:
    """A node as a comment, its own comments after it; what follows on its line goes to the next."""
    begin = line_start(text, item.start)
    indent = text[begin : item.start] if not text[begin : item.start].strip() else ""
    follows = _FOLLOWS.match(text, item.end)
    lines = (newline + indent).join(_as_comments(text[item.start : item.end]))
    return Edit(item.start, follows.end() if follows else item.end, lines + newline + indent if follows else lines)


def _as_comments(code: str) -> list[str]:
    """What a node says as one comment, and its own comments."""
    own = comments(code)
    for comment in own:
        code = code.replace(comment, "", 1)
    return [_MARK + " ".join(code.split()), *own]


def _fields_of(message: str) -> Iterable[str]:
    return schema().messages[message].fields


def _layer(
    text: str,
    block: Block,
    inner: Block | None,
    padding: dict[str, Block],
    newline: str,
    dropped: list[Lost],
    keep: bool,
) -> Edit:
    """The whole block anew, item by item, each with the comments before and behind it."""
    style = Style(text, block, newline)
    type_ = _type(inner)
    name = next(iter(_names(inner, "name")), "") if inner is not None else ""
    parts: list[Chunk] = []
    for chunk in chunks(text, block):
        if chunk.item is not None and chunk.item is inner:
            fields = _fields(text, inner, type_, _pad(text, block, padding), name, dropped)
            parts += fields or [Chunk(None, [], "", "")]
            parts[-len(fields) or -1].before[:0] = chunk.before
            parts.append(Chunk(None, [chunk.behind.strip()] if chunk.behind else [], "", ""))
        elif chunk.item is None or chunk.item.name in ("bottom", "top"):
            parts.append(_unpadded(text, chunk, padding))
        else:
            kept = keep and _may_stay(chunk.item.name, inner)
            dropped.append(Lost(chunk.item, name, kept))
            parts.append(chunk if kept else _lost(chunk))
    return Edit(block.start, block.end, render("layers", sorted(parts, key=_rank), style))


def _may_stay(name: str, inner: Block | None) -> bool:
    """Whether a field of the connection has a place in V1 that the nested layer does not claim."""
    claimed = {item.name for item in inner.items} if inner is not None else set()
    if name in legacy.v1_params:
        return claimed.isdisjoint(legacy.v1_params)
    return name in _fields_of("V1LayerParameter") and name not in claimed and name not in ("type", "name", "layer")


def _fields(text: str, inner: Block, type_: str, pad: str | None, name: str, dropped: list[Lost]) -> list[Chunk]:
    """What the nested layer says, sorted into the messages of V1; each message at the place of its first field."""
    found: list[Chunk] = []
    messages: dict[str, Chunk] = {}
    padded = False
    for chunk in chunks(text, inner):
        item = chunk.item
        if item is None or item.name in legacy.v0_kept:
            found.append(chunk)
            continue
        if item.name == "type":
            enum = legacy.v0_types.get(type_, type_)
            found.append(chunk.saying("type", enum))
            continue
        place = legacy.v0_destination(type_, item.name)
        if place is None:
            dropped.append(Lost(item, name))
            found.append(_lost(chunk))
        elif len(place) == 1:
            found.append(chunk)
        else:
            if item.name == "pad" and pad is not None:
                chunk, padded = chunk.saying("pad", pad), True
            _gather(found, messages, place[0], chunk.named(place[1]))
    if pad is not None and not padded:
        target = legacy.v0_destination(type_, "pad")
        if target is not None:
            _gather(found, messages, target[0], Chunk(None, [], f"pad: {pad}", ""), behind="kernel_size")
    return found


def _gather(found: list[Chunk], messages: dict[str, Chunk], name: str, chunk: Chunk, behind: str = "") -> None:
    """Puts a piece into the message `name`: at its end, or behind its field `behind`."""
    if name not in messages:
        messages[name] = Chunk(None, [], name, "", children=[])
        found.append(messages[name])
    children = messages[name].children
    assert children is not None
    place = next((n for n, child in enumerate(children, 1) if behind and child.text.startswith(behind)), len(children))
    children.insert(place, chunk)


def _pad(text: str, block: Block, padding: dict[str, Block]) -> str | None:
    """The pad of the padding layer that makes the block's bottom, as written (0 where it says nothing)."""
    for bottom in _names(block, "bottom"):
        source = padding.get(bottom)
        if source is not None:
            inner = _inner(source)
            found = index(inner.items).get("pad", ()) if inner is not None else ()
            return next((leaf.raw for leaf in found if isinstance(leaf, Field)), "0")
    return None


def _unpadded(text: str, chunk: Chunk, padding: dict[str, Block]) -> Chunk:
    """A bottom that a padding layer made becomes that layer's own bottom."""
    item = chunk.item
    if item is None or item.name != "bottom" or not isinstance(item, Field):
        return chunk
    source = padding.get(string(item.raw) or "")
    if source is None:
        return chunk
    found = [leaf for leaf in index(source.items).get("bottom", ()) if isinstance(leaf, Field)]
    return chunk.saying("bottom", found[0].raw) if found else chunk


def _lost(chunk: Chunk) -> Chunk:
    behind = [chunk.behind.strip()] if chunk.behind else []
    return Chunk(None, [*chunk.before, *_as_comments(chunk.text), *behind], "", "")


def _rank(chunk: Chunk) -> int:
    """Where a piece of a layer usually stands: name and type, bottoms and tops, rates, transform_param, the rest."""
    if chunk.children is not None and chunk.text == "transform_param":
        return 3
    name = chunk.item.name if chunk.item is not None else ""
    if name in legacy.v1_params:
        return 2
    return {"name": 0, "type": 0, "bottom": 1, "top": 1}.get(name, 4)
