"""The house is as docs/architecture.md says, and its modules are as small as CONTRIBUTING.md wants them."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
MODULES = sorted(
    path.relative_to(ROOT).as_posix() for path in (ROOT / "bnlint").rglob("*.py") if path.parent.name != "_generated"
)
TREES = {name: ast.parse((ROOT / name).read_text(encoding="utf-8")) for name in MODULES}
_MOST = 400
_OPENERS = {"read_text", "read_bytes", "write_text", "write_bytes"}


def _calls(tree: ast.AST) -> list[ast.Call]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def _opens(call: ast.Call) -> bool:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr in _OPENERS
    return isinstance(call.func, ast.Name) and call.func.id == "open"


def _imported(tree: ast.AST) -> set[str]:
    """The packages that a module imports anywhere in it."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").partition(".")[0])
    return found


def test_every_module_has_its_sentence() -> None:
    described = re.findall(r"^- `(bnlint/[\w/]+\.py)`: .{10,}$", PAGE, re.MULTILINE)
    assert sorted(described) == MODULES, "run `python -m tools.pages`"


def test_tests_of_the_laws_exist() -> None:
    named = set(re.findall(r"`(tests/\w+\.py)`", PAGE))
    assert named
    assert all((ROOT / name).is_file() for name in named)


@pytest.mark.parametrize("name", [*MODULES, *(f"tools/{path.name}" for path in sorted((ROOT / "tools").glob("*.py")))])
def test_module(name: str) -> None:
    """It says in its first line what it is for, and is not too long."""
    text = (ROOT / name).read_text(encoding="utf-8")
    first = (ast.get_docstring(ast.parse(text)) or "").partition("\n")[0]
    assert len(first) > 10 and first[-1] in ".:!?", first
    assert sum(1 for line in text.splitlines() if line.strip()) < _MOST


def test_only_files_opens_files() -> None:
    assert {name for name, tree in TREES.items() if any(map(_opens, _calls(tree)))} == {"bnlint/text/files.py"}


def test_only_the_command_line_prints() -> None:
    """A report may print to the stream that it was given."""
    printing = {
        name
        for name, tree in TREES.items()
        for call in _calls(tree)
        if isinstance(call.func, ast.Name) and call.func.id == "print"
        if all(keyword.arg != "file" for keyword in call.keywords)
    }
    assert {name for name in printing if not name.startswith("bnlint/cli/")} == set()


@pytest.mark.parametrize(
    ("package", "rooms"),
    [
        ("rich", ("bnlint/report/",)),
        ("google", ("bnlint/caffe/binary/", "bnlint/upgrade/spec/")),
        ("yaml", ("bnlint/rules/page.py", "bnlint/rules/language/", "bnlint/config/reader.py")),
        ("lark", ()),
        ("lsprotocol", ("bnlint/lsp/", "bnlint/cli/server.py")),
        ("pygls", ("bnlint/lsp/", "bnlint/cli/server.py")),
    ],
)
def test_who_imports(package: str, rooms: tuple[str, ...]) -> None:
    assert [name for name, tree in TREES.items() if package in _imported(tree) and not name.startswith(rooms)] == []


def test_every_room_has_its_layer() -> None:
    """Each module or package right under bnlint stands in import-linter's order."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = project["tool"]["importlinter"]["contracts"][0]["layers"]
    ordered = {name.strip() for layer in layers for name in layer.split("|")}
    rooms = {name.removesuffix(".py").replace("/", ".").partition(".")[2].partition(".")[0] for name in MODULES}
    assert {f"bnlint.{room}" for room in rooms if not room.startswith("__")} == ordered


def test_the_project_speaks_of_itself_alone() -> None:
    """No path of some machine in what is written for readers."""
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / ".ci" / "run"]
    for page in pages:
        assert not re.search(r"/(work|home|Users|root|opt)/", page.read_text(encoding="utf-8")), page
