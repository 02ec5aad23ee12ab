"""The generator of a fork's table: for every known fork, the table that it prints makes the same fork again."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from bnlint.caffe.binary.protobuf import proto_text
from bnlint.caffe.schema.messages import dialect_names, schema
from bnlint.caffe.schema.traits import BatchNormTraits
from tests.forks import EVERYWHERE, caffe_in, sources, with_own_field
from tools import fork_table
from tools.schema_forks import Resolved, laid_over, same
from tools.schema_tables import BASE, traits_of

all_known = cache(fork_table.all_known)


def made(text: str) -> Resolved:
    """The whole Caffe that a printed table makes."""
    fork: dict[str, Any] = yaml.safe_load(text)
    known = all_known()
    donors = [(known[donor], names) for donor, names in fork.get("taken", {}).items()]
    return laid_over(known[BASE], known[fork.get("extends", BASE)], donors, fork)


@pytest.mark.parametrize("name", dialect_names()[1:])
def test_a_known_fork_comes_back(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Printed from its .proto file as a difference to others, and laid over these again."""
    others = {caffe: whole for caffe, whole in all_known().items() if caffe != name}
    path = caffe_in(tmp_path, proto=proto_text(schema(name)))
    assert fork_table.run(path, None, "A fork: of tests", ["a/b"], others) == 0
    text = capsys.readouterr().out
    assert max(map(len, text.splitlines())) <= 120
    whole, expected = made(text), all_known()[name]
    assert {m: set(fields) for m, fields in whole["messages"].items()} == {
        m: set(fields) for m, fields in expected["messages"].items()
    }
    for message, fields in whole["messages"].items():
        for field, facts in fields.items():
            assert same(facts, expected["messages"][message][field]), (message, field)
    assert whole["enums"] == expected["enums"]
    if "batch_norm." not in text:
        ours, theirs = (BatchNormTraits(**traits_of(caffe)) for caffe in (whole, expected))
        names = set(BatchNormTraits.__slots__) - {"default_eps_varies"}
        assert {n: getattr(ours, n) for n in names} == {n: getattr(theirs, n) for n in names}


def test_what_the_sources_show_is_in_the_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = sources("", types=[*EVERYWHERE, "New"])
    (tmp_path / "elsewhere").mkdir()
    path = caffe_in(tmp_path / "elsewhere", proto=with_own_field(proto_text(schema()), "NetParameter"))
    caffe_in(tmp_path, files)
    assert fork_table.main([path, "--sources", str(tmp_path), "--title", "Mine", "--where", "me/mine"]) == 0
    text = capsys.readouterr().out
    fork = yaml.safe_load(text)
    assert (fork["title"], fork["where"]) == ("Mine", ["me/mine"])
    assert fork["added"] == {"NetParameter": {"mine": {"number": 999, "type": "int32"}}}
    whole = made(text)
    assert whole["layer_types"] == sorted([*EVERYWHERE, "BatchNorm", "New"])
    assert whole["batch_norm"]["masks_statistics"] is False
    assert whole["formats"]["upgrades_on_load"] == ["v0", "data_transform", "v1", "input", "batch_norm"]
    assert whole["v1_types"]["CONVOLUTION"] == "New"
    assert "Not found out" not in text


def test_what_is_unknown_is_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = caffe_in(tmp_path, proto=with_own_field(proto_text(schema()), "NetParameter"))
    assert fork_table.main([path]) == 0
    text = capsys.readouterr().out
    assert "# Not found out:\n# batch_norm.batch_statistics: aborts or computed\n" in text
    assert "# batch_norm.upgrade: clears or none or zeroes\n" in text
    assert "# formats.upgrades_on_load\n" in text
    assert yaml.safe_load(text)["layer_types"] == "unknown"


def test_a_file_that_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert fork_table.main([str(tmp_path)]) == 1
    assert capsys.readouterr().err == f"{tmp_path}: it is a folder\n"
