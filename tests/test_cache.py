"""The cache: what a run says with it is what it says without, whatever changed, and whatever happened to its files."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from userrules import forget

import bnlint
from bnlint.cli.main import main
from bnlint.fixer import add_ignores
from bnlint.fixer import fix as fixer
from bnlint.linter import check as linter
from bnlint.linter.settings import Settings
from bnlint.report import formats, statistics
from bnlint.run import cache, discover, run
from bnlint.run.cache import dependencies, store
from bnlint.text import files
from tests.corpus import names, needs_corpus, path_of

ROOT = Path(__file__).resolve().parent.parent
NAME = ".bnlint_cache"
NET = """name: "net"
layer { name: "data" type: "Input" top: "data" input_param { shape { dim: 1 dim: 3 dim: 32 dim: 32 } } }
layer { name: "conv1" type: "Convolution" bottom: "data" top: "c" convolution_param { num_output: 8 kernel_size: 3 bias_term: false } }
layer { name: "bn1" type: "BatchNorm" bottom: "c" top: "c" batch_norm_param { use_global_stats: true } param { lr_mult: 0 } param { lr_mult: 0 } param { lr_mult: 0 } }
"""  # noqa: E501
STAGED = NET.replace("batch_norm_param", 'include { stage: "deploy" } batch_norm_param')
SOLVER = 'net: "%s"\nbase_lr: 0.1\nlr_policy: "fixed"\nmax_iter: 10\nsolver_mode: CPU\n'
RULE = """
id: XY1
name: no-%s
summary: %s is not used here.
severity: warning
match: {type: %s}
message: "'{{name}}' is one"
"""

pytestmark = pytest.mark.usefixtures("cached")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("bnlint.toml").write_text("")
    Path("net.prototxt").write_text(NET)
    return tmp_path


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the sources that are judged, which are not taken from the cache."""
    names: list[str] = []
    check = linter.check

    def counted(source: bnlint.Source, *rest: object) -> bnlint.Result:
        names.append(source.name)
        return check(source, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(linter, "check", counted)
    monkeypatch.setattr(fixer, "check", counted)
    monkeypatch.setattr(add_ignores, "check", counted)
    return names


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def said(*words: str) -> tuple[int, str, str]:
        forget()
        dependencies.program.cache_clear()
        try:
            code = main(["check", *words])
        except SystemExit as error:
            code = int(str(error.code))
        return code, *capsys.readouterr()

    return said


Said = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize(
    ("name", "options"),
    [
        *((name, options) for name in formats.FORMATS for options in ((), ("--verbose", "--select", "ALL"))),
        *((name, ("--statistics",)) for name in statistics.FORMATS),
    ],
)
def test_every_report_is_the_same(name: str, options: tuple[str, ...], said: Said, judged: list[str]) -> None:
    shutil.copytree(ROOT / "fixtures", "fixtures")
    words = ("--output-format", name, *options)
    without = said("--no-cache", *words)
    assert not os.path.exists(NAME) and judged
    said("--output-format", "concise", *options)  # for which other things are kept
    assert said(*words) == without
    judged.clear()
    assert said(*words) == without
    assert judged == []


def _of(outcome: run.Outcome) -> list[object]:
    """All that is reported of a file."""
    told: list[object] = [outcome.path, outcome.error, outcome.note, outcome.bugs]
    if outcome.result is not None:
        told += [outcome.result.kind, outcome.result.dialect, outcome.result.source.text]
        for each in outcome.result.diagnostics:
            fix = each.fix and (each.fix.title, each.fix.applicability, each.fix.edits)
            told.append((each.rule, each.message, each.severity, each.span, each.related, each.states, each.tags, fix))
    return told


@needs_corpus
def test_what_is_found_in_real_files_is_the_same(tmp_path: Path, judged: list[str]) -> None:
    found = list(discover.find([str(path_of(name)) for name in names()]))
    settings = Settings(cache=str(tmp_path / "kept"))
    without = list(map(_of, run.run(found, settings.replace(cache=""))))
    assert list(map(_of, run.run(found, settings, edits=True))) == without
    judged.clear()
    assert list(map(_of, run.run(found, settings, edits=True))) == without
    assert all(files.is_probably_binary(files.read(name)) for name in judged)
    assert list(map(_of, run.run(found, settings.replace(cache=""), jobs=2, edits=True))) == without


def _write(name: str, text: str) -> Callable[[], object]:
    def change() -> None:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text)

    return change


def _remove(name: str) -> Callable[[], object]:
    return lambda: os.unlink(name)


@pytest.mark.parametrize(
    ("before", "change", "options"),
    [
        ({}, _write("net.prototxt", NET.replace("true", "false")), ()),
        ({}, _write("net.prototxt", NET[:-1]), ()),
        ({}, _write("bnlint.toml", 'ignore = ["BN2"]'), ()),
        ({}, _write("bnlint.toml", 'severity = { BN2 = "error" }'), ()),
        ({}, _write("bnlint.toml", 'unfixable = ["BN2"]'), ()),
        ({}, _write("bnlint.toml", 'per-file-ignores = { "n*" = ["BN201"] }'), ()),
        ({}, _write("bnlint.toml", 'file-kinds = { fine-tune = ["net.prototxt"] }'), ()),
        ({}, _write("bnlint.toml", 'target = "nvcaffe-0.17"'), ()),
        ({}, _write("bnlint.toml", 'fail-level = "error"'), ()),
        ({"r/a.yaml": RULE % (("Input",) * 3), "bnlint.toml": 'rules = ["r"]'}, _remove("r/a.yaml"), ()),
        (
            {"r/a.yaml": RULE % (("input", "Input", "Input")), "bnlint.toml": 'rules = ["r"]'},
            _write("r/a.yaml", RULE % ("input", "Input", "Convolution")),
            (),
        ),
        ({"s.prototxt": SOLVER % "a/net.prototxt"}, _write("a/net.prototxt", NET), ()),  # a folder that was asked for
        ({"s.prototxt": SOLVER % "a/net.prototxt", "a/b": ""}, _write("a/net.prototxt", NET), ()),
        ({"s.prototxt": SOLVER % "nit.prototxt"}, _write("other.prototxt", NET), ()),
        ({"s.prototxt": SOLVER % "nit.prototxt"}, _remove("net.prototxt"), ()),  # did you mean
        ({"s.prototxt": SOLVER % "nit.prototxt"}, _write("nit.prototxt", NET), ()),
        ({"s.prototxt": SOLVER % "net.prototxt"}, _write("net.prototxt", "name: 1 2"), ()),
        ({"s.prototxt": SOLVER % "net.prototxt"}, _remove("net.prototxt"), ()),
        ({"net.prototxt": STAGED}, _write("solver.prototxt", SOLVER % "net.prototxt"), ()),  # a new file in the folder
        (
            {"net.prototxt": STAGED, "solver.prototxt": SOLVER % "net.prototxt"},
            _write("solver.prototxt", SOLVER % "net.prototxt" + 'train_state { stage: "deploy" }'),
            (),
        ),
        ({"net.prototxt": STAGED, "solver.prototxt": SOLVER % "net.prototxt"}, _remove("solver.prototxt"), ()),
        ({}, lambda: None, ("--select", "BN201")),
        ({}, lambda: None, ("--ignore", "BN201")),
        ({}, lambda: None, ("--extend-select", "NET110")),
        ({}, lambda: None, ("--target", "nvcaffe-0.17")),
        ({}, lambda: None, ("--dialect", "nvcaffe-0.17")),
        ({}, lambda: None, ("--unsafe-fixes",)),
        ({}, lambda: None, ("--isolated",)),
        ({}, lambda: None, ("--fail-level", "info")),
    ],
)
def test_whatever_changes_is_seen(
    before: dict[str, str], change: Callable[[], object], options: tuple[str, ...], said: Said
) -> None:
    for name, text in before.items():
        _write(name, text)()
    first = said("--no-cache")
    for _ in range(2):
        assert said() == first
    change()
    expected = said("--no-cache", *options)
    for _ in range(2):
        assert said(*options) == expected


def test_what_did_not_change_is_known(said: Said, judged: list[str]) -> None:
    _write("solver.prototxt", SOLVER % "net.prototxt")()
    _write("other.prototxt", "a: 1")()
    said()
    judged.clear()
    said()
    os.utime("net.prototxt", (1, 1))
    _write("README", "")()
    said("net.prototxt", "--fail-level", "error")
    said("./solver.prototxt", os.path.abspath("other.prototxt"), "--fail-level", "error")
    assert judged == []
    os.rename("net.prototxt", "other name.prototxt")
    said()
    assert judged == ["other name.prototxt", "solver.prototxt"]


def test_the_working_directory_counts_where_it_matters(
    said: Said, judged: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _write("a/solver.prototxt", SOLVER % "there/net.prototxt")()
    _write("a/net.prototxt", NET)()
    _write("b/there/net.prototxt", NET)()
    said("a")
    monkeypatch.chdir("b")
    judged.clear()
    assert said("../a")[1] == said("--no-cache", "../a")[1]
    assert judged[0] == "../a/solver.prototxt"  # the net depends on no other file


@pytest.mark.parametrize("what", ["version", "python", "sources"])
def test_another_program_is_another_result(
    what: str, said: Said, judged: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    said()
    judged.clear()
    if what == "version":
        monkeypatch.setattr(bnlint, "__version__", "0.0.0")
    elif what == "python":
        monkeypatch.setattr(sys, "hexversion", 0)
    else:
        monkeypatch.setattr(dependencies, "_sources", lambda package: iter([(package, 1, 2)]))
    said()
    assert judged == ["net.prototxt"]
    said()
    assert judged == ["net.prototxt"]


def test_an_installed_program_is_known_by_the_list_of_its_files(tmp_path: Path) -> None:
    script = "from bnlint.run.cache import dependencies; print(dependencies.program())"
    shutil.copytree(ROOT / "bnlint", tmp_path / "bnlint", ignore=shutil.ignore_patterns("__pycache__"))
    record = tmp_path / f"bnlint-{bnlint.__version__}.dist-info" / "RECORD"
    record.parent.mkdir()

    def program() -> str:
        words = [sys.executable, "-c", script]
        return subprocess.check_output(words, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(tmp_path)}, text=True)

    by_sources = program()
    os.utime(tmp_path / "bnlint" / "linter" / "check.py", (1, 1))
    assert program() != by_sources  # somebody works on it
    record.write_text("bnlint/linter/check.py,sha256=1,1")
    first = program()
    os.utime(tmp_path / "bnlint" / "linter" / "check.py", (2, 2))
    assert program() == first  # as when it is installed again for each run
    record.write_text("bnlint/linter/check.py,sha256=2,1")
    assert program() != first


def _shards() -> list[Path]:
    return [path for path in Path(NAME).iterdir() if len(path.name) == 2]


def _truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-7])


def _flipped(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0x55
    path.write_bytes(data)


def _emptied(path: Path) -> None:
    path.write_bytes(b"")


def _garbage(path: Path) -> None:
    path.write_bytes(os.urandom(5000))


def _other_version(path: Path) -> None:
    path.write_bytes(b"bnlint results 0 " + path.read_bytes()[17:])


def _a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "file").write_text("")


def _a_dangling_link(path: Path) -> None:
    path.unlink()
    path.symlink_to("nowhere")


def _forged(replacement: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    """Somebody wrote a file with the right checksums, and results that bnlint never gives."""

    def forge(path: Path) -> None:
        entries = dict(store._entries(path.read_bytes()))
        for entry in entries.values():
            entry.second = replacement(entry.second)
        path.write_bytes(store._bytes(entries))

    return forge


DAMAGES = [
    *(_truncated, _flipped, _emptied, _garbage, _other_version, _a_folder, _a_dangling_link),
    _forged(lambda data: data[:-1]),
    _forged(lambda data: data + b"\x1f"),
    _forged(lambda data: b""),
    _forged(lambda data: b"\xff\xfe"),
    _forged(lambda data: data.replace(b"BN201", b"BN999")),
    _forged(lambda data: data.replace(b"BN201", b"\x1b[2J")),
    *(
        _forged(lambda data, finding=finding: b"net\x1fbvlc-1.0\x1fBN201\x1fx\x1f" + finding)  # type: ignore[misc]
        for finding in (
            b"2 5 999999999 0 0 0 0 0",
            b"2 5 4 0 0 0 0 0",
            b"9 5 6 0 0 0 0 0",
            b"2 5 6 99999999999 0 0 0 0",
            b"2 5 6 0 -1 0 7 0",
            b"2 5 6 0 0",
            b"2 5 6 0 1 0 0 0\x1fharmful",
            b"2 5 6 0 0 1 0 0\x1f1\x1f0\x1fx",
            b"2 5 6 0 0 0 2 2\x1ft\x1fsafe\x1f1\x1f4\x1f\x1f3\x1f5\x1f",
            b"2 5 6 0 0 0 1 0\x1ft\x1fperhaps",
        )
    ),
    _forged(lambda data: b"elf\x1fbvlc-1.0"),
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_damaged_is_found_out_again(damage: Callable[[Path], None], said: Said, judged: list[str]) -> None:
    _write("other.prototxt", NET.replace("bn1", "bn2"))()
    without = said("--no-cache")
    assert said() == without
    for path in _shards():
        damage(path)
    judged.clear()
    assert said() == without
    assert judged == ["net.prototxt", "other.prototxt"]
    judged.clear()
    assert said() == without
    if damage is not _a_folder:
        assert judged == []


@pytest.mark.parametrize("name", ["write_unsynced", "read"])
def test_a_disk_that_fails_changes_nothing(name: str, said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    """Full, without permission, gone."""
    without = said("--no-cache")
    whole = getattr(files, name)

    def fails(path: str, *rest: object) -> object:
        if NAME in path:
            raise OSError(28, "No space left on device")
        return whole(path, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(files, name, fails)
        assert [said(), said()] == [without, without]
    assert not any(path.name.endswith(".tmp") for path in Path(NAME).iterdir())


@pytest.mark.parametrize("where", ["a file", "a file/below", "no\0name"])
def test_where_no_folder_can_be(where: str, said: Said) -> None:
    Path("a file").write_text("")
    Path("bnlint.toml").write_text(f'cache = "{where}"'.replace("\0", "\\u0000"))
    assert said() == said("--no-cache")
    assert Path("a file").read_text() == ""


@pytest.mark.parametrize(
    ("text", "options", "made"),
    [
        ("", (), NAME),
        ("cache = true", (), NAME),
        ("cache = false", (), None),
        ('cache = "deep/down"', (), "deep/down"),
        ("", ("--no-cache",), None),
        ("", ("--cache-dir", "own"), "own"),
        ("cache = false", ("--cache-dir", "own"), "own"),
        ("", ("--isolated",), None),
        (None, (), None),
    ],
)
def test_where_results_are_kept(text: str | None, options: tuple[str, ...], made: str | None, said: Said) -> None:
    os.unlink("bnlint.toml")
    if text is not None:
        Path("bnlint.toml").write_text(text)
    said(*options)
    assert made is None or Path(made, ".gitignore").read_text() == "*\n"
    new = {path.name for path in Path().iterdir()} - {"net.prototxt", "bnlint.toml"}
    assert new == ({made.split("/")[0]} if made else set())


def test_without_a_configuration_they_are_kept_in_the_root_of_the_repository(said: Said) -> None:
    os.unlink("bnlint.toml")
    subprocess.run(["git", "init", "-q"], check=True)
    _write("a/b/net.prototxt", NET)()
    said("a/b")
    assert {path.name for path in Path().iterdir()} == {".git", NAME, "a", "net.prototxt"}
    shown = subprocess.check_output(["git", "status", "--short"], text=True)
    assert NAME not in shown
    assert Path(NAME, "CACHEDIR.TAG").read_bytes().startswith(b"Signature: 8a477f597d28d172789f06886806bc55")


def test_a_folder_of_somebody_else_is_not_marked(said: Said) -> None:
    _write("own/thing", "")()
    said("--cache-dir", "own")
    assert not Path("own/.gitignore").exists() and Path("own/thing").exists()


def test_a_file_of_somebody_else_stays(said: Said, judged: list[str]) -> None:
    """A folder that was named by mistake, or to which a link leads that came with a repository."""
    for shard in range(64):
        _write(f"own/{shard:02x}", "precious")()
    assert said("--cache-dir", "own") == said("--no-cache")
    assert {path.read_text() for path in Path("own").iterdir()} == {"precious"}
    os.unlink(f"own/{_shard_of('net.prototxt')}")
    said("--cache-dir", "own")
    judged.clear()
    said("--cache-dir", "own")
    assert judged == []


def _shard_of(path: str) -> str:
    return store._shard(dependencies.hashed(os.fsencode(os.path.abspath(path))))


def test_conflicting_options(said: Said) -> None:
    code, _, err = said("--no-cache", "--cache-dir", "x")
    assert code == 2 and "cannot be combined with" in err


@pytest.mark.parametrize("text", ["\0\0", None])
def test_faults_are_not_kept(text: str | None, said: Said, judged: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from bnlint.checks import registry

    if text is None:
        monkeypatch.setitem(registry.NET_CHECKS, "BN201", lambda ctx: [][0])
    else:
        Path("net.prototxt").write_text(text)
    first = said()
    assert first[0] == 2
    judged.clear()
    assert said() == first
    assert judged


@pytest.mark.parametrize("options", [("--fix",), ("--fix", "--unsafe-fixes"), ("--diff",), ("--add-ignores",)], ids=str)
def test_fixing_is_the_same(options: tuple[str, ...], said: Said, judged: list[str]) -> None:
    clean = NET.replace("param { lr_mult: 0 } ", "")
    texts = {"a.prototxt": clean, "net.prototxt": NET, "s.prototxt": SOLVER % "net.prototxt", "README": ""}
    told = []
    for kept in (False, True):
        for name, text in texts.items():
            Path(name).write_text(text)
        if kept:
            said()
        judged.clear()
        told.append((said(*options, *([] if kept else ["--no-cache"])), [Path(name).read_text() for name in texts]))
    assert told[0] == told[1]
    assert ("a.prototxt" in judged) == (options != ("--fix",) and options != ("--diff",))
    judged.clear()
    again = said(*options)
    assert again == said(*options, "--no-cache")


def test_a_file_that_a_fix_changed_is_read_again(said: Said) -> None:
    """A solver that was judged with the net as it was before."""
    Path("net.prototxt").write_text(NET.replace("layer {", "layers {", 1))
    texts = {"net.prototxt": NET + "layer {\n", "s.prototxt": SOLVER % "net.prototxt"}
    told = []
    for kept in (False, True):
        for name, text in texts.items():
            Path(name).write_text(text)
        if kept:
            said()
        told.append(said("--fix", *([] if kept else ["--no-cache"])))
    assert told[0] == told[1]
    assert said() == said("--no-cache")


def test_a_baseline_is_the_same(said: Said, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["baseline", "--no-cache"]) == 0
    written = Path(".bnlint-baseline.json").read_bytes()
    capsys.readouterr()
    _write("net.prototxt", NET + NET.splitlines()[3].replace("bn1", "bn3"))()
    without = said("--no-cache")
    for _ in range(2):
        assert said() == without
    _write("net.prototxt", NET)()
    said()
    for _ in range(2):
        assert main(["baseline"]) == 0
        assert Path(".bnlint-baseline.json").read_bytes() == written


def test_several_processes_at_once() -> None:
    for number in range(60):
        Path(f"{number}.prototxt").write_text(NET.replace("bn1", f"bn_{number}"))
    words = [sys.executable, "-m", "bnlint", "check", "--jobs", "1"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    without = subprocess.run([*words, "--no-cache"], env=environment, capture_output=True).stdout
    running = [subprocess.Popen(words, env=environment, stdout=subprocess.PIPE) for _ in range(4)]
    assert [process.communicate()[0] for process in running] == [without] * 4
    kept = [dict(store._entries(path.read_bytes())) for path in _shards()]  # each can be read
    assert sum(map(len, kept)) == 61  # and all wrote the same
    assert not any(path.name.endswith(".tmp") for path in Path(NAME).iterdir())


def test_a_program_that_nobody_can_tell_keeps_nothing(
    said: Said, monkeypatch: pytest.MonkeyPatch, judged: list[str]
) -> None:
    monkeypatch.setattr(cache, "usable", lambda: False)
    said()
    said()
    assert judged == ["net.prototxt"] * 2 and not os.path.exists(NAME)
