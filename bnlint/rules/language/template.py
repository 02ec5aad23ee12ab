"""Templates of messages and layers: text with ``{{name}}``, and what the braces may contain."""

from __future__ import annotations

import re

from bnlint.prototxt.nodes import Block, leaves
from bnlint.prototxt.parser import parse
from bnlint.rules.language import paths
from bnlint.rules.language.reader import KeyPath, Reader
from bnlint.text.suggest import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from bnlint.prototxt.nodes import Node

    #: The fields of a layer that is inserted: (name, value as written) or (name, its fields).
    Tree: TypeAlias = "list[tuple[str, str | Tree]]"

VARIABLE = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
#: What a template may contain besides fields.
PLAIN = ("name", "type", "bottom", "top", "phase", "feeds", "fed_by")


def check(reader: Reader, key_path: KeyPath, text: str, neighbours: set[str]) -> None:
    """Raises RuleFileError for an unknown name between braces.

    `neighbours`: which of ``feeds`` and ``fed_by`` the rule has at the top of its `match`.
    """
    for variable in VARIABLE.findall(text):
        if variable in ("feeds", "fed_by"):
            if variable not in neighbours:
                raise reader.error(key_path, f"{{{{{variable}}}}} needs the key {variable!r} in match")
        elif variable not in PLAIN:
            field = next((result for result in paths.find(variable) if not isinstance(result, str)), None)
            if field is None:
                near = nearest(variable, PLAIN)
                hint = f"did you mean {near!r}?" if near else f"expected a field or one of {', '.join(PLAIN)}"
                raise reader.error(key_path, f"unknown {{{{{variable}}}}}; {hint}")
            if field.kind == "message":
                raise reader.error(key_path, f"{{{{{variable}}}}} is a message: name one of its fields")
    if re.search(r"\{\{|\}\}", VARIABLE.sub("", text)):
        raise reader.error(key_path, "unbalanced {{ and }}")


def layer(reader: Reader, key_path: KeyPath, text: str) -> Tree:
    """The layer that a template describes. Raises RuleFileError for invalid prototxt, or no layer."""
    names: list[str] = []

    def hide(match: re.Match[str]) -> str:
        names.append(match[0])
        return f"__{len(names) - 1}__"

    document = parse(VARIABLE.sub(hide, text))
    if document.faults:
        raise reader.error(key_path, f"invalid prototxt: {document.faults[0].message}")
    tree = _tree(document.items, names)
    needed = ("name", "type")
    if any(name not in dict(tree) for name in needed):
        raise reader.error(key_path, "expected the fields of a layer, with its name and type, without layer { }")
    if VARIABLE.search(str(dict(tree)["type"])):
        raise reader.error(key_path, "the type must not contain {{ }}")
    for name, _ in tree:
        paths.check(reader, key_path, name)
    return tree


def _tree(items: list[Node], names: list[str]) -> Tree:
    return [
        (leaf.name, _tree(leaf.items, names) if isinstance(leaf, Block) else _shown(leaf.raw, names))
        for leaf in leaves(items)
    ]


def _shown(raw: str, names: list[str]) -> str:
    return re.sub(r"__(\d+)__", lambda match: names[int(match[1])], raw)
