"""Examples of rule files: their marks, frames and diffs, and what `bnlint rule --test` prints for those that fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from bnlint.cli.main import main
from bnlint.rules import page
from bnlint.rules.examples import frames, hunks, marks
from bnlint.rules.examples.marks import Mark
from tests.userrules import forget

TEXT = 'layer {\n  name: "a"\n}\nlayer { }\n'


@pytest.fixture(autouse=True)
def _forget() -> None:
    forget()


# ---- marks


@pytest.mark.parametrize(
    ("mark", "shown"),
    [
        (Mark("^", 10, 19, "BN101", "a message"), '  name: "a"\n# ^^^^^^^^^ BN101 a message\n'),
        (Mark("-", 10, 14, "BN101", "the name"), '  name: "a"\n# ---- BN101 the name\n'),
        (Mark("^", 0, 5, "BN101"), "layer {\n#<^^^ BN101\n"),
        (Mark("-", 0, 5, "BN101"), "layer {\n#<--- BN101\n"),
        (Mark("^", 20, 21, "BN101"), "}\n#<1^ BN101\n"),
        (Mark("^", 10, 10, "BN101"), '  name: "a"\n# 0^ BN101\n'),
        (Mark("^", 0, 21, "BN101", "all"), "layer {\n#<^^^^^ (+2 lines) BN101 all\n"),
        (Mark("^", 6, 14, "BN101"), "layer {\n#     ^ (+1 line, column 6) BN101\n"),
        (Mark("^", 0, 5, "BN101", "x", "info", ("TRAIN", "TEST")), "#<^^^ BN101 info [TRAIN, TEST] x\n"),
        (Mark("^", 0, 5, "BN101", "[1] is no number"), "#<^^^ BN101 [] [1] is no number\n"),
        (Mark("^", 0, 5, "BN101", "x", "", ("TEST",), tags=("deprecated",)), "#<^^^ BN101 [TEST] (deprecated) x\n"),
        (Mark("^", 0, 5, "BN101", "error 5"), "#<^^^ BN101 [] error 5\n"),
        (Mark("^", 0, 5, "BN101", "x", fix="safe: Remove it"), "#<^^^ BN101 x\n#  = safe fix: Remove it\n"),
        (Mark("^", 0, 5, "BN101", "x", fix="no fix", group=2), "#<^^^ BN101(2) x\n#  = no fix\n"),
        (Mark("^", 0, 5, "BN101", "word " * 40 + "end"), "\n#  | word word"),
    ],
)
def test_marks(mark: Mark, shown: str) -> None:
    text = marks.write(TEXT, [mark])
    assert shown in text
    assert marks.parse(text) == (TEXT, [mark])


@pytest.mark.parametrize("text", ["layer {", "layer {\r\n}\r\n", "layer {\r\n}", "a: 1\n\n\nb: 2\n", "# a\n#^ b\n"])
def test_marks_keep_the_text(text: str) -> None:
    start = text.rindex(text.strip()[-1])
    written = [Mark("^", 0, 1, "BN101", "first"), Mark("^", start, start + 1, "BN101", "last", fix="no fix")]
    assert marks.parse(marks.write(text, written)) == (text, written)


def test_several_marks_under_a_line() -> None:
    text = "a: 1 b: 2\n#    ---- MY101(1) that\n#<2^^ MY101(1) this [is] it\n   # ^ MY101 too\nc: 3\n# no mark\n"
    assert marks.parse(text) == (
        "a: 1 b: 2\nc: 3\n# no mark\n",
        [
            Mark("-", 5, 9, "MY101", "that", group=1),
            Mark("^", 0, 2, "MY101", "this [is] it", group=1),
            Mark("^", 5, 6, "MY101", "too"),
        ],
    )


@pytest.mark.parametrize(
    ("pattern", "words", "expected"),
    [
        ("", "anything", True),
        ("all of it", "all of it", True),
        ("all", "all of it", False),
        ("all…", "all of it", True),
        ("…it", "all of it", True),
        ("a…f…", "all of it", True),
        ("it…", "all of it", False),
    ],
)
def test_words(pattern: str, words: str, expected: bool) -> None:
    assert marks.matches(pattern, words) is expected


# ---- diffs


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a\nb\nc\n", "a\nc\n"),
        ("a\nb\nc\n", "a\nb\nx\nc\n"),
        ("  a\n}\n" * 4, "  a\n}\n" * 2 + "  b\n}\n" + "  a\n}\n"),
        ("layer 1\nlayer 2\nlayer 3\n", "layer 1\nlayer x\nlayer 3\nlayer 4\n"),
        ("a\n\nb\n", "a\n\nc\n"),
        ("a\nb", "a\nc"),
    ],
)
def test_diffs(old: str, new: str) -> None:
    diff = hunks.make(old, new)
    assert diff is not None and hunks.is_diff(diff)
    assert hunks.apply(old, diff) == new


@pytest.mark.parametrize(
    ("diff", "expected"),
    [
        ("@@\n-b\n+c\n", "hunk 1 does not apply: b"),
        ("@@\n a\n+b\n@@\n a\n-a\n", "hunk 2 does not apply: a"),
        ("@@\n+b\n", "hunk 1 does not apply: it has no context"),
        ("@@\nb\n", "line 2 of the diff starts with none of"),
    ],
)
def test_diffs_that_do_not_apply(diff: str, expected: str) -> None:
    with pytest.raises(hunks.HunkError, match=expected):
        hunks.apply("a\n", diff)


# ---- frames


def test_a_frame() -> None:
    frame = 'top\n{{example}}\nlayer { bottom: "{{last}}" }\n'
    text = 'layer { top: "a" }\nlayer { top: "b" top: "c" }\nlayer { bottom: "c" }'
    assert frames.put(frame, text) == (f'top\n{text}\nlayer {{ bottom: "c" }}\n', 4)
    assert frames.put(frame, "") == ('top\nlayer { bottom: "" }\n', 4)


# ---- rules of users

RULE = """\
id: MY101
name: my-rule
summary: A ReLU.
severity: warning
match: {type: ReLU}
message: "ReLU '{{name}}'"
fix: {applicability: unsafe, title: "Freeze {{name}}", set: {phase: TEST}}
examples:
  - title: Plain
    frame: mine
    bad: |
      layer { name: "r" type: "ReLU" bottom: "data" top: "r" }
      #                 ^^^^^^^^^^^^ MY101 ReLU 'r'
      #  = unsafe fix: Freeze r
    good: |
      @@
      -layer { name: "r" type: "ReLU" bottom: "data" top: "r" }
      +layer { name: "r" type: "ReLU" bottom: "data" top: "r" phase: TEST }
silent:
  - title: None
    frame: input
    text: |
      layer { name: "p" type: "Power" bottom: "data" top: "p" }
"""
# Fixed nets still have the ReLU: the rule would find it again.
RULE = RULE.replace("match: {type: ReLU}", "match: {type: ReLU, fields: {phase: {absent: true}}}")


def _load(folder: Path, rule: str) -> str:
    (folder / "frames").mkdir(exist_ok=True)
    (folder / "frames" / "mine.prototxt").write_text(
        'layer { name: "data" type: "Input" top: "data" }\n{{example}}\n'
        'layer { name: "fc" type: "InnerProduct" bottom: "{{last}}" }\n'
    )
    (folder / "rule.yaml").write_text(rule)
    return str(folder)


def test_a_rule_that_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = _load(tmp_path, RULE)
    for words in ([folder], [f"{folder}/rule.yaml"], ["--rules", folder]):
        assert main(["rule", "--test", *words]) == 0
        assert capsys.readouterr().out == "2 examples of 1 rule passed\n"


@pytest.mark.parametrize(
    ("old", "new", "line", "shown"),
    [
        ("^^^^^^^^^^^^ MY101", "^^^^ MY101", 11, "-#                 ^^^^ MY101 ReLU 'r'"),
        ("#                 ^", "#                ^^", 11, "+#                 ^^^^^^^^^^^^ MY101 ReLU 'r'"),
        ("MY101 ReLU 'r'", "MY101 ReLU 's'", 11, "-#                 ^^^^^^^^^^^^ MY101 ReLU 's'"),
        ("MY101 ReLU 'r'", "MY101 error ReLU 'r'", 11, "-#                 ^^^^^^^^^^^^ MY101 error ReLU 'r'"),
        ("MY101 ReLU 'r'", "MY101 [TEST] ReLU 'r'", 11, "-#                 ^^^^^^^^^^^^ MY101 [TEST] ReLU 'r'"),
        ("unsafe fix: Freeze r", "safe fix: Freeze r", 11, "-#  = safe fix: Freeze r"),
        ("unsafe fix: Freeze r", "unsafe fix: Freeze s", 11, "+#  = unsafe fix: Freeze r"),
        ('name: "p"', 'name: "p" type: "ReLU" } layer { name: "q"', 22, "not marked: MY101 at line 3, column 19"),
        ("phase: TEST }\nsilent", "phase: TRAIN }\nsilent", 11, '-layer { name: "r" type: "ReLU" '),
        (" phase: TEST }\nsilent", " }\nsilent", 11, "in good: not marked: MY101 at line 2"),
    ],
)  # fmt: skip
def test_examples_that_fail(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, line: int, shown: str
) -> None:
    assert main(["rule", "--test", _load(tmp_path, RULE.replace(old, new))]) == 1
    out = capsys.readouterr().out
    assert f"rule.yaml:{line}: MY101: " in out
    assert f"    {shown}" in out
    assert "2 examples of 1 rule: 1 failed" in out


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("count: 1", ""),
        ("count: 2", "expected 2 findings, but there are 1"),
        ("severity: warning", ""),
        ("severity: info", "expected info, but it is warning"),
        ("state: TEST", "expected the state TEST, but there is none"),
        ("unsafe: true", ""),
        ("fixed: false", ""),
    ],
)
def test_examples_without_marks(tmp_path: Path, capsys: pytest.CaptureFixture[str], keys: str, expected: str) -> None:
    lines = [line for line in RULE.splitlines() if not line.startswith("      #")]
    start, end = lines.index("    good: |"), lines.index("silent:")
    rule = "\n".join([*lines[:start], f"    {keys}", *lines[end:]]) + "\n"
    assert main(["rule", "--test", _load(tmp_path, rule)]) == int(bool(expected))
    assert expected in capsys.readouterr().out


@pytest.mark.parametrize(
    ("old", "new", "line", "expected"),
    [
        ("frame: mine", "frame: mime", 10, "examples.0.frame: unknown frame 'mime'; did you mean 'mine'?"),
        ("frame: input", "frame: nothing", 21, "silent.0.frame: unknown frame 'nothing'; known frames: classifier, "),
        ('      -layer { name: "r"', '      -layer { name: "s"', 15, "examples.0.good: hunk 1 does not apply: layer"),
    ],
)
def test_faulty_examples(tmp_path: Path, old: str, new: str, line: int, expected: str) -> None:
    path = f"{_load(tmp_path, RULE.replace(old, new))}/rule.yaml"
    with pytest.raises(page.RuleFileError) as raised:
        page.load(path, own=False)
    assert str(raised.value).startswith(f"{path}:{line}: {expected}")


def test_a_frame_without_a_line_for_the_example(tmp_path: Path) -> None:
    path = f"{_load(tmp_path, RULE)}/rule.yaml"
    (tmp_path / "frames" / "mine.prototxt").write_text("name: 'x'\n")
    with pytest.raises(page.RuleFileError, match=r"mine\.prototxt needs exactly one line \{\{example\}\}"):
        page.load(path, own=False)


def test_paths_without_rule_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in (tmp_path, tmp_path / "gone"):
        with pytest.raises(SystemExit) as raised:
            main(["rule", "--test", str(path)])
        assert raised.value.code == 2
        assert capsys.readouterr().err.startswith(f"bnlint: {path}: no ")


def test_own_rules(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", "--test", "rules/net-flow/NET110-unused-top.yaml"]) == 0
    assert capsys.readouterr().out.endswith(" examples of 1 rule passed\n")
