"""Where findings are, as output formats name it: paths under a root, addresses, and fingerprints."""

from __future__ import annotations

import hashlib
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnlint.linter.result import Result
    from bnlint.text.diagnostics import Diagnostic

STDIN = "<stdin>"


def root(variable: str = "") -> str:
    """The folder that paths are relative to: what the environment's `variable` names if we are in it, else ours."""
    here = os.getcwd()
    told = os.path.realpath(os.environ[variable]) if os.environ.get(variable) else here
    return told if _is_in(os.path.realpath(here), told) else here


def under(path: str, folder: str) -> str:
    """`path` relative to `folder`, with slashes; absolute where it is not in it. Standard input stays what it is."""
    if path == STDIN:
        return path
    absolute = os.path.abspath(path)
    for folder_ in (folder, os.path.realpath(folder)):
        if _is_in(absolute, folder_):
            return os.path.relpath(absolute, folder_).replace(os.sep, "/")
    return absolute.replace(os.sep, "/")


def _is_in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def fingerprints(path: str, result: Result) -> Iterator[tuple[Diagnostic, str]]:
    """Each finding of a file with 32 hexadecimal digits that stay when its lines move, and are no other finding's.

    They are made of the path, the rule, the message (which names the layer) and the text that is marked; of findings
    that agree in all these, the order counts.
    """
    seen: dict[str, int] = {}
    for diagnostic in result.diagnostics:
        marked = " ".join(result.source.text[slice(*diagnostic.span)].split())
        parts = [path, diagnostic.rule, diagnostic.message, marked]
        key = "\0".join(parts)
        number = seen[key] = seen.get(key, -1) + 1
        data = f"{key}\0{number}" if number else key
        yield diagnostic, hashlib.sha256(data.encode("utf-8", "surrogatepass")).hexdigest()[:32]
