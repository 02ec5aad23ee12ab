"""The kinds of values that the definition of rule files uses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: Which files require a key: all, bnlint's own, those of users, or none.
Required = Literal["", "always", "own", "user"]


@dataclass(frozen=True, slots=True)
class Text:
    """Text that is not blank and matches `pattern` (a regular expression), which `words` describes."""

    words: str = "text"
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of some words."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Boolean:
    """true or false, or only one of them."""

    only: bool | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """A number; with `whole`, a non-negative integer."""

    whole: bool = False


@dataclass(frozen=True, slots=True)
class Scalar:
    """true, false, a number or text: a value of a field."""


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list with `at_least` this many elements."""

    kind: Kind
    at_least: int = 0


@dataclass(frozen=True, slots=True)
class OneOrMore:
    """One text, or a list of them."""

    words: str = "text"


@dataclass(frozen=True, slots=True)
class MapOf:
    """A non-empty mapping from field paths to values of a kind."""

    kind: Kind


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a table: the kind of its value, its meaning (Markdown), and which files require it."""

    name: str
    kind: Kind
    doc: str
    required: Required = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping with known keys. `one_of`: at least one of these keys is required."""

    name: str
    doc: str
    keys: tuple[Key, ...]
    one_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference to a table by name, so that tables can contain themselves."""

    name: str


Kind = Text | Choice | Boolean | Number | Scalar | ListOf | OneOrMore | MapOf | Ref
