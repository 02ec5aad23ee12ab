"""The locations of findings in output formats: paths relative to a root, and fingerprints."""

from __future__ import annotations

import hashlib
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnlint.linter.result import Result
    from bnlint.text.diagnostics import Diagnostic
    from bnlint.text.source import LineIndex

STDIN = "<stdin>"


def message(diagnostic: Diagnostic, lines: LineIndex) -> str:
    """The message for a format without related locations: with the lines of the others for which a finding speaks."""
    if not diagnostic.others:
        return diagnostic.message
    others = dict.fromkeys(lines.line(each.span.start) + 1 for each in diagnostic.others)
    return f"{diagnostic.full_message}: line{'s' if len(others) > 1 else ''} {', '.join(map(str, others))}"


def root(variable: str = "") -> str:
    """The folder for relative paths: the value of an environment variable if it contains the working directory, else
    the working directory."""
    here = os.getcwd()
    folder = os.path.realpath(os.environ[variable]) if os.environ.get(variable) else here
    return folder if _is_in(os.path.realpath(here), folder) else here


def under(path: str, folder: str) -> str:
    """`path` relative to `folder`, with slashes; absolute if it is outside. Standard input keeps its name."""
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
    """Each finding in a file with a unique fingerprint of 32 hexadecimal digits that stays the same when lines move.

    It is a hash of the path, the rule, the message (which names the layer) and the marked text; findings that agree
    in all of these are numbered.
    """
    seen: dict[str, int] = {}
    for diagnostic in result.grouped:
        marked = " ".join(result.source.text[slice(*diagnostic.span)].split())
        parts = [path, diagnostic.rule, diagnostic.message, marked]
        key = "\0".join(parts)
        number = seen[key] = seen.get(key, -1) + 1
        data = f"{key}\0{number}" if number else key
        yield diagnostic, hashlib.sha256(data.encode("utf-8", "surrogatepass")).hexdigest()[:32]
