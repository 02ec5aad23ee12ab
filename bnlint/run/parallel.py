"""Spreads the files of a run over several processes, where that pays, and gives their outcomes in order."""

from __future__ import annotations

from collections import deque
from itertools import chain, islice

from bnlint.caffe.session import Session
from bnlint.linter.settings import Settings
from bnlint.run import serialize
from bnlint.run.job import Outcome, PendingResult, bug_line, lint_data, lint_file
from bnlint.run.process_pool import Died, Pool, cores
from bnlint.text import files
from bnlint.text.source import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bnlint.run.discover import Found
    from bnlint.run.job import Change, Job

    Task = tuple[Found, Settings, bool | Change, bool]
    Fixed = tuple[list[tuple[str, str]], str, bytes, bytes]
    Answer = tuple[Outcome, bytes | None, bytes, bytes | None, Fixed | None]

_PAYS = 400_000  # bytes to judge, from which several processes are quicker than one: starting them takes time, too
_AHEAD = 64_000_000  # bytes of files that are known or under way, and not yet told of
_FILES_AHEAD = 10_000
_STEP = 256  # files that are looked up before somebody looks at the processes
_CHUNK = 96_000  # bytes that a process gets at once: some hundredths of a second
_FILES_OF_CHUNK = 64
_ALONE = 64_000  # bytes of a file that makes a chunk of its own, and goes first: nobody waits for it at the end
_SMALL = b'layer { name: "data" type: "Input" top: "data" } layer { name: "a" type: "ReLU" bottom: "data" top: "a" }'


class _Item:
    """A file in the queue, judged or not yet. `fault` is to be raised in its turn instead."""

    __slots__ = ("fault", "found", "pending", "settings", "size")

    def __init__(self, found: Found | None, settings: Settings | None, fault: Exception | None = None) -> None:
        self.found = found
        self.settings = settings
        self.fault = fault
        self.pending: PendingResult | None = None
        self.size = 0

    @property
    def waits(self) -> bool:
        """Whether it is still to be judged."""
        return self.fault is None and self.pending is None

    def commit(self, work: Job) -> Outcome:
        """Its outcome, now that it is its turn."""
        if self.fault is not None:
            raise self.fault
        assert self.found is not None
        if self.pending is None:
            return work.process(self.found)
        assert self.settings is not None
        return work.commit(self.found, self.settings, self.pending)


def outcomes(work: Job, found: Iterable[Found], jobs: int | None) -> Iterator[Outcome]:
    """The outcome of each file, in their order: the same as of one process, but for the time."""
    count = cores() if jobs is None else jobs
    items = _items(work, found)
    ahead: deque[_Item] = deque()
    waiting = size = 0
    pool = None
    for item in items if count > 1 else ():
        ahead.append(item)
        waiting += item.waits
        size += item.size * item.waits
        if waiting > 1 and (size >= _PAYS or jobs is not None):
            pool = _started(count)
            break
        if not waiting:
            yield ahead.popleft().commit(work)
    if pool is None:
        for item in chain(ahead, items):
            yield item.commit(work)
        return
    try:
        yield from _Queue(work, ahead, items, pool).outcomes()
    finally:
        pool.close()


def _started(count: int) -> Pool | None:
    """The processes; None where none can be started."""
    lint_data("", _SMALL, Settings())  # loads what they then have from the start
    try:
        return Pool(_Worker(), count)
    except OSError:
        return None


def _items(work: Job, found: Iterable[Found]) -> Iterator[_Item]:
    """The files, those with their results that are known. What goes wrong on the way is the last item."""
    try:
        for each in found:
            settings = work.settings(each.path)
            item = _Item(each, settings)
            if each.error:
                item.pending = PendingResult(Outcome(each.path, error=each.error))
            else:
                data, item.pending = work.lookup(each, settings)
                item.size = len(data) if data is not None else _size(each.path)
            yield item
    except Exception as fault:  # such as a faulty configuration in a folder further down
        yield _Item(None, None, fault)


def _size(path: str) -> int:
    try:
        return files.stamp(path)[1]
    except OSError:
        return 0


class _Queue:
    """The files of which nobody was told yet, in order, while processes judge them out of order."""

    __slots__ = ("_ahead", "_items", "_numbers", "_pool", "_size", "_under_way", "_work")

    def __init__(self, work: Job, ahead: deque[_Item], items: Iterator[_Item], pool: Pool) -> None:
        self._work = work
        self._items = items
        self._pool = pool
        self._ahead: deque[_Item] = deque()
        self._size = 0
        self._numbers = 0
        self._under_way: dict[int, _Item] = {}
        self._add(list(ahead))

    def outcomes(self) -> Iterator[Outcome]:
        """Each in its turn."""
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
                yield item.commit(self._work)
            if self._under_way:
                for number, found in self._pool.answers(wait=not (more and room)):
                    item = self._under_way.pop(number)
                    item.pending = _judged(item, found)

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
                if len(chunk) == _FILES_OF_CHUNK or sum(each.size for each in chunk) > _CHUNK:
                    self._submit(chunk)
                    chunk = []
        self._submit(chunk)

    def _submit(self, items: list[_Item], first: bool = False) -> None:
        tasks = []
        for item in items:
            self._under_way[self._numbers] = item
            tasks.append((self._numbers, (item.found, item.settings, self._work.fix, self._work.edits)))
            self._numbers += 1
        if tasks:
            self._pool.submit(tasks, first)


class _Worker:
    """What each process does; it has a session of its own."""

    __slots__ = ("_session",)

    def __init__(self) -> None:
        self._session = Session()

    def __call__(self, task: Task) -> Answer:
        return _answer(task, self._session)


def _answer(task: Task, session: Session) -> Answer:
    """A file checked in another process, in a form that can be sent back."""
    found, settings, fix, edits = task
    pending = lint_file(found, settings, fix, edits, bool(settings.cache), session=session)
    outcome, fixed = pending.outcome, pending.outcome.fixed
    told: Fixed | None = None
    result = None
    try:
        if outcome.result is not None:
            result = pending.keep or serialize.pack(outcome.result, edits)
        if fixed is not None and fixed.applied:
            original = fixed.original.source
            told = (fixed.applied, original.encoding, original.encode(), serialize.pack(fixed.original, edits))
    except Exception as fault:
        bugs = (*outcome.bugs, bug_line(fault))
        return Outcome(found.path, data=outcome.data, bugs=bugs), None, b"", None, None
    plain = Outcome(found.path, None, None, outcome.data, outcome.error, outcome.note, outcome.bugs)
    return plain, result, pending.depends, pending.keep, told


def _judged(item: _Item, found: Answer | Died) -> PendingResult:
    """What another process sent back, as if it had been judged here."""
    assert item.found is not None and item.settings is not None
    path, rules = item.found.path, item.settings.rules
    if isinstance(found, Died):
        return PendingResult(Outcome(path, error=f"the process that judged it died: {found.why}"))
    outcome, result, depends, keep, told = found
    if told is None:
        if result is not None:
            outcome.result = serialize.unpack(result, outcome.data, path, rules=rules)
        return PendingResult(outcome, depends, keep)
    from bnlint.fixer.fix import FixResult

    applied, encoding, before, original = told
    assert result is not None
    after = Source(outcome.data.decode(encoding), path, encoding)
    outcome.result = serialize.unpack(result, after, path, rules=rules)
    first = serialize.unpack(original, Source(before.decode(encoding), path, encoding), path, rules=rules)
    assert outcome.result is not None and first is not None
    outcome.fixed = FixResult(after, first, outcome.result, applied)
    return PendingResult(outcome, depends, keep)
