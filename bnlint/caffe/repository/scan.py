"""Scans prototxt files for the names that tell Caffes apart: looks at lines, and parses only where it matters."""

from __future__ import annotations

import re

from bnlint.caffe.file_kind import kind_of
from bnlint.caffe.repository.summary import EVERY, MAX_BYTES, NOTHING, Summary
from bnlint.caffe.schema import legacy, vocabulary
from bnlint.prototxt.nodes import Block, Field, leaves
from bnlint.prototxt.parser import parse
from bnlint.prototxt.template import placeholder
from bnlint.text import files
from bnlint.text.suggest import typo_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bnlint.prototxt.nodes import Document, Leaf

_MAX_PARSED = 6_000_000  # bytes of files of a repository that are parsed, because they have unknown names
_MAX_NAMES = 12  # that are remembered of a file
_MAX_LINES = 100_000  # that are remembered of all files
_MAX_LINE = 1000
_MAX_LOOKUPS = 500  # searches for a near word
_MAX_OTHER_LETTERS = 4  # two wrong letters, each in the place of another
_TOKEN = re.compile(
    rb"#.*"
    rb"|\$\{[^{}]*\}|\{\{[^{}]*\}\}|\{%[^%]*%\}|<%[^%]*%>|%\(\w*\)[sdif]|@\w+@|\$\(?\w+"  # of templates
    rb"|(?<![\w.])type\s*:\s*(?:\"([^\"\\]*)\"|'([^'\\]*)'|([A-Za-z_]\w*))"
    rb"|\"[^\"\\]*(?:\\.[^\"\\]*)*\"?|'[^'\\]*(?:\\.[^'\\]*)*'?"
    rb"|:\s*([A-Za-z_]\w*)"
    rb"|(?<![\w.])([A-Za-z_]\w*)"
)
#: A field with a string or a number, as most lines are.
_PLAIN = re.compile(rb"[ \t]*([A-Za-z_]\w*)[ \t]*:[ \t]*(?:\"[^\"\\]*\"|[-+]?[\d.][\w.+-]*)[ \t\r]*")
#: What only a net or a solver has, at the start of a line.
_OURS = re.compile(
    rb"^\s*(?:layers?\s*:?\s*\{|(?:net|train_net|base_lr|lr_policy|solver_mode|snapshot_prefix)\s*:)", re.MULTILINE
)
_NUMBERS = frozenset(("true", "false", "t", "f", "inf", "infinity", "nan"))
#: Strings after `type:` that are no layer types, or those of old nets.
_TYPES = frozenset(
    (
        *("constant", "uniform", "gaussian", "positive_unitball", "xavier", "msra", "bilinear"),
        *legacy.solver_types.values(),
        *legacy.v0_types,
        "padding",
    )
)
_IDENTIFIER = re.compile(r"[A-Za-z_]\w*")


class Scanner:
    """Scans files with the words of all known Caffes, and remembers lines, most of which come again and again.

    Of one repository, it parses at most `_MAX_PARSED` bytes; in what is beyond, it looks at lines only.
    """

    __slots__ = ("_left", "_letters", "_lines", "_typos", "_words")

    def __init__(self) -> None:
        self._words = vocabulary.words()
        self._lines = _Lines(self._words)
        self._typos: dict[str, bool] = {}
        self._letters: list[tuple[int, str]] = []
        self._left = _MAX_PARSED

    def renew(self) -> None:
        """Another repository begins."""
        self._left = _MAX_PARSED

    def scan(self, data: bytes) -> Summary:
        """What the names in a file show."""
        data = data[:MAX_BYTES]
        if files.is_probably_binary(data):
            return NOTHING
        lines = self._lines
        known = {lines[line] for line in data.split(b"\n")}
        mask = plain = EVERY
        foreign: set[str] = set()
        is_suspicious = False
        for each in known:
            plain &= each.plain
            mask &= each.plain & each.others
            foreign.update(each.foreign)
            is_suspicious = is_suspicious or each.is_suspicious
        if not is_suspicious and (not foreign or _OURS.search(data)):
            return Summary(mask, plain, self._telling(foreign))
        if len(data) > self._left:
            return Summary(mask, plain, self._telling(foreign)) if _OURS.search(data) else NOTHING
        self._left -= len(data)
        document = parse(data.decode("utf-8", "replace"))
        if kind_of(document) == "other":
            return NOTHING
        unknown = dict.fromkeys(_unknown(document, self._words)) if is_suspicious else {}
        typos = tuple(name for name in unknown if self._is_typo(name))
        private = tuple(name for name in unknown if name not in typos)
        return Summary(mask, plain, self._telling(foreign), private[:_MAX_NAMES], typos[:_MAX_NAMES])

    def _telling(self, names: set[str]) -> tuple[str, ...]:
        """Some names, those that the fewest Caffes have first."""
        return tuple(sorted(names, key=lambda name: (self._words[name].bit_count(), name)))[:_MAX_NAMES]

    def _is_typo(self, name: str) -> bool:
        """Whether an unknown name is surely a misspelling of a known one."""
        if name not in self._typos:
            self._typos[name] = len(self._typos) < _MAX_LOOKUPS and bool(typo_of(name, self._similar(name)))
        return self._typos[name]

    def _similar(self, name: str) -> Iterator[str]:
        """The known words with much the same letters: comparing with all words would take too long."""
        if not self._letters:
            plain = {word.lower().replace("_", ""): word for word in self._words}  # without BN besides bn
            self._letters = [(_letters(word), word) for word in plain.values()]
        wanted = _letters(name)
        return (word for letters, word in self._letters if (letters ^ wanted).bit_count() <= _MAX_OTHER_LETTERS)


def _letters(word: str) -> int:
    """The set of letters in a word."""
    mask = 0
    for letter in word.lower():
        mask |= 1 << (ord(letter) & 31)
    return mask


class _Line:
    """The names in a line: the Caffes that have those of BVLC, and those that have the others."""

    __slots__ = ("foreign", "is_suspicious", "others", "plain")

    def __init__(self, plain: int, others: int, foreign: tuple[str, ...], is_suspicious: bool) -> None:
        self.plain = plain
        self.others = others
        self.foreign = foreign
        self.is_suspicious = is_suspicious


class _Lines(dict[bytes, _Line]):
    """What is in each line; lines with the same names share it."""

    __slots__ = ("_of_name", "_shared", "_words")

    def __init__(self, words: Mapping[str, int]) -> None:
        self._words = words
        self._of_name: dict[bytes, _Line] = {}
        self._shared: dict[tuple[int, int, tuple[str, ...], bool], _Line] = {}

    def __missing__(self, line: bytes) -> _Line:
        plain = _PLAIN.fullmatch(line)
        if plain is None or plain[1] == b"type":
            found = self._line(line)
        elif plain[1] in self._of_name:
            found = self._of_name[plain[1]]
        else:
            found = self._of_name[plain[1]] = self._line(plain[1])
        if len(line) <= _MAX_LINE:
            if len(self) >= _MAX_LINES:
                self.clear()
                self._of_name.clear()
                self._shared.clear()
            self[line] = found
        return found

    def _line(self, line: bytes) -> _Line:
        key = self._read(line)
        if key not in self._shared:
            self._shared[key] = _Line(*key)
        return self._shared[key]

    def _read(self, line: bytes) -> tuple[int, int, tuple[str, ...], bool]:
        plain = others = EVERY
        foreign: dict[str, None] = {}
        is_suspicious = False
        for first, second, third, value, name in _TOKEN.findall(line):
            word = (first or second or third or value or name).decode("ascii", "replace")
            if (first or second) and word in _TYPES:
                continue
            mask = self._words.get(word, 0)
            if mask & vocabulary.BVLC:
                plain &= mask
            elif mask:
                others &= mask
                foreign[word] = None
            elif word and not value and word not in _NUMBERS:
                is_suspicious = True
        return plain, others, tuple(foreign), is_suspicious


def _unknown(document: Document, words: Mapping[str, int]) -> Iterator[str]:
    """The layer types, then the fields that no known Caffe has; nothing of a template, which is not in its final form.

    What lies in an unknown block is not looked at, nor fields next to syntax errors, which may be anything.
    """
    if placeholder(document) is not None:
        return
    for layer in _layers(document):
        for leaf in leaves(layer.items):
            if leaf.name == "type" and isinstance(leaf, Field):
                name = leaf.raw.strip("\"'")
                if name not in words and name not in _TYPES and _IDENTIFIER.fullmatch(name):
                    yield name
    if not document.faults:
        yield from _unknown_fields(document, words)


def _layers(document: Document) -> Iterator[Block]:
    """The layers, with those inside of layers of the oldest format."""
    for leaf in leaves(document.items):
        if isinstance(leaf, Block) and leaf.name in ("layer", "layers"):
            yield leaf
            yield from (each for each in leaves(leaf.items) if isinstance(each, Block) and each.name == "layer")


def _unknown_fields(document: Document, words: Mapping[str, int]) -> Iterator[str]:
    waiting: list[Leaf] = list(leaves(document.items))
    for leaf in waiting:  # which grows
        if leaf.name not in words:
            yield leaf.name
        elif isinstance(leaf, Block):
            waiting += leaves(leaf.items)
