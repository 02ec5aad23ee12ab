"""`python -m tools.mutants` changes checks one place at a time, and says which changes no example of a rule notices.

Mutants are made of the syntax trees of bnlint/checks: another range, no related ranges, no states, another severity,
no fix, a fix that is safe instead of unsafe, garbled words, other numbers, and conditions that are dropped or turned
round. Each is applied to a copy of the project, in which the examples of the rules run that the module concerns. Some
that survive change nothing that could be seen: a condition that only saves time, for instance.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
CHECKS = Path("bnlint", "checks")
_TIMEOUT = 120
_SPAN = '__import__("bnlint.text.source", fromlist=["Span"]).Span(0, 1)'
#: The positions of the parameters of the methods that report.
_PARAMETERS = {
    "report": ("rule", "at", "message", "fix", "severity", "views", "related", "tags"),
    "report_in": ("rule", "at", "message", "views", "fix", "related", "severity"),
}
_INSTEAD = {"at": _SPAN, "related": "()", "fix": "None", "severity": "None", "tags": "()"}


class Mutant(NamedTuple):
    """A change of ``start:end`` of a module to `new`; `kind` names what it does."""

    path: Path
    kind: str
    start: int
    end: int
    new: str


def mutants_of(path: Path) -> Iterator[Mutant]:
    """All mutants of a module."""
    text = path.read_text(encoding="utf-8")
    lines = [0]
    for line in text.encode().splitlines(keepends=True):
        lines.append(lines[-1] + len(line))
    tree = ast.parse(text)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        for target, kind, new in _changes(node, docstrings):
            start = lines[target.lineno - 1] + target.col_offset
            end = lines[(target.end_lineno or 1) - 1] + (target.end_col_offset or 0)
            source = text.encode()[start:end].decode()
            changed = new if isinstance(new, str) else new(source)
            if changed != source:
                yield Mutant(path, kind, start, end, changed)


def _changes(node: ast.AST, docstrings: set[int]) -> Iterator[tuple[ast.expr, str, str | Callable[[str], str]]]:
    match node:
        case ast.Call(func=ast.Attribute(attr="report" | "report_in" as name)):
            given = dict(zip(_PARAMETERS[name], node.args))
            given |= {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
            for parameter, value in given.items():
                if parameter in _INSTEAD:
                    yield value, parameter, _INSTEAD[parameter]
                elif parameter == "views":
                    yield value, "states", "()" if name == "report" else "ctx.views"
        case ast.Attribute(value=ast.Name(id="Applicability"), attr="SAFE" | "UNSAFE" as attr):
            yield node, "applicability", "Applicability.UNSAFE" if attr == "SAFE" else "Applicability.SAFE"
        case ast.Attribute(value=ast.Name(id="Severity"), attr=attr) if attr.isupper():
            yield node, "severity", "Severity.INFO" if attr != "INFO" else "Severity.ERROR"
        case ast.Constant(value=str(value)) if id(node) not in docstrings and len(value.split()) > 2:
            yield node, "words", _garbled
        case ast.JoinedStr() if any(len(str(getattr(part, "value", "")).split()) > 2 for part in node.values):
            yield node, "words", _garbled
        case ast.Constant(value=int(value)) if not isinstance(value, bool):
            yield node, "number", str(value + 1)
        case ast.BoolOp(values=[first, *_]):
            yield first, "condition", "True" if isinstance(node.op, ast.And) else "False"
        case ast.If(test=test) | ast.IfExp(test=test):
            yield test, "negation", lambda source: f"not ({source})"


def _garbled(source: str) -> str:
    """The last word of at least three letters outside of braces, doubled."""
    plain = re.sub(r"\{[^{}]*\}", lambda match: "#" * len(match[0]), source)
    words = list(re.finditer(r"(?<![\w{.'])[A-Za-z]{3,}(?![\w}.(\[])", plain))
    if not words:
        return source
    last = words[-1]
    return source[: last.start()] + last[0] + last[0] + source[last.end() :]


def rules_of(path: Path, root: Path) -> list[str]:
    """The rules that a module of checks concerns: those in it, else those of the modules that import it."""
    found: set[str] = set()
    seen: set[Path] = set()
    todo = [path]
    while todo:
        module = todo.pop()
        if module in seen:
            continue
        seen.add(module)
        text = module.read_text(encoding="utf-8")
        own = re.findall(r'^@\w+_rule\("(\w+)"\)', text, re.MULTILINE)
        found |= set(own)
        name = ".".join(module.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
        package, _, last = name.rpartition(".")
        imports = re.compile(rf"from {re.escape(name)} import|from {re.escape(package)} import .*\b{last}\b")
        if not own or module == path:
            todo += [
                other for other in (root / CHECKS).rglob("*.py") if imports.search(other.read_text(encoding="utf-8"))
            ]
    return sorted(found)


def choose(root: Path, number: int, seed: int, wanted: str, kind: str = "") -> list[tuple[Mutant, list[str]]]:
    """So many mutants of the project in `root`, of all modules and kinds in turn."""
    groups: dict[tuple[str, str], list[tuple[Mutant, list[str]]]] = {}
    for path in sorted((root / CHECKS).rglob("*.py")):
        rules = [rule for rule in rules_of(path, root) if rule.startswith(wanted)]
        if rules:
            for mutant in (each for each in mutants_of(path) if kind in ("", each.kind)):
                groups.setdefault((path.name, mutant.kind), []).append((mutant, rules))
    shuffle = random.Random(seed)
    for group in groups.values():
        shuffle.shuffle(group)
    order = sorted(groups)
    shuffle.shuffle(order)
    rounds = zip_longest(*(groups[key] for key in order))
    return [each for round_ in rounds for each in round_ if each is not None][:number]


def survives(mutant: Mutant, rules: list[str], copy: Path) -> bool:
    """Whether the examples of `rules` pass in a copy of the project with a mutant."""
    original = mutant.path.read_bytes()
    mutant.path.write_bytes(original[: mutant.start] + mutant.new.encode() + original[mutant.end :])
    files = [str(file) for rule in rules for file in (copy / "rules").glob(f"*/{rule}-*.yaml")]
    environment = os.environ | {"PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "bnlint", "rule", "--test", *files]
    try:
        ran = subprocess.run(command, cwd=copy, env=environment, capture_output=True, timeout=_TIMEOUT)
        return ran.returncode == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        mutant.path.write_bytes(original)


def _shown(mutant: Mutant, root: Path) -> str:
    text = mutant.path.read_bytes()
    line = text[: mutant.start].count(b"\n") + 1
    old = " ".join(text[mutant.start : mutant.end].decode().split())
    new = " ".join(mutant.new.replace(_SPAN, "Span(0, 1)").split())
    return f"{mutant.path.relative_to(root)}:{line}: {mutant.kind}: {old} -> {new}"


def main(argv: list[str] | None = None) -> int:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--number", type=int, default=60, metavar="N", help="how many mutants (default: 60)")
    options.add_argument("--seed", type=int, default=1, metavar="N", help="which ones (default: 1)")
    options.add_argument("--kind", default="", metavar="WORD", help="only of one kind: at, states, words, condition …")
    options.add_argument("--rules", default="", metavar="PREFIX", help="only of rules whose ids start like this")
    arguments = options.parse_args(argv)
    survivors = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        shutil.copy(ROOT / "pyproject.toml", copy)
        for name in ("bnlint", "rules"):
            shutil.copytree(ROOT / name, copy / name)
        chosen = choose(copy, arguments.number, arguments.seed, arguments.rules, arguments.kind)
        for number, (mutant, rules) in enumerate(chosen, 1):
            survived = survives(mutant, rules, copy)
            survivors += survived
            print(f"{number:3} {'SURVIVED' if survived else 'killed  '} {_shown(mutant, copy)}", flush=True)
    print(f"{len(chosen)} mutants: {len(chosen) - survivors} killed, {survivors} survived")
    return int(survivors > 0)


if __name__ == "__main__":
    raise SystemExit(main())
