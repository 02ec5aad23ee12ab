"""What can go wrong in an upgrade: errors that Caffe logs, and those at which it aborts."""

from __future__ import annotations


class Problems(list[str]):
    """The errors that Caffe logs while it goes on, in its words."""


class Fatal(Exception):
    """Caffe aborts; the message is in its words."""
