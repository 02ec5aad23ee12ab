"""Reads a rule file, and says where and how it is not what a rule file should be."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import Any

import yaml

from bnlint import files
from bnlint.diagnostics import Severity
from bnlint.edits import Applicability


class RuleFileError(ValueError):
    """A rule file that is not as it should be: ``path:line: what was expected``."""


@dataclass(frozen=True, slots=True)
class Example:
    """A net that the rule finds fault with, and what an expert (and the fix, if `fixed`) makes of it.

    `count` is how often the rule fires on `bad`, `state` the only net state in which it does (None: as the
    net itself shows), `target` the Caffe for which both are meant, `severity` that of the finding
    where it is not the rule's own.
    """

    title: str
    bad: str
    good: str | None = None
    count: int = 1
    fixed: bool = True
    state: str | None = None
    target: str | None = None
    severity: str | None = None


@dataclass(frozen=True, slots=True)
class Silent:
    """A net that looks like a case of the rule and is none."""

    title: str
    text: str
    state: str | None = None
    target: str | None = None


@dataclass(frozen=True, slots=True)
class RuleFix:
    """What the fix `does`, how safe that is and why, and what it may change and add: see `catalog.Rule`."""

    applicability: Applicability
    does: str
    safety: str = ""
    changes: tuple[str, ...] = ()
    adds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RulePage:
    """One rule file. `why` and `caffe` (what Caffe does about the fault) are Markdown."""

    path: str
    id: str
    name: str
    summary: str
    severity: Severity
    why: str
    caffe: str
    default: bool
    fix: RuleFix | None
    exceptions: tuple[str, ...]
    evidence: tuple[str, ...]
    examples: tuple[Example, ...]
    silent: tuple[Silent, ...]


_Kind = tuple[type, str]
_Place = tuple[str | int, ...]
_TEXT: _Kind = (str, "text")
_YES_OR_NO: _Kind = (bool, "true or false")
_NUMBER: _Kind = (int, "a number")
_LIST: _Kind = (list, "a list")
_MAPPING: _Kind = (dict, "a mapping")
_RULE = {
    **dict.fromkeys(("id", "name", "summary", "severity", "why", "caffe"), _TEXT),
    **dict.fromkeys(("exceptions", "evidence", "examples", "silent"), _LIST),
    "default": _YES_OR_NO,
    "fix": _MAPPING,
}
_FIX = {**dict.fromkeys(("applicability", "does", "safety"), _TEXT), "changes": _LIST, "adds": _LIST}
_EXAMPLE = {
    **dict.fromkeys(("title", "bad", "good", "state", "severity", "target"), _TEXT),
    "count": _NUMBER,
    "fixed": _YES_OR_NO,
}
_SILENT = dict.fromkeys(("title", "text", "state", "target"), _TEXT)


def load(path: str) -> RulePage:
    """The rule in a file. Raises RuleFileError for its content and OSError where it cannot be read."""
    file = _RuleFile(path)
    rule = file.mapping((), _RULE, {"id", "name", "summary", "severity", "why", "examples"})
    if not re.fullmatch(r"[A-Z]+\d{3}", rule["id"]):
        raise file.wrong(("id",), "letters and three digits, such as BN101")
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule["name"]):
        raise file.wrong(("name",), "small letters and hyphens, such as missing-scale")
    if os.path.basename(path) != f"{rule['id']}-{rule['name']}.yaml":
        raise file.wrong(("id",), f"the file to be called {rule['id']}-{rule['name']}.yaml")
    return RulePage(
        path,
        rule["id"],
        rule["name"],
        rule["summary"].strip(),
        Severity[file.word(("severity",), [severity.word for severity in Severity]).upper()],
        rule["why"],
        rule.get("caffe", ""),
        rule.get("default", True),
        _fix(file) if "fix" in rule else None,
        file.texts(("exceptions",)),
        file.texts(("evidence",)),
        tuple(Example(**each) for each in file.mappings("examples", _EXAMPLE, {"title", "bad"})),
        tuple(Silent(**each) for each in file.mappings("silent", _SILENT, {"title", "text"})),
    )


def _fix(file: _RuleFile) -> RuleFix:
    fix = file.mapping(("fix",), _FIX, {"applicability", "does"})
    applicability = file.word(("fix", "applicability"), [each.value for each in Applicability])
    changes, adds = file.texts(("fix", "changes")), file.texts(("fix", "adds"))
    return RuleFix(Applicability(applicability), fix["does"], fix.get("safety", ""), changes, adds)


class _RuleFile:
    """The YAML of one file, with the lines of its parts. A place in it is a tuple of keys and indices."""

    def __init__(self, path: str) -> None:
        self.path = path
        text = files.read(path).decode("utf-8")
        try:
            loader = yaml.SafeLoader(text)
            self.root: Any = loader.get_single_node()
            self.data: Any = loader.construct_document(self.root) if self.root else None
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise RuleFileError(f"{path}:{line}: {error.problem}") from None

    def wrong(self, place: _Place, expected: str) -> RuleFileError:
        where = ".".join(map(str, place)) or "the file"
        return RuleFileError(f"{self.path}:{self.line(place)}: {where}: expected {expected}")

    def line(self, place: _Place) -> int:
        """The line of a place, from 1: that of its key, if it has one, or of the nearest part above it."""
        node, line = self.root, 1
        for step in place:
            if isinstance(node, yaml.MappingNode):
                pair = next((pair for pair in node.value if pair[0].value == step), None)
                if pair is None:
                    break
                line, node = pair[0].start_mark.line + 1, pair[1]
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
                node = node.value[step]
                line = node.start_mark.line + 1
        return line

    def at(self, place: _Place) -> Any:
        value = self.data
        for step in place:
            value = value.get(step) if isinstance(value, dict) else value[step]
        return value

    def mapping(self, place: _Place, keys: dict[str, _Kind], required: set[str]) -> dict[str, Any]:
        """The mapping at a place, its keys and the types of their values checked."""
        found = self.at(place)
        if not isinstance(found, dict):
            raise self.wrong(place, "a mapping")
        for key, value in found.items():
            if key not in keys:
                raise self.wrong((*place, key), "no such key, but one of " + ", ".join(sorted(keys)))
            kind, words = keys[key]
            if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
                raise self.wrong((*place, key), words)
            if isinstance(value, str) and not value.strip():
                raise self.wrong((*place, key), "some text")
        if missing := sorted(required - found.keys()):
            raise self.wrong(place, f"the key {missing[0]}")
        return found

    def mappings(self, key: str, keys: dict[str, _Kind], required: set[str]) -> list[dict[str, Any]]:
        return [self.mapping((key, n), keys, required) for n in range(len(self.at((key,)) or ()))]

    def texts(self, place: _Place) -> tuple[str, ...]:
        found = self.at(place) or []
        for n, text in enumerate(found):
            if not isinstance(text, str):
                raise self.wrong((*place, n), "text")
        return tuple(found)

    def word(self, place: _Place, words: list[str]) -> str:
        found: str = self.at(place)
        if found not in words:
            raise self.wrong(place, "one of " + ", ".join(words))
        return found
