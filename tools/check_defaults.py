"""Writes what `bnlint check` takes for options that are not given, as its parser says: most starts load no argparse."""

from __future__ import annotations

from ast import literal_eval
from pathlib import Path

from bnlint.cli.main import _parser

TARGET = Path(__file__).resolve().parent.parent / "bnlint" / "_generated" / "check_defaults.py"
_HEAD = '''"""The options of `bnlint check` where none is given. Written by `python -m tools.generate`; do not edit."""

from __future__ import annotations


def defaults() -> dict[str, object]:
    """Anew for each run."""
    return {
'''
_GIVEN = ("paths", "run", "usage_error")  # which `bnlint.cli.main.without_options` gives


def write() -> dict[Path, str]:
    """The text of the generated file, by its path."""
    defaults = {
        name: value for name, value in vars(_parser("check").parse_args(["check"])).items() if name not in _GIVEN
    }
    assert literal_eval(repr(defaults)) == defaults  # nothing but plain values
    lines = (f"        {name!r}: {value!r},\n" for name, value in defaults.items())
    return {TARGET: f"{_HEAD}{''.join(lines)}    }}\n"}
