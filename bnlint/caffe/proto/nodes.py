"""What a .proto file declares, as it is written: fields, messages, enums."""

from __future__ import annotations

from collections import namedtuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NamedTuple

    class Field(NamedTuple):
        """A field. `default` is what the text says, None if it says nothing; `start` is an offset in the text.

        `key` is the type of a map's keys, of which `type` is that of the values; else it is empty.
        """

        label: str
        type: str
        name: str
        number: int
        default: str | None
        packed: bool
        start: int
        key: str

    class Message(NamedTuple):
        """A message and its members in order: fields, messages and enums."""

        name: str
        members: list[Any]
        start: int

    class Enum(NamedTuple):
        """An enum and its values in order, as (name, number, offset)."""

        name: str
        values: list[tuple[str, int, int]]
        start: int

else:
    Field = namedtuple("Field", "label type name number default packed start key")
    Message = namedtuple("Message", "name members start")
    Enum = namedtuple("Enum", "name values start")


class File:
    """What a .proto file declares: its package, messages and enums, and whether it imports other files."""

    __slots__ = ("declarations", "imports", "package")

    def __init__(self) -> None:
        self.package = ""
        self.imports = False
        self.declarations: list[Any] = []
