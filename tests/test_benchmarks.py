"""The benchmarks run, and docs/performance.md shows their rows. No test asserts a time: that is what they are for."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
LINES = [line for block in re.findall(r"^```sh\n(.*?)^```$", PAGE, re.M | re.S) for line in block.splitlines()]
SVG = "{http://www.w3.org/2000/svg}"


def run(words: list[str], folder: Path = ROOT) -> str:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    ran = subprocess.run(
        [sys.executable, *words], cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def rows() -> list[list[str]]:
    """Name, other side and goal (or a dash) of each row."""
    return [line.split(" | ") for line in run(["benchmarks/run.py", "--list"]).splitlines()]


def cells(text: str, name: str) -> list[list[str]]:
    """The rows of the table between the marks of that name."""
    part = re.search(rf"<!-- measured: {name} -->\n(.*?)<!-- end -->", text, re.S)
    assert part, name
    lines = [line for line in part[1].splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def section(title: str) -> str:
    return PAGE.partition(f"## {title}\n")[2].partition("\n## ")[0]


def plain(goal: str) -> str:
    return goal.replace("≥", ">=").replace("≤", "<=")


def well_formed(table: list[list[str]]) -> None:
    """The table has the rows of the benchmark, and says `yes` and `no` by its own figures."""
    assert [[what, other, plain(goal) or "-"] for what, other, _, _, _, goal, _ in table] == rows()
    for what, _, ours, other, ratio, goal, reached in table:
        if ratio == "left out":
            assert ours == other == reached == "", what
            continue
        minus = "-?" if "less" in what else ""  # a difference of two runs may be negative
        assert re.fullmatch(rf"{minus}[\d.]+ (ms|MB)", ours) and ours.split()[1] == other.split()[1], what
        sign, _, number = plain(goal).partition(" ")
        verdict = float(ratio) >= float(number) if sign == ">=" else float(ratio) <= float(number or "inf")
        assert abs(float(ratio) - float(number or 0)) < 0.01 or reached == (
            ("yes" if verdict else "no") if goal else ""
        )


def test_the_goals_of_the_page_are_the_rows_of_the_benchmark() -> None:
    table = cells(PAGE, "goals")
    well_formed(table)
    assert "quick run" not in PAGE, "figures of a quick run mean nothing"
    missed = [row[0] for row in table if row[-1] == "no"]
    unexplained = [name for name in missed if f"**{name}**" not in section("What is not reached")]
    assert unexplained == []
    explained = re.findall(r"\*\*([^*]+)\*\*", section("What is not reached"))
    assert set(explained) <= set(missed), "this goal is reached"


def test_the_steps_are_dated_and_in_order() -> None:
    steps = [line.strip("|").split(" | ") for line in section("Steps").splitlines() if re.match(r"\| *\d", line)]
    assert steps and all(len(step) == 4 and all(map(str.strip, step)) for step in steps)
    dates = [step[0].strip() for step in steps]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", date) for date in dates)
    assert dates == sorted(dates)


def test_the_growth_on_the_page() -> None:
    table = cells(PAGE, "scaling")
    assert [row[0] for row in table if "50 MB" in row[0] or row[0].startswith(("10,000", "5,000"))] == [
        "a net of 50 MB",
        "10,000 files",
        "5,000 layers",
    ]
    assert all(len(row) == 6 and all(row) for row in table)


@pytest.mark.parametrize("line", LINES)
def test_command_of_the_page(line: str, tmp_path: Path) -> None:
    """Each with the smallest sizes, on a copy of the files that it reads and writes."""
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    shutil.copytree(ROOT / "fixtures", tmp_path / "fixtures")
    program, script, *words = shlex.split(line)
    assert program == "python"
    if script == "benchmarks/rules.py":
        assert run([str(ROOT / script), *words], tmp_path)
        return
    run([str(ROOT / script), *words, "--quick", "--json", "figures.json"], tmp_path)
    report = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))
    assert report["quick"] is True
    if script == "benchmarks/scaling.py":
        _growth(report["series"], tmp_path / "docs")
    elif "--page" in words:
        _goals(report, tmp_path / "docs")


def _goals(report: dict[str, Any], docs: Path) -> None:
    """All rows are there; those not left out have figures, and a verdict if they have a goal."""
    assert [row["name"] for row in report["rows"]] == [row[0] for row in rows()]
    assert re.match(r"[3-9]\d files, ", report["files"])
    for row in report["rows"]:
        if "missing" not in row:
            assert row["others"] > 0 and row["rounds"] == 1
            assert row["ours"] > 0 or "less" in row["name"]  # a difference of two runs may be anything
            assert (row["reached"] is None) == (row["goal"] == "")
    page = (docs / "performance.md").read_text(encoding="utf-8")
    well_formed(cells(page, "goals"))
    assert "A quick run" in page


def _growth(series: dict[str, Any], docs: Path) -> None:
    """Points of three works for each size, a line for each size, and a drawing with a mark for each point."""
    sizes = {name: sorted({point["size"] for point in points}) for name, points in series.items()}
    assert sizes == {"text": [1_000, 10_000], "files": [10, 100], "layers": [1, 10]}
    assert {point["work"] for points in series.values() for point in points} == {"parse", "check", "fix"}
    assert all(point["seconds"] > 0 for points in series.values() for point in points)
    lines = cells((docs / "performance.md").read_text(encoding="utf-8"), "scaling")
    named = ["a net of 1 KB", "a net of 10 KB", "10 files", "100 files", "1 layer", "10 layers"]
    assert [line[0] for line in lines] == named
    drawing = ElementTree.parse(docs / "images" / "scaling.svg").getroot()
    assert len(drawing.findall(f"{SVG}clipPath")) == 3
    marks = [each.get("class") for each in drawing.iter() if (each.get("class") or "").startswith("mark")]
    assert len(marks) == 3 + 3 * 3 * 2  # the legend, and three lines of two points in three panels


def test_the_drawing_on_the_page() -> None:
    assert "](images/scaling.svg)" in PAGE
    drawing = ElementTree.parse(ROOT / "docs" / "images" / "scaling.svg").getroot()
    said = [each.text for each in drawing.iter(f"{SVG}text")]
    assert {"parse", "check", "size of one net", "number of files", "layers in one net with 200 branches"} <= set(said)


@pytest.mark.parametrize("script", sorted((ROOT / "benchmarks").glob("*.py")), ids=lambda path: path.name)
def test_module(script: Path) -> None:
    """Its first line says what it is for, and it is not too long."""
    text = script.read_text(encoding="utf-8")
    assert re.match(r'"""[A-Z].{10,}[.:]', text)
    assert len(text.splitlines()) < 400
