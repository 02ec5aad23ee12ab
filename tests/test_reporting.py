"""The options about the report: where it goes, statistics, watching, and the bar."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import bnlint
from bnlint.cli.main import main
from bnlint.report import progress
from bnlint.report.next_steps import NextSteps
from bnlint.report.summary import Tally
from bnlint.run.outcome import Outcome
from bnlint.text.diagnostics import Severity

ROOT = Path(__file__).resolve().parents[1]
NET = (ROOT / "fixtures" / "example" / "train_val.prototxt").read_text(encoding="utf-8")
CLEAN = (ROOT / "fixtures" / "batch-norm" / "with-scale.prototxt").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("FORCE_COLOR", "NO_COLOR", "GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "net.prototxt").write_text(NET)
    return tmp_path


@pytest.mark.parametrize("format", ["text", "concise", "sarif", "junit"])
def test_output_file(format: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The file has what standard output would have; the last line goes to standard error."""
    options = ["check", "--output-format", format, "net.prototxt"]
    assert main(options) == 1
    shown, _ = capsys.readouterr()
    assert main([*options, "--output-file", "out/report"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "1 error, 2 warnings in 1 file (1 fixable with --fix, 2 more with --unsafe-fixes).\n"
    written = (folder / "out" / "report").read_text(encoding="utf-8")
    assert written == (shown.removesuffix(err) if format == "text" else shown)


def test_output_file_has_no_colours(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    main(["check", "--output-file", "report", "net.prototxt"])
    assert "\x1b" not in (folder / "report").read_text()


def test_output_file_that_cannot_be_written(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--output-file", "net.prototxt/report", "net.prototxt"]) == 2
    assert "cannot write output" in capsys.readouterr().err


def test_output_file_may_be_no_file() -> None:
    words = [sys.executable, "-m", "bnlint", "check", "--quiet", "--output-format", "concise", "net.prototxt"]
    ran = subprocess.run([*words, "--output-file", "/dev/stdout"], capture_output=True, text=True)
    assert len(ran.stdout.splitlines()) == 3


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("--diff --output-file x", "--output-file cannot be combined with --diff"),
        ("--diff --statistics", "--statistics cannot be combined with --diff"),
        (
            "--statistics --output-format junit",
            "--statistics does not support format junit; use one of text, concise, json",
        ),
        ("--watch -", "standard input (-) cannot be watched"),
    ],
)
def test_wrong_usage(options: str, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as raised:
        main(["check", *options.split()])
    assert raised.value.code == 2
    assert message in capsys.readouterr().err


def test_statistics(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--statistics", "net.prototxt"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["findings", "places", "safe", "fix", "unsafe", "fix", "files", "severity", "rule"]
    assert [line.split()[-2] for line in lines[1:4]] == ["BN101", "BN201", "BN301"]
    assert lines[-1].startswith("1 error, 2 warnings in 1 file")
    assert main(["check", "--statistics", "--output-format", "json", "net.prototxt"]) == 1
    assert [row["rule"] for row in json.loads(capsys.readouterr().out)] == ["BN101", "BN201", "BN301"]


def test_hint_for_many_findings(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(40):
        (folder / f"{number}.prototxt").write_text(NET)
    main(["check"])
    *_, rules, fixes, steps = capsys.readouterr().out.splitlines()
    assert (
        rules
        == "By rule: BN101 in 41 files, BN201 in 41 (41 safe fixes) and BN301 in 41; --statistics counts them all."
    )
    assert fixes.startswith("Fixes: --fix makes 41 safe ones in 41 files, --diff shows them. --unsafe-fixes adds ")
    assert steps.startswith("Next: see to the errors first")
    for words in ("check net.prototxt", "check --quiet", "check --statistics", "check --diff"):
        main(words.split())
        assert "\nNext: " not in capsys.readouterr().out
    assert main(["baseline"]) == 0
    main(["check", "--select", "BN302"])
    assert "\nNext: " not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (("BN201",), 'nothing here is an error: fail-level = "error" in bnlint.toml accepts it. '),
        (("BN201", "BN301"), "see to the errors first (--fail-level error fails only for these). Then "),
        ((), "all of this is information. "),
    ],
)
def test_the_next_step(rules: tuple[str, ...], expected: str) -> None:
    steps, tally = NextSteps(), Tally()
    assert list(steps.lines(tally)) == []
    for _ in range(10):
        result = bnlint.lint(NET, select=rules or ("BN201",))
        for diagnostic in result.diagnostics:
            diagnostic.severity = diagnostic.severity if rules else Severity.INFO
        steps.add(result)
        tally.add(Outcome("net.prototxt", result))
    *_, last = steps.lines(tally)
    known = "`bnlint baseline` records what is left, so that later runs show only what is new."
    assert last == f"Next: {expected}{known}"


class Terminal:
    """bnlint in a terminal of its own, and what it has printed."""

    def __init__(self, *words: str, stdout: Path | None = None) -> None:
        self.child, self.terminal = pty.fork()
        self.seen = ""
        if self.child == 0:
            os.environ.update(TERM="xterm", PYTHONPATH=str(ROOT), COLUMNS="100")
            if stdout:
                os.dup2(os.open(stdout, os.O_WRONLY | os.O_CREAT), 1)
            os.execv(sys.executable, [sys.executable, *words])

    def until(self, text: str, times: int = 1, seconds: float = 20) -> bool:
        end = time.monotonic() + seconds
        while self.seen.count(text) < times and time.monotonic() < end:
            if select.select([self.terminal], [], [], 0.05)[0]:
                try:
                    self.seen += os.read(self.terminal, 65536).decode(errors="replace")
                except OSError:  # it has ended
                    break
        return self.seen.count(text) >= times

    def end(self) -> int:
        """The exit code. Raises AssertionError if it does not end by itself."""
        for _ in range(200):
            done, status = os.waitpid(self.child, os.WNOHANG)
            if done:
                os.close(self.terminal)
                return os.waitstatus_to_exitcode(status)
            self.until("\0", seconds=0.05)
            time.sleep(0.05)
        os.kill(self.child, signal.SIGKILL)
        os.waitpid(self.child, 0)
        raise AssertionError(self.seen)


@pytest.mark.usefixtures("interruptible")
def test_watch(folder: Path) -> None:
    """Each change is a run on an empty screen; new files count, too; Ctrl-C ends it."""
    watched = Terminal("-m", "bnlint", "check", "--watch", ".")
    assert watched.until("waiting for changes"), watched.seen
    assert watched.seen.startswith("\x1b[2J") and "BN201" in watched.seen
    (folder / "net.prototxt").write_text(CLEAN)
    assert watched.until("waiting for changes", 2), watched.seen
    assert "All checks passed: 1 file." in watched.seen
    assert watched.seen.count("\x1b[2J") == 2
    (folder / "new.prototxt").write_text("layer {")
    assert watched.until("waiting for changes", 3), watched.seen
    assert "SYN001" in watched.seen
    os.write(watched.terminal, b"\x03")
    assert watched.end() == 1


@pytest.mark.usefixtures("interruptible")
def test_watch_with_fix_does_not_wake_itself(folder: Path) -> None:
    watched = Terminal("-m", "bnlint", "check", "--watch", "--fix", "net.prototxt")
    assert watched.until("waiting for changes"), watched.seen
    assert "Fixed 1 problem" in watched.seen
    assert not watched.until("waiting for changes", 2, seconds=1.5)
    (folder / "net.prototxt").write_text(NET)
    assert watched.until("Fixed 1 problem", 2), watched.seen
    os.write(watched.terminal, b"\x03")
    assert watched.end() == 1


@pytest.mark.usefixtures("interruptible")
def test_watch_writes_no_escapes_into_a_pipe() -> None:
    words = [sys.executable, "-m", "bnlint", "check", "--watch", "net.prototxt"]
    ran = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert ran.stderr and ran.stderr.readline().startswith("bnlint: waiting for changes")
    ran.send_signal(signal.SIGINT)
    out, err = ran.communicate(timeout=20)
    assert ran.returncode == 1
    assert "\x1b" not in out and "BN201" in out and "Traceback" not in err


SLOW = """
import sys, time
import bnlint
from bnlint.cli.main import main
from bnlint.run import job
lint_data = job.lint_data
def slow(path, *rest, **named):
    time.sleep(0.25)
    return lint_data(path, *rest, **named)
job.lint_data = slow
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize(("files", "bar"), [(8, True), (1, False)])
def test_progress_in_a_terminal(files: int, bar: bool, folder: Path) -> None:
    (folder / "net.prototxt").unlink()
    for number in range(files):
        (folder / f"{number}.prototxt").write_text(CLEAN)
    terminal = Terminal("-c", SLOW, "check", stdout=folder / "out")
    assert terminal.end() == 0
    assert bool(re.search(r"[4-7]/8", terminal.seen)) == bar
    assert (folder / "out").read_text() == f"All checks passed: {files} file{'s' if files > 1 else ''}.\n"


class Stream:
    """A terminal that records what is done, in order."""

    def __init__(self) -> None:
        self.done: list[str] = []

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.done.append(text)
        return len(text)

    def flush(self) -> None:
        pass


def test_the_bar_is_away_while_findings_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_PATIENCE", 0.0)
    monkeypatch.setattr(progress, "_PAUSE", 0.0)
    monkeypatch.setenv("TERM", "xterm")
    stream = Stream()

    def outcomes() -> Iterator[Outcome]:
        yield Outcome("a", note="no Caffe net")
        yield Outcome("b", error="cannot be read")
        yield Outcome("c")

    for outcome in progress.shown(outcomes(), 3, stream):  # type: ignore[arg-type]
        if outcome.error:
            assert "\x1b[2K" in stream.done[-1]  # the line was erased last of all
    assert any("1/3" in text for text in stream.done)
    assert "\x1b[2K" in "".join(stream.done[-2:])
