"""Templates of messages and layers: text with ``{{name}}`` in it, and what may stand between the braces."""

from __future__ import annotations

import re

from bnlint.prototxt.nodes import Block, leaves
from bnlint.prototxt.parser import parse
from bnlint.rules.language import paths
from bnlint.rules.language.reader import Place, Reader
from bnlint.text.suggest import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from bnlint.prototxt.nodes import Node

    #: The fields of a layer that is inserted: (name, value as written) or (name, its fields).
    Tree: TypeAlias = "list[tuple[str, str | Tree]]"

VARIABLE = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
#: What a template may name besides fields.
PLAIN = ("name", "type", "bottom", "top", "phase", "feeds", "fed_by")


def check(reader: Reader, place: Place, text: str, neighbours: set[str]) -> None:
    """Raises RuleFileError for a name between braces that says nothing.

    `neighbours` are those of ``feeds`` and ``fed_by`` that the rule's `match` has at its top.
    """
    for variable in VARIABLE.findall(text):
        if variable in ("feeds", "fed_by"):
            if variable not in neighbours:
                raise reader.wrong(place, f"match to have {variable}, which {{{{{variable}}}}} names a layer of")
        elif variable not in PLAIN:
            found = next((each for each in paths.find(variable) if not isinstance(each, str)), None)
            if found is None:
                near = nearest(variable, PLAIN)
                hint = f"did you mean {near}?" if near else f"or one of {', '.join(PLAIN)}"
                raise reader.wrong(place, f"{{{{{variable}}}}} to be the path of a field; {hint}")
            if found.kind == "message":
                raise reader.wrong(place, f"{{{{{variable}}}}} to be no message, but a field of it")
    if re.search(r"\{\{|\}\}", VARIABLE.sub("", text)):
        raise reader.wrong(place, "each {{ to be closed by }}")


def layer(reader: Reader, place: Place, text: str) -> Tree:
    """The layer that a template describes. Raises RuleFileError where it is no prototxt, or no layer."""
    names: list[str] = []

    def hide(match: re.Match[str]) -> str:
        names.append(match[0])
        return f"__{len(names) - 1}__"

    document = parse(VARIABLE.sub(hide, text))
    if document.faults:
        raise reader.wrong(place, f"prototxt: {document.faults[0].message}")
    tree = _tree(document.items, names)
    needed = ("name", "type")
    if any(name not in dict(tree) for name in needed):
        raise reader.wrong(place, "a name and a type: the fields of a layer, without layer { }")
    if VARIABLE.search(str(dict(tree)["type"])):
        raise reader.wrong(place, "a type without {{ }}")
    for name, _ in tree:
        paths.check(reader, place, name)
    return tree


def _tree(items: list[Node], names: list[str]) -> Tree:
    return [
        (leaf.name, _tree(leaf.items, names) if isinstance(leaf, Block) else _shown(leaf.raw, names))
        for leaf in leaves(items)
    ]


def _shown(raw: str, names: list[str]) -> str:
    return re.sub(r"__(\d+)__", lambda match: names[int(match[1])], raw)
