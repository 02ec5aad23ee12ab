"""Chooses the Caffes that a file may be for, by its names and by what its repository shows."""

from __future__ import annotations

from functools import lru_cache

from bnlint.caffe import OWN
from bnlint.caffe.origin import AUTO, Origin
from bnlint.caffe.schema import fitting, vocabulary
from bnlint.caffe.schema.owners import by_use
from bnlint.text.suggest import is_same, typo_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.caffe.evidence import Evidence
    from bnlint.caffe.net.layers import Net
    from bnlint.caffe.origin import Shown
    from bnlint.caffe.schema.fitting import Names
    from bnlint.prototxt.nodes import Document

_FEW = 6  # names that are kept as an explanation
_OLD = frozenset((("NetParameter", "layers"), ("NetParameter", "input"), ("SolverParameter", "solver_type")))


def choose(document: Document, root: str, net: Net | None, target: str, evidence: Evidence | None) -> Origin:
    """The Caffes that a file may be for; see `find_origin.shown`."""
    names = fitting.names_in(document, net, root)
    types = {layer.type for layer in net.layers} if net is not None else set()
    return _Choice(names, types, target).made(evidence)


class _Choice:
    """The choice between the Caffes that fit the names of a file."""

    def __init__(self, names: Names, types: set[str], target: str) -> None:
        self.names = names
        self.types = types
        self.target = target

    def made(self, evidence: Evidence | None) -> Origin:
        """By the evidence of the repository as far as it fits the file, else by the file alone."""
        names = self.names
        private = _private(names)
        if evidence is not None and evidence.shown == "schema" and not evidence.private:
            return self._origin(evidence.caffes, evidence.shown, evidence)
        fits = names.plain if private else names.mask
        if evidence is not None:
            both = vocabulary.mask_of(evidence.caffes) & fits
            if both:
                return self._known(both, evidence.shown, evidence, private or evidence.private)
            if evidence.private:
                return self._known(names.plain or vocabulary.ALL, evidence.shown, evidence, True)
        if self.target != AUTO and not private and vocabulary.mask_of((self.target,)) & fits:
            return Origin((self.target,), "target")
        if not private and fits & vocabulary.BVLC:
            return Origin()
        if not fits:
            private, fits = True, names.plain or vocabulary.ALL
        return self._known(fits, "file", None, private)

    def _known(self, mask: int, shown: Shown, evidence: Evidence | None, private: bool) -> Origin:
        mask = mask & ~vocabulary.UNKNOWN_TYPES or mask  # a Caffe whose layer types are unknown would fit everything
        return self._origin(by_use(vocabulary.names_of(mask)), shown, evidence, private)

    def _origin(
        self, caffes: tuple[str, ...], shown: Shown, evidence: Evidence | None, private: bool = False
    ) -> Origin:
        names = (evidence.names if evidence is not None else ()) or _telling(self.names)
        source, root = (evidence.source, evidence.root) if evidence is not None else ("", "")
        return Origin(caffes, shown, source, names, private, root, self._runs(caffes, private))

    def _runs(self, caffes: tuple[str, ...], private: bool) -> tuple[str, ...]:
        """One Caffe for each part of `caffes` that the file cannot tell apart, and those that a private one is like."""
        if len(caffes) == 1 and not private:
            return caffes
        old = not _OLD.isdisjoint(self.names.fields)
        own = {name.partition("#")[0] for name in caffes if name.startswith(OWN)}
        if len(own) == 1 and all(name.startswith(OWN) for name in caffes):  # one, of which some traits are unknown
            return caffes if old or fitting.has_normalization(self.types) else caffes[:1]
        if own:
            return caffes
        mask = vocabulary.mask_of(caffes)
        parts = fitting.told_apart(mask, self.names, self.types, old)
        runs = sorted((by_use(vocabulary.names_of(part))[0] for part in parts), key=caffes.index)
        if private:
            others = fitting.unlike(mask, self.names, self.types, old)
            runs += (fitting.most_fitting(by_use(vocabulary.names_of(part)), self.names, self.types) for part in others)
        return tuple(dict.fromkeys(runs))


def _telling(names: Names) -> tuple[str, ...]:
    """A few names that BVLC Caffe lacks: those of no known Caffe first, those that it has elsewhere last."""
    words = vocabulary.words()

    def weakness(name: str) -> int:
        is_own = not words.get(name, 0) & vocabulary.BVLC
        return 0 if is_own and name in names.types else 1 if is_own and name.endswith("_param") else 3 - is_own

    return (*sorted(names.private, key=weakness), *sorted(names.foreign, key=weakness))[:_FEW]


def _private(names: Names) -> bool:
    """Whether the file has names of a Caffe that is not known.

    BVLC Caffe's own names in other places are mistakes, and so are misspelled names: they show nothing.
    """
    words = vocabulary.words()
    unknown = [name for name in names.private if not words.get(name, 0) & vocabulary.BVLC]
    return not all(_is_misspelled(name, name in names.types) for name in unknown)


@lru_cache(maxsize=1000)
def _is_misspelled(name: str, is_type: bool) -> bool:
    """Whether a name is surely meant to be that of a layer type, or of a field or value, of some Caffe."""
    first = name[:1].lower()
    words = [word for word in vocabulary.words() if word[:1].lower() == first]  # as `typo_of` demands
    words = [word for word in words if not is_type or vocabulary.type_mask(word)]
    return any(is_same(name, word) for word in words) or bool(typo_of(name, words))
