"""Origin: the Caffes that a file may be for, and what shows it."""

from __future__ import annotations

from bnlint.caffe import BASE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    Shown = Literal["declared", "configured", "target", "schema", "submodule", "repository", "file", "default"]

#: What can show the Caffe of a file, the strongest first.
SHOWN = ("declared", "configured", "schema", "submodule", "repository", "target", "file", "default")
#: The value of `target` for the Caffe that a file is for.
AUTO = "auto"
_FEW = 2  # Caffes that are listed by name


class Origin:
    """The Caffes that a file may be for: all that the strongest evidence leaves, by name.

    `shown` is that evidence: ``declared`` (a comment in the file), ``configured`` (the setting `dialect`), ``target``
    (the file has nothing that a named target lacks), ``schema`` (the repository's own caffe.proto), ``submodule`` (an
    address in .gitmodules), ``repository`` (its other files), ``file`` (names that only these Caffes have) or
    ``default`` (nothing foreign: BVLC Caffe 1.0). `source` is the caffe.proto or .gitmodules, relative to `root`, the
    folder of the repository. `names` are names that BVLC Caffe lacks, as an explanation. `private`: some names are
    those of no known Caffe, so that it is unknown how the file's Caffe differs from those in `caffes`.
    `runs` has one Caffe for each part of `caffes` that the file cannot tell apart.
    """

    __slots__ = ("caffes", "names", "private", "root", "runs", "shown", "source")

    def __init__(
        self,
        caffes: tuple[str, ...] = (BASE,),
        shown: Shown = "default",
        source: str = "",
        names: tuple[str, ...] = (),
        private: bool = False,
        root: str = "",
        runs: tuple[str, ...] = (),
    ) -> None:
        self.caffes = caffes
        self.shown = shown
        self.source = source
        self.names = names
        self.private = private
        self.root = root
        self.runs = runs or caffes[:1]

    def __repr__(self) -> str:
        return f"<{self.shown}: {', '.join(self.caffes)}>"

    def stays(self, after: Origin) -> bool:
        """Whether a changed file, for the Caffes `after`, is still for these, if nothing but its names shows them.

        What holds for more Caffes holds for these, too.
        """
        one, other = set(self.caffes), set(after.caffes)
        return self.shown != "file" or one <= other or other <= one

    @property
    def label(self) -> str:
        """The Caffes as messages call them: ``Microsoft Caffe``, ``one of A, B or 4 other Caffes``."""
        if self.private:
            return "a Caffe that bnlint does not know"
        from bnlint.caffe.schema import messages  # not needed for results from the cache

        titles = list(dict.fromkeys(map(messages.short_title, self.caffes)))
        if len(titles) == 1:
            return titles[0]
        rest = len(titles) - _FEW
        listed = ", ".join(titles[:_FEW]) if rest > 0 else titles[0]
        other = f"{rest} other Caffe{'s' if rest > 1 else ''}" if rest > 0 else titles[1]
        return f"{listed} or {other}"
