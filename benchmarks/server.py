"""How soon findings follow a keystroke: `python benchmarks/server.py` prints a table.

A real server is driven over its standard input and output, as by an editor to which it publishes diagnostics. The other
side is one check of the same text in this process. Both are timed alternately; figures are medians.
"""

from __future__ import annotations

import argparse
import gc
import json
import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from texts import repeated

from bnlint.linter.check import check
from bnlint.linter.settings import Settings
from bnlint.text.source import Source

ROOT = Path(__file__).resolve().parent.parent
RESNET = ROOT / "fixtures" / "resnet50" / "train_val.prototxt"
_URI = "untitled:benchmark.prototxt"


class Editor:
    """A minimal editor: a server with one open text."""

    def __init__(self, text: str) -> None:
        command = [sys.executable, "-m", "bnlint", "server"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.version = 1
        self._send(
            {"id": 1, "method": "initialize", "params": {"processId": None, "capabilities": {}, "rootUri": None}}
        )
        self._receive(lambda message: message.get("id") == 1)
        self._send({"method": "initialized", "params": {}})
        document = {"uri": _URI, "languageId": "prototxt", "version": 1, "text": text}
        self._send({"method": "textDocument/didOpen", "params": {"textDocument": document}})
        self._published()

    def type(self, letters: str) -> float:
        """Types letters into the first line. Returns the seconds from the last letter to its findings."""
        for letter in letters:
            self.version += 1
            position = {"line": 0, "character": 2}
            change = {"range": {"start": position, "end": position}, "text": letter}
            document = {"uri": _URI, "version": self.version}
            begin = perf_counter()
            params = {"textDocument": document, "contentChanges": [change]}
            self._send({"method": "textDocument/didChange", "params": params})
        self._published()
        return perf_counter() - begin

    def close(self) -> None:
        self._send({"id": 2, "method": "shutdown", "params": None})
        self._receive(lambda message: message.get("id") == 2)
        self._send({"method": "exit", "params": None})
        self.process.wait(10)

    def _published(self) -> dict[str, Any]:
        """The findings of the latest version."""
        return self._receive(lambda message: message.get("params", {}).get("version") == self.version)

    def _send(self, message: dict[str, Any]) -> None:
        assert self.process.stdin is not None
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def _receive(self, wanted: Any) -> dict[str, Any]:
        stream = self.process.stdout
        assert stream is not None
        while True:
            length = 0
            while (line := stream.readline()) not in (b"\r\n", b""):
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            message: dict[str, Any] = json.loads(stream.read(length))
            if wanted(message):
                return message


def measure(name: str, text: str, rounds: int, burst: int = 1) -> tuple[str, float, float]:
    """Seconds from a keystroke (or the last of a burst) to its findings, and seconds of one check."""
    editor = Editor(text)
    answered, checked = [], []
    for number in range(rounds + 1):
        seconds = editor.type("x" * burst)
        source = Source(f"# {'x' * number}{text}")
        gc.collect()
        gc.disable()
        begin = perf_counter()
        check(source, Settings())
        end = perf_counter()
        gc.enable()
        if number:
            answered.append(seconds)
            checked.append(end - begin)
    editor.close()
    return name, median(answered), median(checked)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=9, help="keystrokes per comparison (default: %(default)s)")
    rounds = options.parse_args().rounds
    resnet = "# x\n" + RESNET.read_text(encoding="utf-8")
    large = "# x\n" + repeated(1_900_000)
    rows = [
        (*measure("keystroke, ResNet-50", resnet, rounds), "<= 50 ms"),
        (*measure("burst of 20, ResNet-50", resnet, rounds, 20), "<= 50 ms"),
        (*measure("keystroke, net of 1.9 MB", large, max(3, rounds // 3)), "<= 3 checks"),
        (*measure("burst of 20, net of 1.9 MB", large, max(3, rounds // 3), 20), "<= 3 checks"),
    ]
    print(f"{'':28}{'findings after':>16}{'one check':>12}{'ratio':>8}  goal")
    for name, answered, checked, goal in rows:
        print(f"{name:28}{answered * 1000:13.1f} ms{checked * 1000:9.1f} ms{answered / checked:8.2f}  {goal}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
