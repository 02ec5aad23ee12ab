"""Chooses the files of the corpus that tests run on at each commit; ``python -m tests.corpus_sample`` writes the list.

The sample has every feature that any file has (see `features`): each rule that finds something for one of three
targets, each kind of fix, each dialect, repository, format, spelling and layer type, and each verdict of a real Caffe.
It is chosen greedily: the next file is the one that adds the most features for its size; of equals, the first by name.
"""

from __future__ import annotations

import re
from collections import defaultdict

from bnlint.linter.check import check
from bnlint.linter.settings import Settings
from bnlint.text.source import Source
from tests import corpus

TARGETS = ("bvlc-1.0", "ssd", "nvcaffe-0.17")
FORKS = ("bvlc", "ssd", "nvcaffe")
#: What a file costs besides its bytes, in bytes: tests have something to do for each file.
_COST = 5_000


def features() -> dict[str, set[tuple[str, ...]]]:
    """What the sample must have, by file."""
    found: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for entry in corpus.every_verdict():
        name = entry["file"]
        found[name] = {
            ("repository", name.partition("/")[0]),
            ("format", entry["kind"], entry["format"]),
            ("upgraded by", entry.get("upgraded_by", "")),
            *(("verdict", fork, entry.get(fork, {}).get("status", "")) for fork in FORKS),
            *_spelling(corpus.read(name)),
            *_findings(name),
        }
    for build in corpus.every_build():
        error = "" if build["ok"] else re.sub(r"['\"].*?['\"]|\S*\d\S*", "…", build["error"].strip())
        found[build["file"]].add(("built", build["oracle"], build["phase"], error[:60]))
        found[build["file"]].update(("layer type", type_) for type_ in build.get("types", ()))
    return found


def _spelling(data: bytes) -> set[tuple[str, ...]]:
    marks = {
        "byte order mark": data.startswith(b"\xef\xbb\xbf"),
        "CRLF": b"\r\n" in data,
        "tabs": b"\t" in data,
        "no last newline": not data.endswith(b"\n"),
        "angle brackets": b"<" in data,
        "not ASCII": not data.isascii(),
    }
    return {("spelling", mark) for mark, holds in marks.items() if holds} | {
        ("encoding", Source.from_bytes(data).encoding)
    }


def _findings(name: str) -> set[tuple[str, ...]]:
    source = Source.from_bytes(corpus.read(name), str(corpus.path_of(name)))
    found: set[tuple[str, ...]] = set()
    for target in TARGETS:
        result = check(source, Settings(select=("ALL",), target=target))
        found.add(("dialect", result.dialect))
        for diagnostic in result.diagnostics:
            found.add(("rule", target, diagnostic.rule, diagnostic.severity.word))
            if diagnostic.fix:
                found.add(("fix", diagnostic.rule, diagnostic.fix.applicability.value))
    return found


def choose(features: dict[str, set[tuple[str, ...]]]) -> list[str]:
    """The files of the sample, by name."""
    missing = set().union(*features.values())
    cost = {name: size(name) + _COST for name in sorted(features)}
    chosen = []
    while missing:
        best = max(cost, key=lambda name: len(features[name] & missing) / cost[name])
        chosen.append(best)
        missing -= features[best]
    return sorted(chosen)


def size(name: str) -> int:
    """The size of a file in bytes."""
    return corpus.path_of(name).stat().st_size


if __name__ == "__main__":
    corpus.SAMPLE.write_text("".join(f"{name}\n" for name in choose(features())), encoding="utf-8")
