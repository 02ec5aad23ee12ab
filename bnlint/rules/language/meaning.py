"""Checks what the definition of rule files cannot express: field paths, values, expressions and templates."""

from __future__ import annotations

import re
from typing import Any

from bnlint.rules.language import paths, template
from bnlint.rules.language.reader import KeyPath, Reader
from bnlint.rules.language.types import types_of

EDITS = ("remove", "set", "insert_after")


def check(reader: Reader) -> dict[str, Any] | None:
    """What a run needs from a declarative rule, as plain data; None for a rule without `match`.

    The keys are those of the file, ``match``, ``states``, ``message``, ``at``, ``cases`` and ``fix``; the template of
    a layer is parsed, and single texts become lists if the key allows lists. Raises RuleFileError.
    """
    rule = reader.data
    if "match" not in rule:
        for key in ("message", "at", "cases", "states"):
            if key in rule:
                raise reader.error((key,), "valid only in a rule with the key 'match'")
        if any(key in rule.get("fix", ()) for key in (*EDITS, "title")):
            raise reader.error(("fix",), "its edits are valid only in a rule with the key 'match'")
        return None
    if "message" not in rule:
        raise reader.error((), "missing key 'message'")
    declared: dict[str, Any] = {"match": _condition(reader, ("match",), rule["match"])}
    near = {key for key in ("feeds", "fed_by") if key in rule["match"]}
    declared.update(_texts(reader, (), rule, near))
    if "states" in rule:
        declared["states"] = rule["states"]
    if "at" in rule:
        paths.check(reader, ("at",), rule["at"])
        declared["at"] = rule["at"]
    if "fix" in rule:
        declared["fix"] = _edits(reader, ("fix",), rule["fix"], near, types_of(rule["match"]))
    if "cases" in rule:
        declared["cases"] = [_case(reader, ("cases", n), case, rule, near) for n, case in enumerate(rule["cases"])]
    return declared


def _texts(reader: Reader, key_path: KeyPath, data: dict[str, Any], near: set[str]) -> dict[str, Any]:
    texts: dict[str, Any] = {key: data[key] for key in ("severity", "message") if key in data}
    if "message" in data:
        texts["message"] = texts["message"].strip()
        template.check(reader, (*key_path, "message"), data["message"], near)
    return texts


def _case(
    reader: Reader, key_path: KeyPath, case: dict[str, Any], rule: dict[str, Any], near: set[str]
) -> dict[str, Any]:
    declared = {
        "match": _condition(reader, (*key_path, "match"), case["match"]),
        **_texts(reader, key_path, case, near),
    }
    if case.get("fix"):
        if "fix" not in rule:
            raise reader.error((*key_path, "fix"), "the rule itself also needs a fix, which gives the applicability")
        declared["fix"] = _edits(reader, (*key_path, "fix"), case["fix"], near, types_of(rule["match"]))
    elif "fix" in case:
        declared["fix"] = {}
    return declared


def _edits(
    reader: Reader, key_path: KeyPath, fix: dict[str, Any], near: set[str], types: frozenset[str] | None
) -> dict[str, Any]:
    for key in ("changes", "adds", "proof"):
        if key in fix:
            raise reader.error((*key_path, key), "not allowed in a rule with the key 'match': the edits define it")
    if "title" not in fix:
        raise reader.error(key_path, "missing key 'title'")
    if not any(key in fix for key in EDITS):
        raise reader.error(key_path, "expected one of the keys " + ", ".join(EDITS))
    if types is None:
        raise reader.error(("match",), "missing key 'type': the proof of a fix needs to know which layers it changes")
    template.check(reader, (*key_path, "title"), fix["title"], near)
    edits: dict[str, Any] = {"title": fix["title"].strip()}
    if "remove" in fix:
        edits["remove"] = _listed(fix["remove"])
        for number, path in enumerate(edits["remove"]):
            inner = (*key_path, "remove") if isinstance(fix["remove"], str) else (*key_path, "remove", number)
            paths.check(reader, inner, path)
    if "set" in fix:
        edits["set"] = fix["set"]
        for path, value in fix["set"].items():
            _settable(reader, (*key_path, "set", path), path, value)
    if "insert_after" in fix:
        inner = (*key_path, "insert_after")
        template.check(reader, inner, fix["insert_after"], near)
        edits["insert_after"] = template.layer(reader, inner, fix["insert_after"])
    return edits


def _settable(reader: Reader, key_path: KeyPath, path: str, value: object) -> None:
    field = paths.check(reader, key_path, path)
    paths.check_value(reader, key_path, value, field)
    steps = path.split(".")
    for number in range(1, len(steps) + 1):
        last = None if steps[number - 1].isdigit() else paths.check(reader, key_path, ".".join(steps[:number]))
        follows = steps[number : number + 1]
        if last is not None and last.label == "repeated" and not (follows and follows[0].isdigit()):
            raise reader.error(key_path, f"{last.name} is repeated: give its number, as in {last.name}.0")
    if steps[-1].isdigit():
        raise reader.error(key_path, "expected a field of a message, or a field that is not repeated")


def _condition(reader: Reader, key_path: KeyPath, condition: dict[str, Any]) -> dict[str, Any]:
    """The same condition, with lists instead of single texts. Raises RuleFileError."""
    checked = dict(condition)
    for key in ("type", "through"):
        if key in checked:
            checked[key] = _listed(checked[key])
    if "name" in checked:
        try:
            re.compile(checked["name"])
        except re.error as error:
            raise reader.error((*key_path, "name"), f"invalid regular expression: {error}") from None
    for path, test in checked.get("fields", {}).items():
        _test(reader, (*key_path, "fields", path), path, test)
    for key in ("all", "any"):
        if key in checked:
            checked[key] = [_condition(reader, (*key_path, key, n), each) for n, each in enumerate(checked[key])]
    for key in ("not", "feeds", "fed_by"):
        if key in checked:
            checked[key] = _condition(reader, (*key_path, key), checked[key])
    return checked


def _test(reader: Reader, key_path: KeyPath, path: str, test: dict[str, Any]) -> None:
    field = paths.check(reader, key_path, path)
    if "equal" in test:
        paths.check_value(reader, (*key_path, "equal"), test["equal"], field)
    for number, value in enumerate(test.get("in", ())):
        paths.check_value(reader, (*key_path, "in", number), value, field)
    for operator in ("lt", "le", "gt", "ge"):
        if operator in test:
            if field.values is not None or field.type in ("bool", "string", "bytes"):
                raise reader.error((*key_path, operator), f"{field.name} is not a number: use equal or in")
            paths.check_value(reader, (*key_path, operator), test[operator], field)


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value
