"""What can go wrong in an upgrade: errors that Caffe only logs, and errors that make it abort."""

from __future__ import annotations


class Problems(list[str]):
    """The errors that Caffe logs without aborting, in its own words."""


class Fatal(Exception):
    """Caffe aborts; the message is Caffe's own where it has one."""
