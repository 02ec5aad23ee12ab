"""The code keeps the laws of docs/architecture.md and CONTRIBUTING.md: layout, sizes, imports, who may open files."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

from tools.function_imports import function_imports

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
MODULES = sorted(
    path.relative_to(ROOT).as_posix() for path in (ROOT / "bnlint").rglob("*.py") if "_generated" not in path.parts
)
TREES = {name: ast.parse((ROOT / name).read_text(encoding="utf-8")) for name in MODULES}
OTHERS = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in ("benchmarks", "tests", "tools")
    for path in (ROOT / folder).rglob("*.py")
)
MAX_LINES = 400
MAX_FUNCTION_IMPORTS = 92
OPENERS = {"read_text", "read_bytes", "write_text", "write_bytes"}


def _calls(tree: ast.AST) -> list[ast.Call]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def _name(call: ast.Call) -> str:
    """The name of the function that is called, without the part before a dot."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _opens(call: ast.Call) -> bool:
    return _name(call) in OPENERS or (isinstance(call.func, ast.Name) and call.func.id == "open")


def _imported(tree: ast.AST) -> set[str]:
    """The packages that a module imports, at its top or in a function."""
    packages = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            packages |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            packages.add((node.module or "").partition(".")[0])
    return packages


def test_page_lists_all_modules() -> None:
    described = re.findall(r"^- `(bnlint/[\w/]+\.py)`: .{10,}$", PAGE, re.MULTILINE)
    assert sorted(described) == MODULES, "run `python -m tools.pages`"


def test_one_module_knows_the_releases_of_protobuf() -> None:
    differs = re.compile(
        r"\.is_repeated\b|LABEL_REPEATED|GetMessageClass|GetPrototype|UnknownFieldSet|\.UnknownFields\("
    )
    found = [name for name in (*MODULES, *OTHERS) if differs.search((ROOT / name).read_text(encoding="utf-8"))]
    assert found == ["bnlint/caffe/binary/versions.py", "tests/test_house.py"]


def test_tests_of_the_laws_exist() -> None:
    named = set(re.findall(r"`(tests/[\w/]+\.py)`", PAGE))
    assert named
    assert [name for name in named if not (ROOT / name).is_file()] == []


@pytest.mark.parametrize("name", [*MODULES, *OTHERS])
def test_module(name: str) -> None:
    """The first line of the docstring is a sentence, and the file is not too long."""
    text = (ROOT / name).read_text(encoding="utf-8")
    first = (ast.get_docstring(ast.parse(text)) or "").partition("\n")[0]
    assert re.fullmatch(r"[A-Z`].{10,}\.|bnlint: .+\.", first), first
    assert len(text.splitlines()) <= MAX_LINES


def test_no_loose_module() -> None:
    loose = {path.name for path in (ROOT / "bnlint").glob("*.py")}
    assert loose == {"__init__.py", "__main__.py", "api.py"}


def test_every_room_has_its_layer() -> None:
    """Each room is in import-linter's order."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = project["tool"]["importlinter"]["contracts"][0]["layers"]
    ordered = {name.strip() for layer in layers for name in layer.split("|")}
    rooms = {name.removesuffix(".py").replace("/", ".").partition(".")[2].partition(".")[0] for name in MODULES}
    assert {f"bnlint.{room}" for room in rooms if not room.startswith("__")} == ordered


def _dotted(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _modules_imported(tree: ast.AST, modules: set[str]) -> set[str]:
    """The modules of bnlint that a module imports: at its top, in functions, or for types."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            submodules = {f"{node.module}.{alias.name}" for alias in node.names}
            names |= submodules & modules or {node.module or ""}
    return names & modules


def _reached(graph: dict[str, set[str]], start: str) -> set[str]:
    """The nodes to which a path of at least one edge leads."""
    reached: set[str] = set()
    waiting = [start]
    while waiting:
        new = graph[waiting.pop()] - reached
        reached |= new
        waiting += new
    return reached


def test_no_circles() -> None:
    """No module imports itself by way of others, not even in a function or for types."""
    modules = {_dotted(name) for name in MODULES} - {"bnlint"}
    graph = {_dotted(name): _modules_imported(tree, modules) for name, tree in TREES.items()}
    circular = {name.removeprefix("bnlint.") for name in modules if name in _reached(graph, name)}
    assert circular == set()


def test_imports_in_functions() -> None:
    """An import inside a function must save time that a user notices. `python -m tools.function_imports` lists them."""
    assert sum(len(list(function_imports(tree))) for tree in TREES.values()) <= MAX_FUNCTION_IMPORTS


def test_computed_imports() -> None:
    """Only the public names of the package are imported by a computed name."""
    computing = {
        name for name, tree in TREES.items() if any(_name(c) in ("import_module", "__import__") for c in _calls(tree))
    }
    assert computing == {"bnlint/__init__.py"}


def test_only_text_files_opens_files() -> None:
    assert {name for name, tree in TREES.items() if any(map(_opens, _calls(tree)))} == {"bnlint/text/files.py"}


def test_only_the_command_line_prints() -> None:
    """Reports may print to the stream that they are given."""
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


def test_no_paths_of_a_machine() -> None:
    """Nothing in the project contains a path of the machine that it was written on."""
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / ".ci" / "run"]:
        assert not re.search(r"/(work|home|Users|root|opt)/", page.read_text(encoding="utf-8")), page
