"""Mutations of a text for `tools.abuse`: the same net spelled differently, and nets that are wrong in some place."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from functools import partial

TYPE_CHECKING = False
if TYPE_CHECKING:
    Mutation = Callable[[bytes, random.Random], bytes]

_TOKEN = re.compile(rb"#[^\n]*|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|[\w.+-]+|[^\s\w]", re.DOTALL)
_SCALAR = re.compile(rb"([A-Za-z_]\w*)[ \t]*:[ \t]*((?:\"[^\"\\\n]*\"|'[^'\\\n]*'|[\w.+-]+))(?=[\s}>])")
_BLOCK = re.compile(rb"([A-Za-z_]\w*)[ \t]*:?[ \t]*\{([^{}\[\]#\"'<>]*)\}")
_FLAT_BLOCK = re.compile(rb"([A-Za-z_]\w*)[ \t]*:?[ \t]*\{[^{}#]*\}")
_QUOTED = re.compile(rb"(?<=[:\[,\s])(\"[\w/.-]+\"|'[\w/.-]+')(?=[\s,}\]>])")
_LAYER = re.compile(rb"\blayers?[ \t]*\{(?!\s*layer\b)")
_COMMENTS = (
    b"# a comment",
    b"# \xe9t\xe9 {",
    b'# "',
    b"#",
    b"# form\x0cfeed",
    "# \u2028 \x85".encode(),
    b"# a\rb: 1",
    b"# \xd7\xa2\xca\xcd\xb2\xe3\x5c",
    b"# bnlint: ignore",
    b"# bnlint: ignore[BN101, OLD102]",
    b"# bnlint: ignore-file[FLD]",
    b"# half \xa0",
    b"# nel \xc2\x85",
)
_UNKNOWN = (b"my_field: 3", b'my_name: "x" ', b"my_param { a: 1 b: [1, 2] }", b"lr: 0.1", b"my_list: []", b"layer { }")
_WORDS = (b"param", b"nam", b"type", b'"x"', b"0.1", b"[]", b"{ }", b"true", b"-1", b"99999999999", b"0x1F", b"1e400")
_ESCAPES = (
    rb"\n",
    rb"\"",
    rb"\\",
    rb"\x41",
    rb"\101",
    b"{",
    b"}",
    b"#",
    b"'",
    b"\xbe\xed",
    b" ",
    "\u00e9".encode(),
    b"/",
)


def _tokens(data: bytes, gap: Callable[[], bytes]) -> bytes:
    """The text with the gaps between its tokens made anew; a comment ends its line."""
    parts = []
    for token in _TOKEN.findall(data):
        parts += [token, b"\n" if token.startswith(b"#") else gap()]
    return b"".join(parts)


def _one_line(data: bytes, chance: random.Random) -> bytes:
    """All on one line, without comments, which would end it."""
    return b" ".join(token for token in _TOKEN.findall(data) if not token.startswith(b"#"))


def _token_a_line(data: bytes, chance: random.Random) -> bytes:
    return _tokens(data, lambda: b"\n")


def _comments(data: bytes, chance: random.Random) -> bytes:
    """A comment after every token, or after some of them."""
    often = chance.choice((1.0, 0.3, 0.05))

    def gap() -> bytes:
        comment = chance.random() < often
        return b" %b\n" % chance.choice(_COMMENTS) if comment else chance.choice((b" ", b"\n"))

    return _tokens(data, gap)


def _line_comments(data: bytes, chance: random.Random) -> bytes:
    """Comments at the ends of lines and on lines of their own; the layout stays."""

    def commented(match: re.Match[bytes]) -> bytes:
        draw = chance.random()
        comment = chance.choice(_COMMENTS)
        return b" %b\n" % comment if draw < 0.15 else b"\n  %b\n" % comment if draw < 0.25 else match[0]

    return re.sub(rb"(?<=[\w\"'{}])\r?\n", commented, data)


def _angles(data: bytes, chance: random.Random) -> bytes:
    return _tokens(data, lambda: b" ").replace(b" { ", b" < ").replace(b" } ", b" > ")


def _separators(data: bytes, chance: random.Random) -> bytes:
    """Commas and semicolons after fields: at once, after a blank, or on the next line."""

    def separated(match: re.Match[bytes]) -> bytes:
        return match[0] + chance.choice((b"", b",", b";", b" ;", b"\n;", b" # c\n,"))

    return _FLAT_BLOCK.sub(
        lambda match: match[0] + chance.choice((b"", b"", b";", b"\n,")), _SCALAR.sub(separated, data)
    )


def _lists(data: bytes, chance: random.Random) -> bytes:
    """Fields and blocks as lists of one element, of two, or of none."""

    def listed(match: re.Match[bytes]) -> bytes:
        value = match[2] if match.re is _SCALAR else b"{%b}" % match[2]
        if chance.random() < 0.5:
            return match[0]
        some = (b"[%b]", b"[ %b ]", b"[%b # c\n]", b"[\n# c\n%b\n]", b"[%b, %b]", b"[]")
        layout = chance.choices(some, (12, 8, 4, 4, 2, 1))[0]
        return match[1] + b": " + layout.replace(b"%b", value)

    return _BLOCK.sub(listed, _SCALAR.sub(listed, data))


def _crlf(data: bytes, chance: random.Random) -> bytes:
    return data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def _lone_cr(data: bytes, chance: random.Random) -> bytes:
    """Line ends become lone carriage returns, form feeds, or what Python alone takes for a line end."""
    return re.sub(rb"\n", lambda m: chance.choice((b"\n", b"\r", b"\x0c\n", b"\r\n", b"\x0b")), data)


def _no_last_newline(data: bytes, chance: random.Random) -> bytes:
    return data.rstrip()


def _truncated(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _twice(data: bytes, chance: random.Random) -> bytes:
    """Some fields and blocks are written twice: with the same value, or with another one."""

    def doubled(match: re.Match[bytes]) -> bytes:
        if chance.random() > 0.03:
            return match[0]
        other = b"%b: %b" % (match[1], chance.choice((b'"x"', b"1", b"true", b"MAX", b"0.5")))
        gap = chance.choice((b" ", b"\n", b"\n  "))
        return gap.join(chance.choice(((match[0], match[0]), (match[0], other), (other, match[0]))))

    data = _FLAT_BLOCK.sub(lambda m: m[0] + (b" " + m[0] if chance.random() < 0.03 else b""), data)
    return _SCALAR.sub(doubled, data)


def _wrong(data: bytes, chance: random.Random) -> bytes:
    """Some fields have another name or value."""

    def changed(match: re.Match[bytes]) -> bytes:
        draw = chance.random()
        if draw > 0.04:
            return match[0]
        word = b"9" * 4301 if chance.random() < 0.03 else chance.choice(_WORDS)
        return b"%b: %b" % ((word, match[2]) if draw < 0.01 and word.isalpha() else (match[1], word))

    return _SCALAR.sub(changed, data)


def _unknown(data: bytes, chance: random.Random) -> bytes:
    """Fields that no Caffe knows, in layers and beside them."""

    def added(match: re.Match[bytes]) -> bytes:
        return match[0] + (b" %b " % chance.choice(_UNKNOWN) if chance.random() < 0.3 else b"")

    return _LAYER.sub(added, data) + (b"\nmy_own: 3\n" if chance.random() < 0.2 else b"")


def _names(data: bytes, chance: random.Random) -> bytes:
    """Names, types and paths with escapes, quotes, braces and other encodings in them, the same everywhere or not."""
    names = sorted(set(_QUOTED.findall(data)))
    some = set(chance.sample(names, min(len(names), chance.randrange(1, 4)))) if names else set()
    part, everywhere = chance.choice(_ESCAPES), chance.random() < 0.8

    def odd(match: re.Match[bytes]) -> bytes:
        name = match[1]
        if name not in some or not (everywhere or chance.random() < 0.5) or part == b"'" == name[:1]:
            return name
        return name[:2] + part + name[2:]

    return _QUOTED.sub(odd, data)


def _unquoted(data: bytes, chance: random.Random) -> bytes:
    """Some strings lose their quotes, or the last of them, or get backslashes."""

    def bare(match: re.Match[bytes]) -> bytes:
        if chance.random() > 0.08:
            return match[0]
        name = match[1]
        return chance.choice((name[1:-1], name[:-1], name.replace(b"/", b"\\"), name[:2] + b" " + name[2:-1]))

    return _QUOTED.sub(bare, data)


def _shuffled(data: bytes, chance: random.Random) -> bytes:
    """Some lines are gone, come twice, or change places with their neighbours."""
    lines = data.split(b"\n")
    for _ in range(chance.randrange(1, 4)):
        n = chance.randrange(len(lines))
        lines[n : n + 2] = chance.choice(([], lines[n : n + 2] * 2, lines[n : n + 2][::-1]))
        if not lines:
            break
    return b"\n".join(lines)


def _no_blanks(data: bytes, chance: random.Random) -> bytes:
    """No blank that can be missing: `layer{name:"a"type:"b"}`."""
    parts: list[bytes] = []
    for token in _TOKEN.findall(data):
        if parts and (parts[-1] + token)[len(parts[-1]) - 1 : len(parts[-1]) + 1].replace(b"_", b"a").isalnum():
            parts.append(b" ")
        parts += [token, b"\n"] if token.startswith(b"#") else [token]
    return b"".join(parts)


def _encoded(codec: str, data: bytes, chance: random.Random) -> bytes:
    """Comments and strings with letters in another encoding."""
    letters = "卷积层".encode(codec) if codec == "gbk" else "é…".encode(codec)
    return re.sub(rb"(?<=name: \")|(?<=name: ')|(?<=#)", lambda m: letters if chance.random() < 0.3 else b"", data)


#: How a text is changed, by name.
MUTATIONS: dict[str, Mutation] = {
    "one line": _one_line,
    "a token a line": _token_a_line,
    "no blanks": _no_blanks,
    "angle brackets": _angles,
    "separators": _separators,
    "lists": _lists,
    "comments": _comments,
    "line comments": _line_comments,
    "CRLF": _crlf,
    "lone CR": _lone_cr,
    "no last newline": _no_last_newline,
    "truncated": _truncated,
    "twice": _twice,
    "wrong": _wrong,
    "unknown": _unknown,
    "names": _names,
    "unquoted": _unquoted,
    "shuffled": _shuffled,
    "GBK": partial(_encoded, "gbk"),
    "cp1252": partial(_encoded, "cp1252"),
}


def mutated(data: bytes, seed: int) -> tuple[str, bytes]:
    """The names of the mutations that `seed` chooses, and the text after them."""
    chance = random.Random(seed)
    names = chance.sample(list(MUTATIONS), chance.choice((1, 1, 2, 3)))
    for name in names:
        data = MUTATIONS[name](data, chance)
    return ", ".join(names), data


def excerpt(data: bytes, chance: random.Random, limit: int = 4_000) -> bytes:
    """A few whole lines from the start and from anywhere, so that most texts are small; small files are whole."""
    if len(data) <= limit:
        return data
    lines = data.split(b"\n")
    first = chance.randrange(len(lines))
    some, size = lines[: chance.randrange(30)], 0
    for line in lines[first:]:
        some.append(line)
        size += len(line) + 1
        if size > limit and line.startswith(b"}"):
            break
    return b"\n".join(some) + b"\n"
