"""`python -m tools.function_imports` lists the imports inside functions, which `tests/test_house.py` counts."""

from __future__ import annotations

import ast
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def function_imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """The line and module of each import inside a function, except for the standard library's modules."""
    functions = (node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)))
    imports = {node for function in functions for node in ast.walk(function)}
    for node in sorted(
        (node for node in imports if isinstance(node, (ast.Import, ast.ImportFrom))), key=lambda node: node.lineno
    ):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
        yield from ((node.lineno, name) for name in names if name.partition(".")[0] not in sys.stdlib_module_names)


def main() -> None:
    rooms: Counter[str] = Counter()
    for path in sorted((ROOT / "bnlint").rglob("*.py")):
        for line, name in function_imports(ast.parse(path.read_text(encoding="utf-8"))):
            print(f"{path.relative_to(ROOT)}:{line}: {name}")
            rooms[path.relative_to(ROOT / "bnlint").parts[0]] += 1
    print(f"{rooms.total()} imports: {', '.join(f'{room} {count}' for room, count in rooms.most_common())}")


if __name__ == "__main__":
    main()
