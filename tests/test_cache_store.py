"""The files of the cache: which entries are kept and which are dropped."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bnlint.run.cache import store


@pytest.fixture
def small(tmp_path: Path) -> store.Store:
    return store.Store(str(tmp_path / "kept"))


def _again(kept: store.Store) -> store.Store:
    kept.save()
    return store.Store(kept._folder)


def test_unused_entries_expire(small: store.Store, monkeypatch: pytest.MonkeyPatch) -> None:
    small.put("00aa", "k1", b"a", b"b")
    small.put("00ab", "k2", b"c", b"")
    for days in (10, 20, 30, 40, 50):  # one is used, the other is not
        small = _again(small)
        monkeypatch.setattr(store, "today", (store.today() + 10).__int__)
        assert small.get("00aa", "k1") == (b"a", b"b"), days
    small.put("00ac", "k3", b"", b"")
    small = _again(small)
    assert small.get("00ab", "k2") is None
    assert small.get("00aa", "k1") == (b"a", b"b")


def test_a_group_keeps_its_last_entries(small: store.Store) -> None:
    for number in range(9):
        small.put("00aa", f"k{number}", b"", b"x")
        small = _again(small)
    assert [number for number in range(9) if small.get("00aa", f"k{number}")] == [5, 6, 7, 8]
    assert small.get("00ab", "k8") is None  # it is about another place


def test_the_size_is_bounded(small: store.Store) -> None:
    small.put("00aa", "large", b"", bytes(2_000_000))
    small = _again(small)
    assert small.get("00aa", "large") is None
    for number in range(40):
        small.put(f"00{number:02x}", f"k{number}", b"", bytes(500_000))
        small = _again(small)
    assert os.path.getsize(os.path.join(small._folder, "00")) <= 8_000_000
    assert small.get("0027", "k39") and small.get("0000", "k0") is None


def test_alternating_writers_keep_the_entries_of_both(small: store.Store) -> None:
    other = store.Store(small._folder)
    small.put("00aa", "k1", b"", b"1")
    assert other.get("00ab", "k2") is None
    other.put("00ab", "k2", b"", b"2")
    small.save()
    other = _again(other)
    assert other.get("00aa", "k1") and other.get("00ab", "k2")
