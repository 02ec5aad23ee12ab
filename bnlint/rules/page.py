"""Reads a rule file: the page of a rule, and what a run needs of a declarative one."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from bnlint.rules.examples import frames, hunks, marks
from bnlint.rules.examples.marks import Mark
from bnlint.rules.language import meaning
from bnlint.rules.language.reader import KeyPath, Reader, RuleFileError
from bnlint.rules.language.types import changes_of
from bnlint.text import files
from bnlint.text.diagnostics import Severity
from bnlint.text.edits import Applicability

__all__ = ["Example", "RuleFileError", "RuleFix", "RulePage", "Silent", "folder_of_rules", "load", "load_folders"]


@dataclass(frozen=True, slots=True)
class Silent:
    """A net that looks as if it had the fault, but does not, with its frame.

    `target` is the Caffe that must run it, `dialect` the one that it is for (None: found). `files` are other files,
    path to text; None if the net is not a file itself. `line` is its line in the rule file.
    """

    title: str
    text: str
    target: str | None = None
    dialect: str | None = None
    files: dict[str, str] | None = None
    line: int = 1


@dataclass(frozen=True, slots=True)
class Example:
    """A net with the fault, and the corrected net, which is the result of the fix if `fixed`.

    `bad` and `good` are whole nets. `part` of `bad`, which starts at offset `shift`, is from the rule file, the
    rest is the frame. `marks` are in offsets of `part`. Without marks, `count`, `state`, `severity` and `unsafe`
    describe the findings. `target`, `dialect`, `files` and `line` are those of `Silent`.
    """

    title: str
    bad: str
    part: str
    shift: int = 0
    marks: tuple[Mark, ...] = ()
    good: str | None = None
    count: int = 1
    fixed: bool = True
    state: str | None = None
    target: str | None = None
    dialect: str | None = None
    severity: str | None = None
    unsafe: bool = False
    files: dict[str, str] | None = None
    line: int = 1


@dataclass(frozen=True, slots=True)
class RuleFix:
    """What the fix `does`, its applicability and why, what it may change and add, and how it is proved: see
    `catalog.Rule`."""

    applicability: Applicability
    does: str
    safety: str = ""
    changes: tuple[str, ...] = ()
    adds: tuple[str, ...] = ()
    proof: str = "net"


@dataclass(frozen=True, slots=True)
class RulePage:
    """One rule file. `why` and `caffe` (what Caffe does about the fault) are Markdown.

    `declared` is what a run needs from a declarative rule: see `language.meaning.check`. `line` is the line of its
    id.
    """

    path: str
    id: str
    name: str
    summary: str
    severity: Severity
    why: str
    caffe: str
    default: bool
    fix: RuleFix | None
    exceptions: tuple[str, ...]
    evidence: tuple[str, ...]
    examples: tuple[Example, ...]
    silent: tuple[Silent, ...]
    declared: dict[str, Any] | None = None
    line: int = 1


def load(path: str, own: bool = True) -> RulePage:
    """The rule in a file: one of bnlint's `own`, or a user's.

    Raises RuleFileError if the file is faulty, and OSError if it cannot be read.
    """
    try:
        text = files.read(path).decode("utf-8")
    except UnicodeDecodeError as error:
        raise RuleFileError(f"{path}:1: not UTF-8: {error.reason}") from None
    reader = Reader(path, text, "own" if own else "user")
    rule = reader.data
    if own and os.path.basename(path) != f"{rule['id']}-{rule['name']}.yaml":
        raise reader.error(("id",), f"the file name must be {rule['id']}-{rule['name']}.yaml")
    declared = meaning.check(reader)
    return RulePage(
        path,
        rule["id"],
        rule["name"],
        rule["summary"].strip(),
        Severity[rule["severity"].upper()],
        rule.get("why", ""),
        rule.get("caffe", ""),
        rule.get("default", True),
        _fix(rule["fix"], declared) if "fix" in rule else None,
        tuple(rule.get("exceptions", ())),
        tuple(rule.get("evidence", ())),
        tuple(_example(reader, number, each) for number, each in enumerate(rule.get("examples", ()))),
        tuple(_silent(reader, number, each) for number, each in enumerate(rule.get("silent", ()))),
        declared,
        reader.lines[("id",)],
    )


def _example(reader: Reader, number: int, data: dict[str, Any]) -> Example:
    key_path = ("examples", number)
    part, part_marks = marks.parse(data.pop("bad"))
    bad, shift = _framed(reader, key_path, data.get("frame"), part)
    good = data.pop("good", None)
    if good is not None and hunks.is_diff(good):
        try:
            good = hunks.apply(bad, good)
        except hunks.HunkError as error:
            raise reader.error((*key_path, "good"), str(error)) from None
    elif good is not None:
        good, _ = _framed(reader, key_path, data.get("frame"), good)
    data.pop("frame", None)
    line = reader.lines[(*key_path, "bad")]
    return Example(bad=bad, part=part, shift=shift, marks=tuple(part_marks), good=good, line=line, **data)


def _silent(reader: Reader, number: int, data: dict[str, Any]) -> Silent:
    key_path = ("silent", number)
    text, _ = _framed(reader, key_path, data.pop("frame", None), data.pop("text"))
    return Silent(text=text, line=reader.lines[(*key_path, "text")], **data)


def _framed(reader: Reader, key_path: KeyPath, frame: str | None, text: str) -> tuple[str, int]:
    """`text` in its frame, and its offset there. Frames are next to the rule file, in the folder above, or bnlint's."""
    if frame is None:
        return text, 0
    folder = os.path.dirname(reader.path)
    try:
        frame_text = frames.read(frame, (folder, os.path.join(folder, os.pardir), folder_of_rules()))
    except frames.FrameError as error:
        raise reader.error((*key_path, "frame"), str(error)) from None
    return frames.put(frame_text, text)


def folder_of_rules() -> str:
    """The folder of bnlint's rule files: that of the checkout if there is one, else that of the package."""
    here = os.path.dirname(os.path.abspath(__file__))
    above = os.path.dirname(os.path.dirname(here))
    checkout = os.path.join(above, "rules")
    if os.path.isfile(os.path.join(above, "pyproject.toml")) and os.path.isdir(checkout):
        return checkout
    return os.path.join(here, "files")


def load_folders(folders: Iterable[str]) -> dict[str, RulePage]:
    """The rules of users by id, in YAML files, or in folders and their subfolders.

    Raises RuleFileError for a faulty file, for a duplicate id and for a folder without rules, and OSError.
    """
    pages: dict[str, RulePage] = {}
    for folder in folders:
        paths = list(rule_files(folder))
        if not paths:
            why = "no rule files (*.yaml) in it" if os.path.isdir(folder) else "no such folder"
            raise RuleFileError(f"{folder}: {why}")
        for path in paths:
            page = load(path, own=False)
            other = pages.get(page.id)
            if other is not None and not os.path.samefile(other.path, path):
                raise RuleFileError(f"{path}:{page.line}: id: {page.id} is already the id of {other.path}")
            pages[page.id] = page
    return pages


def rule_files(folder: str) -> Iterator[str]:
    """The rule files in a folder and its subfolders; or the file itself."""
    if os.path.isfile(folder):
        yield folder
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (os.path.join(parent, name) for name in sorted(names) if name.endswith((".yaml", ".yml")))


def _fix(fix: dict[str, Any], declared: dict[str, Any] | None) -> RuleFix:
    changes, adds = tuple(fix.get("changes", ())), tuple(fix.get("adds", ()))
    if declared is not None:
        changes, adds = changes_of(declared)
    does = fix.get("does") or fix["title"]
    return RuleFix(
        Applicability(fix["applicability"]), does, fix.get("safety", ""), changes, adds, fix.get("proof", "net")
    )
