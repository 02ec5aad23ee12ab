"""The public functions: lint and fix a text, bytes or a file."""

from __future__ import annotations

import os

from bnlint import files
from bnlint.fixer import FixResult
from bnlint.fixer import fix as fix_source
from bnlint.linter import Result, check
from bnlint.settings import DEFAULT_TARGET, Settings
from bnlint.source import Source


def lint(
    source: str | bytes | os.PathLike[str],
    *,
    name: str = "",
    select: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
    extend_select: tuple[str, ...] = (),
    target: str = DEFAULT_TARGET,
) -> Result:
    """Lints a text, bytes, or the file at a path-like object (a str is always text).

    `name` is what the result calls the source. Raises OSError if the file cannot be read and KeyError for an
    unknown target; never anything for what the text contains.
    """
    settings = Settings(select, ignore, extend_select, target)
    return check(_source(source, name), settings, _neighbours(source))


def fix(
    source: str | bytes | os.PathLike[str],
    *,
    unsafe: bool = False,
    name: str = "",
    select: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
    extend_select: tuple[str, ...] = (),
    target: str = DEFAULT_TARGET,
) -> FixResult:
    """Fixes a text, bytes, or what the file at a path-like object holds; writes nothing.

    The new text is ``result.source.text``, its bytes ``result.source.encode()``. Raises as `lint` does.
    """
    settings = Settings(select, ignore, extend_select, target, unsafe_fixes=unsafe)
    return fix_source(_source(source, name), settings, _neighbours(source))


def _neighbours(source: str | bytes | os.PathLike[str]) -> files.Neighbours | None:
    """What a file may name; a text names nothing that could be found."""
    return None if isinstance(source, (str, bytes)) else files.Neighbours(os.fspath(source))


def _source(source: str | bytes | os.PathLike[str], name: str) -> Source:
    if isinstance(source, str):
        return Source(source, name or "<text>")
    if isinstance(source, bytes):
        return Source.from_bytes(source, name or "<bytes>")
    path = os.fspath(source)
    return Source.from_bytes(files.read(path), name or path)
