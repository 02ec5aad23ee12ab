"""Real prototxt files that are not part of the project, and what real Caffe made of them.

Tests of single files run on a sample, which `tests/corpus_sample.py` chooses, and with ``pytest --all`` on all files.
Tests that need the files are marked with `needs_corpus`, and skipped if the folder does not exist.
"""

from __future__ import annotations

import gzip
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
SAMPLE = Path(__file__).with_name("corpus_sample.txt")

needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not part of the project")

#: Whether tests run on all files. `conftest.py` sets it before tests are collected.
all_files = False


@cache
def every_verdict() -> tuple[dict[str, Any], ...]:
    """One entry per file: its name, kind, format, and the verdict of each Caffe; empty without a corpus."""
    path = CORPUS / "verdicts.jsonl"
    if not path.is_file():
        return ()
    return tuple(json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())


@cache
def every_build() -> tuple[dict[str, Any], ...]:
    """One entry per net and phase: what Caffe did when it built the net."""
    path = CORPUS / "netinit.jsonl.gz"
    if not path.is_file():
        return ()
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return tuple(map(json.loads, lines))


@cache
def sample() -> frozenset[str]:
    """The names of the files in the sample."""
    return frozenset(SAMPLE.read_text(encoding="utf-8").splitlines())


def verdicts() -> list[dict[str, Any]]:
    """The entries of the files that tests run on."""
    return [entry for entry in every_verdict() if all_files or entry["file"] in sample()]


def builds() -> list[dict[str, Any]]:
    """The entries of the nets that tests run on."""
    return [entry for entry in every_build() if all_files or entry["file"] in sample()]


def states() -> list[dict[str, Any]]:
    """For the files that tests run on and BVLC's Caffe accepts: the layers that exist in each phase."""
    lines = (CORPUS / "states.jsonl").read_text(encoding="utf-8").splitlines()
    return [entry for entry in map(json.loads, lines) if all_files or entry["file"] in sample()]


def names(kind: str | None = None, status: str | None = None, fork: str = "bvlc") -> list[str]:
    """The files of a kind (``net``, ``solver``) for which a fork's Caffe has `status` (``ok``, ``parse_error``)."""
    return [
        entry["file"]
        for entry in verdicts()
        if kind in (None, entry["kind"]) and status in (None, entry.get(fork, {}).get("status"))
    ]


def path_of(name: str) -> Path:
    """The path of a file, e.g. of ``owner+repository/models/train.prototxt``."""
    return CORPUS / "files" / name


def read(name: str) -> bytes:
    """The bytes of a file."""
    return path_of(name).read_bytes()
