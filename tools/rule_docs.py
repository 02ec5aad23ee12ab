"""`python -m tools.rule_docs [FOLDER]` writes a page for each rule and the list of all, for a release or a site.

The tables of keys in docs/writing-rules.md are written by `python -m tools.generate`, with functions from this module.
"""

from __future__ import annotations

import argparse
import os
import re
from pathlib import Path

from bnlint.report import example
from bnlint.rules.language.definition import TABLES
from bnlint.rules.page import Example, RulePage
from tools import rule_table
from tools.families import FAMILIES, family_of

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs" / "rules"
GUIDE = ROOT / "docs" / "writing-rules.md"
_KEYS = re.compile(r"(<!-- keys: (\w+) -->\n).*?(?=<!-- end -->)", re.DOTALL)
_NOTE = "<!-- Written by `python -m tools.rule_docs`: edit {} instead. -->\n"
_ISSUE = re.compile(r"([\w.-]+/[\w.-]+)#(\d+)")
_FIXES = {"safe": "safe", "unsafe": "unsafe", "display": "shown, not applied"}


def guide() -> dict[Path, str]:
    """The text of the guide, by its path, with its tables of keys."""
    return {GUIDE: _KEYS.sub(lambda match: match[1] + keys(match[2]), GUIDE.read_text(encoding="utf-8"))}


def site(folder: Path = DOCS) -> dict[Path, str]:
    """The text of each page, by its path in `folder`. Raises RuleFileError for a faulty rule file."""
    pages = rule_table.pages()
    root = os.path.relpath(ROOT, folder).replace(os.sep, "/")
    return {
        folder / "README.md": index(pages, root),
        **{folder / f"{page.id}.md": render(page, root) for page in pages},
    }


def keys(name: str) -> str:
    """A table of keys for the guide, from their definition; for a neighbour, only those that a condition lacks."""
    known = {key.name for key in TABLES["condition"].keys} if name == "neighbour" else set()
    rows = [f"| `{key.name}` | {key.doc} |\n" for key in TABLES[name].keys if key.name not in known]
    return "| key | |\n|---|---|\n" + "".join(rows)


def index(pages: list[RulePage], root: str) -> str:
    """The list of all rules, a table for each family; `root` leads from a page to the project's folder."""
    parts = [_NOTE.format("rules/"), "# Rules\n"]
    parts.append(
        "`bnlint rule ID` shows a page in the terminal. Rules that are off run where they are selected by their whole "
        "id, or by `ALL`. How to write one's own: "
        f"[Writing rules]({root}/docs/writing-rules.md).\n"
    )
    families: dict[str, list[RulePage]] = {}
    for page in pages:
        families.setdefault(family_of(page.id), []).append(page)
    for family in sorted(families, key=list(FAMILIES).index):
        parts.append(f"## {family} {FAMILIES[family].title}\n")
        rows = ["| rule | name | severity | fix | what it finds |", "|---|---|---|---|---|"]
        rows += [_row(page) for page in families[family]]
        parts.append("\n".join(rows) + "\n")
    return "\n".join(parts)


def _row(page: RulePage) -> str:
    summary = page.summary.replace("|", "\\|")
    return f"| [{page.id}]({page.id}.md) | {page.name} | {_severity(page)} | {_fix_word(page)} | {summary} |"


def _severity(page: RulePage) -> str:
    return page.severity.word if page.default else f"{page.severity.word}, off"


def _fix_word(page: RulePage) -> str:
    return _FIXES[page.fix.applicability.value] if page.fix else ""


def render(page: RulePage, root: str) -> str:
    """The page of a rule; `root` leads from it to the project's folder."""
    source = Path(page.path).resolve().relative_to(ROOT).as_posix()
    fix = f"fix: {_fix_word(page)}" if page.fix else "no fix"
    parts = [
        _NOTE.format(source),
        f"# {page.id} {page.name}\n",
        f"{page.summary}\n",
        f"Severity: {page.severity.word}{'' if page.default else ', off by default'} · {fix}\n",
        *_section("Why", page.why),
        *_section("What Caffe does", page.caffe),
    ]
    if page.fix:
        parts += _section(f"Fix ({_fix_word(page)})", f"{page.fix.does.strip()}\n\n{page.fix.safety}")
    parts += _section("Examples", "\n\n".join(_example(page, each) for each in page.examples))
    parts += _section("Exceptions", "\n".join(f"- {text}" for text in page.exceptions))
    parts += _section("Silent, for instance", "\n".join(f"- {each.title}" for each in page.silent))
    parts += _section("Definition", _definition(source))
    parts += _section("Seen in", ", ".join(_link(text) for text in page.evidence))
    parts.append(f"[The rule's file]({root}/{source}) has all examples in full. [All rules](README.md)\n")
    return "\n".join(parts)


def _section(title: str, text: str) -> list[str]:
    return [f"## {title}\n", text.strip() + "\n"] if text.strip() else []


def _example(page: RulePage, each: Example) -> str:
    language = "prototxt" if each.good is None else "diff"
    lines = list(example.lines(each, page.id))
    if each.good is None:
        lines = [line[2:] for line in lines]
    notes = [f"severity {each.severity}"] if each.severity else []
    notes += [f"in {each.state}"] if each.state else []
    notes += [f"for {each.target}"] if each.target else []
    notes += [f"written for {each.dialect}"] if each.dialect else []
    title = each.title + (f" ({', '.join(notes)})" if notes else "")
    shown = [f"{title}:\n", f"```{language}", *lines, "```"]
    for name, text in (each.files or {}).items():
        shown += [f"\nwith `{name}`:\n", "```prototxt", text.rstrip(), "```"]
    return "\n".join(shown)


def _definition(source: str) -> str:
    """The keys with which a rule file declares its check, as written; empty for a rule in Python."""
    text = (ROOT / source).read_text(encoding="utf-8")
    blocks = re.findall(r"^(?:match|states):.*\n(?:[ #].*\n)*", text, re.MULTILINE)
    return "```yaml\n" + "".join(blocks) + "```" if blocks else ""


def _link(evidence: str) -> str:
    match = _ISSUE.fullmatch(evidence)
    return f"[{evidence}](https://github.com/{match[1]}/issues/{match[2]})" if match else evidence


def main(argv: list[str] | None = None) -> int:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("folder", type=Path, nargs="?", default=DOCS, help="where to write (default: docs/rules)")
    folder: Path = options.parse_args(argv).folder
    folder.mkdir(parents=True, exist_ok=True)
    for path, text in site(folder.resolve()).items():
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
