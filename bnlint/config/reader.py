"""Reads one configuration file by the definition of its keys, and says where it is not as it should be."""

from __future__ import annotations

import os

from bnlint.config import ConfigError as ConfigError  # who reads a file needs it
from bnlint.config.keys import BY_NAME, SELECTOR, Kind, words_of
from bnlint.text import files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from yaml import Node

    Place = tuple[str | int, ...]

#: The names of configuration files; where a folder has several, the first counts.
NAMES = ("bnlint.toml", ".bnlint.yaml", "pyproject.toml")
_PROJECT = "pyproject.toml"


class ConfigFile:
    """A configuration file: its values by key, as plain data in which lists are tuples and tables are tuples of pairs.

    Selectors of rules are in capital letters.
    """

    __slots__ = ("_lines", "_where", "path", "values")

    def __init__(self, path: str, data: dict[str, Any], lines: _Toml | _Yaml, where: Place) -> None:
        self.path = path
        self._lines = lines
        self._where = where
        self.values: dict[str, Any] = {}
        for name, value in data.items():
            if name not in BY_NAME:
                raise self.wrong((name,), f"no such key; {_hint(str(name), tuple(BY_NAME))}")
            self.values[name] = self._read(value, BY_NAME[name].kind, (name,))

    def line(self, *place: str | int) -> int:
        """The line (from 1) on which a part of the file stands, or the nearest part around it that is found."""
        return self._lines.line((*self._where, *place))

    def wrong(self, place: Place, why: str) -> ConfigError:
        """The error to raise for the part at `place`."""
        name = ".".join(map(str, place)) or "the file"
        return ConfigError(f"{self.path}:{self.line(*place)}: {name}: {why}")

    def _read(self, value: object, kind: Kind, place: Place) -> object:
        form = kind.form
        if form == "either" and isinstance(value, (bool, str)):
            assert kind.of and kind.names
            return self._read(value, kind.of if isinstance(value, bool) else kind.names, place)
        if form == "flag" and isinstance(value, bool):
            return value
        if form == "list" and isinstance(value, list):
            assert kind.of
            return tuple(self._read(each, kind.of, (*place, n)) for n, each in enumerate(value))
        if form in ("map", "table") and isinstance(value, dict):
            return tuple(self._pairs(value, kind, place))
        if form == "word" and isinstance(value, str):
            if value not in words_of(kind):
                raise self.wrong(place, f"expected {kind.says}, not {value!r}; {_hint(value, words_of(kind))}")
            return value
        if form == "text" and isinstance(value, str) and _matches(kind.pattern, value):
            return value.upper() if kind is SELECTOR else value
        raise self.wrong(place, f"expected {kind.says}")

    def _pairs(self, value: dict[str, Any], kind: Kind, place: Place) -> Iterator[tuple[object, object]]:
        assert kind.of
        for name, each in value.items():
            inner = (*place, name)
            if kind.names is not None:
                key = self._read(name, kind.names, inner)
            elif name in words_of(kind):
                key = name
            else:
                raise self.wrong(inner, f"no such key; {_hint(str(name), words_of(kind))}")
            yield key, self._read(each, kind.of, inner)


def read(path: str) -> ConfigFile | None:
    """The configuration in a file; None for a pyproject.toml that has none.

    Raises ConfigError for its content and OSError where it cannot be read.
    """
    data = files.read(path)
    project = os.path.basename(path) == _PROJECT
    if project and b"bnlint" not in data:
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}:{data[: error.start].count(10) + 1}: expected UTF-8") from None
    if path.endswith((".yaml", ".yml")):
        yaml = _Yaml(path, text)
        return ConfigFile(path, yaml.data, yaml, ())
    toml = _Toml(path, text)
    if not project:
        return ConfigFile(path, toml.data, toml, ())
    tools = toml.data.get("tool")
    own = tools.get("bnlint") if isinstance(tools, dict) else None
    if own is None:
        return None
    if not isinstance(own, dict):
        raise ConfigError(f"{path}:{toml.line(('tool', 'bnlint'))}: tool.bnlint: expected a table")
    return ConfigFile(path, own, toml, ("tool", "bnlint"))


class _Toml:
    """TOML, of which tomllib gives no lines: they are looked for when an error, or somebody, asks."""

    __slots__ = ("_texts", "data")

    def __init__(self, path: str, text: str) -> None:
        import tomllib

        self._texts = text.splitlines()
        try:
            self.data = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise ConfigError(f"{path}:{self._line_of(str(error))}: {str(error).partition(' (at ')[0]}") from None

    def _line_of(self, message: str) -> int:
        digits = message.rpartition("(at line ")[2].partition(",")[0]
        return int(digits) if digits.isdigit() else max(len(self._texts), 1)

    def line(self, place: Place) -> int:
        for length in range(len(place), 0, -1):
            if found := self._find(place[:length]):
                return found
        return 1

    def _find(self, place: Place) -> int:
        """The first line with which the part is there, while what stands before it can be read by itself."""
        if isinstance(place[-1], int):
            return self._element(place)
        for number, line in enumerate(self._texts):
            if place[-1] in line and not _has(self._upto(number), place):
                after = next((found for n in range(number, len(self._texts)) if (found := self._upto(n + 1))), None)
                if self._upto(number) is not None and _has(after, place):
                    return number + 1
        return 0

    def _element(self, place: Place) -> int:
        """The line of an element of a list: that on which its text stands, from the line of the list on."""
        start = self._find(place[:-1])
        value: Any = self.data
        for step in place:
            value = value[step]
        lines = range(start, len(self._texts) + 1) if start else ()
        quoted = (f'"{value}"', f"'{value}'") if isinstance(value, str) else (str(value),)
        return next((n for n in lines if any(text in self._texts[n - 1] for text in quoted)), 0)

    def _upto(self, number: int) -> dict[str, Any] | None:
        import tomllib

        try:
            return tomllib.loads("\n".join(self._texts[:number]) + "\n")
        except tomllib.TOMLDecodeError:
            return None


class _Yaml:
    """YAML, whose parser knows the line of each node."""

    __slots__ = ("_places", "data")

    def __init__(self, path: str, text: str) -> None:
        import yaml

        self._places: dict[Place, int] = {}
        try:
            root = yaml.compose(text, yaml.SafeLoader)
            self.data = yaml.safe_load(text) or {}
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise ConfigError(f"{path}:{line}: {error.problem}") from None
        except (yaml.YAMLError, ValueError) as error:
            raise ConfigError(f"{path}:1: {str(error).splitlines()[0]}") from None
        if not isinstance(self.data, dict):
            raise ConfigError(f"{path}:1: the file: expected a mapping of keys")
        self._note(root, (), path)

    def _note(self, node: Node | None, place: Place, path: str) -> None:
        value: Any = node.value if node is not None else ()
        if node is None or isinstance(value, str) or len(place) > 4:
            return
        for number, each in enumerate(value):
            key, inner = each if isinstance(each, tuple) else (each, each)
            step = key.value if isinstance(each, tuple) else number
            if isinstance(step, (str, int)):
                if (*place, step) in self._places:
                    raise ConfigError(f"{path}:{key.start_mark.line + 1}: {step}: expected this key only once")
                self._places[(*place, step)] = key.start_mark.line + 1
                self._note(inner, (*place, step), path)

    def line(self, place: Place) -> int:
        while place and place not in self._places:
            place = place[:-1]
        return self._places.get(place, 1)


def _has(data: Any, place: Place) -> bool:
    for step in place:
        if not isinstance(data, dict) or step not in data:
            return False
        data = data[step]
    return True


def _matches(pattern: str, value: str) -> bool:
    import re

    return re.search(pattern, value) is not None


def _hint(word: str, words: tuple[str, ...]) -> str:
    from bnlint.text.suggest import nearest

    near = nearest(word, words)
    return f"did you mean {near}?" if near else f"known are {', '.join(words)}"
