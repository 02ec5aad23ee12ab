"""What the summary says about the Caffes of a run's files."""

from __future__ import annotations

import os

import pytest

from bnlint.caffe.origin import SHOWN, Origin
from bnlint.report.origins import Origins, explanation

SSD = Origin(("ssd",), "file", names=("PriorBox", "norm_param", "Permute", "Normalize"))
SEVERAL = Origin(("ssd", "intel", "segnet", "fcn"), "file", names=("PriorBox",))
PRIVATE = Origin(("bvlc-1.0", "ssd"), "repository", names=("Mixup",), private=True, root="/here")
OWN = Origin(("ssd",), "schema", "external/caffe/src/caffe/proto/caffe.proto", root="/here")


@pytest.mark.parametrize(
    ("origin", "words"),
    [
        (Origin(), "for BVLC Caffe 1.0: nothing in it is of another Caffe"),
        (Origin(("intel",), "declared"), "for Intel Caffe, as its first line declares"),
        (Origin(("intel",), "configured"), 'for Intel Caffe, as "dialect" says'),
        (Origin(("intel",), "target"), "for Intel Caffe, the target"),
        (Origin(("intel",), "submodule", ".gitmodules"), "for Intel Caffe, by the address in .gitmodules"),
        (SSD, "for SSD, by names in it (PriorBox, norm_param, Permute …)"),
        (SEVERAL, "for SSD, Intel Caffe or 2 other Caffes, by names in it (PriorBox)"),
        (PRIVATE, "for a Caffe that bnlint does not know (Mixup)"),
        (
            Origin(("bvlc-1.0", "ssd"), "submodule", ".gitmodules", private=True),
            "for a Caffe that bnlint does not know, at an address in .gitmodules",
        ),
        (
            Origin(("bvlc-1.0", "ssd"), "schema", "src/caffe/proto/caffe.proto", private=True),
            "for a Caffe that bnlint does not know: src/caffe/proto/caffe.proto cannot be read",
        ),
        (OWN, "for SSD, by external/caffe/src/caffe/proto/caffe.proto"),
    ],
)
def test_explanation(origin: Origin, words: str) -> None:
    assert explanation(origin) == words


@pytest.mark.parametrize("shown", SHOWN)
def test_every_evidence_has_words(shown: str) -> None:
    assert explanation(Origin(("ssd",), shown))  # type: ignore[arg-type]


def lines(*origins: Origin) -> list[str]:
    counted = Origins()
    for origin in origins:
        counted.add(origin)
    return list(counted.lines())


def test_what_was_said_is_not_repeated() -> None:
    assert (
        lines(Origin(), Origin(("ssd",), "declared"), Origin(("ssd",), "configured"), Origin(("ssd",), "target")) == []
    )


def test_several_caffes_in_one_repository() -> None:
    both = Origin(("ssd", "intel"), "schema", "a/caffe.proto, b/caffe.proto", root="/here")
    assert lines(both) == [
        '1 file is for SSD or Intel Caffe, by a/caffe.proto, b/caffe.proto; "schema" in bnlint.toml says which.'
    ]


def test_one_set() -> None:
    assert lines(SSD, SSD) == ["2 files are for SSD, by names in them (PriorBox, norm_param, Permute …)."]
    assert lines(SEVERAL) == [
        '1 file is for SSD, Intel Caffe or 2 other Caffes, by names in it (PriorBox); "dialect" in bnlint.toml says '
        "which."
    ]
    assert lines(PRIVATE) == [
        '1 file is for a Caffe that bnlint does not know (Mixup); "schema" in bnlint.toml names a caffe.proto.'
    ]


def test_several_sets_and_repositories() -> None:
    other = Origin(("openpose",), "file")
    here, there = os.path.relpath("/here"), os.path.relpath("/there")
    assert lines(SSD, SSD, SEVERAL, other, Origin(("intel",), "file")) == [
        "5 files are for other Caffes than BVLC's: 2 for SSD; 1 for SSD, Intel Caffe or 2 other Caffes; 1 for "
        'OpenPose; 1 for others. "dialect" in bnlint.toml says which.'
    ]
    assert lines(SSD, other) == ["2 files are for other Caffes than BVLC's: 1 for SSD and 1 for OpenPose."]
    assert lines(OWN, Origin(("openpose",), "schema", "caffe.proto", root="/there")) == [
        f"{here}: 1 file is for SSD, by external/caffe/src/caffe/proto/caffe.proto.",
        f"{there}: 1 file is for OpenPose, by caffe.proto.",
    ]


def test_files_that_show_it_by_themselves_are_counted_with_the_rest_of_the_only_repository() -> None:
    origins = [Origin(("intel",), "repository", names=("MKL2017",), root="/here"), Origin(("openpose",), "file")]
    expected = ["2 files are for other Caffes than BVLC's: 1 for Intel Caffe and 1 for OpenPose."]
    assert lines(*origins) == expected
    there = Origin(("ssd",), "repository", root="/there")
    assert len(lines(*origins, there)) == 3
