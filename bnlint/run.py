"""Runs many files: reads each, lints or fixes it, writes it back, and never lets one file stop the others."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator

from bnlint import files, linter
from bnlint.linter import Result
from bnlint.settings import Settings
from bnlint.source import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.discover import Found
    from bnlint.files import Neighbours
    from bnlint.fixer import FixResult

    Change = Callable[[Source, Settings, Neighbours | None], FixResult]

_ENOUGH_TO_TELL = 65536  # bytes of a binary file from which its kind is judged: caffemodels have gigabytes


class Outcome:
    """What became of one file.

    `result` is what there is to report: the findings, or after a fix those that are left; None where the file
    could not be checked. `fixed` is what fixing made of it, None where nobody asked. `data` is its content,
    after a fix the new one. `error` is a line to report because the file could not be read or written, `bugs`
    are lines about faults of bnlint itself, `note` is a line for the curious.
    """

    __slots__ = ("bugs", "data", "error", "fixed", "note", "path", "result")

    def __init__(
        self,
        path: str,
        result: Result | None = None,
        fixed: FixResult | None = None,
        data: bytes = b"",
        error: str = "",
        note: str = "",
        bugs: tuple[str, ...] = (),
    ) -> None:
        self.path = path
        self.result = result
        self.fixed = fixed
        self.data = data
        self.error = error
        self.note = note
        self.bugs = bugs


def run(
    found: Iterable[Found],
    settings: Settings | Callable[[str], Settings],
    fix: bool | Change = False,
    write: bool = False,
) -> Iterator[Outcome]:
    """The outcome of each file, in their order. `fix` also fixes the text, `write` also writes it back.

    `settings` may be asked for each path: files may have configurations of their own. `fix` may be another change
    than that of the fixer.
    """
    for each in found:
        own = settings(each.path) if callable(settings) else settings
        yield Outcome(each.path, error=each.error) if each.error else _file(each, own, fix, write)


def judge(
    path: str, data: bytes, settings: Settings, fix: bool | Change = False, neighbours: Neighbours | None = None
) -> Outcome:
    """The outcome for a text that is in memory already; `path` is what it is called, `neighbours` what it may name."""
    collects = gc.isenabled()
    gc.disable()  # the collector finds nothing to free in trees, but takes most of the time for large ones
    try:
        return _judge(path, data, settings, fix, neighbours)
    except Exception as fault:
        return Outcome(path, data=data, bugs=(bug_line(fault),))
    finally:
        if collects:
            gc.enable()


def _file(found: Found, settings: Settings, fix: bool | Change, write: bool) -> Outcome:
    try:
        data = files.read(found.path)
    except OSError as error:
        return Outcome(found.path, error=reason("cannot be read", error))
    outcome = judge(found.path, data, settings, fix, files.Neighbours(found.path))
    if outcome.error and not found.named and not found.path.lower().endswith(".prototxt"):
        return Outcome(found.path, note=outcome.error)
    fixed = outcome.fixed
    if not write or fixed is None or not fixed.applied:
        return outcome
    try:
        files.write(found.path, outcome.data, data)
    except files.ChangedMeanwhile as error:
        return Outcome(found.path, error=str(error))
    except OSError as error:
        return Outcome(found.path, fixed.original, error=reason("cannot be written", error))
    return outcome


def _judge(path: str, data: bytes, settings: Settings, fix: bool | Change, neighbours: Neighbours | None) -> Outcome:
    if files.is_probably_binary(data):
        start = Source.from_bytes(data[:_ENOUGH_TO_TELL], path)
        if linter.check(start, settings).kind == "other":
            return Outcome(path, data=data, error="a binary file, no prototxt")
    source = Source.from_bytes(data, path)
    fixed = _change(fix)(source, settings, neighbours) if fix else None
    result = fixed.result if fixed else linter.check(source, settings, neighbours)
    if result.kind == "other":
        why = "no Caffe net or solver" if data.strip() else "empty"
        return Outcome(path, data=data, note=f"passed over: {why}")
    if fixed and fixed.applied:
        data = fixed.source.encode()
    return Outcome(path, result, fixed, data, bugs=tuple(result.bugs))


def _change(fix: bool | Change) -> Change:
    if callable(fix):
        return fix
    from bnlint import fixer

    return fixer.fix


def reason(what: str, error: OSError) -> str:
    """A line that says what could not be done, and why."""
    return f"{what}: {error.strerror or error}"


def bug_line(fault: Exception) -> str:
    """A line that names the fault and where in bnlint it happened."""
    trace = fault.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = ""
    if trace:
        name = trace.tb_frame.f_code.co_filename.replace("\\", "/").rsplit("/", 1)[-1]
        place = f" ({name}, line {trace.tb_lineno})"
    return f"{type(fault).__name__}: {fault}{place}"
