"""The Caffes that a .gitmodules file names: submodules, their addresses, and the Caffes known to live there."""

from __future__ import annotations

import re
from collections import namedtuple

from bnlint.caffe.schema import messages, vocabulary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple

    class Submodule(NamedTuple):
        """A submodule that is a Caffe: its folder, with slashes; a mask of the Caffes at its address, 0 if unknown."""

        path: str
        caffes: int
else:
    Submodule = namedtuple("Submodule", "path caffes")

_SECTION = re.compile(r'^\s*\[\s*submodule\s+"(?:[^"\\]|\\.)*"\s*\]', re.IGNORECASE)
_VALUE = re.compile(r"^\s*(path|url|branch)\s*=\s*(.*?)\s*$", re.IGNORECASE)
_GITHUB = re.compile(
    r"^(?:(?:https?|ssh|git|git\+ssh)://(?:[^/@\s]*@)?(?:www\.)?github\.com(?::\d+)?/|(?:[^/@\s]+@)?github\.com:/?)"
    r"([^/\s]+)/([^/\s]+?)(?:\.git)?/*$",
    re.IGNORECASE,
)
_MAX_SUBMODULES = 1000
#: Words in the names of repositories that work with Caffe's files, or have models for it, but are not a Caffe.
_OTHERS = re.compile(
    r"convert|coreml|demo|docker|example|keras|model|mxnet|^nets?$|ncnn|onnx|tensor|^tf|^to$|tool|torch|tutorial|util"
    r"|visual|zoo|pars|prototxt"
)


def caffes_in(text: str) -> list[Submodule]:
    """The submodules of a .gitmodules file that are Caffes: at an address that is known, or by their name."""
    found = []
    for values in _sections(text):
        path, url = values.get("path", "").strip("/"), values.get("url", "")
        if not path or ".." in path.split("/"):
            continue
        caffes = known_at(url, values.get("branch", ""))
        if caffes or _is_named_caffe(url) or _is_named_caffe(path):
            found.append(Submodule(path, vocabulary.mask_of(caffes)))
    return found


def known_at(url: str, branch: str = "") -> tuple[str, ...]:
    """The known Caffes that live at an address on GitHub, of a branch if one is given; () if none is known to."""
    match = _GITHUB.match(url)
    if match is None:
        return ()
    address = f"{match[1]}/{match[2]}".lower()
    bare, of_branch, of_any = [], [], []
    for name in messages.dialect_names():
        listed = [each.lower() for each in messages.where(name)]
        if address in listed:
            bare.append(name)
        if branch and f"{address}@{branch.lower()}" in listed:
            of_branch.append(name)
        if any(each.startswith(f"{address}@") for each in listed):
            of_any.append(name)
    return tuple((of_branch or bare) if branch else (bare or of_any))


def _sections(text: str) -> list[dict[str, str]]:
    """The keys of each submodule; a key that is written again counts as the last one."""
    sections: list[dict[str, str]] = []
    values: dict[str, str] = {}
    for line in text.splitlines():
        if section := _SECTION.match(line):
            if len(sections) == _MAX_SUBMODULES:
                break
            values = {}
            sections.append(values)
            line = line[section.end() :]
        elif line.lstrip().startswith("["):
            values = {}
        if match := _VALUE.match(line):
            values[match[1].lower()] = _unquoted(match[2])
    return sections


def _unquoted(value: str) -> str:
    if value[:1] == '"':
        return value[1:].partition('"')[0]
    return re.split(r"\s[#;]", value, maxsplit=1)[0].strip()


def _is_named_caffe(address: str) -> bool:
    """Whether the last part of an address or path names a Caffe: ``caffe``, ``my-caffe``, ``caffe_ssd``."""
    name = re.split(r"[/:\\]", address.rstrip("/"))[-1].removesuffix(".git").lower()
    words = re.split(r"[-_.]", name)
    return "caffe" in words and not any(map(_OTHERS.search, words))
