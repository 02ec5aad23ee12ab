"""The public functions: lint and fix one source; find, lint and report many files as `bnlint check` does."""

from __future__ import annotations

import os

from bnlint.fixer.fix import FixResult
from bnlint.fixer.fix import fix as fix_source
from bnlint.linter.check import check
from bnlint.linter.result import Result
from bnlint.linter.settings import DEFAULT_TARGET, Settings
from bnlint.text import files
from bnlint.text.source import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

    from bnlint.run.discover import Found
    from bnlint.run.run import Outcome


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
    return check(_source(source, name), settings, _related_files(source))


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
    return fix_source(_source(source, name), settings, _related_files(source))


def find_files(paths: Iterable[str]) -> Iterator[Found]:
    """The files that `bnlint check` reads for these files and folders, in its order.

    What is missing, or cannot be listed, is found with its `error`, so that it is reported, too. Raises ConfigError
    (a ValueError) for a faulty configuration.
    """
    from bnlint.config.find import Configurations
    from bnlint.run import discover

    return discover.find(list(paths), Configurations())


def lint_files(found: Iterable[Found]) -> Iterator[Outcome]:
    """`lint` for each of these files, under the configuration that is nearest to it, and what became of each.

    An outcome has a `result`; or an `error`, a line that says why the file cannot be read; or a `note`, where it is
    none of Caffe's. `bugs` are lines about faults of bnlint itself. Nothing that is in a file stops the others, but
    a faulty configuration raises ConfigError (a ValueError). Outcomes can be pickled; their `data` stays empty.
    """
    from bnlint.config.find import Configurations
    from bnlint.run import run

    for outcome in run.run(found, Configurations({"cache": False}).settings):
        outcome.data = b""  # the text is in the source; what was passed over need not travel
        yield outcome


def write_report(outcomes: Iterable[Outcome], to: TextIO | os.PathLike[str], format: str) -> None:
    """Writes what `bnlint check --output-format FORMAT` prints of these outcomes, in their order.

    `to` is a text stream, or the path of a file, which is made or replaced as a whole when all is done. The
    configuration of the working directory holds, and its baseline. Raises KeyError for a format that there is not,
    OSError where the file cannot be written, and ConfigError (a ValueError) for a faulty configuration.
    """
    if not isinstance(to, os.PathLike):
        _write_report(outcomes, to, format, plain=False)
        return
    import io

    stream = io.StringIO()
    _write_report(outcomes, stream, format, plain=True)
    files.write_output(os.fspath(to), stream.getvalue().encode("utf-8", "backslashreplace"))


def _write_report(outcomes: Iterable[Outcome], stream: TextIO, format: str, plain: bool) -> None:
    from bnlint.config.find import Configurations
    from bnlint.report import formats
    from bnlint.run import baseline

    configurations = Configurations()
    here = configurations.settings_here()
    if path := configurations.baseline_path():
        outcomes = baseline.load(path).filtered(outcomes)
    formats.write(format, outcomes, stream, formats.ReportOptions(False, here.fail_level, here.rules, plain))


def _related_files(source: str | bytes | os.PathLike[str]) -> files.RelatedFiles | None:
    """What a file may name; a text names nothing that could be found."""
    return None if isinstance(source, (str, bytes)) else files.RelatedFiles(os.fspath(source))


def _source(source: str | bytes | os.PathLike[str], name: str) -> Source:
    if isinstance(source, str):
        return Source(source, name or "<text>")
    if isinstance(source, bytes):
        return Source.from_bytes(source, name or "<bytes>")
    path = os.fspath(source)
    return Source.from_bytes(files.read(path), name or path)
