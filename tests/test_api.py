"""The functions for Python: what they give goes through a pickle and into reports, and is what `bnlint check` says."""

from __future__ import annotations

import io
import pickle
from pathlib import Path

import pytest

import bnlint
from bnlint import discover, run
from bnlint.report import formats
from bnlint.report.formats import How
from bnlint.settings import Settings

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FORCE_COLOR", "GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(ROOT)


# ---- pickles


def report(format: str, outcomes: list[run.Outcome]) -> str:
    stream = io.StringIO()
    formats.write(format, outcomes, stream, How(verbose=True))
    return stream.getvalue()


@pytest.mark.parametrize("format", formats.FORMATS)
def test_outcomes_say_the_same_in_another_process(format: str) -> None:
    found = [*discover.find(["fixtures"]), discover.Found("no such.prototxt", True)]
    outcomes = list(run.run(found, Settings(("ALL",))))
    data = pickle.dumps(outcomes)
    text = report(format, outcomes)
    assert report(format, pickle.loads(data)) == text
    assert text.count("\n") > 40


def test_a_pickle_leaves_the_tree_behind() -> None:
    """It is as large as the text and the findings; who wants the tree gets it, parsed again."""
    text = (ROOT / "fixtures" / "resnet50" / "train_val.prototxt").read_text(encoding="utf-8")
    result = bnlint.lint(text, select=("SYN",))
    data = pickle.dumps(result)
    assert len(data) < len(text) + 1000
    again = pickle.loads(data)
    assert [repr(item) for item in again.document.items] == [repr(item) for item in result.document.items]
    assert again.document is again.document
