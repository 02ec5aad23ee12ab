"""`python -m tools.snapshot FOLDER ... > FILE` records what bnlint does with files, to compare versions by `diff`.

One line of JSON for each file and target has the findings with their ranges, states, related ranges and edits, and the
texts after safe and after all fixes. Two more lines for each file have its text after `bnlint upgrade` and after
`bnlint format`. To compare versions, run this module with each version on the `PYTHONPATH`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import bnlint

TARGETS = ("bvlc-1.0", "ssd", "nvcaffe-0.17")


def snapshot(path: Path, target: str, messages: bool) -> dict[str, Any]:
    """The findings in a file for a target, and the file after safe and after all fixes."""
    result = bnlint.lint(path, target=target)
    made: dict[str, Any] = {"target": target, "kind": result.kind, "dialect": result.dialect, "bugs": result.bugs}
    made["findings"] = [_finding(each, messages) for each in result.diagnostics]
    for unsafe in (False, True):
        fixed = bnlint.fix(path, unsafe=unsafe, target=target)
        made["all fixes" if unsafe else "safe fixes"] = {
            "applied": [rule for rule, _ in fixed.applied],
            "text": _hash(fixed.source.encode()),
            "left": len(fixed.result.diagnostics),
            "bugs": len(fixed.result.bugs),
        }
    return made


def _finding(diagnostic: bnlint.Diagnostic, messages: bool) -> list[Any]:
    fix = diagnostic.fix
    row: list[Any] = [diagnostic.rule, diagnostic.severity.word, *diagnostic.span, diagnostic.states, diagnostic.tags]
    row += [[list(related.span) for related in diagnostic.related]]
    try:
        row.append([fix.applicability.value, [list(edit) for edit in fix.edits]] if fix else None)
    except ValueError as error:
        row.append(type(error).__name__)
    if messages:
        row += [diagnostic.message, [related.message for related in diagnostic.related], fix.title if fix else None]
    return row


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


def _lines(path: Path, messages: bool) -> list[str]:
    return [json.dumps({"file": str(path), **snapshot(path, target, messages)}) for target in TARGETS]


def _rewritten(folders: list[str], command: str) -> list[str]:
    """The files in copies of the folders after a command that rewrites them in place."""
    lines = []
    for folder in folders:
        with tempfile.TemporaryDirectory() as copy:
            shutil.copytree(folder, copy, dirs_exist_ok=True)
            subprocess.run([sys.executable, "-m", "bnlint", command, copy], capture_output=True)
            lines += [
                json.dumps({"file": f"{folder}/{path.relative_to(copy)}", command: _hash(path.read_bytes())})
                for path in sorted(Path(copy).rglob("*"))
                if path.is_file()
            ]
    return lines


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folders", nargs="+")
    options.add_argument("--messages", action="store_true", help="include messages and titles of fixes")
    given = options.parse_args()
    paths = sorted(path for folder in given.folders for path in Path(folder).rglob("*") if path.is_file())
    with ProcessPoolExecutor(2) as pool:
        for lines in pool.map(partial(_lines, messages=given.messages), paths, chunksize=4):
            print("\n".join(lines))
    for command in ("upgrade", "format"):
        print("\n".join(_rewritten(given.folders, command)))


if __name__ == "__main__":
    main()
