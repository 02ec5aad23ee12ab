"""Strategies for hypothesis: valid prototxt in unusual spellings, and mutations of a text."""

from __future__ import annotations

import re

from hypothesis import strategies as st

# Scalars for each field of tests.protoc.PLAY, as lexemes, between which white space is allowed.
SCALARS: dict[str, list[tuple[str, ...]]] = {
    "i": [("0",), ("7",), ("00",), ("017",), ("0x1F",), ("0XaB",), ("-", "5"), ("-", "0x10"), ("2147483647",)],
    "u": [("0",), ("1",), ("18446744073709551615",), ("0xFFFFFFFFFFFFFFFF",), ("01777777777777777777777",)],
    "f": [
        *((word,) for word in ("0", "1.", ".5", "1e-4", "1.0f", "1F", "0f", "0.f", "0e1", "1E+5", ".0e0f", "123")),
        *((word,) for word in ("inf", "nan", "INF", "Infinity", "1e400", "99999999999999999999")),
        *(("-", word) for word in ("1.", ".5", "inf", "nan", "iNfInItY", "2e+3f")),
    ],
    "s": [
        *((word,) for word in ('"a"', "'b'", '""', "'\"'", '"\'"', '"# {"', "'}'", '"é\u4e2d"', '"\t\r"', "'x:y'")),
        (r'"\n\x4\X4f\101\7\777\\\"\'\?"',),
        (r"'\u00e9\U0001F600\U0010FFFF\ud800\a\b\f\r\t\v'",),
        ('"a"', '"b"'),
        ("'a'", '"b"', "''"),
    ],
    "b": [(word,) for word in ("true", "True", "t", "false", "False", "f", "0", "1", "01", "0x1")],
    "e": [("A",), ("B",), ("NEGATIVE",), ("1",), ("0x1",), ("-", "2"), ("00",)],
}
SCALARS |= {"d": SCALARS["f"], "y": SCALARS["s"], "[play.ext]": SCALARS["i"]}
KINDS = [*SCALARS, "m", "m", "m"]

GAPS = ["", "", "", " ", " ", " ", "\n", "\n  ", "\t", "\r\n", "\r", "\f\v", "  # c: {\n", '#"\n', "#\n#'\n", " # é\n"]
WORD = re.compile(r"[A-Za-z0-9_.]")

FRAGMENTS = [
    *"{}<>[]:;,./-+=#\"'\\()@$%!~|\n\r\t\f\v 0189aexfn_",
    *(
        '"\n',
        "//",
        "/* */",
        "# x\n",
        "\0",
        "\x01",
        "\x7f",
        "\x1a",
        "\ufeff",
        "é",
        "\xa0",
        "\u2028",
        "\u4e2d",
        "0x",
        "08",
    ),
    *(
        "1.2.3",
        "1e",
        "1e+",
        "-foo",
        "- 5",
        "-inf",
        "+5",
        "name",
        "inf",
        "nan",
        "m {",
        "m: {",
        "i: 1",
        "s: 'a'",
        ",]",
        ";,",
    ),
    *(
        "\\",
        "\\x",
        "\\8",
        "\\u12",
        "\\U00110000",
        "\\U0010ffff",
        "'a' 'b'",
        "[]",
        "[1]",
        "[{}]",
        "[a.b]",
        "[a/b.c]",
        ".5",
        "5.",
    ),
    *("layer {\n", "}\n", "\n}", "}\nlayer {\n", "true", ": ", " :", '""', "''", "m", "i", "s", "<", "< >", "{ }"),
]


def spelled(lexemes: list[str], gaps: list[str]) -> str:
    """The lexemes with `gaps` between them, and a space where two words, or a word and a number, would become one."""
    out: list[str] = []
    for n, lexeme in enumerate(lexemes):
        gap = gaps[n % len(gaps)]
        if not gap and out and WORD.match(out[-1][-1]) and WORD.match(lexeme[0]) and lexeme != "." != out[-1]:
            gap = " "
        out += (gap, lexeme)
    return "".join(out)


@st.composite
def lexemes(draw: st.DrawFn, depth: int = 3) -> list[str]:
    """The lexemes of a few fields of the message play.Play."""
    out: list[str] = []
    for kind in draw(st.lists(st.sampled_from(KINDS if depth else list(SCALARS)), max_size=5)):
        message = kind == "m"
        value = messages(depth - 1) if message else st.sampled_from(SCALARS[kind]).map(list)
        out += ["[", "play", ".", "ext", "]"] if kind[0] == "[" else [kind]
        listed = draw(st.integers(0, 4)) == 0
        if not message or draw(st.booleans()):
            out.append(":")
        if listed:
            out.append("[")
            for n, element in enumerate(draw(st.lists(value, max_size=3))):
                out += [",", *element] if n else element
            out.append("]")
        else:
            out += draw(value)
        out += draw(st.sampled_from([[], [], [], [","], [";"]]))
    return out


@st.composite
def messages(draw: st.DrawFn, depth: int) -> list[str]:
    """The lexemes of a message with its brackets."""
    left, right = draw(st.sampled_from(["{}", "{}", "<>"]))
    return [left, *draw(lexemes(depth)), right]


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A text that protoc accepts as play.Play, in an unusual spelling."""
    drawn = draw(lexemes())
    return spelled(drawn, draw(st.lists(st.sampled_from(GAPS), min_size=1, max_size=20))) + draw(st.sampled_from(GAPS))


@st.composite
def mutations(draw: st.DrawFn, text: str, limit: int = 3) -> str:
    """The text after one to `limit` deletions, insertions or replacements of a character or a lexeme."""
    for _ in range(draw(st.integers(1, limit))):
        offset = draw(st.integers(0, len(text)))
        piece = draw(st.sampled_from(FRAGMENTS))
        kind = draw(st.integers(0, 3))
        lexeme = re.compile(r"\w+|\s+|.|$", re.DOTALL).match(text, offset)
        end = offset if kind == 0 else offset + 1 if kind == 1 or lexeme is None else lexeme.end()
        text = text[:offset] + ("" if kind == 3 else piece) + text[end:]
    return text
