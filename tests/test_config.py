"""Configuration files: the nearest one applies, every key has its effect, errors say where, and the schema agrees."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bnlint.cli.main import main
from bnlint.config import ConfigError
from bnlint.config.find import Configurations
from bnlint.config.jsonschema import schema, shipped
from bnlint.config.keys import KEYS
from bnlint.config.reader import ConfigFile, read
from bnlint.linter.check import check
from bnlint.linter.settings import OUTPUT_FORMATS, Settings
from bnlint.report.formats import FORMATS
from bnlint.text.diagnostics import Severity
from bnlint.text.source import Source
from tests.forks import caffe_in

ROOT = Path(__file__).resolve().parent.parent
GUIDE = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
NET = """name: "net"
layer { name: "data" type: "Data" top: "data" include { phase: TRAIN } data_param { source: "lmdb" batch_size: 64 } }
layer { name: "conv1" type: "Convolution" bottom: "data" top: "c" convolution_param { num_output: 8 kernel_size: 3 bias_term: false } }
layer { name: "bn1" type: "BatchNorm" bottom: "c" top: "c" }
"""  # noqa: E501
# The labels come from a program: nothing shows whether the net trains.
FROZEN = """layer { name: "data" type: "MemoryData" top: "data" top: "label" memory_data_param { batch_size: 64 channels: 3 height: 8 width: 8 } }
layer { name: "conv1" type: "Convolution" bottom: "data" top: "c" convolution_param { num_output: 8 kernel_size: 3 bias_term: false weight_filler { type: "msra" } } }
layer { name: "bn1" type: "BatchNorm" bottom: "c" top: "c" batch_norm_param { use_global_stats: true } }
layer { name: "scale1" type: "Scale" bottom: "c" top: "c" scale_param { bias_term: true } }
layer { name: "loss" type: "SoftmaxWithLoss" bottom: "c" bottom: "label" top: "loss" }
"""  # noqa: E501


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(path: str, text: str = NET) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(list(words))
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.mark.parametrize(
    ("files", "wanted"),
    [
        ({}, "auto"),
        ({"bnlint.toml": 'target = "ssd"'}, "ssd"),
        ({".bnlint.yaml": "target: ssd"}, "ssd"),
        ({"pyproject.toml": '[tool.bnlint]\ntarget = "ssd"'}, "ssd"),
        ({"pyproject.toml": 'tool = { bnlint = { target = "ssd" } }'}, "ssd"),
        ({"pyproject.toml": '[tool]\nbnlint.target = "ssd"'}, "ssd"),
        ({"pyproject.toml": '[ tool . "bnlint" ] # x\ntarget = "ssd"'}, "ssd"),
        ({"pyproject.toml": 'tool.bnlint.target = "ssd"'}, "ssd"),
        ({"pyproject.toml": '[project]\nname = "bnlint-user"'}, "auto"),
        ({"bnlint.toml": 'target = "ssd"', "a/bnlint.toml": 'target = "intel"'}, "intel"),
        ({"bnlint.toml": 'target = "ssd"', "a/b/bnlint.toml": 'target = "intel"'}, "intel"),
        ({"bnlint.toml": 'target = "ssd"', "a/pyproject.toml": "[tool.other]\n"}, "ssd"),
        ({"bnlint.toml": 'target = "ssd"', "a/.bnlint.yaml": ""}, "auto"),  # nothing is inherited
        ({"bnlint.toml": 'target = "ssd"', ".bnlint.yaml": "target: intel"}, "ssd"),
        ({"c/bnlint.toml": 'target = "ssd"'}, "auto"),
    ],
)
def test_the_nearest_counts(folder: Path, files: dict[str, str], wanted: str) -> None:
    for name, text in files.items():
        put(name, text)
    put("a/b/net.prototxt")
    assert Configurations().settings("a/b/net.prototxt").target == wanted
    assert Configurations(isolated=True).settings("a/b/net.prototxt").target == "auto"
    assert Configurations({"target": "segnet"}).settings("a/b/net.prototxt").target == "segnet"


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("", []),
        ("schema = 'caffe.proto'", ["a/caffe.proto"]),
        ("schema = ['x/caffe.proto', '../caffe.proto']", ["a/x/caffe.proto", "caffe.proto"]),
        ("schema = []", []),
    ],
)
def test_schema(folder: Path, text: str, paths: list[str]) -> None:
    """It is relative to its file, and as an option relative to the working directory."""
    put("a/bnlint.toml", text)
    found = Configurations()
    assert found.schemas(found.nearest("a")) == tuple(str(folder / path) for path in paths)
    given = Configurations({"schema": ("b/caffe.proto",)})
    assert given.schemas(given.nearest("a")) == (str(folder / "b/caffe.proto"),)


def test_a_named_configuration(folder: Path) -> None:
    put("bnlint.toml", 'target = "ssd"')
    put("else/where.toml", '[per-file-ignores]\n"a/" = ["BN1"]')
    found = Configurations(config="else/where.toml")
    assert found.settings("a/net.prototxt").target == "auto"
    assert found.settings("a/net.prototxt").ignored_here == ("BN1",)  # patterns begin here


@pytest.mark.parametrize(
    ("name", "text", "error"),
    [
        ("bnlint.toml", 'selct = ["BN1"]', "bnlint.toml:1: selct: unknown key; did you mean select?"),
        (
            "bnlint.toml",
            '\n# x\n\nselect = ["BN1",\n  "BN9",\n  "FLD" ]',
            "bnlint.toml:5: select.1: unknown rule 'BN9'",
        ),
        ("bnlint.toml", 'text = """\nselect = 1\n"""\n', "bnlint.toml:1: text: unknown key; known keys: target,"),
        ("bnlint.toml", "[severity]\nBN101 = 'eror'", "bnlint.toml:2: severity.BN101: expected a severity, not 'eror'"),
        ("bnlint.toml", "select = 3", "bnlint.toml:1: select: expected a list of rules"),
        ("bnlint.toml", "exclude = ['a/', 3]", "bnlint.toml:1: exclude.1: expected a pattern as in .gitignore"),
        ("bnlint.toml", "select =", "bnlint.toml:1: Invalid value"),
        (
            "bnlint.toml",
            "target = 'nvcaffe-0.18'",
            "bnlint.toml:1: target: expected auto or a version of Caffe, not 'nvcaffe-0.18'",
        ),
        (
            "bnlint.toml",
            "[file-kinds]\ntrian = ['x']",
            "bnlint.toml:2: file-kinds.trian: unknown key; did you mean train",
        ),
        ("bnlint.toml", "schema = ['a', 3]", "bnlint.toml:1: schema.1: expected a path"),
        ("bnlint.toml", "schema = 3", "bnlint.toml:1: schema: expected a path, or a list of paths"),
        ("bnlint.toml", "dialect = 'auto'", "bnlint.toml:1: dialect: expected a version of Caffe, not 'auto'"),
        ("bnlint.toml", "dialect = 'NVCaffe-0.17'", "bnlint.toml:1: dialect: expected a version of Caffe, not 'NVC"),
        ("bnlint.toml", "rules = ['none']", "bnlint.toml:1: rules: none: no such folder"),
        (
            "pyproject.toml",
            "[project]\nname = 'x'\n[tool.bnlint]\nignored = []",
            "pyproject.toml:4: ignored: unknown key",
        ),
        ("pyproject.toml", "[tool]\nbnlint = 3", "pyproject.toml:2: tool.bnlint: expected a table"),
        (
            ".bnlint.yaml",
            "target: ssd\nfail_level: error\n",
            ".bnlint.yaml:2: fail_level: unknown key; did you mean fail-",
        ),
        (".bnlint.yaml", "select:\n  - BN1\n  - BN777\n", ".bnlint.yaml:3: select.1: unknown rule 'BN777'"),
        (".bnlint.yaml", "select: [\n", ".bnlint.yaml:2: "),
        (".bnlint.yaml", "target: ssd\ntarget: ssd\n", ".bnlint.yaml:2: target: duplicate key"),
        (".bnlint.yaml", "- select\n", ".bnlint.yaml:1: the file: expected a mapping of keys"),
        (".bnlint.yaml", "1: x\n", ".bnlint.yaml:1: 1: unknown key"),
    ],
)
def test_errors(folder: Path, capsys: pytest.CaptureFixture[str], name: str, text: str, error: str) -> None:
    put(name, text)
    put("net.prototxt")
    code, out, err = said(capsys, "check", "net.prototxt")
    assert (code, out) == (2, "")
    assert err.startswith(f"bnlint: {error}"), err
    assert len(err.splitlines()) == 1


def rules_of(name: str = "net.prototxt") -> list[tuple[str, str]]:
    found = check(Source(Path(name).read_text(encoding="utf-8")), Configurations().settings(name)).diagnostics
    return [(each.rule, each.severity.word) for each in found]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", [("BN101", "warning")]),
        ("ignore = ['BN101']", []),
        ("select = ['BN2']", []),
        ("select = ['BN2']\nextend-select = ['BN101']", [("BN101", "warning")]),
        ("severity = { BN101 = 'error' }", [("BN101", "error")]),
        ("severity = { BN = 'error', BN1 = 'info' }", [("BN101", "info")]),
        ("per-file-ignores = { '*.prototxt' = ['BN1'] }", []),
        ("per-file-ignores = { '/net.*' = ['BN101'] }", []),
        ("per-file-ignores = { 'other/' = ['BN1'] }", [("BN101", "warning")]),
    ],
)
def test_rules(folder: Path, text: str, wanted: list[tuple[str, str]]) -> None:
    put("bnlint.toml", text)
    put("net.prototxt")
    assert rules_of() == wanted


def test_a_milder_finding_does_not_get_worse() -> None:
    for severity, wanted in ((Severity.ERROR, "info"), (Severity.INFO, "info")):
        found = check(Source(FROZEN), Settings(select=("BN302",), severity=(("BN302", severity),))).diagnostics
        assert [each.severity.word for each in found] == [wanted]


@pytest.mark.parametrize(
    ("kinds", "wanted"),
    [((), [("BN302", "info")]), (("train",), [("BN302", "warning")]), (("fine-tune",), []), (("deploy",), [])],
)
def test_file_kinds(kinds: tuple[str, ...], wanted: list[tuple[str, str]]) -> None:
    found = check(Source(FROZEN), Settings(select=("BN302",), kinds=kinds)).diagnostics
    assert [(each.rule, each.severity.word) for each in found] == wanted


def test_a_deploy_file_is_checked_only_in_test() -> None:
    text = FROZEN.replace("true }", "false }", 1)
    for kinds, wanted in (((), ["BN301"]), (("deploy",), ["BN303"])):
        found = check(Source(text), Settings(select=("BN301", "BN303"), kinds=kinds)).diagnostics
        assert [each.rule for each in found] == wanted


def test_a_solver_by_name(folder: Path) -> None:
    text = "type: 'SGD'\ndelta: 1\nunheard_of: 1\n"
    assert check(Source(text), Settings()).kind == "other"
    assert check(Source(text), Settings(kinds=("solver",))).kind == "solver"
    assert check(Source(NET), Settings(kinds=("solver",))).kind == "net"


@pytest.mark.parametrize(
    ("text", "fixed"),
    [("", True), ("unfixable = ['BN2']", False), ("fixable = ['SYN']", False), ("fixable = ['BN201']", True)],
)
def test_fixable(folder: Path, capsys: pytest.CaptureFixture[str], text: str, fixed: bool) -> None:
    put("bnlint.toml", text)
    net = NET.replace('top: "c" }\n', 'top: "c" ' + "param { lr_mult: 0 } " * 3 + "}\n")
    assert net != NET
    put("net.prototxt", net)
    said(capsys, "check", "--select", "BN201", "--fix", "net.prototxt")
    assert (Path("net.prototxt").read_text() != net) is fixed


def test_fail_level_and_format(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put("bnlint.toml", "fail-level = 'error'\noutput-format = 'concise'")
    put("a/net.prototxt")
    code, out, _ = said(capsys, "check", "a")
    assert code == 0 and out.startswith("a/net.prototxt:4:")
    put("a/bnlint.toml", "")  # whose own level is the default
    assert said(capsys, "check", "a")[0] == 1
    assert said(capsys, "check", "--fail-level", "error", "a")[0] == 0
    assert said(capsys, "check", "--output-format", "text", "a")[1].startswith("warning[BN101")
    assert said(capsys, "check", "--isolated", "a")[0] == 1


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        ([], ["BN101"]),
        (["--ignore", "BN1"], []),
        (["--select", "BN308"], []),
        (["--select", "BN101"], ["BN101"]),
        (["--extend-select", "BN3"], ["BN101"]),
        (["--isolated"], ["BN101"]),
    ],
)
def test_options_beat_configuration(
    folder: Path, capsys: pytest.CaptureFixture[str], options: list[str], wanted: list[str]
) -> None:
    put("bnlint.toml", "select = ['BN101']\nignore = ['BN308']")
    put("net.prototxt")
    _, out, _ = said(capsys, "check", "--output-format", "concise", *options, "net.prototxt")
    assert [line.split()[1] for line in out.splitlines()] == wanted


def test_files(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / ".git").mkdir()
    put(".gitignore", "build/\n*.tmp.prototxt\n")
    put("sub/.gitignore", "!kept.tmp.prototxt\n")
    for name in ("a", "build/b", "third/c", "third/ours/d", "x.tmp", "sub/kept.tmp"):
        put(f"{name}.prototxt")
    put("bnlint.toml", "exclude = ['third/*', '!third/ours']")
    assert said(capsys, "files")[1].split() == ["a.prototxt", "sub/kept.tmp.prototxt", "third/ours/d.prototxt"]
    assert said(capsys, "files", "build", "third/c.prototxt")[1].split() == ["build/b.prototxt", "third/c.prototxt"]
    assert said(capsys, "files", "--force-exclude", "build", "third/c.prototxt")[1] == ""
    put("bnlint.toml", "respect-gitignore = false")
    assert len(said(capsys, "files")[1].split()) == 6
    assert said(capsys, "files", "none")[0] == 2


def test_only_ignore_files_of_the_work_tree_count(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(".gitignore", "*\n")  # above the work tree
    (folder / "project" / ".git" / "info").mkdir(parents=True)
    put("project/.git/info/exclude", "b.prototxt\n")
    for name in ("a", "b"):
        put(f"project/{name}.prototxt")
    assert said(capsys, "files", "project")[1].split() == ["project/a.prototxt"]


def test_config_shows_where_from(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(
        "pyproject.toml",
        "[tool.other]\n\n[tool.bnlint]\nignore = ['BN308']\n[tool.bnlint.file-kinds]\ntrain = ['a/']\n",
    )
    put("a/net.prototxt")
    code, out, _ = said(capsys, "config", "--target", "ssd", "a/net.prototxt")
    assert code == 0
    lines = [tuple(re.split(r"\s+# ", line)) for line in out.splitlines()[1:]]
    assert ('target = "ssd"', "command line") in lines
    assert ('ignore = ["BN308"]', "pyproject.toml:4") in lines
    assert ('file-kinds = { "train" = ["a/"] }', "pyproject.toml:5") in lines
    assert ('fixable = ["ALL"]', "default") in lines
    assert "kind of this file: train" in out
    shown = tomllib.loads(out)  # what is shown is a configuration itself
    assert set(shown) == {key.name for key in KEYS}
    assert said(capsys, "config", "--schema")[1] == shipped()


# One definition: the loader, the schema that ships, and the pages agree.

_VALUES = st.recursive(
    st.one_of(
        st.booleans(),
        st.integers(0, 3),
        st.sampled_from(["BN1", "bn101", "ALL", "", " ", "error", "warning", "ssd", "text", "a/", "!x", "#x", "train"]),
        st.text(max_size=4),
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["BN1", "ALL", "deploy", "train", "a/", " ", "x y"]), inner, max_size=3)
    ),
    max_leaves=6,
)


class _NoLines:
    def line(self, place: object) -> int:
        return 1


@given(st.dictionaries(st.sampled_from([*(key.name for key in KEYS), "other"]), _VALUES, max_size=3))
def test_the_loader_and_the_schema_agree(data: dict[str, object]) -> None:
    try:
        ConfigFile("bnlint.toml", data, _NoLines(), ())  # type: ignore[arg-type]
        taken = True
    except ConfigError:
        taken = False
    assert jsonschema.Draft7Validator(schema()).is_valid(data) == taken


def test_the_schema_ships() -> None:
    assert json.loads(shipped()) == schema()
    jsonschema.Draft7Validator.check_schema(schema())
    defaults = {name: each["default"] for name, each in schema()["properties"].items() if "default" in each}
    assert jsonschema.Draft7Validator(schema()).is_valid(defaults)


def test_every_output_format_can_be_configured() -> None:
    assert tuple(FORMATS) == OUTPUT_FORMATS


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.name)
def test_each_example_of_the_page_runs(folder: Path, key: object) -> None:
    example = key.example  # type: ignore[attr-defined]
    assert f"```toml\n{example}\n```" in GUIDE
    put(
        "lint/rules/MY101-own.yaml",
        (ROOT / "docs" / "writing-rules.md").read_text().partition("```yaml\n")[2].partition("```")[0],
    )
    caffe_in(folder / "external" / "caffe")
    put("bnlint.toml", example)
    put("net.prototxt")
    settings = Configurations().settings("net.prototxt")
    assert isinstance(settings, Settings)
    file = read("bnlint.toml")
    assert file is not None and list(file.values) == [key.name]  # type: ignore[attr-defined]
    put(".bnlint.yaml", yaml.safe_dump(tomllib.loads(example)))
    other = read(".bnlint.yaml")
    assert (
        other is not None and sorted(other.values[key.name]) == sorted(file.values[key.name])
        if isinstance(  # type: ignore[attr-defined]
            file.values[key.name],
            tuple,  # type: ignore[attr-defined]
        )
        else other.values == file.values
    )


def test_the_first_example_of_the_page_runs(folder: Path) -> None:
    put("bnlint.toml", re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)[0])
    settings = Configurations().settings("finetune/a_deploy.prototxt")
    assert settings.kinds == ("deploy", "fine-tune")
    assert settings.severity == (("BN101", Severity.INFO),)


def test_settings_are_immutable() -> None:
    with pytest.raises(AttributeError):
        Settings().target = "ssd"
    assert Settings().replace(target="ssd").target == "ssd"
    assert Settings() == Settings() and hash(Settings()) == hash(Settings())
    assert repr(Settings(target="ssd")) == "Settings(target='ssd')"
