"""The start and the end of the process: what a check may load, and that nothing is lost where it ends at once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SMALL = "fixtures/batch-norm/with-scale.prototxt"
FAULTY = "fixtures/example/train_val.prototxt"

#: What a console script does, and behind it a line that an ordinary end of the process prints.
SCRIPT = "import atexit, sys; atexit.register(print, 'ended'); from bnlint.cli.main import main; {}sys.exit(main())"


def run(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """A Python process in the project's folder, which is kept from nothing that a user's would do."""
    unwanted = ("NO_COLOR", "FORCE_COLOR", "PYTHONPROFILEIMPORTTIME")
    environment = {name: value for name, value in os.environ.items() if name not in unwanted}
    environment |= {"PYTHONPATH": str(ROOT), **variables}
    return subprocess.run([sys.executable, *words], cwd=ROOT, env=environment, capture_output=True, text=True)


@pytest.mark.parametrize(
    ("before", "words", "code", "ends"),
    [
        ("", ["check", SMALL], 0, "All checks passed: 1 file.\n"),
        ("", ["check", FAULTY, "--quiet", "--output-format=concise"], 1, "\n"),
        ("", ["check", "nothing-there.prototxt"], 2, ""),
        ("", ["check", SMALL, FAULTY, "--output-file=/dev/stdout", "--output-format=json"], 1, "]\n"),
        ("import threading; ", ["check", SMALL], 0, "All checks passed: 1 file.\nended\n"),
        ("", ["check", "--no-such-option"], 2, "ended\n"),
    ],
)
def test_the_process_ends_at_once_with_all_that_it_had_to_say(
    before: str, words: list[str], code: int, ends: str
) -> None:
    ran = run("-c", SCRIPT.format(before), *words)
    assert ran.returncode == code
    assert ran.stdout.endswith(ends)
    assert ("ended" in ran.stdout) == ("ended" in ends)
    assert "Traceback" not in ran.stderr


def test_it_ends_as_other_programs_do_where_it_is_run_as_a_module() -> None:
    ran = run("-m", "cProfile", "-m", "bnlint", "check", SMALL)
    assert "All checks passed: 1 file.\n" in ran.stdout
    assert "function calls" in ran.stdout


def test_more_than_a_pipe_holds_is_printed_to_the_end() -> None:
    words = ["check", "fixtures", "--output-format=sarif"]
    whole = run("-m", "bnlint", *words).stdout
    assert len(whole) > 65536
    assert run("-c", SCRIPT.format(""), *words).stdout == whole
