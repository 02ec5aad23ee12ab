"""What is done with each file of a run: read, known already or judged, written back, kept for the next run."""

from __future__ import annotations

import os
from collections.abc import Callable

from bnlint.caffe.session import Session
from bnlint.run.collector import Paused
from bnlint.text import files
from bnlint.text.edits import Applicability

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.fixer.fix import FixResult
    from bnlint.linter.result import Result
    from bnlint.linter.settings import Settings
    from bnlint.run.cache import Cache
    from bnlint.run.discover import Found
    from bnlint.text.files import RelatedFiles
    from bnlint.text.source import Source

    Change = Callable[[Source, Settings, RelatedFiles | None, Session | None], FixResult]

_ENOUGH_TO_TELL = 65536  # bytes of a binary file from which its kind is judged: caffemodels have gigabytes


class Outcome:
    """What became of one file.

    `result` is what there is to report: the findings, or after a fix those that are left; None where the file
    could not be checked. `fixed` is what fixing made of it, None where nobody asked or nothing was to be done. `data`
    is its content, after a fix the new one. `error` is a line to report because the file could not be read or
    written, `bugs` are lines about faults of bnlint itself, `note` is a line for the curious.
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


class PendingResult:
    """A file that was judged, before anything of it is written or kept.

    `depends` is what was found out about other files, as `cache.depends.pack` has it. `keep` is the packed result,
    None where it must not be kept, or is kept already.
    """

    __slots__ = ("depends", "keep", "outcome")

    def __init__(self, outcome: Outcome, depends: bytes = b"", keep: bytes | None = None) -> None:
        self.outcome = outcome
        self.depends = depends
        self.keep = keep


class Job:
    """What is to be done with each file of a run, with the results that are kept between runs.

    `settings` may be asked for each path: files may have configurations of their own. `fix` also fixes the text, it may
    be another change than that of the fixer; `write` also writes it back. `edits`: somebody will ask for those of the
    fixes, which are not kept for each result.
    """

    __slots__ = ("_caches", "_settings", "_written", "edits", "fix", "session", "write")

    def __init__(
        self, settings: Settings | Callable[[str], Settings], fix: bool | Change, write: bool, edits: bool
    ) -> None:
        self._settings = settings
        self.fix = fix
        self.write = write
        self.edits = edits
        self.session = Session()
        self._caches: dict[str, Cache | None] = {}
        self._written: set[str] = set()

    def settings(self, path: str) -> Settings:
        return self._settings(path) if callable(self._settings) else self._settings

    def process(self, found: Found) -> Outcome:
        """All of a file, from reading to writing it."""
        if found.error:
            return Outcome(found.path, error=found.error)
        settings = self.settings(found.path)
        data, pending = self.lookup(found, settings)
        if pending is None:
            pending = lint_file(found, settings, self.fix, self.edits, bool(settings.cache), data, self.session)
        return self.commit(found, settings, pending)

    def lookup(self, found: Found, settings: Settings) -> tuple[bytes | None, PendingResult | None]:
        """(the content of a file, what another run knows of it); None for what was not read, or is not known."""
        cache = self._cache(settings)
        if cache is None:
            return None, None
        try:
            data = files.read(found.path)
        except OSError:  # which is told by who judges the file
            return None, None
        kept = cache.find(found.path, data, settings, self.edits)
        if kept is None or (self.fix and _may_change(kept[0], self.fix, settings)):
            return data, None
        return data, PendingResult(_outcome(found.path, kept[0], data), kept[1])

    def commit(self, found: Found, settings: Settings, pending: PendingResult) -> Outcome:
        """The outcome of a file that was judged, in its turn: written back where that is asked for, and kept."""
        if self._written and pending.depends and self._saw_old(pending):
            pending = lint_file(found, settings, self.fix, self.edits, bool(settings.cache), session=self.session)
        outcome = pending.outcome
        fixed = outcome.fixed
        if self.write and fixed is not None and fixed.applied:
            return self._wrote(outcome, fixed)
        if pending.keep is not None and (cache := self._cache(settings)) is not None:
            cache.put(found.path, outcome.data, settings, pending.depends, pending.keep)
        return outcome

    def save(self) -> None:
        """Keeps what was found out."""
        for cache in self._caches.values():
            if cache is not None:
                cache.save()

    def _cache(self, settings: Settings) -> Cache | None:
        folder = settings.cache
        if not folder:
            return None
        if folder not in self._caches:
            from bnlint.run.cache import Cache, usable

            self._caches[folder] = Cache(folder) if usable() else None
        return self._caches[folder]

    def _saw_old(self, pending: PendingResult) -> bool:
        """Whether a file that was judged ahead of its turn depends on one that was written since."""
        from bnlint.run.cache.depends import read_files

        return not self._written.isdisjoint(read_files(pending.depends))

    def _wrote(self, outcome: Outcome, fixed: FixResult) -> Outcome:
        before = fixed.original.source.encode()
        try:
            files.write(outcome.path, outcome.data, before)
        except files.ChangedMeanwhile as error:
            return Outcome(outcome.path, error=str(error))
        except OSError as error:
            return Outcome(outcome.path, fixed.original, error=reason("cannot be written", error))
        self._written.add(os.path.abspath(outcome.path))
        for cache in self._caches.values():
            if cache is not None:
                cache.forget(outcome.path)
        return outcome


def lint_file(
    found: Found,
    settings: Settings,
    fix: bool | Change,
    edits: bool,
    keep: bool,
    data: bytes | None = None,
    session: Session | None = None,
) -> PendingResult:
    """Judges a file, with the content `data` if that was read already; `keep`: its result may be kept afterwards."""
    try:
        data = files.read(found.path) if data is None else data
    except OSError as error:
        return PendingResult(Outcome(found.path, error=reason("cannot be read", error)))
    related_files = files.RelatedFiles(found.path)
    outcome = lint_data(found.path, data, settings, fix, related_files, session)
    packed = _packed(outcome, edits) if keep else None
    if outcome.error and not found.named and not found.path.lower().endswith(".prototxt"):
        outcome = Outcome(found.path, note=outcome.error)
    if not related_files.looked() or not (keep or fix):  # nobody will ask
        return PendingResult(outcome, b"", packed)
    from bnlint.run.cache import depends

    return PendingResult(outcome, depends.pack(related_files), packed)


def _packed(outcome: Outcome, edits: bool) -> bytes | None:
    """The result as it may be kept; None for what must not be: faults, and what was changed."""
    if outcome.error or outcome.bugs or (outcome.fixed is not None and outcome.fixed.applied):
        return None
    from bnlint.run import serialize

    if outcome.result is None:
        return serialize.OTHER
    try:
        return serialize.pack(outcome.result, edits)
    except Exception:  # edits that cannot be made: who asks for them will see
        return None


def lint_data(
    path: str,
    data: bytes,
    settings: Settings,
    fix: bool | Change = False,
    related_files: RelatedFiles | None = None,
    session: Session | None = None,
) -> Outcome:
    """The outcome for a text that is in memory already, called `path`; `related_files` are the files it may name."""
    with Paused():
        try:
            return _lint_data(path, data, settings, fix, related_files, session)
        except Exception as fault:
            return Outcome(path, data=data, bugs=(bug_line(fault),))


def _lint_data(
    path: str,
    data: bytes,
    settings: Settings,
    fix: bool | Change,
    related_files: RelatedFiles | None,
    session: Session | None,
) -> Outcome:
    from bnlint.linter.check import check
    from bnlint.text.source import Source

    if files.is_probably_binary(data):
        start = Source.from_bytes(data[:_ENOUGH_TO_TELL], path)
        if check(start, settings).kind == "other":
            return Outcome(path, data=data, error="a binary file, no prototxt")
    source = Source.from_bytes(data, path)
    if not fix:
        return _outcome(path, check(source, settings, related_files, session), data)
    if callable(fix):
        fixed = fix(source, settings, related_files, session)
    else:
        from bnlint.fixer.fix import fix as fix_source

        fixed = fix_source(source, settings, related_files, session)
    return _outcome(path, fixed.result, data, fixed)


def _outcome(path: str, result: Result, data: bytes, fixed: FixResult | None = None) -> Outcome:
    if result.kind == "other":
        why = "no Caffe net or solver" if data.strip() else "empty"
        return Outcome(path, data=data, note=f"passed over: {why}")
    if fixed and fixed.applied:
        data = fixed.source.encode()
    return Outcome(path, result, fixed, data, bugs=tuple(result.bugs))


def _may_change(result: Result, fix: bool | Change, settings: Settings) -> bool:
    """Whether a change could do anything about a result: the fixer where it may apply some fix of it."""
    if callable(fix):
        return bool(result.diagnostics)
    return any(
        each.fix is not None
        and (
            each.fix.applicability is Applicability.SAFE
            or (settings.unsafe_fixes and each.fix.applicability is Applicability.UNSAFE)
        )
        for each in result.diagnostics
    )


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
