"""What .gitmodules shows about the Caffe of a repository."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bnlint.caffe import BASE
from bnlint.caffe.repository.gitmodules import known_at
from tests.test_repository import ENET, NET, PLAIN, SSD, modules, shown
from tests.test_repository import put as put


@pytest.mark.parametrize(
    ("url", "branch", "caffes"),
    [
        ("https://github.com/Microsoft/caffe.git", "", ("microsoft",)),
        ("https://github.com/microsoft/CAFFE", "", ("microsoft",)),
        ("git@github.com:Microsoft/caffe.git", "", ("microsoft",)),
        ("ssh://git@github.com/Microsoft/caffe", "", ("microsoft",)),
        ("git://github.com/Microsoft/caffe/", "", ("microsoft",)),
        ("https://user:token@github.com/Microsoft/caffe.git", "", ("microsoft",)),
        ("https://github.com/BVLC/caffe", "", ("bvlc-1.0",)),
        ("https://github.com/weiliu89/caffe.git", "ssd", ("ssd",)),
        ("https://github.com/weiliu89/caffe.git", "fcn", ("parsenet",)),
        ("https://github.com/weiliu89/caffe.git", "other", ()),
        ("https://github.com/longjon/caffe", "other", ("fcn",)),
        (
            "https://github.com/rbgirshick/caffe-fast-rcnn",
            "fast-rcnn",
            ("fast-rcnn", "faster-rcnn", "faster-rcnn-2015"),
        ),
        ("https://github.com/nobody/caffe", "", ()),
        ("https://gitlab.com/Microsoft/caffe", "", ()),
        ("../caffe.git", "", ()),
        ("", "", ()),
    ],
)
def test_addresses(url: str, branch: str, caffes: tuple[str, ...]) -> None:
    assert set(known_at(url, branch)) == set(caffes)


def test_an_address_without_a_branch_may_be_any_of_its_branches() -> None:
    assert {"ssd", "parsenet"} <= set(known_at("https://github.com/weiliu89/caffe"))


def test_a_submodule_at_a_known_address(put: Callable[..., Path]) -> None:
    put({".gitmodules": modules("https://github.com/Microsoft/caffe"), "a.prototxt": PLAIN})
    evidence = shown("models/b.prototxt")
    assert evidence is not None
    assert evidence[:5] == (("microsoft",), "submodule", ".gitmodules", (), False)


def test_a_submodule_that_is_bvlc_caffe_itself_shows_that(put: Callable[..., Path]) -> None:
    put({".gitmodules": modules("https://github.com/BVLC/caffe"), "a.prototxt": PLAIN, "b.prototxt": SSD})
    evidence = shown()
    assert evidence is not None and evidence.caffes == (BASE,)


def test_of_several_caffes_at_an_address_those_count_that_read_the_files(put: Callable[..., Path]) -> None:
    address = "https://github.com/weiliu89/caffe"
    put({".gitmodules": modules(address), "a.prototxt": PLAIN})
    before = shown()
    put({"a.prototxt": SSD + NET.format("PriorBox", "prior_box_param { min_size: 3 }"), "b.prototxt": ENET})
    after = shown()
    assert before is not None and set(before.caffes) == set(known_at(address))
    assert after is not None and after.caffes == ("ssd",) and after.shown == "submodule"


@pytest.mark.parametrize(
    "text",
    [
        modules("https://example.org/us/our-caffe.git"),
        modules("../caffe"),
        modules("https://example.org/secret.git", "third/caffe"),
        modules("https://github.com/weiliu89/caffe", more="\tbranch = other\n"),
    ],
)
def test_a_caffe_at_an_unknown_address_is_private(put: Callable[..., Path], text: str) -> None:
    put({".gitmodules": text, "a.prototxt": PLAIN})
    evidence = shown()
    assert evidence is not None and evidence.private and evidence.shown == "submodule"
    assert set(evidence.caffes) >= {"microsoft", BASE, "ssd"}


@pytest.mark.parametrize(
    "text",
    [
        modules("https://example.org/gtest.git", "gtest"),
        modules("https://example.org/caffe-tensorflow.git", "tools/convert"),
        modules("https://example.org/caffe2.git", "caffe2"),
        modules("https://github.com/Microsoft/caffe", "../../up"),
        "[submodule",
        "\0\xff",
        '[other "x"]\npath = caffe\nurl = https://github.com/Microsoft/caffe\n',
    ],
)
def test_what_is_no_other_caffe(put: Callable[..., Path], text: str) -> None:
    put({".gitmodules": text, "a.prototxt": PLAIN})
    assert shown() is None


def test_the_nearest_of_two_submodules_counts(put: Callable[..., Path]) -> None:
    first = modules("https://github.com/Microsoft/caffe", "one/caffe")
    second = modules("https://github.com/weiliu89/caffe", "two/caffe", "\tbranch = ssd\n")
    put({".gitmodules": first + second})
    named = {place: shown(f"{place}/x.prototxt") for place in ("one/models", "two", "elsewhere")}
    assert {place: evidence and evidence.caffes for place, evidence in named.items()} == {
        "one/models": ("microsoft",),
        "two": ("ssd",),
        "elsewhere": ("microsoft", "ssd"),
    }
