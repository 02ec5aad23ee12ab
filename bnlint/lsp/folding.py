"""Folding of blocks, and of comments of several lines."""

from __future__ import annotations

import re

from lsprotocol import types

from bnlint.lsp.open_file import OpenFile
from bnlint.prototxt.nodes import Block, walk

_COMMENTS = re.compile(r"^[ \t]*#[^\n]*(?:\n[ \t]*#[^\n]*)+", re.MULTILINE)


def folding(file: OpenFile) -> list[types.FoldingRange]:
    """The ranges of lines that can be folded; the line of a closing brace stays visible."""
    line = file.source.lines.line
    ranges = []
    for node in walk(file.document.items):
        if isinstance(node, Block):
            first, last = line(node.start), line(max(node.body_end, node.start))
            last -= 1 if file.text[node.body_end : node.end] in ("}", ">") else 0
            if last > first:
                ranges.append(types.FoldingRange(first, last))
    for match in _COMMENTS.finditer(file.text):
        first, last = line(match.start()), line(match.end())
        ranges.append(types.FoldingRange(first, last, kind=types.FoldingRangeKind.Comment))
    return ranges
