"""Suppression comments: what each suppresses, what is unused, and how comments are added and removed."""

from __future__ import annotations

from pathlib import Path

import pytest

from bnlint.cli.main import main
from bnlint.fixer.add_ignores import add_ignores
from bnlint.fixer.fix import fix
from bnlint.fixer.proof import ProofError, prove_suppressions
from bnlint.linter.check import check
from bnlint.linter.settings import Settings
from bnlint.prototxt.parser import parse
from bnlint.text.source import Source
from tests.corpus import names, needs_corpus, read

HEAD = """name: "net"
layer { name: "data" type: "Input" top: "data" input_param { shape { dim: 1 dim: 3 dim: 32 dim: 32 } } }
layer { name: "conv1" type: "Convolution" bottom: "data" top: "c" convolution_param { num_output: 8 kernel_size: 3 bias_term: false } }
"""  # noqa: E501
BN = """layer {
  name: "bn1"
  type: "BatchNorm"
  bottom: "c"
  top: "c"
}
"""
ONLY = Settings(select=("BN101", "BNL"))


def rules(text: str, settings: Settings = ONLY) -> list[str]:
    return [each.rule for each in check(Source(text), settings).diagnostics]


def on(line: str, comment: str) -> str:
    """The net with `comment` at the end of each line of its BatchNorm that contains `line`."""
    return HEAD + "".join(f"{each} {comment}\n" if line in each else f"{each}\n" for each in BN.splitlines())


IGNORE = "# bnlint: ignore[BN101] folded"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (HEAD + BN, ["BN101"]),
        (on("BatchNorm", IGNORE), []),
        (on("layer {", IGNORE), []),
        (on("bottom", IGNORE), ["BN101", "BNL001"]),
        (on("}", IGNORE), ["BN101", "BNL001"]),
        (HEAD + IGNORE + "\n" + BN, []),
        (HEAD + IGNORE + "\n\n# more\n" + BN, []),
        (HEAD + BN.replace("  type", f"  {IGNORE}\n  type"), []),
        (HEAD + BN.replace("  top", f"  {IGNORE}\n  top"), ["BN101", "BNL001"]),
        (HEAD + BN.replace("}", f"  {IGNORE}\n}}"), ["BN101", "BNL001"]),
        (HEAD + BN.replace("layer {", f"layer\n{{ {IGNORE}"), []),
        (HEAD + BN.replace("layer {", f"layer {IGNORE}\n{{"), []),
        (HEAD + BN + IGNORE, ["BN101", "BNL001"]),
        (HEAD + BN + "# bnlint: ignore-file[BN1]", []),
        ("# bnlint: ignore-file[BN1]\n" + HEAD + BN, []),
        ("# bnlint: ignore[BN1]\n" + HEAD + BN, ["BNL001", "BN101"]),  # applies to the next line
        (on("BatchNorm", "# bnlint: ignore[ALL]"), []),
        (on("BatchNorm", "#bnlint:ignore[bn101,BN3]"), ["BNL001"]),
        (on("BatchNorm", "# no affine # bnlint: ignore[BN101]"), []),
        (on("BatchNorm", "# bnlint: ignore[BN101] a # bnlint: ignore[BN3] b"), ["BNL001"]),
        (on("BatchNorm", "# bnlint: ignore[BN2]"), ["BN101", "BNL001"]),
        (on("BatchNorm", "# bnlint: ignore[BN"), ["BN101", "BNL002"]),
        (on("BatchNorm", "# bnlint: ignore[]"), ["BN101", "BNL002"]),
        (on("BatchNorm", "# bnlint: ignore[BN999]"), ["BN101", "BNL002"]),
        (on("BatchNorm", "# bnlint: ignore[BN999] # bnlint: ignore[BN101, BNL002]"), []),
        (HEAD.replace('"net"', '"# bnlint: ignore-file[BN1]"') + BN, ["BN101"]),
        (HEAD + "# layer { # bnlint: ignore[BN101]\n" + BN, ["BN101"]),
        (HEAD + "# bnlint: ignore[BN101]\n" + BN.replace("\n", " "), []),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_what_a_comment_suppresses(text: str, left: list[str], newline: str) -> None:
    assert rules(text.replace("\n", newline)) == left


def test_suppressed_findings_are_in_the_result() -> None:
    result = check(Source(on("BatchNorm", IGNORE)), Settings())
    assert [each.rule for each in result.suppressed] == ["BN101"]


def test_suppressions_of_unselected_rules_are_checked() -> None:
    """A rule that is not selected runs, so that its suppression can be checked, but reports nothing itself."""
    assert rules(on("BatchNorm", IGNORE), Settings(select=("BNL001",))) == []
    assert rules(on("bottom", IGNORE), Settings(select=("BNL001",))) == ["BNL001"]
    assert rules(on("bottom", IGNORE), Settings(select=("BN2",))) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (on("bottom", IGNORE), HEAD + BN),
        (on("bottom", "# bnlint: ignore[BN3]").rstrip("\n"), (HEAD + BN).rstrip("\n")),
        (HEAD + BN + "# bnlint: ignore-file[BN3]", HEAD.rstrip("\n") + "\n" + BN.rstrip("\n")),
        (HEAD + "  # bnlint: ignore[BN3] why\n" + BN, HEAD + BN),
        (on("BatchNorm", "# bnlint: ignore[BN3, BN101, BN4] x"), on("BatchNorm", "# bnlint: ignore[BN101] x")),
        (on("bottom", "# 64 # bnlint: ignore[BN3] x"), on("bottom", "# 64")),
        (on("BatchNorm", "# bnlint: ignore[BN3] # bnlint: ignore[BN101]"), on("BatchNorm", "# bnlint: ignore[BN101]")),
        (on("BatchNorm", "# bnlint: ignore[BN101] # bnlint: ignore[BN3]"), on("BatchNorm", "# bnlint: ignore[BN101]")),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_unused_suppressions_are_removed(before: str, after: str, newline: str) -> None:
    made = fix(Source(before.replace("\n", newline)), Settings(select=("BNL001",)))
    assert not made.result.bugs
    assert made.source.text == after.replace("\n", newline)


def test_suppression_of_a_fixed_finding_is_removed() -> None:
    text = HEAD + BN.replace(
        "  bottom", "  # bnlint: ignore-file[BN203]\n" + "  param { lr_mult: 0 }\n" * 3 + "  bottom"
    )
    made = fix(Source(text), Settings(select=("BN2", "BNL")))
    assert (made.source.text, made.result.bugs) == (HEAD + BN, [])
    assert [rule for rule, _ in made.applied] == ["BN201", "BNL001"]


@pytest.mark.parametrize(
    "other",
    [BN.replace("bn1", "bn2"), BN + "# x\n", BN.replace('c"\n}', 'c" }'), BN.replace("}", "} # bnlint: ignore[BN1]")],
)
def test_only_comments_of_bnlint_may_change(other: str) -> None:
    ok = other.count("#") == 0 or "bnlint" in other
    if "bn2" in other or not ok:
        with pytest.raises(ProofError):
            prove_suppressions(parse(HEAD + BN), parse(HEAD + other))
    else:
        prove_suppressions(parse(HEAD + BN), parse(HEAD + other))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (HEAD + BN, on("BatchNorm", " # bnlint: ignore[BN101]")),
        (on("BatchNorm", "# x  "), on("BatchNorm", "# x  # bnlint: ignore[BN101]  ")),
        (on("BatchNorm", "# bnlint: ignore[BN2] y"), on("BatchNorm", "# bnlint: ignore[BN2, BN101] y")),
        (on("BatchNorm", IGNORE), on("BatchNorm", IGNORE)),
        (
            HEAD + BN.replace("type:", "type"),
            HEAD + BN.replace("type:", "type"),
        ),  # text with a syntax error
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_ignores_are_added(before: str, after: str, newline: str) -> None:
    made = add_ignores(Source(before.replace("\n", newline)), Settings(select=("BN1", "SYN")))
    assert not made.result.bugs
    assert made.source.text == after.replace("\n", newline)


def test_add_ignores_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    path = Path("net.prototxt")
    path.write_bytes((HEAD + BN).encode() + b"# \xe9\n")  # Latin-1 is kept
    assert main(["check", "--add-ignores", "--diff", "."]) == 1
    assert b"bnlint:" not in path.read_bytes()
    assert main(["check", "--add-ignores", "."]) == 0
    assert "Suppressed 1 problem in 1 file" in capsys.readouterr().out
    assert path.read_bytes() == on("BatchNorm", " # bnlint: ignore[BN101]").encode() + b"# \xe9\n"
    assert main(["check", "."]) == 0
    with pytest.raises(SystemExit):
        main(["check", "--add-ignores", "--fix", "."])


@needs_corpus
@pytest.mark.parametrize("name", names())
def test_ignores_in_real_files_suppress_everything(name: str) -> None:
    """Added comments suppress all findings of a file without syntax errors, and none of them is unused."""
    source = Source.from_bytes(read(name), name)
    made = add_ignores(source, Settings())
    if not made.applied:
        return
    assert not made.result.bugs
    assert [each for each in made.result.diagnostics if not each.rule.startswith("BNL")] == []
    assert [each.message for each in made.result.diagnostics] == []
    prove_suppressions(made.original.document, made.result.document)
