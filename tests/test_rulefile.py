"""Rule files: what is wrong with a faulty one, the JSON Schema, folders of users, and the rules of the guide."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import jsonschema
import pytest

from bnlint.cli.main import main
from bnlint.fixer import examples
from bnlint.rules import page
from bnlint.rules.language.jsonschema import schema
from bnlint.rules.language.reader import parse
from tests.userrules import CASES, HEAD, NET, forget, load

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def _forget() -> None:
    forget()


# ---- faulty files: STRUCTURE is what the JSON Schema knows, too, MEANING what only the loader can know

STRUCTURE = [
    ("match: {}", 6, "match: expected one of the keys type, name, "),
    ("match: BatchNorm", 6, "match: expected a mapping"),
    ("match: {typ: A}", 6, "match.typ: unknown key 'typ'; did you mean 'type'?"),
    ("match:\n  type: 5", 7, "match.type: expected text"),
    ("match:\n  type: []", 7, "match.type: expected a list that is not empty"),
    ("match:\n  all: []", 7, "match.all: expected a list that is not empty"),
    ("match:\n  any:\n    - type: A\n    - {}", 9, "match.any.1: expected one of the keys"),
    ("match:\n  fields: {}", 7, "match.fields: expected a mapping of field paths"),
    ("match:\n  fields:\n    param: 5", 8, "match.fields.param: expected a mapping"),
    ("match:\n  fields:\n    param: {}", 8, "match.fields.param: expected one of the keys equal, in, "),
    ("match:\n  fields:\n    phase: {written: true}", 8, "match.fields.phase: expected one of the keys equal, "),
    ("match:\n  fields:\n    param: {present: false}", 8, "match.fields.param.present: expected true"),
    ("match:\n  fields:\n    loss_weight: {lt: high}", 8, "match.fields.loss_weight.lt: expected a number"),
    ("match:\n  bottoms: {equal: -1}", 7, "match.bottoms.equal: expected a non-negative integer"),
    ("match:\n  bottoms: 1", 7, "match.bottoms: expected a mapping"),
    ("match:\n  exists_in: Train", 7, "match.exists_in: expected one of TRAIN, TEST"),
    ("match:\n  in_place: maybe", 7, "match.in_place: expected true or false"),
    ("match:\n  net: learns", 7, "match.net: expected one of trains, deploy"),
    ("match:\n  feeds: {depth: 2}", 7, "match.feeds.depth: unknown key 'depth'; known keys: all, any, "),
    ("match: {type: A}\nstates: all", 7, "states: expected one of any, every"),
    ("match: {type: A}\ncases: []", 7, "cases: expected a list that is not empty"),
    ("match: {type: A}\ncases:\n  - severity: info", 8, "cases.0: missing key 'match'"),
    ("match: {type: A}\nfix: {title: Do}", 7, "fix: missing key 'applicability'"),
    ("match: {type: A}\nfix: {applicability: sure, title: Do}", 7, "fix.applicability: expected one of safe, "),
    ("match: {type: A}\nfix:\n  applicability: safe\n  set: {phase: TEST}", 7, "fix: missing key 'title'"),
    ("match: {type: A}\nsummary2: no", 7, "summary2: unknown key 'summary2'; did you mean 'summary'?"),
    ("fix: {applicability: safe, title: A}", 1, "the file: missing key 'match'"),
]
MEANING = [
    ("match:\n  name: '('", 7, "match.name: invalid regular expression: "),
    (
        "match:\n  fields:\n    batch_norm_param.epz: {lt: 1}",
        8,
        "has no field 'epz'; did you mean 'eps'?",
    ),
    (
        "match:\n  fields:\n    scale_parm.axis: {lt: 1}",
        8,
        "LayerParameter has no field 'scale_parm'; did ",
    ),
    ("match:\n  fields:\n    loss_weight.x: {lt: 1}", 8, "loss_weight has no fields"),
    ("match:\n  fields:\n    scale_param: {equal: 1}", 8, "scale_param is a message: use present or absent"),
    ("match:\n  fields:\n    scale_param.axis: {equal: true}", 8, "expected an integer for axis"),
    ("match:\n  fields:\n    scale_param.bias_term: {in: [1]}", 8, "in.0: expected true or false for bias_term"),
    ("match:\n  fields:\n    scale_param.bias_term: {lt: 1}", 8, "bias_term is not a number: use equal or in"),
    ("match:\n  fields:\n    pooling_param.pool: {equal: AVG}", 8, "one of MAX, AVE, STOCHASTIC; did you mean 'AVE'?"),
    ("match: {type: A}\nat: batch_norm_parm", 7, "at: LayerParameter has no field 'batch_norm_parm'; did you mean"),
    ("match: {type: A, not: {type: B}}\ncases: [{match: {name: '['}}]", 7, "cases.0.match.name: invalid regular"),
    (
        "match: {type: A}\nfix: {applicability: safe, title: Do}",
        7,
        "fix: expected one of the keys remove, set, insert_",
    ),
    (
        "match: {name: A}\nfix: {applicability: safe, title: Do, remove: phase}",
        6,
        "match: missing key 'type'",
    ),
    (
        "match: {type: A}\nfix: {applicability: safe, title: '{{nam}}', remove: phase}",
        7,
        "unknown {{nam}}; did you mean",
    ),
    ("match: {type: A}\nfix: {applicability: safe, title: Do, set: {param.lr_mult: 1}}", 7, "as in param.0"),
    ("match: {type: A}\nfix: {applicability: safe, title: Do, set: {phase: train}}", 7, "did you mean 'TRAIN'?"),
    (
        "match: {type: A}\nfix: {applicability: safe, title: Do, changes: [A.b], remove: phase}",
        7,
        "fix.changes: not allowed in a rule with the key",
    ),
    ("match: {type: A}\nfix:\n  applicability: safe\n  title: Do\n  insert_after: 'name'", 10, "invalid prototxt: "),
    (
        "match: {type: A}\nfix:\n  applicability: safe\n  title: Do\n  insert_after: 'name: \"x\"'",
        10,
        "expected the fields of a layer, with its name and type",
    ),
    (
        "match: {type: A}\ncases: [{match: {type: A}, message: '{{feeds}}'}]",
        7,
        "{{feeds}} needs the key 'feeds'",
    ),
    ("match: {type: A}\nmatch: {type: B}", 7, "match: duplicate key"),
    ("match: &all\n  not: *all", 7, ": nested too deeply"),
]


@pytest.mark.parametrize(("text", "line", "expected"), STRUCTURE + MEANING)
def test_faulty_files(tmp_path: Path, text: str, line: int, expected: str) -> None:
    path = f"{load(tmp_path, HEAD + text)}/rule.yaml"
    with pytest.raises(page.RuleFileError, match=re.escape(expected)) as raised:
        page.load(path, own=False)
    assert "\n" not in str(raised.value)
    assert str(raised.value).startswith(f"{path}:{line}: ")


@cache
def _validator(who: str) -> jsonschema.Draft202012Validator:
    made = schema(who)  # type: ignore[arg-type]
    jsonschema.Draft202012Validator.check_schema(made)
    return jsonschema.Draft202012Validator(made)


def _valid(text: str, who: str = "user") -> bool:
    return _validator(who).is_valid(parse(text))  # type: ignore[no-any-return]


@pytest.mark.parametrize(("text", "line", "expected"), STRUCTURE)
def test_the_schema_refuses_what_the_loader_refuses(text: str, line: int, expected: str) -> None:
    assert not _valid(HEAD + text)


@pytest.mark.parametrize("key", ["id", "name", "summary", "severity", "message"])
def test_both_require_the_same_keys(tmp_path: Path, key: str) -> None:
    text = "".join(line for line in HEAD.splitlines(keepends=True) if not line.startswith(key)) + "match: {type: A}\n"
    assert not _valid(text)
    with pytest.raises(page.RuleFileError, match=f": the file: missing key '{key}'"):
        page.load(f"{load(tmp_path, text)}/rule.yaml", own=False)


@pytest.mark.parametrize(
    ("old", "new"), [("MY101", "my1"), ("my-rule", "My rule"), ("A rule.", "''"), ("A rule.", "5")]
)
def test_both_read_the_words(tmp_path: Path, old: str, new: str) -> None:
    text = HEAD.replace(old, new) + "match: {type: A}\n"
    assert not _valid(text)
    with pytest.raises(page.RuleFileError):
        page.load(f"{load(tmp_path, text)}/rule.yaml", own=False)


def test_both_accept_the_good_ones(tmp_path: Path) -> None:
    for text in (CASES, "match:\n  fields: {batch_norm_param.eps: {lt: 1e-5}}", "match: {feeds: {through: anything}}"):
        assert _valid(HEAD + text)
        page.load(f"{load(tmp_path, HEAD + text)}/rule.yaml", own=False)
    for path in sorted((ROOT / "rules").rglob("*.yaml")):
        assert _valid(path.read_text(encoding="utf-8"), "own"), path


def test_the_schema_ships(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", "--schema"]) == 0
    assert json.loads(capsys.readouterr().out) == schema()


# ---- rules of users

MY = HEAD.replace('"{{name}}"', "found {{name}}") + "match: {type: ReLU}\n"


@pytest.fixture
def net(tmp_path: Path) -> str:
    path = tmp_path / "net.prototxt"
    path.write_text(NET)
    return str(path)


@pytest.fixture
def rules(tmp_path: Path) -> str:
    folder = tmp_path / "rules"
    folder.mkdir()
    load(folder, MY)
    return str(folder)


def test_user_rules(net: str, rules: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    more = tmp_path / "more" / "deep"
    more.mkdir(parents=True)
    (more / "b.yml").write_text(
        MY.replace("101", "102").replace("my-rule", "other").replace("warning", "warning\ndefault: false")
    )
    options = ["check", net, "--output-format", "concise", "--rules", rules, "--rules", str(more.parent)]

    def ids(*others: str) -> str:
        main([*options, *others])
        return " ".join(re.findall(r"MY\d+", capsys.readouterr().out))

    assert ids() == "MY101"
    assert ids("--select", "MY") == "MY101"
    assert ids("--select", "ALL") == "MY101 MY102"
    assert ids("--extend-select", "MY102") == "MY101 MY102"
    assert ids("--ignore", "MY1") == ""
    assert ids("--select", "BN") == ""
    assert main(["rule", "other", "--rules", str(more.parent)]) == 0
    assert capsys.readouterr().out.startswith("MY102 other  warning, off by default")
    assert main(["rule", "--all", "--rules", rules]) == 0
    assert "MY101   my-rule" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("MY101", "BN101", "rule.yaml:1: id: BN101 is a rule of bnlint"),
        ("my-rule", "missing-scale", "rule.yaml:1: name: missing-scale is the name of BN101"),
        ("type: ReLU", "typ: ReLU", "rule.yaml:6: match.typ: unknown key 'typ'; did you mean "),
        ("match: {", "match: {[", "rule.yaml:"),
    ],
)
def test_faulty_user_rules(
    net: str, rules: str, old: str, new: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    load(Path(rules), MY.replace(old, new))
    for command in (["check", net], ["rule", "BN101"]):
        with pytest.raises(SystemExit) as raised:
            main([*command, "--rules", rules])
        out, err = capsys.readouterr()
        assert (raised.value.code, out, err.count("\n")) == (2, "", 1)
        assert err.startswith("bnlint: ") and message in err


def test_user_rules_that_are_not_there(net: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()
    for name, why in (("empty", "no rule files (*.yaml) in it"), ("gone", "no such folder")):
        with pytest.raises(SystemExit):
            main(["check", net, "--rules", str(tmp_path / name)])
        assert capsys.readouterr().err == f"bnlint: {tmp_path / name}: {why}\n"


def test_an_id_twice(net: str, rules: str, capsys: pytest.CaptureFixture[str]) -> None:
    (Path(rules) / "z.yaml").write_text("# second\n" + MY)
    with pytest.raises(SystemExit):
        main(["check", net, "--rules", rules])
    assert "z.yaml:2: id: MY101 is already the id of " in capsys.readouterr().err


# ---- the guide

GUIDE = (
    (ROOT / "docs" / "writing-rules.md").read_text(encoding="utf-8")
    if (ROOT / "docs" / "writing-rules.md").exists()
    else ""
)
BLOCKS = re.findall(r"^```yaml\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("text", [b for b in BLOCKS if b.startswith("id:")], ids=lambda text: text.split()[1])
def test_rules_of_the_guide(tmp_path: Path, text: str) -> None:
    """Each whole rule in docs/writing-rules.md: its examples are found and fixed, its silent nets are silent."""
    assert _valid(text)
    ((rule, folders),) = examples.pages_in([load(tmp_path, text)])
    assert [failure.differences for failure in examples.run(rule, folders)] == []


@pytest.mark.parametrize("text", [b for b in BLOCKS if not b.startswith("id:")])
def test_parts_of_the_guide(tmp_path: Path, text: str) -> None:
    """The parts are conditions, fixes and messages that complete a rule."""
    head = HEAD if "message:" not in text else HEAD.replace('message: "{{name}}"\n', "")
    match = "" if "match:" in text else "match: {type: BatchNorm, fed_by: {}}\n"
    loaded = page.load(f"{load(tmp_path, head + match + text)}/rule.yaml", own=False)
    assert loaded.declared is not None
