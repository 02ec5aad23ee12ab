"""The outcome of one file in a run, and the lines that describe failures."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.fixer.fix import FixResult
    from bnlint.linter.result import Result


class Outcome:
    """What became of one file.

    `result` is what there is to report: the findings, or after a fix those that are left; None if the file could not
    be checked. `fixed` is the result of the fix; None if no fix was requested or none was needed. `data` is the
    content of the file, after a fix the new one. `error` says why the file could not be read or written, `bugs` are
    lines about internal errors of bnlint, `note` is a line that only --verbose shows.
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


def reason(failure: str, error: OSError) -> str:
    """A line that says what could not be done, and why."""
    return f"{failure}: {error.strerror or error}"


def bug_line(error: Exception) -> str:
    """A line that names an exception and the line of bnlint that raised it."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    origin = ""
    if trace:
        name = trace.tb_frame.f_code.co_filename.replace("\\", "/").rsplit("/", 1)[-1]
        origin = f" ({name}, line {trace.tb_lineno})"
    return f"{type(error).__name__}: {error}{origin}"
