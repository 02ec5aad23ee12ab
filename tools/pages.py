"""`python -m tools.pages` writes the parts of the pages that come from elsewhere; `--check` says if they are current.

A part of README.md or docs/architecture.md stands between ``<!-- part: NAME -->`` and ``<!-- end -->``. Shown output
is what the command line really says, and what is said of a module is the first line of its docstring.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

from bnlint.rules.page import RulePage, load

ROOT = Path(__file__).resolve().parent.parent
PAGES = (ROOT / "README.md", ROOT / "docs" / "architecture.md")
_PART = re.compile(r"(?<=<!-- part: )(\w+) -->\n.*?<!-- end -->", re.DOTALL)
_PLACE = re.compile(r'\{\s*"line": (\d+),\s*"character": (\d+)\s*\}')
EXAMPLE = "fixtures/example"
#: The rooms of the house in the order in which imports go up, and what lies in each right under bnlint/.
ROOMS = {
    "Text": ("text",),
    "The language, which knows nothing of Caffe": ("prototxt",),
    "Caffe: facts, no opinions": ("caffe",),
    "Rules as data": ("rules",),
    "Upgrading": ("upgrade",),
    "Rules as code": ("checks",),
    "One source": ("linter", "fixer"),
    "Settings": ("config",),
    "Many files": ("run",),
    "Reports": ("report",),
    "From Python": ("api", "__init__"),
    "Editors": ("lsp",),
    "Commands": ("cli", "__main__"),
}


def render(text: str) -> str:
    """The text of a page with each of its parts written anew. Raises KeyError for a part that nobody writes."""
    return _PART.sub(lambda match: f"{match[1]} -->\n{PARTS[match[1]]()}\n<!-- end -->", text)


def findings() -> str:
    return _block("text", _said("check", EXAMPLE))


def diff() -> str:
    """What both kinds of fixes do to the example, with one line of context instead of three."""
    from difflib import unified_diff

    from bnlint.api import fix

    before = (ROOT / EXAMPLE / "train_val.prototxt").read_text(encoding="utf-8")
    lines = list(unified_diff(before.splitlines(), fix(before, unsafe=True).source.text.splitlines(), n=1, lineterm=""))
    return _block("diff", "\n".join(lines[2:]))


def options() -> str:
    """The help from its first heading on; the usage above it says nothing more."""
    text = _said("check", "--help")
    return _block("text", text[text.index("positional arguments:") :])


def concise() -> str:
    return _block("text", _said("check", "--output-format", "concise", EXAMPLE))


def formats() -> str:
    """A table of the output formats, from their registry."""
    from bnlint.report.formats import FORMATS

    lines = ["| format | for |", "|---|---|", *(f"| `{name}` | {what} |" for name, (_, what) in FORMATS.items())]
    return "\n".join(lines)


def statistics() -> str:
    return _block("text", _said("check", "--statistics", "fixtures/batch-norm", EXAMPLE))


def lsp() -> str:
    text = (ROOT / EXAMPLE / "train_val.prototxt").read_text(encoding="utf-8")
    words = ("check", "--output-format", "json", "--select", "BN201", "-")
    published = json.loads(_said(*words, stdin=text))
    return _block("json", _PLACE.sub(r'{"line": \1, "character": \2}', json.dumps(published, indent=2)))


def rules() -> str:
    """A table of all rules, from their files."""
    lines = ["| rule | name | severity | fix | what it finds |", "|---|---|---|---|---|"]
    lines += [_row(load(str(path))) for path in sorted((ROOT / "rules").rglob("*.yaml"), key=lambda path: path.name)]
    return "\n".join(lines)


def modules() -> str:
    """All modules by room, with the first lines of their docstrings. Raises ValueError for one without a room."""
    found: dict[str, list[str]] = {room: [] for room in ROOMS}
    for path in sorted((ROOT / "bnlint").rglob("*.py"), key=_place):
        if path.parent.name != "_generated":
            found[_room(path)].append(f"- `{path.relative_to(ROOT).as_posix()}`: {_first_line(path)}")
    return "\n\n".join(f"### {room}\n\n" + "\n".join(lines) for room, lines in found.items() if lines)


def _place(path: Path) -> tuple[int, Path]:
    """By room, then as the room's own list has it, then by name."""
    names = [name for room in ROOMS.values() for name in room]
    return names.index(_top(path)) if _top(path) in names else len(names), path


def _top(path: Path) -> str:
    return path.relative_to(ROOT / "bnlint").parts[0].removesuffix(".py")


def _room(path: Path) -> str:
    for room, names in ROOMS.items():
        if _top(path) in names:
            return room
    raise ValueError(f"{path.relative_to(ROOT)} has no room in tools/pages.py")


def _first_line(path: Path) -> str:
    return (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").partition("\n")[0]


def _row(rule: RulePage) -> str:
    fix = rule.fix.applicability.value if rule.fix else ""
    name = rule.name if rule.default else f"{rule.name} (off by default)"
    summary = " ".join(rule.summary.split()).replace("|", "\\|")
    return f"| {rule.id} | {name} | {rule.severity.word} | {fix} | {summary} |"


def _said(*words: str, stdin: str = "") -> str:
    environment = {name: value for name, value in os.environ.items() if name != "FORCE_COLOR"}
    ran = subprocess.run(
        [sys.executable, "-m", "bnlint", *words],
        cwd=ROOT,
        env=environment,
        input=stdin,
        capture_output=True,
        encoding="utf-8",
    )
    if ran.returncode not in (0, 1) or "internal error" in ran.stderr:
        raise RuntimeError(ran.stderr)
    return ran.stdout


def _block(language: str, text: str) -> str:
    lines = "\n".join(line.rstrip() for line in text.strip("\n").splitlines())
    return f"```{language}\n{lines}\n```"


PARTS = {
    "findings": findings,
    "diff": diff,
    "options": options,
    "concise": concise,
    "formats": formats,
    "statistics": statistics,
    "lsp": lsp,
    "rules": rules,
    "modules": modules,
}


def main(argv: list[str] | None = None) -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--check", action="store_true", help="write nothing; exit 1 if a part is not current")
    check: bool = arguments.parse_args(argv).check
    stale = False
    for page in PAGES:
        before = page.read_text(encoding="utf-8")
        after = render(before)
        if before == after:
            continue
        stale = True
        print(f"{page.relative_to(ROOT)}: {'not current' if check else 'written'}")
        if not check:
            page.write_text(after, encoding="utf-8")
    return int(check and stale)


if __name__ == "__main__":
    raise SystemExit(main())
