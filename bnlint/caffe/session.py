"""Session: what a run remembers of the files it has read, so that equal parts are checked only once."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from bnlint.caffe.net.content import LayerContent

    #: Schema, message of the layer, its type as written, number of bottoms and tops, whether in place; all else.
    Key = tuple[str, str, str, int, int, bool, str]

_MAX_CONTENTS = 4000
_MAX_CHARACTERS = 1_000_000  # of all contents
_MAX_LENGTH = 4000  # characters of one content; longer ones hardly ever repeat


class Session:
    """The memory of one run, one worker process, or one language server; dropping it clears it.

    It only saves time: no result depends on it. Its size is bounded. `contents` are layer contents; `field_tables`
    belong to `schema.validate`: the fields of each message with values known to be valid, by the names of schema and
    message.
    """

    __slots__ = ("contents", "field_tables")

    def __init__(self) -> None:
        self.contents = ContentCache()
        self.field_tables: dict[str, dict[str, Any]] = {}

    def clear(self) -> None:
        """Forgets everything: a caffe.proto may be another one now."""
        self.contents.clear()
        self.field_tables.clear()


class ContentCache:
    """Layer contents by what determines them; cleared when it is full.

    Nets repeat a few layers under other names, and model zoos repeat nets: 18,000 layers of 130 real nets have 1,400
    different contents. So contents are shared across the files of a session.
    """

    __slots__ = ("_characters", "entries")

    def __init__(self) -> None:
        self.entries: dict[Key, LayerContent] = {}
        self._characters = 0

    def get(self, key: Key) -> LayerContent | None:
        """The content of an earlier, equal layer."""
        return self.entries.get(key)

    def clear(self) -> None:
        self.entries.clear()
        self._characters = 0

    def add(self, key: Key, content: LayerContent) -> None:
        """Lets later layers share `content`."""
        size = len(key[-1])
        if size < _MAX_LENGTH:
            if len(self.entries) >= _MAX_CONTENTS or self._characters + size > _MAX_CHARACTERS:
                self.clear()
            self._characters += size
            self.entries[key] = content
