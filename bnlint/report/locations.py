"""The locations of findings in output formats: paths relative to a root, and fingerprints."""

from __future__ import annotations

import hashlib
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

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


def fingerprints(path: str, result: Result) -> Callable[[Diagnostic], str]:
    """A function that gives each finding in a file a fingerprint of 32 hexadecimal digits; it is asked in their order.

    It is a hash of the path, the rule, the message (which names the layer) and the marked text; findings that agree
    in all of these are numbered. So it is unique, and stays the same when lines move.
    """
    seen: dict[str, int] = {}
    known: dict[int, tuple[Diagnostic, str]] = {}

    def fingerprint(diagnostic: Diagnostic) -> str:
        if id(diagnostic) not in known:
            marked = " ".join(result.source.text[slice(*diagnostic.span)].split())
            key = "\0".join([path, diagnostic.rule, diagnostic.message, marked])
            number = seen[key] = seen.get(key, -1) + 1
            data = f"{key}\0{number}" if number else key
            known[id(diagnostic)] = diagnostic, hashlib.sha256(data.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        return known[id(diagnostic)][1]

    return fingerprint
