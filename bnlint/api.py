"""The Python API: lint and fix one source, infer its shapes; find, lint and report many files like `bnlint check`."""

from __future__ import annotations

import io
import os

from bnlint.caffe.repository.repositories import Repositories
from bnlint.config.find import Configurations
from bnlint.fixer.fix import FixResult
from bnlint.fixer.fix import fix as fix_source
from bnlint.linter.check import check
from bnlint.linter.result import Result
from bnlint.linter.settings import DEFAULT_TARGET, Settings
from bnlint.linter.shapes import NetShapes, infer
from bnlint.report import formats
from bnlint.report.options import ReportOptions
from bnlint.run import baseline, discover
from bnlint.run.run import run
from bnlint.text import files
from bnlint.text.source import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import TextIO

    from bnlint.run.discover import FoundFile
    from bnlint.run.outcome import Outcome


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

    `name` is the name of the source in the result. No configuration applies, but what the repository of a file shows
    about its Caffe does (it is looked at in each call: `lint_files` is faster for many files). Raises OSError if the
    file cannot be read and KeyError for an unknown target; never raises for what the text contains.
    """
    settings = _settings(source, Settings(select, ignore, extend_select, target))
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
    """Fixes a text, bytes, or the content of the file at a path-like object; writes nothing.

    The new text is ``result.source.text``, its bytes ``result.source.encode()``. Raises as `lint` does.
    """
    settings = _settings(source, Settings(select, ignore, extend_select, target, unsafe_fixes=unsafe))
    return fix_source(_source(source, name), settings, _related_files(source))


def infer_shapes(
    source: str | bytes | os.PathLike[str],
    phase: str = "TEST",
    level: int = 0,
    stages: Iterable[str] = (),
    input_shapes: Mapping[str, Sequence[int | None]] | None = None,
    *,
    target: str = DEFAULT_TARGET,
) -> NetShapes:
    """The shapes of all blobs and parameters of a net, as Caffe builds it in one state, or why it refuses to.

    `source` is as in `lint`. The state is `phase` (``TRAIN`` or ``TEST``), `level`, and the `stages` besides those that
    the file itself sets. `input_shapes` gives shapes to blobs that layers without bottoms make, or of which nothing is
    known, such as ``{"data": (1, 3, 224, 224)}``; None leaves a dimension as it is. Databases and images are not
    opened. `target` is the Caffe that builds the net: by default BVLC Caffe 1.0, or, for a file that it cannot read,
    the one that the file is for. Other files that Caffe needs are looked for from the working directory, as it does.

    Raises OSError if the file cannot be read, KeyError for an unknown target, and ValueError for an unknown phase;
    never raises for what the text contains.
    """
    settings = _settings(source, Settings(target=target))
    return infer(_source(source, ""), settings, phase, level, stages, input_shapes, files.is_missing)


def find_files(paths: Iterable[str]) -> Iterator[FoundFile]:
    """The files that `bnlint check` reads for these files and folders, in its order.

    Paths that do not exist or cannot be listed are yielded with an `error`, so that they are reported. Raises
    ConfigError (a ValueError) for an invalid configuration.
    """
    return discover.find(list(paths), Configurations())


def lint_files(found_files: Iterable[FoundFile]) -> Iterator[Outcome]:
    """Lints each file under its nearest configuration, and yields the outcomes.

    An outcome has a `result`; or an `error`, a line that says why the file cannot be read; or a `note`, if it is not a
    Caffe file. `bugs` are lines about internal errors. No file stops the others, but an invalid configuration raises
    ConfigError (a ValueError). Outcomes can be pickled; their `data` is empty.
    """
    for outcome in run(found_files, Configurations({"cache": False}).settings):
        outcome.data = b""  # the text is in the source, and that of skipped files is not needed
        yield outcome


def write_report(outcomes: Iterable[Outcome], to: TextIO | os.PathLike[str], format: str) -> None:
    """Writes the report that `bnlint check --output-format FORMAT` prints for these outcomes.

    `to` is a text stream, or the path of a file, which is created or replaced at the end. The configuration of the
    working directory and its baseline apply. Raises KeyError for an unknown format, OSError if the file cannot be
    written, and ConfigError (a ValueError) for an invalid configuration.
    """
    if not isinstance(to, os.PathLike):
        _write_report(outcomes, to, format, plain=False)
        return
    stream = io.StringIO()
    _write_report(outcomes, stream, format, plain=True)
    files.write_output(os.fspath(to), stream.getvalue().encode("utf-8", "backslashreplace"))


def _write_report(outcomes: Iterable[Outcome], stream: TextIO, format: str, plain: bool) -> None:
    configurations = Configurations()
    here = configurations.settings_here()
    if path := configurations.baseline_path():
        outcomes = baseline.load(path).filtered(outcomes)
    formats.write(format, outcomes, stream, ReportOptions(False, here.fail_level, here.rules, plain))


def _settings(source: str | bytes | os.PathLike[str], settings: Settings) -> Settings:
    """The settings with what the repository of a file shows about its Caffe."""
    if isinstance(source, (str, bytes)):
        return settings
    return settings.replace(evidence=Repositories().evidence(os.fspath(source)))


def _related_files(source: str | bytes | os.PathLike[str]) -> files.RelatedFiles | None:
    """The files that a file may name; None for a text."""
    return None if isinstance(source, (str, bytes)) else files.RelatedFiles(os.fspath(source))


def _source(source: str | bytes | os.PathLike[str], name: str) -> Source:
    if isinstance(source, str):
        return Source(source, name or "<text>")
    if isinstance(source, bytes):
        return Source.from_bytes(source, name or "<bytes>")
    path = os.fspath(source)
    return Source.from_bytes(files.read(path), name or path)
