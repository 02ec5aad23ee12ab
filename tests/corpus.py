"""Real prototxt files that are not part of the project, and what real Caffe made of them.

Tests that want them are marked with `needs_corpus` and skipped where the folder does not exist.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"

needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not part of the project")


@cache
def verdicts() -> tuple[dict[str, Any], ...]:
    """One entry per file: its name, kind, format, and what each Caffe said of it; empty without a corpus."""
    path = CORPUS / "verdicts.jsonl"
    if not path.is_file():
        return ()
    return tuple(json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())


def path_of(name: str) -> Path:
    """Where the file of that name lies, e.g. ``owner+repository/models/train.prototxt``."""
    return CORPUS / "files" / name


def read(name: str) -> bytes:
    """The bytes of a file."""
    return path_of(name).read_bytes()


def names(kind: str | None = None, status: str | None = None, fork: str = "bvlc") -> list[str]:
    """The files of a kind (``net``, ``solver``), of which a fork's Caffe said `status` (``ok``, ``parse_error``)."""
    return [
        entry["file"]
        for entry in verdicts()
        if kind in (None, entry["kind"]) and status in (None, entry.get(fork, {}).get("status"))
    ]
