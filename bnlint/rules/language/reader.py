"""Reads the YAML of a rule file by the definition, and says where and how it is not what it should be."""

from __future__ import annotations

import re
from typing import Any

import yaml

from bnlint.rules.language import kinds
from bnlint.rules.language.definition import TABLES
from bnlint.rules.language.kinds import Kind, Needed, Table

_DEEP = 40  # tables in tables; an alias to the mapping that it stands in has no end

Place = tuple[str | int, ...]


class RuleFileError(ValueError):
    """A rule file that is not as it should be: ``path:line: place: what was expected``."""


class _Loader(yaml.SafeLoader):
    """YAML as it was meant: 1e-5 is a number."""


_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)[eE][-+]?[0-9]+"), list("-+0123456789.")
)


def parse(text: str) -> Any:
    """The data of a YAML text, as `read` understands it. Raises yaml.YAMLError."""
    return yaml.load(text, _Loader)


class Reader:
    """One file: its data, and the line of each part. A place in it is a tuple of keys and indices."""

    def __init__(self, path: str, text: str, who: Needed) -> None:
        self.path = path
        self.who = who
        self.lines: dict[Place, int] = {(): 1}
        try:
            self._loader = _Loader(text)
            root = self._loader.get_single_node()
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise RuleFileError(f"{path}:{line}: {error.problem}") from None
        except yaml.YAMLError as error:  # characters that YAML does not allow
            raise RuleFileError(f"{path}:1: {str(error).splitlines()[0]}") from None
        self.data: dict[str, Any] = self._read(root, kinds.Ref("rule"), ())

    def wrong(self, place: Place, expected: str) -> RuleFileError:
        """The error to raise for the part at `place`, at its line or that of the nearest part above it."""
        where = ".".join(map(str, place)) or "the file"
        at = place
        while at not in self.lines:
            at = at[:-1]
        return RuleFileError(f"{self.path}:{self.lines[at]}: {where}: expected {expected}")

    def _read(self, node: yaml.Node | None, kind: Kind, place: Place) -> Any:
        if len(place) > _DEEP:
            raise self.wrong(place, "no more tables in tables")
        match kind:
            case kinds.Ref():
                return self._table(node, TABLES[kind.name], place)
            case kinds.ListOf():
                return self._list(node, kind, place)
            case kinds.MapOf():
                pairs = self._pairs(node, place, "a mapping of field paths")
                if not pairs:
                    raise self.wrong(place, "a mapping of field paths")
                return {key: self._read(value, kind.kind, (*place, key)) for key, value in pairs.items()}
            case kinds.OneOrMore():
                if isinstance(node, yaml.SequenceNode):
                    return self._list(node, kinds.ListOf(kinds.Text(), few=1), place)
                return self._scalar(node, kinds.Text(kind.words), place)
            case _:
                return self._scalar(node, kind, place)

    def _table(self, node: yaml.Node | None, table: Table, place: Place) -> dict[str, Any]:
        pairs = self._pairs(node, place, "a mapping")
        keys = {key.name: key for key in table.keys}
        read = {}
        for name, value in pairs.items():
            if name not in keys:
                raise self.wrong((*place, name), "no such key, but one of " + ", ".join(sorted(keys)))
            read[name] = self._read(value, keys[name].kind, (*place, name))
        for key in table.keys:
            if key.needed in ("always", self.who) and key.name not in read:
                raise self.wrong(place, f"the key {key.name}")
        if table.one_of and not any(name in read for name in table.one_of):
            raise self.wrong(place, "one of the keys " + ", ".join(table.one_of))
        return read

    def _pairs(self, node: yaml.Node | None, place: Place, expected: str) -> dict[str, yaml.Node]:
        if not isinstance(node, yaml.MappingNode):
            raise self.wrong(place, expected)
        pairs: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = str(key.value)
            if name in pairs:
                raise RuleFileError(f"{self.path}:{key.start_mark.line + 1}: {name}: expected this key only once")
            self.lines[(*place, name)] = key.start_mark.line + 1
            pairs[name] = value
        return pairs

    def _list(self, node: yaml.Node | None, kind: kinds.ListOf, place: Place) -> list[Any]:
        if not isinstance(node, yaml.SequenceNode):
            raise self.wrong(place, "a list")
        if len(node.value) < kind.few:
            raise self.wrong(place, "a list that is not empty")
        read = []
        for number, value in enumerate(node.value):
            self.lines[(*place, number)] = value.start_mark.line + 1
            read.append(self._read(value, kind.kind, (*place, number)))
        return read

    def _scalar(self, node: yaml.Node | None, kind: Kind, place: Place) -> Any:
        found = None
        if isinstance(node, yaml.ScalarNode):
            try:
                found = self._loader.construct_object(node)
            except (yaml.YAMLError, ValueError):  # a tag of another language; a date that is none
                raise self.wrong(place, expected(kind)) from None
        if not fits(found, kind):
            blank = isinstance(kind, kinds.Text) and isinstance(found, str) and not found.strip()
            raise self.wrong(place, "some text" if blank else expected(kind))
        return found


def fits(value: object, kind: Kind) -> bool:
    """Whether a scalar is of a kind."""
    match kind:
        case kinds.Text():
            return isinstance(value, str) and bool(re.fullmatch(kind.pattern, value) if kind.pattern else value.strip())
        case kinds.Words():
            return isinstance(value, str) and value in kind.words
        case kinds.YesNo():
            return isinstance(value, bool) and kind.only in (None, value)
        case kinds.Number():
            number = isinstance(value, (int, float)) and not isinstance(value, bool)
            return number and (not kind.whole or (isinstance(value, int) and value >= 0))
        case _:
            return isinstance(value, (bool, int, float, str))


def expected(kind: Kind) -> str:
    """What a scalar of a kind is, in words."""
    match kind:
        case kinds.Text():
            return kind.words
        case kinds.Words():
            return "one of " + ", ".join(kind.words)
        case kinds.YesNo():
            return "true or false" if kind.only is None else str(kind.only).lower()
        case kinds.Number():
            return "a number that is whole and not negative" if kind.whole else "a number"
        case _:
            return "true, false, a number or text"
