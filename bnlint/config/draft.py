"""Writes a configuration file for a repository, with a comment on each key that says why it is there."""

from __future__ import annotations

import json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_WIDTH = 100
_HEAD = "The configuration of bnlint. `bnlint config` shows all keys and their values."


def render(
    caffe: Iterable[str], exclude: tuple[str, ...] = (), deploy: tuple[str, ...] = (), fine_tune: tuple[str, ...] = ()
) -> str:
    """The text of ``bnlint.toml``. `caffe` are lines about the Caffe of the files; the others are patterns."""
    parts = [comment(_HEAD), list(caffe)]
    if exclude:
        why = "Templates: a program fills them in before Caffe reads them."
        parts.append([*comment(why), f"exclude = {_list(exclude)}"])
    kinds = []
    if deploy:
        kinds += [*comment("Nets for inference: checked only in phase TEST."), f"deploy = {_list(deploy)}"]
    if fine_tune:
        why = "Training starts from a trained model, and its statistics stay frozen."
        kinds += [*comment(why), f"fine-tune = {_list(fine_tune)}"]
    if kinds:
        parts.append(["[file-kinds]", *kinds])
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


def comment(text: str) -> list[str]:
    """A text as lines of comment."""
    lines = ["#"]
    for word in text.split():
        if len(lines[-1]) + 1 + len(word) > _WIDTH:
            lines.append("#")
        lines[-1] += f" {word}"
    return lines


def assignment(key: str, value: str) -> str:
    """A line that sets a key to a text."""
    return f"{key} = {_text(value)}"


def _list(values: tuple[str, ...]) -> str:
    one_line = f"[{', '.join(map(_text, values))}]"
    if len(one_line) <= _WIDTH:
        return one_line
    return "[\n" + "".join(f"  {_text(value)},\n" for value in values) + "]"


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
