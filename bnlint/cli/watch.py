"""`bnlint check --watch`: runs again whenever one of the files changes."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    Run = Callable[[argparse.Namespace], int]
    State = dict[str, tuple[int, int, int] | None]

_PAUSE = 0.3  # seconds between two looks
_CLEAR = "\x1b[2J\x1b[3J\x1b[H"  # screen, scrollback, and the cursor to the top
_CONFIGURATION = ("bnlint.toml", ".bnlint.yaml", "pyproject.toml")


def repeat(run: Run, arguments: argparse.Namespace) -> int:
    """A run, and one more for each change until Ctrl-C; the exit code is that of the last one."""
    if "-" in arguments.paths:
        arguments.usage_error("standard input (-) cannot be watched")
    code = 0
    try:
        before = _state(arguments)
        code = _run(run, arguments)
        if arguments.fix:
            before = _state(arguments)  # with what the run itself has written
        while True:
            before = _changed(arguments, before)
            try:
                code = _run(run, arguments)
            except SystemExit:  # a rule file or a configuration that is not finished yet
                code = 2
            if arguments.fix:
                before = _state(arguments)
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return code


def _run(run: Run, arguments: argparse.Namespace) -> int:
    if sys.stdout.isatty() and os.environ.get("TERM") != "dumb":
        sys.stdout.write(_CLEAR)
    code = run(type(arguments)(**vars(arguments)))  # a run may fill in what the configuration says
    sys.stdout.flush()
    return code


def _changed(arguments: argparse.Namespace, before: State) -> State:
    """Waits until the files are others than `before`, and no longer change; how they are then."""
    import time

    print("bnlint: waiting for changes; Ctrl-C ends it", file=sys.stderr, flush=True)
    now = before
    while now == before:
        time.sleep(_PAUSE)
        now = _state(arguments)
    while True:
        time.sleep(_PAUSE / 3)
        then, now = now, _state(arguments)
        if then == now:
            return now


def _state(arguments: argparse.Namespace) -> State:
    """What tells of each file that it is still the same."""
    from bnlint.run import discover
    from bnlint.text import files

    found: State = {}
    paths = [each.path for each in discover.find(arguments.paths or ["."])]
    for folder in arguments.rules or ():
        paths += [os.path.join(place, name) for place, _, names in os.walk(folder) for name in names]
    for path in (*paths, *_CONFIGURATION):
        try:
            found[path] = files.stamp(path)
        except OSError:
            found[path] = None
    return found
