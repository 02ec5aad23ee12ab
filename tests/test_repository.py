"""What the files of a repository show about their Caffe, and how looking at them is bounded."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from bnlint.caffe import BASE
from bnlint.caffe.evidence import Evidence
from bnlint.caffe.repository import listing, memory, prototxts
from bnlint.caffe.repository.repositories import Repositories
from bnlint.caffe.repository.scan import Scanner
from bnlint.caffe.repository.summary import NOTHING
from bnlint.caffe.schema import vocabulary
from bnlint.caffe.schema.messages import dialect_names

NET = 'layer {{ name: "a" type: "{}" bottom: "a" top: "b" {} }}\n'
PLAIN = NET.format("ReLU", "relu_param { negative_slope: 0.1 }")
SSD = NET.format("Normalize", "norm_param { across_spatial: false }")  # as SSD and forks of it have it
ENET = NET.format("DenseImageData", "dense_image_data_param { label_divide_factor: 2 }")  # only ENet's
PRIVATE = NET.format("QuuxConvolution", "quux_param { level: 0.3 }")
SOLVER = 'net: "net.prototxt"\nbase_lr: 0.1\nlr_policy: "fixed"\n'


def git(*words: str, folder: Path) -> None:
    subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True)


MODULES = '[submodule "{path}"]\n\tpath = {path}\n\turl = {url}\n'


def modules(url: str, path: str = "external/caffe", more: str = "") -> str:
    return MODULES.format(path=path, url=url) + more


@pytest.fixture
def put(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Writes files into a new repository, which is the working directory."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()

    def files(texts: dict[str, str]) -> Path:
        for name, text in texts.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return tmp_path

    return files


def shown(path: str = "net.prototxt") -> Evidence | None:
    return Repositories().evidence(path)


def having(*words: str) -> tuple[str, ...]:
    """The known Caffes that have all of these names."""
    mask = vocabulary.ALL
    for word in words:
        mask &= vocabulary.words()[word]
    return vocabulary.names_of(mask)


# ---- other files


def test_files_with_nothing_foreign_show_nothing(put: Callable[..., Path]) -> None:
    put({"a.prototxt": PLAIN, "b/solver.prototxt": SOLVER})
    assert shown() is None
    assert shown("b/new/x.prototxt") is None


def test_one_foreign_file_decides_for_all(put: Callable[..., Path]) -> None:
    top = put({"a.prototxt": PLAIN, "deep/b.prototxt": SSD})
    evidence = shown()
    assert evidence is not None
    assert evidence.caffes == having("Normalize", "norm_param", "across_spatial", "relu_param")
    assert BASE not in evidence.caffes and "ssd" in evidence.caffes
    assert (evidence.shown, evidence.source, evidence.private, evidence.root) == ("repository", "", False, str(top))
    assert set(evidence.names) == {"across_spatial", "norm_param", "Normalize"}
    assert shown("elsewhere/new.prototxt") == evidence


def test_caffes_that_cannot_read_some_file_drop_out(put: Callable[..., Path]) -> None:
    put({"a.prototxt": SSD})
    before = shown()
    put({"b.prototxt": NET.format("PriorBox", "prior_box_param { min_size: 3 }")})
    after = shown()
    assert before is not None and after is not None
    assert set(after.caffes) < set(before.caffes)
    assert after.digest != before.digest


def test_folders_differ_where_their_files_contradict_each_other(put: Callable[..., Path]) -> None:
    put({"ssd/a.prototxt": SSD, "ssd/sub/plain.prototxt": PLAIN, "enet/b.prototxt": ENET, "c/plain.prototxt": PLAIN})
    first, second = shown("ssd/sub/plain.prototxt"), shown("enet/x.prototxt")
    assert first is not None and "ssd" in first.caffes and "enet" not in first.caffes
    assert second is not None and "enet" in second.caffes and "ssd" not in second.caffes
    assert shown("c/plain.prototxt") is None
    assert shown("top.prototxt") is None


def test_files_of_one_folder_that_contradict_each_other_show_nothing(put: Callable[..., Path]) -> None:
    put({"a.prototxt": SSD, "b.prototxt": ENET, "c.prototxt": PLAIN})
    assert shown() is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (PRIVATE, ("QuuxConvolution", "quux_param")),
        (NET.format("ReLU", "relu_param { thing: 1 }"), ("thing",)),
        ('layers { name: "a" type: PRIVATE_THING }', ("PRIVATE_THING",)),
        (SOLVER + "my_policy_steps: 3\n", ("my_policy_steps",)),
        (SSD + ENET, ("label_divide_factor",)),  # that no one Caffe has together
    ],
)
def test_names_that_no_known_caffe_has_are_private(put: Callable[..., Path], text: str, names: tuple[str, ...]) -> None:
    put({"a.prototxt": PLAIN, "b.prototxt": text})
    evidence = shown()
    assert evidence is not None and evidence.private
    assert BASE in evidence.caffes and len(evidence.caffes) > 40
    assert set(names) <= set(evidence.names)


@pytest.mark.parametrize(
    "text",
    [
        NET.format("Convolution", "convolution_param { bais_term: false }"),  # a slip
        NET.format("Convolutoin", ""),
        NET.format("${TYPE}", "") + "${MORE}\n",  # a template
        NET.format("Data", "data_param { batch_size: {{ size }} own: {{ x }} }").replace("}}}}", "}}"),
        'item { name: "cat" id: 3 display_name: "Cat" }\n',  # a label map
        "graph_def { node { op: 'Conv2D' attr { key: 'T' } } }\n",  # of other programs
        '# type: "MyType" my_param {}\n',
        'layer { name: "my_param: 3 { Foo" type: "ReLU" }',
        'layer { type: "InnerProduct" inner_product_param { weight_filler { type: "xavier" std: 1e5 } } }',
        'layers { layer { name: "a" type: "conv" num_output: 3 } }',
        "",
        "\0\1\2",
        "{{{{}}}}",
        'layer { python_param { module: "x" layer: "Y" param_str: "{\'a\': Foo}" } }',
    ],
)
def test_what_shows_nothing(put: Callable[..., Path], text: str) -> None:
    put({"a.prototxt": PLAIN, "b.prototxt": text})
    assert shown() is None


def test_a_word_that_comes_again_and_again_is_no_slip(put: Callable[..., Path]) -> None:
    slip = NET.format("Convolutoin", "")
    put({f"{number}.prototxt": slip for number in range(3)})
    evidence = shown()
    assert evidence is not None and evidence.private and evidence.names == ("Convolutoin",)


def test_only_the_files_that_git_lists_count(put: Callable[..., Path], tmp_path: Path) -> None:
    (tmp_path / ".git").rmdir()
    git("init", "-q", folder=tmp_path)
    put({"a.prototxt": PLAIN})
    git("add", ".", folder=tmp_path)
    put({"untracked.prototxt": SSD})
    assert shown() is None
    git("add", ".", folder=tmp_path)
    assert shown() is not None
    os.unlink("untracked.prototxt")
    assert shown() is None


@pytest.mark.parametrize("mark", [".git", ".hg", ".svn"])
def test_the_repository_ends_at_its_top(put: Callable[..., Path], mark: str) -> None:
    put({"outer.prototxt": SSD, "inner/net.prototxt": PLAIN, f"inner/{mark}/x": ""})
    assert shown("inner/net.prototxt") is None
    assert shown("outer.prototxt") is not None
    os.replace("inner/net.prototxt", "inner/ssd.prototxt")
    put({"inner/ssd.prototxt": ENET})
    outer = shown("outer.prototxt")
    assert outer is not None and "ssd" in outer.caffes  # what is in another repository does not count


def test_without_a_repository_there_is_nothing_unless_a_folder_counts_as_one(put: Callable[..., Path]) -> None:
    top = put({"a.prototxt": SSD})
    os.rmdir(".git")
    assert shown() is None
    assert Repositories().evidence_in(str(top / "x"), root=str(top)) is not None


# ---- what is kept


def scans(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The sizes of all files that are scanned from now on."""
    sizes: list[int] = []
    scan = Scanner.scan
    monkeypatch.setattr(Scanner, "scan", lambda self, data: sizes.append(len(data)) or scan(self, data))
    return sizes


def test_files_are_read_again_only_when_they_change(put: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    put({"a.prototxt": PLAIN, "b.prototxt": SSD})
    sizes = scans(monkeypatch)

    def kept() -> Evidence | None:
        return Repositories("cache").evidence("net.prototxt")

    first = kept()
    assert first is not None and sizes == [len(PLAIN), len(SSD)]
    assert kept() == first and len(sizes) == 2
    put({"a.prototxt": ENET + ENET})
    assert kept() is None and sizes[2:] == [2 * len(ENET)]
    put({"a.prototxt": PLAIN})
    assert kept() == first
    for path in (*Path("cache").glob("repository-*"), *Path("cache").glob("files-*")):
        data = path.read_bytes()
        for damage in (b"", b"x", data[:-1], data.replace(b"prototxt", b"PROTOTXT"), b"\0" * 300):
            path.write_bytes(damage)
            assert kept() == first
    assert Path("cache/CACHEDIR.TAG").exists()


def test_what_a_run_saw_first_holds_to_its_end(put: Callable[..., Path]) -> None:
    put({"one/a.prototxt": PLAIN, "two/b.prototxt": SSD})
    run = Repositories()
    first = run.evidence("one/a.prototxt")
    put({"one/a.prototxt": ENET, "two/b.prototxt": PLAIN})
    assert run.evidence("two/b.prototxt") == first == run.evidence("three/c.prototxt")
    run.forget()
    after = run.evidence("two/b.prototxt")
    assert after is not None and after != first and "enet" in after.caffes


# ---- hostile input


def test_links_out_of_the_repository_are_not_followed(
    put: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other")
    (other / "ssd.prototxt").write_text(SSD)
    (other / "modules").write_text(modules("https://github.com/Microsoft/caffe"))
    top = put({"a.prototxt": PLAIN})
    (top / "b.prototxt").symlink_to(other / "ssd.prototxt")
    (top / "folder").symlink_to(other)
    (top / ".gitmodules").symlink_to(other / "modules")
    assert shown() is None
    os.mkfifo(top / "pipe.prototxt")
    assert shown() is None


def test_an_index_that_leads_elsewhere(put: Callable[..., Path], tmp_path: Path) -> None:
    (tmp_path / ".git").rmdir()
    (tmp_path / "outside.prototxt").write_text(SSD)
    top = tmp_path / "top"
    top.mkdir()
    git("init", "-q", folder=top)
    (top / "ab-outside.prototxt").write_text(SSD)
    git("add", ".", folder=top)
    index = (top / ".git/index").read_bytes()
    (top / ".git/index").write_bytes(index.replace(b"ab-outside", b"../outside"))
    assert shown("top/net.prototxt") is None


def test_a_million_files_take_bounded_time(put: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    put({f"{folder}/{number}.prototxt": PLAIN for folder in "abc" for number in range(40)})
    monkeypatch.setattr(listing, "_MAX_ENTRIES", 50)
    assert len(listing.listing(".").prototxts) < 50
    monkeypatch.setattr(listing, "_MAX_ENTRIES", 1000)
    monkeypatch.setattr(listing, "_PER_FOLDER", 10)
    assert len(listing.listing(".").prototxts) == 30
    monkeypatch.setattr(listing, "_MAX_FILES", 7)
    first = [f"{folder}/{number}.prototxt" for number in (0, 1) for folder in "abc"]
    assert listing.listing(".").prototxts == (*first, "a/10.prototxt")


def test_only_so_many_bytes_are_read(put: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    put({"a.prototxt": PLAIN * 100, "b.prototxt": SSD})
    sizes = scans(monkeypatch)
    monkeypatch.setattr(prototxts, "_MAX_ALL", len(PLAIN) * 100)
    assert shown() is None and sizes == [len(PLAIN) * 100]


@pytest.mark.parametrize(
    "data", [b"layer {" * 20_000, b'"' * 100_000, b"a" * 500_000, b"type:" * 50_000, b"\\" * 100_000]
)
def test_scanning_takes_linear_time(data: bytes) -> None:
    Scanner().scan(data)


def test_a_file_by_itself() -> None:
    scan = Scanner().scan
    assert scan(PLAIN.encode()).mask & vocabulary.BVLC
    assert scan(b"") == NOTHING
    assert scan(SSD.encode()).foreign[-1] == "Normalize"
    assert scan(PRIVATE.encode()).private == ("QuuxConvolution", "quux_param")
    assert vocabulary.names_of(vocabulary.ALL) == dialect_names()


def test_a_search_is_repeated_when_a_folder_has_changed(
    put: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    put({"a.prototxt": PLAIN, "deep/er/b.prototxt": PLAIN})
    searches: list[str] = []
    search = listing.listing
    monkeypatch.setattr(listing, "listing", lambda top: searches.append(top) or search(top))
    for _ in range(2):
        assert Repositories(".cache").evidence("net.prototxt") is None
    assert len(searches) == 1 + 1  # the folder of the cache was new
    assert Repositories(".cache").evidence("net.prototxt") is None
    assert len(searches) == 2
    put({"deep/er/c.prototxt": SSD})
    assert Repositories(".cache").evidence("net.prototxt") is not None
    assert len(searches) == 3
    put({".git/index": "odd"})
    assert Repositories(".cache").evidence("net.prototxt") is not None
    assert len(searches) == 4


def test_what_many_folders_show_is_written_once(put: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    put({f"{number}/deep/net.prototxt": SSD for number in range(30)})
    writes: list[str] = []
    write = memory.files.write_unsynced
    monkeypatch.setattr(memory.files, "write_unsynced", lambda path, data: writes.append(path) or write(path, data))
    for _ in range(2):
        run = Repositories("cache")
        assert len({run.evidence(f"{number}/{place}/x") for number in range(40) for place in ("deep", "new/er")}) == 1
    assert len([path for path in writes if "repository-" in path]) == 1 + 1  # the folder of the cache was new
    assert len([path for path in writes if "files-" in path]) == 1
