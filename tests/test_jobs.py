"""Several processes report what one reports, in the same order; if one dies, only its file has no result."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time
from itertools import islice
from pathlib import Path

import pytest

from bnlint.linter.settings import Settings
from bnlint.run import discover, job, parallel, process_pool, run
from bnlint.run.outcome import Outcome
from bnlint.text.diagnostics import Severity

ROOT = Path(__file__).resolve().parent.parent
NET = """name: "net"
layer { name: "data" type: "Input" top: "data" input_param { shape { dim: 1 dim: 3 dim: 32 dim: 32 } } }
layer { name: "conv1" type: "Convolution" bottom: "data" top: "c" convolution_param { num_output: 8 kernel_size: 3 bias_term: false } }
layer { name: "bn1" type: "BatchNorm" bottom: "c" top: "c" param { lr_mult: 0 } param { lr_mult: 0 } param { lr_mult: 0 } }
"""  # noqa: E501
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs os.fork")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def many(count: int = 100) -> None:
    """Files of all kinds, one far larger than the others and not the first."""
    for number in range(count):
        text = NET.replace("bn1", f"bn{number}")
        if number % 5 == 0:
            text = text.replace("param { lr_mult: 0 }", "")
        if number % 7 == 0:
            text = "a: 1" if number % 2 else ""
        Path(f"{number:03}.prototxt").write_text(text)
    Path("050.prototxt").write_text(NET + "".join(f"# {number}\n" for number in range(20_000)))
    Path("solver.prototxt").write_text('net: "001.prototxt"\nbase_lr: 0.1\nlr_policy: "fixed"\nmax_iter: 1\n')
    Path("gbk.prototxt").write_bytes(NET.encode() + b"# \xd1\xb5\n")
    Path("binary.prototxt").write_bytes(b"\0\0")
    if not os.path.islink("link.prototxt"):
        os.symlink("nowhere", "link.prototxt")


def said(*words: str) -> tuple[int, bytes, bytes]:
    ran = subprocess.run([sys.executable, "-m", "bnlint", *words], env=ENVIRONMENT, capture_output=True, timeout=100)
    return ran.returncode, ran.stdout, ran.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("check",),
        ("check", "--verbose", "--select", "ALL"),
        ("check", "--statistics"),
        ("check", "--diff"),
        *(("check", "--output-format", name) for name in ("json", "sarif", "rdjson", "concise")),
    ],
    ids=str,
)
def test_output_is_the_same(words: tuple[str, ...]) -> None:
    many()
    assert said(*words, "--jobs", "3") == said(*words, "--jobs", "1")


@pytest.mark.parametrize("words", [("--fix", "--verbose"), ("--fix", "--unsafe-fixes"), ("--add-ignores",)], ids=str)
def test_written_files_are_the_same(words: tuple[str, ...]) -> None:
    runs = []
    for jobs in ("1", "3"):
        many()
        runs.append((said("check", *words, "--jobs", jobs), {p.name: p.read_bytes() for p in Path().glob("[!l]*.*")}))
    assert runs[0] == runs[1]
    assert b"binary" in runs[0][0][2]


@pytest.mark.usefixtures("cached")
def test_results_are_cached() -> None:
    Path("bnlint.toml").write_text("")
    many()
    first = said("check", "--jobs", "3")
    assert first == said("check", "--jobs", "3") == said("check", "--no-cache", "--jobs", "1")
    kept = sum(path.read_bytes().count(b"\n") for path in Path(".bnlint_cache").glob("??"))
    assert kept > 100


def test_invalid_configuration_ends_the_run_in_its_turn() -> None:
    many(40)
    Path("sub").mkdir()
    Path("sub/bnlint.toml").write_text("targt = 1")
    Path("sub/net.prototxt").write_text(NET)
    one = said("check", "--jobs", "1")
    assert one[0] == 2 and b"BN201" in one[1]
    assert said("check", "--jobs", "3") == one


@pytest.mark.parametrize(
    ("sizes", "jobs", "processes"),
    [
        ((100, 100), None, False),
        ((300_000, 300_000), None, True),
        ((900_000,), None, False),  # one file cannot be shared
        ((100, 100), 2, True),
        ((100,), 2, False),
        ((300_000, 300_000), 1, False),
    ],
)
def test_processes_start_if_that_pays_off(
    sizes: tuple[int, ...], jobs: int | None, processes: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = []
    monkeypatch.setattr(parallel, "cores", lambda: 2)
    monkeypatch.setattr(parallel, "Pool", lambda *words: started.append(words) or process_pool.Pool(*words))
    for number, size in enumerate(sizes):
        Path(f"{number}.prototxt").write_text("#" * size)
    outcomes = list(run.run(discover.find(["."]), Settings(), jobs=jobs))
    assert [outcome.path for outcome in outcomes] == [f"{number}.prototxt" for number in range(len(sizes))]
    assert bool(started) == processes


def test_one_core_means_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "cores", lambda: 1)
    monkeypatch.setattr(parallel, "Pool", None)
    many(5)
    assert len(list(run.run(discover.find(["."]), Settings(), jobs=None))) == len(list(discover.find(["."])))


@pytest.mark.parametrize(
    ("affinity", "quota", "count"),
    [
        (8, None, 8),
        (8, b"max 100000\n", 8),
        (8, b"150000 100000\n", 2),
        (2, b"900000 100000\n", 2),
        (4, b"10 100000", 1),
    ],
)
def test_cores(affinity: int, quota: bytes | None, count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(path: str) -> bytes:
        if quota is None:
            raise FileNotFoundError(path)
        return quota

    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: set(range(affinity)), raising=False)
    monkeypatch.setattr("bnlint.text.files.read", read)
    assert process_pool.cores() == count


@pytest.mark.parametrize(("word", "code"), [("auto", 0), ("1", 0), ("2", 0), ("0", 2), ("-1", 2), ("two", 2)])
def test_number_of_processes(word: str, code: int) -> None:
    Path("net.prototxt").write_text('name: "net"\nlayer { name: "d" type: "Input" top: "d" }\n')
    assert said("check", "--exit-zero", "--jobs", word)[0] == code


def deadly(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """Kills each process that lints one of these files."""
    lint_data = job.lint_data
    us = os.getpid()

    def deadly_lint(path: str, *rest: object) -> Outcome:
        if path in names and os.getpid() != us:
            os.kill(os.getpid(), signal.SIGKILL)
        return lint_data(path, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(job, "lint_data", deadly_lint)


@pytest.mark.parametrize(
    "names", [("003.prototxt",), ("000.prototxt", "004.prototxt", "solver.prototxt"), ("050.prototxt",)]
)
@pytest.mark.parametrize("fix", [False, True])
def test_a_dead_process_fails_one_file(names: tuple[str, ...], fix: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    many()
    deadly(monkeypatch, *names)
    outcomes = list(run.run(discover.find(["."]), Settings(), fix=fix, jobs=2))
    assert [outcome.path for outcome in outcomes] == [found.path for found in discover.find(["."])]
    errors = {outcome.path: outcome.error for outcome in outcomes if outcome.error}
    died = dict.fromkeys(names, "the process that checked it died: killed by SIGKILL")
    assert {path: errors.get(path) for path in names} == died
    assert errors.keys() - died == {"binary.prototxt", "link.prototxt"}


def test_all_processes_die(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(12):
        Path(f"{number:02}.prototxt").write_text(NET)
    deadly(monkeypatch, *(f"{number:02}.prototxt" for number in range(12)))
    assert all(outcome.error for outcome in run.run(discover.find(["."]), Settings(), jobs=2))


def test_no_process_can_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    many(10)
    expected = [(each.path, each.error) for each in run.run(discover.find(["."]), Settings())]

    def refused(self: process_pool.Pool) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(process_pool.Pool, "_start", refused)
    assert [(each.path, each.error) for each in run.run(discover.find(["."]), Settings(), jobs=2)] == expected


def children() -> list[str]:
    return Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()


@pytest.mark.skipif(
    not Path(f"/proc/self/task/{os.getpid()}/children").exists(), reason="children cannot be listed here"
)
def test_outcomes_come_early_and_no_process_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    lint_data = job.lint_data

    def slow(path: str, *rest: object) -> Outcome:
        if path >= "128":
            time.sleep(30)
        return lint_data(path, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(job, "lint_data", slow)
    for number in range(200):
        Path(f"{number:03}.prototxt").write_text(NET)
    before = children()
    outcomes = run.run(discover.find(["."]), Settings(), jobs=2)
    assert [outcome.path for outcome in islice(outcomes, 20)] == [f"{number:03}.prototxt" for number in range(20)]
    outcomes.close()  # type: ignore[attr-defined]
    assert children() == before


INTERRUPTED = """
import sys, time
from bnlint.run import job
from bnlint.cli.main import main
lint_data = job.lint_data
def slow(path, *rest):
    if path >= "128":
        time.sleep(30)
    return lint_data(path, *rest)
job.lint_data = slow
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize("options", [(), ("--fix",)])
def test_ctrl_c_ends_all_processes(options: tuple[str, ...]) -> None:
    for number in range(200):
        Path(f"{number:03}.prototxt").write_text(NET)
    words = [sys.executable, "-c", INTERRUPTED, "check", "--output-format", "concise", "--jobs", "2", *options]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    environment = {**ENVIRONMENT, "PYTHONUNBUFFERED": "1"}
    running = subprocess.Popen(words, env=environment, start_new_session=True, **pipes)  # type: ignore[call-overload]
    assert running.stdout.readline()
    os.killpg(running.pid, signal.SIGINT)  # as a terminal does it
    _, err = running.communicate(timeout=20)
    assert (running.returncode, err) == (130, b"")
    with pytest.raises(ProcessLookupError):  # no process of the group is left
        for _ in range(100):
            os.killpg(running.pid, 0)
            time.sleep(0.1)


def test_broken_pipe_ends_all_processes() -> None:
    many(200)
    command = f"{sys.executable} -m bnlint check --jobs 2 --verbose --output-format concise | head -n 1"
    ran = subprocess.run(["bash", "-c", command], env=ENVIRONMENT, capture_output=True, timeout=60, text=True)
    assert "BN" in ran.stdout and "Traceback" not in ran.stderr


def test_spawn_instead_of_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    import multiprocessing

    many(10)
    expected = [(each.path, each.error, each.note) for each in run.run(discover.find(["."]), Settings())]
    monkeypatch.setattr(process_pool, "_context", lambda: multiprocessing.get_context("spawn"))
    lines = [(each.path, each.error, each.note) for each in run.run(discover.find(["."]), Settings(), jobs=2)]
    assert lines == expected


@pytest.mark.parametrize(
    "settings",
    [Settings(), Settings(("BN",), severity=(("BN", Severity.INFO),), kinds=("deploy",), unsafe_fixes=True, cache="x")],
)
def test_settings_reach_other_processes(settings: Settings) -> None:
    assert pickle.loads(pickle.dumps(settings)) == settings
