"""The rule catalog: the rules by id, and which ids a selector selects."""

from __future__ import annotations

import os
from functools import cache, lru_cache

from bnlint._generated.declared_rules import DECLARED
from bnlint._generated.rule_table import RULES
from bnlint.text import files
from bnlint.text.diagnostics import Severity
from bnlint.text.edits import Applicability

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from bnlint.rules.page import RulePage

ALL = "ALL"


class Rule:
    """What a run needs to know about a rule; `page` has the rest.

    `default`: whether it runs by default. `fixable`: the best applicability of its fixes, None without
    a fix. `fix_changes` names the fields that its fix may change as ``LayerType.field.field``, `fix_adds` the
    types of the layers that it may insert. `proof` is how a fix is proved: ``net`` (only what is declared changes),
    ``syntax`` (a syntax error is gone, and nothing beside it changes), ``upgrade`` (Caffe's own upgrade gives the same
    net), ``porting`` (the target reads what the dialect read) or ``suppressions`` (only suppression comments change).
    """

    __slots__ = ("default", "fix_adds", "fix_changes", "fixable", "id", "name", "proof", "severity", "summary")

    def __init__(
        self,
        id: str,
        name: str,
        summary: str,
        severity: Severity,
        default: bool,
        fixable: Applicability | None,
        fix_changes: tuple[str, ...] = (),
        fix_adds: tuple[str, ...] = (),
        proof: str = "net",
    ) -> None:
        self.id = id
        self.name = name
        self.summary = summary
        self.severity = severity
        self.default = default
        self.fixable = fixable
        self.fix_changes = fix_changes
        self.fix_adds = fix_adds
        self.proof = proof

    def __repr__(self) -> str:
        return f"Rule({self.id} {self.name})"


@lru_cache(maxsize=1)
def rules() -> dict[str, Rule]:
    """All rules by id, ordered by id."""
    return {
        row[0]: Rule(*row[:3], Severity[row[3].upper()], row[4], Applicability(row[5]) if row[5] else None, *row[6:])
        for row in RULES
    }


def known(folders: tuple[str, ...]) -> dict[str, Rule]:
    """All rules by id: bnlint's own, and those of users in `folders`. Raises as `user_pages` does."""
    return {**rules(), **_user_rules(folders)} if folders else rules()


@lru_cache(maxsize=8)
def user_pages(folders: tuple[str, ...]) -> dict[str, RulePage]:
    """The rules of users in some folders by id, read once.

    Raises RuleFileError (a ValueError) for a faulty rule file, or an id or name that bnlint's own rules use; OSError
    if a file cannot be read.
    """
    from bnlint.rules.page import RuleFileError, load_folders

    pages = load_folders(folders)
    names = {rule.name: rule.id for rule in rules().values()}
    for page in pages.values():
        if page.id in rules():
            raise RuleFileError(f"{page.path}:{page.line}: id: {page.id} is a rule of bnlint")
        if page.name in names:
            raise RuleFileError(f"{page.path}:{page.line}: name: {page.name} is the name of {names[page.name]}")
    return pages


@lru_cache(maxsize=8)
def _user_rules(folders: tuple[str, ...]) -> dict[str, Rule]:
    user_rules = {}
    for page in user_pages(folders).values():
        fix = page.fix
        about_fix = (fix.applicability, fix.changes, fix.adds, fix.proof) if fix else (None,)
        user_rules[page.id] = Rule(page.id, page.name, page.summary, page.severity, page.default, *about_fix)
    return user_rules


def declared(folders: tuple[str, ...] = ()) -> dict[str, dict[str, Any]]:
    """The declarative rules by id, as `language.meaning.check` returns them. Raises as `user_pages` does."""
    users = user_pages(folders).values() if folders else ()
    return {**DECLARED, **{page.id: page.declared for page in users if page.declared is not None}}


def fits(selector: str, id: str) -> bool:
    """Whether `selector` is ``ALL``, `id` or a prefix of it; all letters must match: BN does not select BNL001."""
    return selector == ALL or (id.startswith(selector) and not id[len(selector) :][:1].isalpha())


def unknown(selectors: Iterable[str], folders: tuple[str, ...] = ()) -> str:
    """The error message if a selector selects no rule; empty if each selects some."""
    ids = known(folders) if folders else rules()
    for selector in selectors:
        if not any(fits(selector, id) for id in ids) or not selector:
            near = nearest(selector)
            return f"unknown rule {selector!r}" + (f"; did you mean {near}?" if near else "")
    return ""


def nearest(word: str) -> str:
    """The rule id or prefix most similar to `word`, or the id of the rule named `word`; empty if there is none."""
    from difflib import get_close_matches

    by_name = {rule.name: rule.id for rule in rules().values()}
    if near := get_close_matches(word.lower(), by_name, 1, 0.7):
        return by_name[near[0]]
    families = {id.rstrip("0123456789") for id in rules()}
    prefixes = {*families, *(id[: len(family) + 1] for id in rules() for family in families if fits(family, id))}
    candidates = [c for c in (*rules(), *sorted(prefixes), ALL) if not word.upper().startswith(c)]
    same_group = [c for c in candidates if c[:3] == word.upper()[:3]]  # BN1: rather than any with the same digits
    return next(iter(get_close_matches(word.upper(), same_group or candidates, 1, 0.5)), "")


def page(id: str, folders: tuple[str, ...] = ()) -> RulePage:
    """The content of the rule's file. Raises KeyError for an unknown id."""
    if folders and id in user_pages(folders):
        return user_pages(folders)[id]
    return _own_page(id)


@cache
def _own_page(id: str) -> RulePage:
    """The page of a rule that ships, which is read once: YAML takes long."""
    from bnlint.rules.page import folder_of_rules, load

    rule = rules()[id]
    name = f"{id}-{rule.name}.yaml"
    for folder, _, names in os.walk(folder_of_rules()):
        if name in names:
            return load(os.path.join(folder, name))
    raise KeyError(id)


def schema_of_rule_files() -> str:
    """The JSON Schema of rule files, as it ships."""
    here = os.path.dirname(os.path.abspath(__file__))
    return files.read(os.path.join(here, "language", "rule.schema.json")).decode("utf-8")
