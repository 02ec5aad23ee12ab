"""Reads a configuration file, and reports what is invalid with its line."""

from __future__ import annotations

import os
import re
import tomllib

from bnlint.config import ConfigError
from bnlint.config.keys import BY_NAME, SELECTOR, Kind, caffe_hint, is_caffe, words_of
from bnlint.text import files
from bnlint.text.suggest import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from yaml import Node

    #: The keys and list indices that lead to a part of the file.
    KeyPath = tuple[str | int, ...]

_PROJECT = "pyproject.toml"


class ConfigFile:
    """A configuration file: its values by key, as plain data in which lists are tuples and tables are tuples of pairs.

    Selectors of rules are in capital letters.
    """

    __slots__ = ("_lines", "_root", "path", "values")

    def __init__(self, path: str, data: dict[str, Any], lines: _Toml | _Yaml, root: KeyPath) -> None:
        self.path = path
        self._lines = lines
        self._root = root
        self.values: dict[str, Any] = {}
        for name, value in data.items():
            if name not in BY_NAME:
                raise self.error((name,), f"unknown key; {_hint(str(name), tuple(BY_NAME), 'keys')}")
            self.values[name] = self._read(value, BY_NAME[name].kind, (name,))

    def line(self, *keys: str | int) -> int:
        """The line (from 1) of a part of the file, or of the nearest enclosing part that is found."""
        return self._lines.line((*self._root, *keys))

    def error(self, keys: KeyPath, why: str) -> ConfigError:
        """The error to raise for a part of the file."""
        name = ".".join(map(str, keys)) or "the file"
        return ConfigError(f"{self.path}:{self.line(*keys)}: {name}: {why}")

    def _read(self, value: object, kind: Kind, keys: KeyPath) -> object:
        form = kind.form
        if form == "either" and isinstance(value, (bool, str)):
            assert kind.of and kind.names
            return self._read(value, kind.of if isinstance(value, bool) else kind.names, keys)
        if form == "flag" and isinstance(value, bool):
            return value
        if form == "list" and isinstance(value, list):
            assert kind.of
            return tuple(self._read(each, kind.of, (*keys, n)) for n, each in enumerate(value))
        if form == "texts" and isinstance(value, (str, list)):
            assert kind.of
            if isinstance(value, str):
                return (self._read(value, kind.of, keys),)
            return tuple(self._read(each, kind.of, (*keys, n)) for n, each in enumerate(value))
        if form in ("map", "table") and isinstance(value, dict):
            return tuple(self._pairs(value, kind, keys))
        if form == "word" and isinstance(value, str):
            if value not in words_of(kind):
                words = words_of(kind)
                hint = caffe_hint(value, words) if is_caffe(kind) else _hint(value, words, "values")
                raise self.error(keys, f"expected {kind.description}, not {value!r}; {hint}")
            return value
        if form == "text" and isinstance(value, str) and _matches(kind.pattern, value):
            return value.upper() if kind is SELECTOR else value
        raise self.error(keys, f"expected {kind.description}")

    def _pairs(self, value: dict[str, Any], kind: Kind, keys: KeyPath) -> Iterator[tuple[object, object]]:
        assert kind.of
        for name, each in value.items():
            inner = (*keys, name)
            if kind.names is not None:
                key = self._read(name, kind.names, inner)
            elif name in words_of(kind):
                key = name
            else:
                raise self.error(inner, f"unknown key; {_hint(str(name), words_of(kind), 'keys')}")
            yield key, self._read(each, kind.of, inner)


def read(path: str) -> ConfigFile | None:
    """The configuration in a file; None for a pyproject.toml without one.

    Raises ConfigError if it is invalid and OSError if it cannot be read.
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
    """TOML. tomllib reports no line numbers, so lines are searched for when they are needed."""

    __slots__ = ("_texts", "data")

    def __init__(self, path: str, text: str) -> None:
        self._texts = text.splitlines()
        try:
            self.data = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise ConfigError(f"{path}:{self._line_of(str(error))}: {str(error).partition(' (at ')[0]}") from None

    def _line_of(self, message: str) -> int:
        digits = message.rpartition("(at line ")[2].partition(",")[0]
        return int(digits) if digits.isdigit() else max(len(self._texts), 1)

    def line(self, keys: KeyPath) -> int:
        for length in range(len(keys), 0, -1):
            if line := self._find(keys[:length]):
                return line
        return 1

    def _find(self, keys: KeyPath) -> int:
        """The first line with which the part exists, if the lines before it are valid TOML by themselves."""
        if isinstance(keys[-1], int):
            return self._element(keys)
        for number, line in enumerate(self._texts):
            if keys[-1] in line and not _has(self._upto(number), keys):
                after = next((data for n in range(number, len(self._texts)) if (data := self._upto(n + 1))), None)
                if self._upto(number) is not None and _has(after, keys):
                    return number + 1
        return 0

    def _element(self, keys: KeyPath) -> int:
        """The line of a list element: the first with its text, from the line of the list on."""
        start = self._find(keys[:-1])
        value: Any = self.data
        for step in keys:
            value = value[step]
        lines = range(start, len(self._texts) + 1) if start else ()
        quoted = (f'"{value}"', f"'{value}'") if isinstance(value, str) else (str(value),)
        return next((n for n in lines if any(text in self._texts[n - 1] for text in quoted)), 0)

    def _upto(self, number: int) -> dict[str, Any] | None:
        try:
            return tomllib.loads("\n".join(self._texts[:number]) + "\n")
        except tomllib.TOMLDecodeError:
            return None


class _Yaml:
    """YAML, whose parser knows the line of each node."""

    __slots__ = ("_line_of_key", "data")

    def __init__(self, path: str, text: str) -> None:
        import yaml

        self._line_of_key: dict[KeyPath, int] = {}
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
        self._record(root, (), path)

    def _record(self, node: Node | None, keys: KeyPath, path: str) -> None:
        value: Any = node.value if node is not None else ()
        if node is None or isinstance(value, str) or len(keys) > 4:
            return
        for number, each in enumerate(value):
            key, inner = each if isinstance(each, tuple) else (each, each)
            step = key.value if isinstance(each, tuple) else number
            if isinstance(step, (str, int)):
                if (*keys, step) in self._line_of_key:
                    raise ConfigError(f"{path}:{key.start_mark.line + 1}: {step}: duplicate key")
                self._line_of_key[(*keys, step)] = key.start_mark.line + 1
                self._record(inner, (*keys, step), path)

    def line(self, keys: KeyPath) -> int:
        while keys and keys not in self._line_of_key:
            keys = keys[:-1]
        return self._line_of_key.get(keys, 1)


def _has(data: Any, keys: KeyPath) -> bool:
    for step in keys:
        if not isinstance(data, dict) or step not in data:
            return False
        data = data[step]
    return True


def _matches(pattern: str, value: str) -> bool:
    return re.search(pattern, value) is not None


def _hint(word: str, words: tuple[str, ...], plural: str) -> str:
    near = nearest(word, words)
    return f"did you mean {near}?" if near else f"known {plural}: {', '.join(words)}"
