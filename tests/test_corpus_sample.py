"""The sample of real files covers every rule and fork, so that it can reveal the faults that all files would."""

from __future__ import annotations

import pytest

from tests import corpus, corpus_sample

pytestmark = corpus.needs_corpus


def test_the_listed_files_exist() -> None:
    listed = corpus.SAMPLE.read_text(encoding="utf-8").splitlines()
    assert listed == sorted(corpus.sample() & {entry["file"] for entry in corpus.every_verdict()})


@pytest.mark.skipif("not config.getoption('--all')", reason="lints all real files for three targets: only with --all")
def test_the_sample_has_every_feature() -> None:
    features = corpus_sample.features()
    missing = set().union(*features.values()) - set().union(*(features[name] for name in corpus.sample()))
    assert not missing, "run `python -m tests.corpus_sample`"


def test_a_sample_is_chosen_greedily(monkeypatch: pytest.MonkeyPatch) -> None:
    """The most features for its size first; of equals the first by name; nothing that adds no feature."""
    sizes = {"a": 10, "b": 10, "c": 100_000, "d": 10}
    monkeypatch.setattr(corpus_sample, "size", sizes.__getitem__)
    features = {"d": {"1"}, "c": {"1", "2"}, "b": {"1", "2"}, "a": {"1", "2"}}
    assert corpus_sample.choose({name: {(each,) for each in found} for name, found in features.items()}) == ["a"]
    features["d"] = {"3"}
    features["c"] = {"1", "2", "3"}
    assert corpus_sample.choose({name: {(each,) for each in found} for name, found in features.items()}) == ["a", "d"]
