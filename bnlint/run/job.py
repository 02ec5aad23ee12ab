"""What a run does with each file: looks it up in the cache or lints it, writes it back, keeps the result."""

from __future__ import annotations

import os
from collections.abc import Callable

from bnlint.caffe.session import Session
from bnlint.run.collector import Paused
from bnlint.run.outcome import Outcome, bug_line, reason
from bnlint.text import files
from bnlint.text.edits import Applicability
from bnlint.text.source import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.fixer.fix import FixResult
    from bnlint.linter.result import Result
    from bnlint.linter.settings import Settings
    from bnlint.run.cache import Cache
    from bnlint.run.discover import FoundFile
    from bnlint.text.files import RelatedFiles

    Change = Callable[[Source, Settings, RelatedFiles | None, Session | None], FixResult]

_BINARY_START = 65536  # bytes of a binary file that are checked for its kind: caffemodels have gigabytes


class PendingResult:
    """A linted file before it is committed: nothing is written or cached yet.

    `dependencies` is what the result depends on in other files, as `cache.dependencies.serialize` gives it.
    `serialized` is the result for the cache; None if it must not be cached, or comes from the cache.
    """

    __slots__ = ("dependencies", "outcome", "serialized")

    def __init__(self, outcome: Outcome, dependencies: bytes = b"", serialized: bytes | None = None) -> None:
        self.outcome = outcome
        self.dependencies = dependencies
        self.serialized = serialized


class Job:
    """What to do with each file of a run, and the caches of the run.

    `settings` may be a function of the path: files may have their own configurations. `fix` is True to fix the text,
    or a function that changes it in another way; `write` also writes it back. `edits`: the report shows the edits of
    fixes, which are not cached for each result.
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

    def process(self, file: FoundFile) -> Outcome:
        """Does everything for one file: reads it, looks it up or lints it, and commits the result."""
        if file.error:
            return Outcome(file.path, error=file.error)
        settings = self.settings(file.path)
        data, pending = self.lookup(file, settings)
        if pending is None:
            pending = lint_file(file, settings, self.fix, self.edits, bool(settings.cache), data, self.session)
        return self.commit(file, settings, pending)

    def lookup(self, file: FoundFile, settings: Settings) -> tuple[bytes | None, PendingResult | None]:
        """(the content of a file, its cached result); None for each that is not known."""
        cache = self._cache(settings)
        if cache is None:
            return None, None
        try:
            data = files.read(file.path)
        except OSError:  # linting the file will report it
            return None, None
        cached = cache.find(file.path, data, settings, self.edits)
        if cached is None or (self.fix and _may_change(cached[0], self.fix, settings)):
            return data, None
        return data, PendingResult(_outcome(file.path, cached[0], data), cached[1])

    def commit(self, file: FoundFile, settings: Settings, pending: PendingResult) -> Outcome:
        """The outcome of a linted file, in its turn: writes it back if requested, and caches the result."""
        if self._written and pending.dependencies and self._is_outdated(pending):
            pending = lint_file(file, settings, self.fix, self.edits, bool(settings.cache), session=self.session)
        outcome = pending.outcome
        fixed = outcome.fixed
        if self.write and fixed is not None and fixed.applied:
            return self._write(outcome, fixed)
        if pending.serialized is not None and (cache := self._cache(settings)) is not None:
            cache.put(file.path, outcome.data, settings, pending.dependencies, pending.serialized)
        return outcome

    def save(self) -> None:
        """Writes the caches."""
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

    def _is_outdated(self, pending: PendingResult) -> bool:
        """Whether a file that was linted ahead of its turn depends on one that was written since."""
        from bnlint.run.cache.dependencies import read_files

        return not self._written.isdisjoint(read_files(pending.dependencies))

    def _write(self, outcome: Outcome, fixed: FixResult) -> Outcome:
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
    file: FoundFile,
    settings: Settings,
    fix: bool | Change,
    edits: bool,
    keep: bool,
    data: bytes | None = None,
    session: Session | None = None,
) -> PendingResult:
    """Lints a file, whose content is `data` if it has been read already; `keep`: the result may be cached."""
    try:
        data = files.read(file.path) if data is None else data
    except OSError as error:
        return PendingResult(Outcome(file.path, error=reason("cannot be read", error)))
    related_files = files.RelatedFiles(file.path)
    outcome = lint_data(file.path, data, settings, fix, related_files, session)
    serialized = _serialized(outcome, edits) if keep else None
    if outcome.error and not file.named and not file.path.lower().endswith(".prototxt"):
        outcome = Outcome(file.path, note=outcome.error)
    if not related_files.was_used() or not (keep or fix):  # the dependencies are not needed
        return PendingResult(outcome, b"", serialized)
    from bnlint.run.cache import dependencies

    return PendingResult(outcome, dependencies.serialize(related_files), serialized)


def _serialized(outcome: Outcome, edits: bool) -> bytes | None:
    """The result for the cache; None for what must not be cached: errors, bugs, and files that changed."""
    if outcome.error or outcome.bugs or (outcome.fixed is not None and outcome.fixed.applied):
        return None
    from bnlint.run import serialize

    if outcome.result is None:
        return serialize.OTHER
    try:
        return serialize.serialize(outcome.result, edits)
    except Exception:  # a fix whose edits cannot be made: the report will say so
        return None


def lint_data(
    path: str,
    data: bytes,
    settings: Settings,
    fix: bool | Change = False,
    related_files: RelatedFiles | None = None,
    session: Session | None = None,
) -> Outcome:
    """The outcome for `data`, reported as the file `path`; `related_files` are the files that it may name."""
    with Paused():
        try:
            return _lint_data(path, data, settings, fix, related_files, session)
        except Exception as error:
            return Outcome(path, data=data, bugs=(bug_line(error),))


def _lint_data(
    path: str,
    data: bytes,
    settings: Settings,
    fix: bool | Change,
    related_files: RelatedFiles | None,
    session: Session | None,
) -> Outcome:
    from bnlint.linter.check import check  # with all rules: a run in which every result is cached needs none

    if files.is_probably_binary(data):
        start = Source.from_bytes(data[:_BINARY_START], path)
        if check(start, settings).kind == "other":
            return Outcome(path, data=data, error="binary file, not a prototxt file")
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
        why = "not a Caffe net or solver" if data.strip() else "empty"
        return Outcome(path, data=data, note=f"skipped: {why}")
    if fixed and fixed.applied:
        data = fixed.source.encode()
    return Outcome(path, result, fixed, data, bugs=tuple(result.bugs))


def _may_change(result: Result, fix: bool | Change, settings: Settings) -> bool:
    """Whether `fix` could change a file with this result: the fixer only if it may apply one of the fixes."""
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
