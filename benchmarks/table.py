"""Writes figures as lines for a terminal, as JSON, and as tables between the marks of a page."""

from __future__ import annotations

import json
import os
import platform
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from measure import Figure

import bnlint

_REACHED = {True: "yes", False: "no", None: ""}


def heading() -> str:
    return f"{'':48}{'bnlint':>10}{'other':>11}{'ratio':>9}   {'goal':8} compared with"


def line(figure: Figure) -> str:
    """A row for the terminal."""
    row = figure.row
    if figure.missing:
        return f"{row.name:48}  left out: {figure.missing}"
    sides = f"{figure.ours:10.1f} {figure.others:10.1f}"
    verdict = "" if figure.reached is not False else "  NOT REACHED"
    return f"{row.name:48}{sides} {figure.ratio:8.2f}   {row.goal:8} {row.other}, {row.unit}{verdict}"


def machine() -> dict[str, Any]:
    """Where the figures come from, without the name of the machine."""
    return {
        "version": bnlint.__version__,
        "date": datetime.now(UTC).date().isoformat(),
        "python": platform.python_version(),
        "system": f"{platform.system()} on {platform.machine()}, {os.cpu_count()} cores",
    }


def report(figures: Iterable[Figure], **about: Any) -> str:
    """The JSON of a run."""
    rows = [
        {"name": figure.row.name, "other": figure.row.other, "unit": figure.row.unit, "goal": figure.row.goal}
        | ({"missing": figure.missing} if figure.missing else _measured(figure))
        for figure in figures
    ]
    return json.dumps(machine() | about | {"rows": rows}, indent=2) + "\n"


def _measured(figure: Figure) -> dict[str, Any]:
    return {
        "ours": round(figure.ours, 3),
        "others": round(figure.others, 3),
        "ratio": round(figure.ratio, 3),
        "rounds": figure.rounds,
        "reached": figure.reached,
    }


def goals(figures: list[Figure], about: str) -> str:
    """The table of goals for a page: names, ratios, and whether each goal is reached."""
    lines = [f"{machine_line()} {about}", "", "| what | compared with | bnlint | other | ratio | goal | reached |"]
    lines.append("|---|---|---:|---:|---:|---|---|")
    for figure in figures:
        row = figure.row
        goal = row.goal.replace(">=", "≥").replace("<=", "≤")
        values = "| | | left out |"
        if not figure.missing:
            values = f"| {short(figure.ours)} {row.unit} | {short(figure.others)} {row.unit} | {figure.ratio:.2f} |"
        lines.append(f"| {row.name} | {row.other} {values} {goal} | {_REACHED[figure.reached]} |")
    reasons: dict[str, list[str]] = {}
    for figure in figures:
        if figure.missing:
            reasons.setdefault(figure.missing, []).append(figure.row.name)
    lines += [f"\nLeft out because {reason}: {'; '.join(names)}." for reason, names in reasons.items()]
    return "\n".join(lines)


def machine_line() -> str:
    """Date, versions and system, as a sentence."""
    about = machine()
    return f"{about['date']}, bnlint {about['version']}, Python {about['python']}, {about['system']}."


def short(value: float) -> str:
    """A number with at least three significant digits."""
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def into_page(page: Path, name: str, table: str) -> None:
    """Writes `table` between the marks ``<!-- measured: name -->`` and ``<!-- end -->`` of a page."""
    text = page.read_text(encoding="utf-8")
    begin = f"<!-- measured: {name} -->\n"
    written, times = re.subn(
        f"{re.escape(begin)}.*?(?=<!-- end -->)", lambda _: f"{begin}{table}\n", text, flags=re.DOTALL
    )
    if times != 1:
        raise SystemExit(f"{page}: expected one mark {begin.strip()}, found {times}")
    page.write_text(written, encoding="utf-8")
