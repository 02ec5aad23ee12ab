"""The caffe.proto that lies in a repository: which one counts for a file, and what is remembered of it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from bnlint.caffe.binary.protobuf import proto_text
from bnlint.caffe.evidence import Evidence
from bnlint.caffe.proto import own, variants
from bnlint.caffe.repository import listing
from bnlint.caffe.repository.repositories import Repositories
from bnlint.caffe.schema.messages import schema
from tests.forks import caffe_in, sources, with_own_field
from tests.test_discover import git

PLACES = [
    "src/caffe/proto/caffe.proto",
    "caffe.proto",
    "external/caffe/src/caffe/proto/caffe.proto",
    "caffe-fast-rcnn/src/caffe/proto/caffe.proto",
    "deep/in/some/place/src/caffe/proto/caffe.proto",
    "tools/protos/caffe.proto",
]


@pytest.fixture(autouse=True)
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The top of a repository, which is the working directory."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    own.forget()
    return tmp_path


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The caffe.proto files that are parsed."""
    paths: list[str] = []
    read = variants.read_caffe
    monkeypatch.setattr(variants, "read_caffe", lambda path: paths.append(path) or read(path))
    return paths


def put(path: str, text: str = "") -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text or with_own_field(proto_text(schema()), "NetParameter"))


def shown(path: str = "models/net.prototxt", cache: str = "") -> Evidence | None:
    return Repositories(cache).evidence(path)


def source_of(path: str) -> str:
    evidence = shown(path)
    return evidence.source if evidence is not None else ""


@pytest.mark.parametrize("place", PLACES)
def test_where_it_may_lie(place: str, top: Path) -> None:
    put(place)
    evidence = shown()
    assert evidence is not None
    assert (evidence.shown, evidence.source, evidence.root) == ("schema", place, str(top))
    assert all(name.startswith(f"own:{top / place}") for name in evidence.caffes)
    assert not evidence.private and evidence.names == ()


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("models/net.prototxt", "one"),  # as near as the other, but with a shorter path
        ("one/models/net.prototxt", "one"),
        ("third/two/examples/x/net.prototxt", "third/two"),
        ("third/net.prototxt", "third/two"),
        ("net.prototxt", "one"),
    ],
)
def test_the_nearest_counts(file: str, source: str) -> None:
    put("one/src/caffe/proto/caffe.proto")
    put("third/two/src/caffe/proto/caffe.proto")
    put("models/caffe.proto")  # alone, not in the tree of a Caffe
    assert source_of(file) == f"{source}/src/caffe/proto/caffe.proto"


def test_two_that_are_equally_near_are_a_set() -> None:
    put("one/src/caffe/proto/caffe.proto")
    put("two/src/caffe/proto/caffe.proto")
    evidence = shown()
    assert evidence is not None
    assert evidence.source == "one/src/caffe/proto/caffe.proto, two/src/caffe/proto/caffe.proto"
    assert {name.split("/src/")[0].rpartition("/")[2] for name in evidence.caffes} == {"one", "two"}


def test_in_a_submodule_that_is_checked_out(top: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other")
    git("init", "-q", folder=other)
    caffe_in(other)
    git("add", ".", folder=other)
    git("commit", "-q", "-m", "first", folder=other)
    os.rmdir(".git")
    git("init", "-q")
    git("submodule", "add", "-q", str(other), "third/own-name")
    assert source_of("models/net.prototxt") == "third/own-name/src/caffe/proto/caffe.proto"
    assert source_of("third/own-name/models/x.prototxt") == "src/caffe/proto/caffe.proto"
    shutil.rmtree("third/own-name")
    evidence = shown()
    assert (evidence is not None and evidence.shown == "submodule") or evidence is None


def test_what_git_does_not_track_counts_in_the_usual_places() -> None:
    os.rmdir(".git")
    git("init", "-q")
    put("a.prototxt", "name: 'a'")
    git("add", ".")
    put("project/external/caffe/src/caffe/proto/caffe.proto")
    put("other/place/src/caffe/proto/caffe.proto")
    assert source_of("project/models/net.prototxt") == "project/external/caffe/src/caffe/proto/caffe.proto"
    assert source_of("models/net.prototxt") == ""


def test_the_tree_of_a_caffe_without_any_repository() -> None:
    os.rmdir(".git")
    put("caffe/src/caffe/proto/caffe.proto")
    put("caffe/more/src/caffe/proto/caffe.proto")
    evidence = shown("caffe/models/net.prototxt")
    assert evidence is not None and evidence.source == "src/caffe/proto/caffe.proto"
    assert evidence.root == os.path.abspath("caffe")
    assert shown("models/net.prototxt") is None


@pytest.mark.parametrize(
    "text",
    [
        "message Datum {",
        "syntax = 'proto3'; message Other { int32 a = 1; }",
        "\0\xff",
        "x" * 100_000,
        "message " * 5000,
    ],
)
def test_of_one_that_cannot_be_read_nothing_is_known(text: str) -> None:
    put("src/caffe/proto/caffe.proto", text)
    put("net.prototxt", 'layer { type: "ReLU" }')
    repositories = Repositories()
    evidence = repositories.evidence("net.prototxt")
    assert evidence is not None and evidence.private and len(evidence.caffes) > 30
    assert (evidence.shown, evidence.source) == ("schema", "src/caffe/proto/caffe.proto")
    (problem,) = repositories.problems
    assert "caffe.proto" in problem and "\n" not in problem
    put("other/src/caffe/proto/caffe.proto")
    assert source_of("other/net.prototxt") == "other/src/caffe/proto/caffe.proto"


def test_links_out_of_the_repository_are_not_followed(top: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other")
    caffe_in(other)
    (top / "caffe").symlink_to(other)
    Path("src/caffe/proto").mkdir(parents=True)
    Path("src/caffe/proto/caffe.proto").symlink_to(other / "src/caffe/proto/caffe.proto")
    assert shown() is None


# ---- what the configuration names


def test_the_configuration_names_some(top: Path) -> None:
    put("src/caffe/proto/caffe.proto")
    put("protos/mine.proto")
    put("protos/theirs.proto")
    evidence = Repositories().evidence("net.prototxt", [str(top / "protos/mine.proto")])
    assert evidence is not None and evidence.source == "protos/mine.proto"
    both = Repositories().evidence(
        "net.prototxt", [str(top / "protos" / name) for name in ("mine.proto", "theirs.proto")]
    )
    assert both is not None and set(both.caffes) > set(evidence.caffes)
    assert both.source == "protos/mine.proto, protos/theirs.proto"


# ---- what is kept


def test_it_is_parsed_once_until_it_changes(top: Path, reads: list[str]) -> None:
    path = caffe_in(top)
    first = shown(cache="cache")
    assert first is not None and reads == [path]
    own.forget()
    assert shown(cache="cache") == first == shown("elsewhere/x.prototxt", cache="cache")
    assert "NetParameter" in schema(first.caffes[0]).messages
    assert reads == [path]  # the schema was taken from the cache, too
    assert shown(cache="").digest == first.digest  # type: ignore[union-attr]


@pytest.mark.parametrize("what", ["proto", "source"])
def test_a_change_of_it_or_of_its_sources_shows(top: Path, what: str, reads: list[str]) -> None:
    path = caffe_in(top, sources(mask=""))
    first = shown(cache="cache")
    assert first is not None and schema(first.caffes[0]).batch_norm.masks_statistics is False
    if what == "proto":
        put(path)
    else:
        caffe_in(top, sources())
    after = shown(cache="cache")
    assert after is not None and after.digest != first.digest
    assert reads == [path] * 2
    now = schema(after.caffes[0])
    assert ("mine" in now.messages["NetParameter"].fields) == (what == "proto")
    assert (now.batch_norm.masks_statistics is True) == (what == "source")


def test_files_of_another_time_with_the_same_content_show_the_same(top: Path) -> None:
    path = caffe_in(top)
    first = shown(cache="cache")
    os.utime(path, (1, 1))
    assert shown(cache="cache") == first


def test_only_so_many_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(9):
        put(f"{number}/caffe.proto", "message A {}")
    monkeypatch.setattr(listing, "_MAX_PROTOS", 4)
    repositories = Repositories()
    evidence = repositories.evidence("net.prototxt")
    assert evidence is not None and evidence.private
    assert len(repositories.problems) < 5


@pytest.mark.parametrize("name", ["bvlc-1.0", "microsoft", "ssd"])
def test_a_known_caffe_is_known_by_its_name(name: str) -> None:
    put("src/caffe/proto/caffe.proto", proto_text(schema(name)))
    evidence = shown()
    assert evidence is not None and name in evidence.caffes
    assert not any(caffe.startswith("own:") for caffe in evidence.caffes)


def test_a_known_caffe_whose_sources_say_otherwise_is_not_that_one() -> None:
    put("src/caffe/proto/caffe.proto", proto_text(schema()))
    for path, text in sources().items():  # a small Caffe, with few layer types
        put(path, text)
    evidence = shown()
    assert evidence is not None and evidence.caffes[0].startswith("own:")
