"""`bnlint check --watch`: checks again whenever a file changes."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable

from bnlint.config import NAMES
from bnlint.run import discover
from bnlint.text import files

Run = Callable[[argparse.Namespace], int]
State = dict[str, tuple[int, int, int] | None]

_PAUSE = 0.3  # seconds between two looks at the files
_CLEAR = "\x1b[2J\x1b[3J\x1b[H"  # the screen and the scrollback; then the cursor goes to the top


def repeat(run: Run, arguments: argparse.Namespace) -> int:
    """Runs once, and again after each change until Ctrl-C; the exit status of the last run."""
    if "-" in arguments.paths:
        arguments.usage_error("standard input (-) cannot be watched")
    status = 0
    try:
        before = _state(arguments)
        status = _run(run, arguments)
        if arguments.fix:
            before = _state(arguments)  # including what the run itself has written
        while True:
            before = _changed(arguments, before)
            try:
                status = _run(run, arguments)
            except SystemExit:  # a rule file or a configuration that is still being edited
                status = 2
            if arguments.fix:
                before = _state(arguments)
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return status


def _run(run: Run, arguments: argparse.Namespace) -> int:
    if sys.stdout.isatty() and os.environ.get("TERM") != "dumb":
        sys.stdout.write(_CLEAR)
    status = run(argparse.Namespace(**vars(arguments)))  # a copy: a run fills in values of the configuration
    sys.stdout.flush()
    return status


def _changed(arguments: argparse.Namespace, before: State) -> State:
    """Waits until the files differ from `before` and no longer change; their state then."""
    print("bnlint: waiting for changes; press Ctrl-C to stop", file=sys.stderr, flush=True)
    now = before
    while now == before:
        time.sleep(_PAUSE)
        now = _state(arguments)
    while True:
        time.sleep(_PAUSE / 3)
        last, now = now, _state(arguments)
        if last == now:
            return now


def _state(arguments: argparse.Namespace) -> State:
    """A stamp of each watched file, which differs when the file has changed."""
    stamps: State = {}
    paths = [file.path for file in discover.find(arguments.paths or ["."])]
    for folder in arguments.rules or ():
        paths += [os.path.join(parent, name) for parent, _, names in os.walk(folder) for name in names]
    for path in (*paths, *NAMES):
        try:
            stamps[path] = files.stamp(path)
        except OSError:
            stamps[path] = None
    return stamps
