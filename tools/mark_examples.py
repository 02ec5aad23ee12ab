"""`python -m tools.mark_examples [ID...]` writes the marks of examples in rule files from what bnlint finds now.

With `--good` it also writes anew each `good` that the fix makes. The rest of the files stays as it is. The first
example of each message form and of each title form gets all words, later ones the first few and ``…``; words that are
already written and still hold stay.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import yaml

from bnlint.fixer import examples
from bnlint.fixer.fix import fix
from bnlint.rules import page as pages
from bnlint.rules.examples import hunks, marks
from bnlint.rules.examples.marks import Mark
from bnlint.rules.page import Example, RuleFileError, RulePage
from bnlint.text.source import Source

ROOT = Path(__file__).resolve().parent.parent
_FULL, _SHORT = 60, 32  # words up to here stay whole; of longer ones about as many characters
_DYNAMIC = re.compile(r"'[^']*'|`[^`]*`|\"[^\"]*\"|\b\d[\w.+-]*")
_PLAIN = re.compile(r"[\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]*")

Edit = tuple[int, int, str]


def mark(path: Path, good: bool = False) -> str:
    """The text of a rule file with its marks, and with `good` also its good nets, written anew.

    Raises RuleFileError for a faulty file and ValueError for findings that marks cannot express.
    """
    text = path.read_text(encoding="utf-8")
    own = path.resolve().is_relative_to(ROOT / "rules")
    page = pages.load(str(path), own)
    folders = () if own else (str(path),)
    forms: set[object] = set()
    edits: list[Edit] = []
    for example, nodes in zip(page.examples, _nodes(text)):
        written = _marks(page, example, folders, forms)
        marked = marks.write(example.part, written)
        if marks.parse(marked) != (example.part, written):
            raise ValueError(f"{path}:{example.line}: no marks say this: {written}")
        edits += _edit(nodes["bad"], marked)
        if good and "good" in nodes and page.fix and example.fixed:
            made = fix(Source(example.bad), examples.settings_of(page, example, folders)).source.text
            edits += _edit(nodes["good"], hunks.make(example.bad, made) or made)
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _marks(page: RulePage, example: Example, folders: tuple[str, ...], forms: set[object]) -> list[Mark]:
    observed, outside = examples.marks_of(page, example, examples.findings(page, example, folders))
    if outside:
        raise ValueError(f"{page.path}:{example.line}: {outside[0]} is in the frame")
    made = []
    for full, kept in zip(observed, examples.paired(list(example.marks), observed)):
        is_new = _is_new(forms, full.kind, full.words)
        words = full.words if is_new else kept.words if "…" in kept.words else short(full.words)
        applicability, _, title = full.fix.partition(": ")
        has_fix = full.fix and (not title or _is_new(forms, applicability, title))
        made.append(full._replace(words=words, fix=full.fix if has_fix else ""))
    return made


def _is_new(forms: set[object], kind: str, words: str) -> bool:
    form = (kind, _DYNAMIC.sub("#", words))
    is_new = form not in forms
    forms.add(form)
    return is_new


def short(words: str) -> str:
    """The first few of `words`, if they are many."""
    if len(words) <= _FULL:
        return words
    end = words.find(" ", _SHORT)
    return words if end < 0 else words[:end].rstrip(",:;") + "…"


def _nodes(text: str) -> Iterator[dict[str, tuple[yaml.Node, yaml.Node]]]:
    """The keys of each example, with the nodes of the key and of the value."""
    root = yaml.compose(text, yaml.SafeLoader)
    assert isinstance(root, yaml.MappingNode)
    for key, value in root.value:
        if key.value == "examples":
            for item in value.value:
                yield {key.value: (key, value) for key, value in item.value}


def _edit(nodes: tuple[yaml.Node, yaml.Node], value: str) -> Iterator[Edit]:
    key, old = nodes
    if old.value != value:
        text = scalar(value, key.start_mark.column + 2)
        style = getattr(old, "style", None)
        yield old.start_mark.index, old.end_mark.index, text if style == "|" else text.rstrip("\n")


def scalar(value: str, indent: int) -> str:
    """`value` as YAML: a literal block, or a string in double quotes where a block cannot have its characters."""
    if not _PLAIN.fullmatch(value) or not value.strip("\n"):
        return json.dumps(value, ensure_ascii=True) + "\n"
    body = value.rstrip("\n")
    ends = len(value) - len(body)
    chomping = "" if ends == 1 else "+" if ends else "-"
    hint = "2" if body[0] in " \n" else ""
    lines = [f"{' ' * indent}{line}".rstrip(" ") if not line else " " * indent + line for line in body.split("\n")]
    return f"|{hint}{chomping}\n" + "\n".join(lines) + "\n" * max(ends, 1)


def files(ids: Iterable[str]) -> Iterator[Path]:
    """The rule files with these ids, prefixes of ids or paths; all of bnlint's if there are none."""
    wanted = list(ids)
    for each in wanted:
        if Path(each).is_file():
            yield Path(each)
    for path in sorted((ROOT / "rules").glob("*/*.yaml")):
        if not wanted or path.name.startswith(tuple(each for each in wanted if not Path(each).is_file()) or "/"):
            yield path


def main(argv: list[str] | None = None) -> int:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("ids", nargs="*", metavar="ID", help="rule ids, prefixes of them, or paths of rule files")
    options.add_argument("--good", action="store_true", help="write the good nets that fixes make, too")
    arguments = options.parse_args(argv)
    status = 0
    for path in files(arguments.ids):
        try:
            text = mark(path, arguments.good)
        except (RuleFileError, ValueError) as error:
            print(error, file=sys.stderr)
            status = 1
            continue
        if text != path.read_text(encoding="utf-8"):
            path.write_text(text, encoding="utf-8")
            print(f"{path}: written")
    return status


if __name__ == "__main__":
    raise SystemExit(main())
