"""What a repository shows reaches every run: its settings, the cache, other processes, standard input, and editors."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

import bnlint
from bnlint.caffe.repository import git_index
from bnlint.cli.main import main
from bnlint.config.find import Configurations
from bnlint.linter.settings import Settings
from bnlint.lsp.configuration import Configuration
from bnlint.run import discover, job
from bnlint.run.cache import dependencies
from bnlint.run.run import run
from tests.forks import caffe_in, with_own_field
from tests.test_repository import ENET, PLAIN, SSD, modules

Check = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    os.mkdir(".git")
    return tmp_path


def put(path: str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text)


def settings(path: str = "net.prototxt", **options: object) -> Settings:
    return Configurations(options).settings(path)


# ---- settings


def test_settings_have_the_evidence() -> None:
    put("a/net.prototxt", PLAIN)
    assert settings().evidence is None
    put("b/net.prototxt", SSD)
    evidence = settings().evidence
    assert evidence is not None and "ssd" in evidence.caffes
    assert settings("a/x.prototxt").evidence == evidence
    assert settings(target="microsoft").evidence == evidence
    assert settings(dialect="microsoft").evidence is None
    put("bnlint.toml", "dialect = 'segnet'")
    assert settings().evidence is None


def test_the_folder_of_a_configuration_counts_where_there_is_no_repository() -> None:
    os.rmdir(".git")
    put("a/b/net.prototxt", SSD)
    assert settings("a/x.prototxt").evidence is None
    put("a/bnlint.toml", "")
    assert settings("a/x.prototxt").evidence is not None
    assert settings("x.prototxt").evidence is None
    assert Configurations(config="a/bnlint.toml").settings("a/x.prototxt").evidence is None
    assert Configurations(isolated=True).settings("a/x.prototxt").evidence is None


def test_isolated_runs_know_the_repository_too() -> None:
    put("b/net.prototxt", SSD)
    assert Configurations(isolated=True).settings("x.prototxt").evidence is not None


def test_evidence_survives_the_way_to_another_process() -> None:
    import pickle

    put("b/net.prototxt", SSD)
    assert pickle.loads(pickle.dumps(settings())) == settings()
    assert hash(settings()) == hash(settings())


# ---- runs


def evidence_of(seen: list[object]) -> Callable[..., job.PendingResult]:
    lint = job.lint_file

    def noted(file: object, settings: Settings, *rest: object, **more: object) -> job.PendingResult:
        seen.append(settings.evidence)
        return lint(file, settings, *rest, **more)  # type: ignore[arg-type]

    return noted


@pytest.mark.usefixtures("cached")
def test_results_are_judged_anew_when_the_evidence_changes(checked: Check, linted: list[str]) -> None:
    put("a.prototxt", PLAIN)
    put("deep/b.prototxt", PLAIN)
    put("deep/c.prototxt", SSD)
    checked()
    linted.clear()
    checked()
    assert linted == []
    put("deep/b.prototxt", PLAIN + PLAIN)  # which shows nothing new
    checked()
    assert linted == ["deep/b.prototxt"]
    linted.clear()
    put("deep/c.prototxt", SSD + 'layer { name: "p" type: "PriorBox" }')
    checked("a.prototxt")
    assert linted == ["a.prototxt"]
    put("deep/c.prototxt", PLAIN)
    checked("a.prototxt")
    assert linted == ["a.prototxt"] * 2
    put(".gitmodules", modules("https://github.com/Microsoft/caffe"))
    checked("a.prototxt")
    assert linted == ["a.prototxt"] * 3


@pytest.mark.usefixtures("cached")
def test_results_are_judged_anew_when_the_own_caffe_changes(
    checked: Check, linted: list[str], repository: Path
) -> None:
    put("models/a.prototxt", PLAIN)
    path = caffe_in(repository)
    checked("models")
    checked("models")
    assert linted == ["models/a.prototxt"]
    put(path, with_own_field(Path(path).read_text(), "LayerParameter"))
    checked("models")
    assert linted == ["models/a.prototxt"] * 2


def test_two_evidences_are_two_keys() -> None:
    put("b/net.prototxt", SSD)
    with_evidence = settings()
    put("b/net.prototxt", ENET)
    keys = {dependencies.base_hash(each).hexdigest() for each in (with_evidence, settings(), Settings())}
    assert len(keys) == 3


def test_the_evidence_of_a_run_is_that_of_its_start(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in "abcd":
        put(f"{name}/net.prototxt", SSD)
    seen: list[object] = []
    monkeypatch.setattr(job, "lint_file", evidence_of(seen))
    outcomes = run(discover.find(["."]), Configurations().settings)
    for outcome in outcomes:
        put(outcome.path, ENET)  # as a fix would write it
    assert len(seen) == 4 and len(set(seen)) == 1 and seen[0] is not None


@pytest.mark.parametrize("jobs", [1, 2])
def test_other_processes_get_it_from_the_first(jobs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(8):
        put(f"{number}/net.prototxt", SSD if number == 7 else PLAIN)
    asked: list[int] = []
    tracked = git_index.tracked
    monkeypatch.setattr(git_index, "tracked", lambda index: asked.append(os.getpid()) or tracked(index))
    outcomes = list(run(discover.find(["."]), Configurations().settings, jobs=jobs))
    assert len(outcomes) == 8 and not any(outcome.error or outcome.bugs for outcome in outcomes)
    assert asked == [os.getpid()]


def test_the_file_name_of_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    put("one/net.prototxt", SSD)
    put("two/net.prototxt", ENET)
    seen: list[object] = []
    monkeypatch.setattr(
        "bnlint.cli.check.lint_data", lambda name, data, given, *_: seen.append(given) or job.Outcome(name)
    )
    for name in ("one/x.prototxt", "two/x.prototxt", "three/x.prototxt"):
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(PLAIN.encode())))
        main(["check", "-", "--stdin-filename", name])
    first, second, third = (each.evidence for each in seen)  # type: ignore[attr-defined]
    assert "ssd" in first.caffes and second.caffes == ("enet",) and third is None


def test_from_python(monkeypatch: pytest.MonkeyPatch) -> None:
    put("a.prototxt", PLAIN)
    put("b.prototxt", SSD)
    seen: list[object] = []
    monkeypatch.setattr(job, "lint_file", evidence_of(seen))
    assert len(list(bnlint.lint_files(bnlint.find_files(["."])))) == 2
    assert seen[0] is not None and len(set(seen)) == 1
    assert not Path(".bnlint_cache").exists()


def test_a_caffe_that_cannot_be_read_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    put("src/caffe/proto/caffe.proto", "message Net {")
    put("a.prototxt", PLAIN)
    assert main(["check", "--no-cache", "--exit-zero"]) == 0
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and said.startswith("bnlint: ") and "caffe.proto" in said


# ---- editors


def test_an_editor_sees_what_changes_on_the_disk() -> None:
    put("a.prototxt", PLAIN)
    server = Configuration()

    def caffes() -> tuple[str, ...]:
        evidence = server.settings_of(os.path.abspath("new.prototxt"))[0].evidence
        return evidence.caffes if evidence is not None else ()

    assert caffes() == ()
    put("a.prototxt", SSD)
    assert caffes() == ()
    server.forget()
    assert "ssd" in caffes()
    put(".gitmodules", modules("https://github.com/alexgkendall/caffe-segnet"))
    server.forget()
    assert caffes() == ("segnet",)
    put("src/caffe/proto/caffe.proto", "message Net {")
    server.forget()
    assert "caffe.proto" in server.settings_of(os.path.abspath("new.prototxt"))[1][0]
    assert not Path(".bnlint_cache").exists()
