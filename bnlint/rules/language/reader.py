"""Reads the YAML of a rule file, and checks it against the definition."""

from __future__ import annotations

import re
from typing import Any

import yaml

from bnlint.rules.language import kinds
from bnlint.rules.language.definition import TABLES
from bnlint.rules.language.kinds import Kind, Required, Table
from bnlint.text.suggest import nearest

_DEEPEST = 40  # nested tables; an alias to the mapping around it has no end

#: Where a part is in the file: keys and indices.
KeyPath = tuple[str | int, ...]


class RuleFileError(ValueError):
    """A faulty rule file: ``path:line: key: what is wrong``."""


class _Loader(yaml.SafeLoader):
    """YAML in which 1e-5 is a number."""


_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)[eE][-+]?[0-9]+"), list("-+0123456789.")
)


def parse(text: str) -> Any:
    """The data of a YAML text, as `read` understands it. Raises yaml.YAMLError."""
    return yaml.load(text, _Loader)


class Reader:
    """One file: its data, and the line of each part."""

    def __init__(self, path: str, text: str, who: Required) -> None:
        self.path = path
        self.who = who
        self.lines: dict[KeyPath, int] = {(): 1}
        try:
            self._loader = _Loader(text)
            root = self._loader.get_single_node()
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise RuleFileError(f"{path}:{line}: {error.problem}") from None
        except yaml.YAMLError as error:  # characters that YAML does not allow
            raise RuleFileError(f"{path}:1: {str(error).splitlines()[0]}") from None
        self.data: dict[str, Any] = self._read(root, kinds.Ref("rule"), ())

    def error(self, key_path: KeyPath, message: str) -> RuleFileError:
        """The error to raise for the part at `key_path`, at its line or that of the nearest part above it."""
        where = ".".join(map(str, key_path)) or "the file"
        known_path = key_path
        while known_path not in self.lines:
            known_path = known_path[:-1]
        return RuleFileError(f"{self.path}:{self.lines[known_path]}: {where}: {message}")

    def _read(self, node: yaml.Node | None, kind: Kind, key_path: KeyPath) -> Any:
        if len(key_path) > _DEEPEST:
            raise self.error(key_path, "nested too deeply")
        match kind:
            case kinds.Ref():
                return self._table(node, TABLES[kind.name], key_path)
            case kinds.ListOf():
                return self._list(node, kind, key_path)
            case kinds.MapOf():
                pairs = self._pairs(node, key_path, "a mapping of field paths")
                if not pairs:
                    raise self.error(key_path, "expected a mapping of field paths")
                return {key: self._read(value, kind.kind, (*key_path, key)) for key, value in pairs.items()}
            case kinds.OneOrMore():
                if isinstance(node, yaml.SequenceNode):
                    return self._list(node, kinds.ListOf(kinds.Text(), at_least=1), key_path)
                return self._scalar(node, kinds.Text(kind.words), key_path)
            case _:
                return self._scalar(node, kind, key_path)

    def _table(self, node: yaml.Node | None, table: Table, key_path: KeyPath) -> dict[str, Any]:
        pairs = self._pairs(node, key_path, "a mapping")
        keys = {key.name: key for key in table.keys}
        read = {}
        for name, value in pairs.items():
            if name not in keys:
                raise self.error((*key_path, name), _unknown(name, sorted(keys)))
            read[name] = self._read(value, keys[name].kind, (*key_path, name))
        for key in table.keys:
            if key.required in ("always", self.who) and key.name not in read:
                raise self.error(key_path, f"missing key {key.name!r}")
        if table.one_of and not any(name in read for name in table.one_of):
            raise self.error(key_path, "expected one of the keys " + ", ".join(table.one_of))
        return read

    def _pairs(self, node: yaml.Node | None, key_path: KeyPath, expected: str) -> dict[str, yaml.Node]:
        if not isinstance(node, yaml.MappingNode):
            raise self.error(key_path, f"expected {expected}")
        pairs: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = str(key.value)
            if name in pairs:
                raise RuleFileError(f"{self.path}:{key.start_mark.line + 1}: {name}: duplicate key")
            self.lines[(*key_path, name)] = key.start_mark.line + 1
            pairs[name] = value
        return pairs

    def _list(self, node: yaml.Node | None, kind: kinds.ListOf, key_path: KeyPath) -> list[Any]:
        if not isinstance(node, yaml.SequenceNode):
            raise self.error(key_path, "expected a list")
        if len(node.value) < kind.at_least:
            raise self.error(key_path, "expected a list that is not empty")
        read = []
        for number, value in enumerate(node.value):
            self.lines[(*key_path, number)] = value.start_mark.line + 1
            read.append(self._read(value, kind.kind, (*key_path, number)))
        return read

    def _scalar(self, node: yaml.Node | None, kind: Kind, key_path: KeyPath) -> Any:
        value = None
        if isinstance(node, yaml.ScalarNode):
            try:
                value = self._loader.construct_object(node)
            except (yaml.YAMLError, ValueError):  # a tag of another language; a date that is none
                raise self.error(key_path, f"expected {expected(kind)}") from None
        if not fits(value, kind):
            blank = isinstance(kind, kinds.Text) and isinstance(value, str) and not value.strip()
            raise self.error(key_path, "expected some text" if blank else f"expected {expected(kind)}")
        return value


def _unknown(name: str, keys: list[str]) -> str:
    near = nearest(name, keys)
    return f"unknown key {name!r}; " + (f"did you mean {near!r}?" if near else f"known keys: {', '.join(keys)}")


def fits(value: object, kind: Kind) -> bool:
    """Whether a scalar is of a kind."""
    match kind:
        case kinds.Text():
            return isinstance(value, str) and bool(re.fullmatch(kind.pattern, value) if kind.pattern else value.strip())
        case kinds.Choice():
            return isinstance(value, str) and value in kind.words
        case kinds.Boolean():
            return isinstance(value, bool) and kind.only in (None, value)
        case kinds.Number():
            number = isinstance(value, (int, float)) and not isinstance(value, bool)
            return number and (not kind.whole or (isinstance(value, int) and value >= 0))
        case _:
            return isinstance(value, (bool, int, float, str))


def expected(kind: Kind) -> str:
    """A description of the scalars of a kind, for messages."""
    match kind:
        case kinds.Text():
            return kind.words
        case kinds.Choice():
            return "one of " + ", ".join(kind.words)
        case kinds.Boolean():
            return "true or false" if kind.only is None else str(kind.only).lower()
        case kinds.Number():
            return "a non-negative integer" if kind.whole else "a number"
        case _:
            return "true, false, a number or text"
