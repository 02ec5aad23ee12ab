"""Summary: what the names in one prototxt file show, as far as it is remembered."""

from __future__ import annotations

from collections import namedtuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple

    class Summary(NamedTuple):
        """The names in one file. Sets of Caffes are masks as in `schema.vocabulary`.

        `mask` are the Caffes that have all of its names that any known Caffe has; `plain` those that have all of its
        names that BVLC Caffe has. `foreign` are names that BVLC lacks, `private` those that no known Caffe has, `typos`
        those that none has, but that are near to a known one. A file that is not Caffe's has none of these.
        """

        mask: int
        plain: int
        foreign: tuple[str, ...] = ()
        private: tuple[str, ...] = ()
        typos: tuple[str, ...] = ()
else:
    Summary = namedtuple("Summary", "mask plain foreign private typos", defaults=((), (), ()))

EVERY = -1  #: the mask of all Caffes, whatever their number
MAX_BYTES = 1_000_000  #: of a file; the rest is not looked at
NOTHING = Summary(EVERY, EVERY)
_SEPARATOR, _COMMA = "\x1f", ","


def saved(stamp: str, summary: Summary) -> str:
    """A summary as text, after the stamp of its file."""
    lists = map(_COMMA.join, (summary.foreign, summary.private, summary.typos))
    return _SEPARATOR.join((stamp, f"{summary.mask:x}", f"{summary.plain:x}", *lists))


def restored(stamp: str, text: str) -> Summary | None:
    """The summary that was saved with this stamp; None for another one."""
    old, mask, plain, *lists = text.split(_SEPARATOR)
    if old != stamp:
        return None
    if mask == plain == "-1" and lists == ["", "", ""]:
        return NOTHING
    foreign, private, typos = (tuple(text.split(_COMMA)) if text else () for text in lists)
    return Summary(int(mask, 16), int(plain, 16), foreign, private, typos)
