"""Frames: nets that several examples share."""

from __future__ import annotations

import os

from bnlint.prototxt.nodes import Block, leaves
from bnlint.prototxt.parser import parse
from bnlint.text import files
from bnlint.text.suggest import nearest

FOLDER = "frames"
_EXAMPLE = "{{example}}\n"
_LAST = "{{last}}"


class FrameError(ValueError):
    """A frame that does not exist, or has no line for the example."""


def read(name: str, folders: tuple[str, ...]) -> str:
    """The text of the frame `name`, from the first of `folders` that has it. Raises FrameError and OSError."""
    for folder in folders:
        path = os.path.join(folder, FOLDER, f"{name}.prototxt")
        if os.path.isfile(path):
            text = files.read(path).decode("utf-8", "replace")
            if text.count(_EXAMPLE) != 1:
                raise FrameError(f"frame {path} needs exactly one line {_EXAMPLE.strip()}")
            return text
    known = sorted({known for folder in folders for known in _names(os.path.join(folder, FOLDER))})
    near = nearest(name, known)
    hint = f"did you mean {near!r}?" if near else f"known frames: {', '.join(known) or 'none'}"
    raise FrameError(f"unknown frame {name!r}; {hint}")


def _names(folder: str) -> list[str]:
    if not os.path.isdir(folder):
        return []
    return [name.removesuffix(".prototxt") for name in os.listdir(folder) if name.endswith(".prototxt")]


def put(frame: str, text: str) -> tuple[str, int]:
    """`text` in a frame, and the offset at which it starts there.

    ``{{last}}`` in the frame becomes the last top of the last layer of `text`.
    """
    before, _, after = frame.partition(_EXAMPLE)
    if text and not text.endswith("\n"):
        text += "\n"
    if _LAST in frame:
        top = last_top(text)
        before, after = before.replace(_LAST, top), after.replace(_LAST, top)
    return before + text + after, len(before)


def last_top(text: str) -> str:
    """The last top of the last layer with tops; empty if no layer has any."""
    for layer in reversed([item for item in parse(text).items if isinstance(item, Block)]):
        tops = [leaf.raw for leaf in leaves(layer.items) if leaf.name == "top" and not isinstance(leaf, Block)]
        if tops:
            return tops[-1].strip("\"'")
    return ""
