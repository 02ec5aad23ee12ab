"""Evidence: what the repository of a file shows about the Caffe that the file is for."""

from __future__ import annotations

from collections import namedtuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple

    from bnlint.caffe.origin import Shown

    class Evidence(NamedTuple):
        """Which Caffes a repository, or a folder of it, shows, and by what.

        `caffes` are their names, as `messages.schema` takes them. `shown` says by what, as that of an Origin does:
        ``schema`` (a caffe.proto in the repository, or one that the configuration names), ``submodule`` (an address in
        .gitmodules) or ``repository`` (the names in its prototxt files). `source` is the path of the caffe.proto or
        .gitmodules, relative to `root`; several have commas between them, and ``repository`` has none. `names` are a
        few of the names that BVLC Caffe does not have and that decided, the most telling first. `private`: it is for a
        Caffe that is not known, so that traits are unknown. `root` is the absolute path of the repository. `digest`
        changes with everything that is said here, and with the content of the caffe.proto and its sources.
        """

        caffes: tuple[str, ...]
        shown: Shown
        source: str = ""
        names: tuple[str, ...] = ()
        private: bool = False
        root: str = ""
        digest: str = ""
else:
    Evidence = namedtuple("Evidence", "caffes shown source names private root digest", defaults=("", (), False, "", ""))
