"""A pool of processes that survives the death of one, and ends when it is no longer needed.

Not an executor of the standard library: these cannot say on which task a process died, and give up all the others.
"""

from __future__ import annotations

import os
import signal
import sys
from collections import deque

from bnlint.text import files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext
    from multiprocessing.process import BaseProcess
    from typing import Any

    Work = Callable[[Any], Any]
    Chunk = list[tuple[int, Any]]

_PATIENCE = 5  # seconds that a process has to end by itself


class Died:
    """Instead of an answer: the process that worked on the task died. `why` says how."""

    __slots__ = ("why",)

    def __init__(self, why: str) -> None:
        self.why = why


class _Worker:
    """A process with the chunk that it works on, and the next one."""

    __slots__ = ("chunks", "connection", "process")

    def __init__(self, process: BaseProcess, connection: Connection) -> None:
        self.process = process
        self.connection = connection
        self.chunks: deque[Chunk] = deque()


class Pool:
    """`count` processes that answer tasks with the function `work`. Must be closed, whatever happens.

    Tasks have numbers to tell their answers apart, which come in any order. Raises OSError if no process can be
    started.
    """

    def __init__(self, work: Work, count: int) -> None:
        self._work = work
        self._context = _context()
        self._waiting: deque[Chunk] = deque()
        self._workers: list[_Worker] = []
        try:
            for _ in range(count):
                self._start()
        except OSError:
            if not self._workers:
                raise

    def submit(self, tasks: Sequence[tuple[int, Any]], first: bool = False) -> None:
        """Tasks for one process to do in a row; `first`: before all that are not begun."""
        (self._waiting.appendleft if first else self._waiting.append)(list(tasks))
        self._hand_out()

    def answers(self, wait: bool = True) -> list[tuple[int, Any]]:
        """The answers that have arrived, with `wait` at least one: of `work`, or Died. Some task must be open."""
        from multiprocessing import connection

        received: list[tuple[int, Any]] = []
        ready = connection.wait([worker.connection for worker in self._workers], None if wait else 0)
        for worker in [worker for worker in self._workers if worker.connection in ready]:
            try:
                answers = worker.connection.recv()
            except (EOFError, OSError):
                received += self._replace_dead(worker)
                continue
            worker.chunks.popleft()
            received += answers
        self._hand_out()
        return received

    def close(self) -> None:
        """Ends the processes, whatever they do."""
        for worker in self._workers:
            worker.connection.close()
            if worker.chunks:
                worker.process.terminate()
        for worker in self._workers:
            worker.process.join(_PATIENCE)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()
        self._workers.clear()

    def _start(self) -> None:
        ours, theirs = self._context.Pipe()
        copied = [ours, *(worker.connection for worker in self._workers)] if _forks(self._context) else []
        process = self._context.Process(  # type: ignore[attr-defined]
            target=_worker_main, args=(theirs, self._work, copied), daemon=True
        )
        with _Uninterrupted():
            process.start()
        theirs.close()
        self._workers.append(_Worker(process, ours))

    def _hand_out(self) -> None:
        """Gives each process two chunks, if there are enough, so that it need not wait between them."""
        for held in range(2):
            for worker in self._workers:
                if self._waiting and len(worker.chunks) == held:
                    chunk = self._waiting.popleft()
                    worker.chunks.append(chunk)
                    try:
                        worker.connection.send(chunk)
                    except OSError:  # it has died, as the next read will show
                        continue

    def _replace_dead(self, worker: _Worker) -> list[tuple[int, Any]]:
        """Removes a dead process: its tasks go to others one by one, but a single task has killed it."""
        self._workers.remove(worker)
        worker.connection.close()
        worker.process.join()
        first, *later = worker.chunks or [[]]
        died = Died(_exit_reason(worker.process.exitcode))
        answers = [(number, died) for number, _ in first] if len(first) == 1 else []
        self._waiting.extendleft(reversed(later))
        if not answers:
            self._waiting.extendleft([task] for task in reversed(first))
        try:
            self._start()
        except OSError:
            if not self._workers:
                answers += [(number, died) for chunk in self._waiting for number, _ in chunk]
                self._waiting.clear()
        return answers


def cores() -> int:
    """The number of cores that this process may use, within the limit of its control group."""
    try:
        count = len(os.sched_getaffinity(0))
    except AttributeError:
        count = os.cpu_count() or 1
    try:
        quota, period = files.read("/sys/fs/cgroup/cpu.max").split()
        return max(1, min(count, -(-int(quota) // int(period))))
    except (OSError, ValueError):
        return count


def _worker_main(connection: Connection, work: Work, not_ours: list[Connection]) -> None:
    """The main function of a process: answers chunk by chunk until the other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that reads the answers
    signal.signal(signal.SIGTERM, _exit)  # so that work in progress is cleaned up
    for other in not_ours:  # open here, they would hide that the other end is closed
        other.close()
    try:
        while True:
            chunk = connection.recv()
            connection.send([(number, work(task)) for number, task in chunk])
    except (EOFError, OSError):
        return


def _exit(*_: object) -> None:
    raise SystemExit


class _Uninterrupted:
    """Ignores Ctrl-C while a process starts, which would end with a traceback."""

    def __enter__(self) -> None:
        self._before: Any = None
        try:
            self._before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        except ValueError:  # not the main thread, so signals do not reach it
            return

    def __exit__(self, *_: object) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)


def _context() -> BaseContext:
    """Forks this process if that is safe: fast, and everything is loaded. Otherwise starts new ones."""
    import multiprocessing

    threading = sys.modules.get("threading")
    alone = threading is None or threading.active_count() == 1
    copies = alone and sys.platform != "darwin" and "fork" in multiprocessing.get_all_start_methods()
    if copies:
        sys.stdout.flush()  # otherwise each copy would write what is buffered
        sys.stderr.flush()
    return multiprocessing.get_context("fork" if copies else "spawn")


def _forks(context: BaseContext) -> bool:
    return context.get_start_method() == "fork"


def _exit_reason(code: int | None) -> str:
    """How a process ended."""
    if code is not None and code < 0:
        try:
            return f"killed by {signal.Signals(-code).name}"
        except ValueError:
            return f"killed by signal {-code}"
    return f"exit code {code}"
