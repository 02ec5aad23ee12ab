"""Spreads the files of a run over several processes if that is faster, and yields their outcomes in order."""

from __future__ import annotations

from collections import deque
from itertools import chain, islice

from bnlint.caffe.session import Session
from bnlint.linter.settings import Settings
from bnlint.run import serialize
from bnlint.run.job import PendingResult, lint_data, lint_file
from bnlint.run.outcome import Outcome, bug_line
from bnlint.run.process_pool import Died, Pool, cores
from bnlint.text import files
from bnlint.text.source import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bnlint.run.discover import FoundFile
    from bnlint.run.job import Change, Job

    Task = tuple[FoundFile, Settings, bool | Change, bool]
    SerializedFix = tuple[list[tuple[str, str]], str, bytes, bytes]  # applied fixes, encoding, text, result before
    Answer = tuple[Outcome, bytes | None, bytes, bytes | None, SerializedFix | None]

_PAYS_OFF = 400_000  # bytes to lint, above which several processes are faster than one, which starts sooner
_AHEAD = 64_000_000  # bytes of files that are linted or being linted, and not yet reported
_FILES_AHEAD = 10_000
_STEP = 256  # files that are looked up in the cache between two looks at the processes
_CHUNK = 96_000  # bytes that a process gets at once: work for some hundredths of a second
_FILES_PER_CHUNK = 64
_ALONE = 64_000  # bytes of a file that is a chunk of its own and goes first, so that the end need not wait for it
_SMALL = b'layer { name: "data" type: "Input" top: "data" } layer { name: "a" type: "ReLU" bottom: "data" top: "a" }'


class _Item:
    """A file in the queue, linted or not yet. `error` is raised in its turn instead."""

    __slots__ = ("error", "file", "pending", "settings", "size")

    def __init__(self, file: FoundFile | None, settings: Settings | None, error: Exception | None = None) -> None:
        self.file = file
        self.settings = settings
        self.error = error
        self.pending: PendingResult | None = None
        self.size = 0

    @property
    def waits(self) -> bool:
        """Whether it is still to be linted."""
        return self.error is None and self.pending is None

    def commit(self, job: Job) -> Outcome:
        """Its outcome, in its turn."""
        if self.error is not None:
            raise self.error
        assert self.file is not None
        if self.pending is None:
            return job.process(self.file)
        assert self.settings is not None
        return job.commit(self.file, self.settings, self.pending)


def outcomes(job: Job, files_: Iterable[FoundFile], jobs: int | None) -> Iterator[Outcome]:
    """The outcome of each file, in order: the same as with one process, only faster."""
    count = cores() if jobs is None else jobs
    items = _items(job, files_)
    ahead: deque[_Item] = deque()
    waiting = size = 0
    pool = None
    for item in items if count > 1 else ():
        ahead.append(item)
        waiting += item.waits
        size += item.size * item.waits
        if waiting > 1 and (size >= _PAYS_OFF or jobs is not None):
            pool = _started(count)
            break
        if not waiting:
            yield ahead.popleft().commit(job)
    if pool is None:
        for item in chain(ahead, items):
            yield item.commit(job)
        return
    try:
        yield from _Queue(job, ahead, items, pool).outcomes()
    finally:
        pool.close()


def _started(count: int) -> Pool | None:
    """The processes; None if none can be started."""
    lint_data("", _SMALL, Settings())  # loads what the copies then have from the start
    try:
        return Pool(_Linter(), count)
    except OSError:
        return None


def _items(job: Job, files_: Iterable[FoundFile]) -> Iterator[_Item]:
    """The files, with their results if these are cached. If an exception is raised, it is the last item."""
    try:
        for file in files_:
            settings = job.settings(file.path)
            item = _Item(file, settings)
            if file.error:
                item.pending = PendingResult(Outcome(file.path, error=file.error))
            else:
                data, item.pending = job.lookup(file, settings)
                item.size = len(data) if data is not None else _size(file.path)
            yield item
    except Exception as error:  # such as an invalid configuration in a folder further down
        yield _Item(None, None, error)


def _size(path: str) -> int:
    try:
        return files.stamp(path)[1]
    except OSError:
        return 0


class _Queue:
    """The files that are not reported yet, in order, while processes lint them out of order."""

    __slots__ = ("_ahead", "_items", "_job", "_numbers", "_pool", "_size", "_under_way")

    def __init__(self, job: Job, ahead: deque[_Item], items: Iterator[_Item], pool: Pool) -> None:
        self._job = job
        self._items = items
        self._pool = pool
        self._ahead: deque[_Item] = deque()
        self._size = 0
        self._numbers = 0
        self._under_way: dict[int, _Item] = {}
        self._add(list(ahead))

    def outcomes(self) -> Iterator[Outcome]:
        """The outcome of each file, in its turn."""
        more = True
        while more or self._ahead:
            room = self._size < _AHEAD and len(self._ahead) < _FILES_AHEAD
            if more and room:
                step = list(islice(self._items, _STEP))
                more = len(step) == _STEP
                self._add(step)
            while self._ahead and not self._ahead[0].waits:
                item = self._ahead.popleft()
                self._size -= item.size
                yield item.commit(self._job)
            if self._under_way:
                for number, reply in self._pool.answers(wait=not (more and room)):
                    item = self._under_way.pop(number)
                    item.pending = _received(item, reply)

    def _add(self, items: list[_Item]) -> None:
        self._ahead.extend(items)
        self._size += sum(item.size for item in items)
        waiting = [item for item in items if item.waits]
        for item in sorted((item for item in waiting if item.size > _ALONE), key=lambda item: item.size):
            self._submit([item], first=True)
        chunk: list[_Item] = []
        for item in waiting:
            if item.size <= _ALONE:
                chunk.append(item)
                if len(chunk) == _FILES_PER_CHUNK or sum(each.size for each in chunk) > _CHUNK:
                    self._submit(chunk)
                    chunk = []
        self._submit(chunk)

    def _submit(self, items: list[_Item], first: bool = False) -> None:
        tasks = []
        for item in items:
            self._under_way[self._numbers] = item
            tasks.append((self._numbers, (item.file, item.settings, self._job.fix, self._job.edits)))
            self._numbers += 1
        if tasks:
            self._pool.submit(tasks, first)


class _Linter:
    """What each process runs; it has a session of its own."""

    __slots__ = ("_session",)

    def __init__(self) -> None:
        self._session = Session()

    def __call__(self, task: Task) -> Answer:
        return _answer(task, self._session)


def _answer(task: Task, session: Session) -> Answer:
    """Lints a file in another process; the result in a form that can be sent back."""
    file, settings, fix, edits = task
    pending = lint_file(file, settings, fix, edits, bool(settings.cache), session=session)
    outcome, fixed = pending.outcome, pending.outcome.fixed
    serialized_fix: SerializedFix | None = None
    result = None
    try:
        if outcome.result is not None:
            result = pending.serialized or serialize.serialize(outcome.result, edits)
        if fixed is not None and fixed.applied:
            original = fixed.original.source
            before = serialize.serialize(fixed.original, edits)
            serialized_fix = (fixed.applied, original.encoding, original.encode(), before)
    except Exception as error:
        bugs = (*outcome.bugs, bug_line(error))
        return Outcome(file.path, data=outcome.data, bugs=bugs), None, b"", None, None
    plain = Outcome(file.path, None, None, outcome.data, outcome.error, outcome.note, outcome.bugs)
    return plain, result, pending.dependencies, pending.serialized, serialized_fix


def _received(item: _Item, reply: Answer | Died) -> PendingResult:
    """What another process sent back, as if the file had been linted here."""
    assert item.file is not None and item.settings is not None
    path, rules = item.file.path, item.settings.rules
    if isinstance(reply, Died):
        return PendingResult(Outcome(path, error=f"the process that checked it died: {reply.why}"))
    outcome, result, dependencies, serialized, serialized_fix = reply
    if serialized_fix is None:
        if result is not None:
            outcome.result = serialize.deserialize(result, outcome.data, path, rules=rules)
        return PendingResult(outcome, dependencies, serialized)
    from bnlint.fixer.fix import FixResult

    applied, encoding, before, original = serialized_fix
    assert result is not None
    after = Source(outcome.data.decode(encoding), path, encoding)
    outcome.result = serialize.deserialize(result, after, path, rules=rules)
    first = serialize.deserialize(original, Source(before.decode(encoding), path, encoding), path, rules=rules)
    assert outcome.result is not None and first is not None
    outcome.fixed = FixResult(after, first, outcome.result, applied)
    return PendingResult(outcome, dependencies, serialized)
