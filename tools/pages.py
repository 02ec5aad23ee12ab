"""`python -m tools.pages` writes the generated parts of pages; with `--check`, it lists the pages that are out of date.

A part is the text between ``<!-- part: NAME -->`` and ``<!-- end -->`` in README.md or a page under docs/. Output is
what the command line really prints; modules are described by the first line of their docstring.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

from bnlint.caffe.schema.messages import dialect_names
from bnlint.caffe.schema.overview import LEGEND, overview
from bnlint.rules.page import RulePage
from tools import rule_table
from tools.families import FAMILIES, family_of

ROOT = Path(__file__).resolve().parent.parent
PAGES = tuple(
    page
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
    if "<!-- part: " in page.read_text(encoding="utf-8")
)
_PART = re.compile(r"(?<=<!-- part: )(\w+) -->\n.*?<!-- end -->", re.DOTALL)
_POSITION = re.compile(r'\{\s*"line": (\d+),\s*"character": (\d+)\s*\}')
EXAMPLE = "fixtures/example"
_FIXES = {"safe": "safe", "unsafe": "unsafe", "display": "by hand"}
#: The rooms, each with its names under bnlint/. A room may import those before it.
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
    """The text of a page with its parts generated. Raises KeyError for an unknown part."""
    return _PART.sub(lambda match: f"{match[1]} -->\n{PARTS[match[1]]()}\n<!-- end -->", text)


def findings() -> str:
    return _block("text", _run("check", EXAMPLE))


def diff() -> str:
    """All fixes of the example as a diff, with one line of context instead of three."""
    from difflib import unified_diff

    from bnlint.api import fix

    before = (ROOT / EXAMPLE / "train_val.prototxt").read_text(encoding="utf-8")
    lines = list(unified_diff(before.splitlines(), fix(before, unsafe=True).source.text.splitlines(), n=1, lineterm=""))
    return _block("diff", "\n".join(lines[2:]))


def options() -> str:
    """The help of `bnlint check` without the usage line."""
    text = _run("check", "--help")
    return _block("text", text[text.index("positional arguments:") :])


def concise() -> str:
    return _block("text", _run("check", "--output-format", "concise", EXAMPLE))


def formats() -> str:
    """A table of the output formats, from their registry."""
    from bnlint.report.formats import FORMATS

    lines = ["| format | for |", "|---|---|", *(f"| `{name}` | {purpose} |" for name, purpose in FORMATS.items())]
    return "\n".join(lines)


def statistics() -> str:
    return _block("text", _run("check", "--statistics", "fixtures/batch-norm", EXAMPLE))


def lsp() -> str:
    text = (ROOT / EXAMPLE / "train_val.prototxt").read_text(encoding="utf-8")
    words = ("check", "--output-format", "json", "--select", "BN201", "-")
    published = json.loads(_run(*words, stdin=text))
    return _block("json", _POSITION.sub(r'{"line": \1, "character": \2}', json.dumps(published, indent=2)))


def families() -> str:
    """A table of the rule families, with the number of rules in each."""
    count = Counter(family_of(rule.id) for rule in rule_table.pages())
    rows = [f"| {key} | {title} | {finds} | {count[key]} |" for key, (title, finds) in FAMILIES.items()]
    return "\n".join(["| ids | family | finds | rules |", "|---|---|---|---|", *rows])


def rules() -> str:
    """A table of the rules of each family, from their files."""
    rows: dict[str, list[str]] = {key: [] for key in FAMILIES}
    for rule in rule_table.pages():
        rows[family_of(rule.id)].append(_row(rule))
    head = "| rule | name | severity | fix | what it finds |\n|---|---|---|---|---|\n"
    return "\n\n".join(f"## {key}: {FAMILIES[key].title}\n\n{head}" + "\n".join(lines) for key, lines in rows.items())


def targets() -> str:
    """A table of the known Caffes, and what the words in it mean."""
    titles = ("name", "what it is", "where", *LEGEND)
    lines = [f"| {' | '.join(titles)} |", "|---" * len(titles) + "|"]
    for name in dialect_names():
        row = overview(name)
        where = ", ".join(f"`{address}`" for address in row.where)
        words = (row.statistics, row.affine, row.has_input_layer, row.formats)
        lines.append(f"| `{name}` | {row.what} | {where} | {' | '.join(words)} |")
    meanings = [f"- **{title}**: {meaning}" for title, meaning in LEGEND.items()]
    return "\n".join([*meanings, "", *lines])


def modules() -> str:
    """All modules by room, with the first lines of their docstrings. Raises ValueError for one without a room."""
    lines: dict[str, list[str]] = {room: [] for room in ROOMS}
    for path in sorted((ROOT / "bnlint").rglob("*.py"), key=_position):
        if "_generated" not in path.parts:
            lines[_room(path)].append(f"- `{path.relative_to(ROOT).as_posix()}`: {_first_line(path)}")
    return "\n\n".join(f"### {room}\n\n" + "\n".join(modules) for room, modules in lines.items() if modules)


def _position(path: Path) -> tuple[int, Path]:
    """The sort key of a module: as in ROOMS, then by path."""
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
    fix = _FIXES[rule.fix.applicability.value] if rule.fix else ""
    name = rule.name if rule.default else f"{rule.name} (off by default)"
    summary = " ".join(rule.summary.split()).replace("|", "\\|")
    return f"| {rule.id} | {name} | {rule.severity.word} | {fix} | {summary} |"


def _run(*words: str, stdin: str = "") -> str:
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
    "families": families,
    "rules": rules,
    "modules": modules,
    "targets": targets,
}


def main(argv: list[str] | None = None) -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--check", action="store_true", help="write nothing; exit with 1 if a page is out of date")
    check: bool = arguments.parse_args(argv).check
    stale = False
    for page in PAGES:
        before = page.read_text(encoding="utf-8")
        after = render(before)
        if before == after:
            continue
        stale = True
        print(f"{page.relative_to(ROOT)}: {'out of date' if check else 'written'}")
        if not check:
            page.write_text(after, encoding="utf-8")
    return int(check and stale)


if __name__ == "__main__":
    raise SystemExit(main())
