"""The settings of a run, as data, wherever they come from."""

from __future__ import annotations

from bnlint.caffe.origin import AUTO
from bnlint.text.diagnostics import Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from bnlint.caffe.evidence import Evidence

    Selection = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]

DEFAULT_TARGET = AUTO
#: The rule that takes the least time, to select where only the Caffe of a file is wanted.
CHEAPEST = ("SYN001",)
#: What the configuration may call a file.
FILE_KINDS = ("deploy", "train", "solver", "fine-tune")
#: How findings may be printed, the default first.
OUTPUT_FORMATS = (
    "text",
    "concise",
    "json",
    "json-lines",
    "sarif",
    "github",
    "gitlab",
    "junit",
    "rdjson",
    "checkstyle",
)


class Settings:
    """How to check and fix one file; immutable.

    `select`, `ignore` and `extend_select` hold rule ids, prefixes of them or ``ALL``; `fallback` is another (select,
    ignore, extend_select), which decides about the rules that these do not mention. `ignored_here` are rules that never
    run on this file. `severity` replaces the severities of rules; `fixable` and `unfixable` say whose fixes may be
    applied (`fixable` empty: all). The longest matching selector decides.

    `fail_level` is the lowest severity that makes the run fail, `target` the Caffe that the file must run on, `dialect`
    the one that it is for (empty: what the file, `schema` and `evidence` show). `rules` are folders with user rules.
    `kinds` are the kinds of the file, from `FILE_KINDS` (empty: what its content shows). `cache` is the folder of
    cached results, empty for none.

    `schema` are the caffe.proto files of the Caffe that the file is for, as absolute paths; `evidence` is what the
    repository of the file shows about its Caffe, None if it shows nothing.

    `training_net` is the file of the net with which the file is trained, relative to its folder (empty: unknown).
    """

    __slots__ = (
        "cache",
        "dialect",
        "evidence",
        "extend_select",
        "fail_level",
        "fallback",
        "fixable",
        "ignore",
        "ignored_here",
        "kinds",
        "rules",
        "schema",
        "select",
        "severity",
        "target",
        "training_net",
        "unfixable",
        "unsafe_fixes",
    )

    if TYPE_CHECKING:
        select: tuple[str, ...]
        ignore: tuple[str, ...]
        extend_select: tuple[str, ...]
        target: str
        fail_level: Severity
        unsafe_fixes: bool
        dialect: str
        rules: tuple[str, ...]
        fallback: Selection
        ignored_here: tuple[str, ...]
        severity: tuple[tuple[str, Severity], ...]
        fixable: tuple[str, ...]
        unfixable: tuple[str, ...]
        kinds: tuple[str, ...]
        cache: str
        schema: tuple[str, ...]
        evidence: Evidence | None
        training_net: str

    def __init__(
        self,
        select: tuple[str, ...] = (),
        ignore: tuple[str, ...] = (),
        extend_select: tuple[str, ...] = (),
        target: str = DEFAULT_TARGET,
        fail_level: Severity = Severity.WARNING,
        unsafe_fixes: bool = False,
        dialect: str = "",
        rules: tuple[str, ...] = (),
        *,
        fallback: Selection = ((), (), ()),
        ignored_here: tuple[str, ...] = (),
        severity: tuple[tuple[str, Severity], ...] = (),
        fixable: tuple[str, ...] = (),
        unfixable: tuple[str, ...] = (),
        kinds: tuple[str, ...] = (),
        cache: str = "",
        schema: tuple[str, ...] = (),
        evidence: Evidence | None = None,
        training_net: str = "",
    ) -> None:
        put = object.__setattr__
        put(self, "select", select)
        put(self, "ignore", ignore)
        put(self, "extend_select", extend_select)
        put(self, "target", target)
        put(self, "fail_level", fail_level)
        put(self, "unsafe_fixes", unsafe_fixes)
        put(self, "dialect", dialect)
        put(self, "rules", rules)
        put(self, "fallback", fallback)
        put(self, "ignored_here", ignored_here)
        put(self, "severity", severity)
        put(self, "fixable", fixable)
        put(self, "unfixable", unfixable)
        put(self, "kinds", kinds)
        put(self, "cache", cache)
        put(self, "schema", schema)
        put(self, "evidence", evidence)
        put(self, "training_net", training_net)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"settings are immutable: {name}")

    def _values(self) -> tuple[object, ...]:
        return tuple(getattr(self, name) for name in self.__slots__)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Settings) and self._values() == other._values()

    def __hash__(self) -> int:
        return hash(self._values())

    def __reduce__(self) -> tuple[object, ...]:
        return _restored, self._values()

    def __repr__(self) -> str:
        default = Settings()
        changed = (name for name in self.__slots__ if getattr(self, name) != getattr(default, name))
        return f"Settings({', '.join(f'{name}={getattr(self, name)!r}' for name in changed)})"

    def replace(self, **changes: Any) -> Settings:
        """A copy with some settings changed. Raises TypeError for an unknown name."""
        return Settings(**{name: getattr(self, name) for name in self.__slots__} | changes)


def _restored(*values: Any) -> Settings:
    """Unpickles settings from their values."""
    return Settings(**dict(zip(Settings.__slots__, values)))
