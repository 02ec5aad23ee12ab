"""Finds the repository that a folder is in, and the Caffe source tree that it is in; loads nothing else."""

from __future__ import annotations

import os

#: What the top folder of a repository contains.
MARKS = (".git", ".hg", ".svn", ".jj")
#: Where a Caffe's own proto is in its source tree.
TREE = "src/caffe/proto/caffe.proto"


class Roots:
    """The tops of repositories and of Caffe trees, by absolute folder."""

    __slots__ = ("_protos", "_roots")

    def __init__(self) -> None:
        self._roots: dict[str, str] = {}
        self._protos: dict[str, str] = {}

    def repository(self, folder: str) -> str:
        """The nearest folder, upwards, that is the top of a repository; "" without one."""
        if folder not in self._roots:
            above = os.path.dirname(folder)
            if any(os.path.exists(os.path.join(folder, mark)) for mark in MARKS):
                self._roots[folder] = folder
            else:
                self._roots[folder] = self.repository(above) if above != folder else ""
        return self._roots[folder]

    def caffe_tree(self, folder: str) -> str:
        """The nearest folder, upwards, that has ``src/caffe/proto/caffe.proto``; "" without one."""
        if folder not in self._protos:
            above = os.path.dirname(folder)
            if os.path.isfile(os.path.join(folder, TREE)):
                self._protos[folder] = folder
            else:
                self._protos[folder] = self.caffe_tree(above) if above != folder else ""
        return self._protos[folder]
