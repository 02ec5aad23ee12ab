"""The reader of .proto files: against protoc, on the texts of all known Caffes, and on what is broken."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bnlint.caffe.binary.protobuf import proto_text
from bnlint.caffe.proto.data import Tables
from bnlint.caffe.proto.errors import Fault, ProtoError
from bnlint.caffe.proto.layout import digest, of_today
from bnlint.caffe.proto.parser import parse
from bnlint.caffe.proto.reading import read_tables
from bnlint.caffe.proto.tables import tables
from bnlint.caffe.schema.messages import dialect_names, schema
from tests.proto_texts import compiled, proto_texts
from tests.strategies import mutations

SMALL = """syntax = "proto2";
package caffe;
message NetParameter { optional string name = 1; repeated LayerParameter layer = 100; }
message LayerParameter {
  optional string type = 2;
  enum Phase { TRAIN = 0; TEST = 1; }
  repeated Phase phase = 3;  // of a layer
}
"""


def read(text: str) -> Tables:
    return tables(parse(text))


@given(proto_texts())
def test_the_tables_are_those_of_protoc(text: str) -> None:
    """Whatever protoc accepts is read, and to the same tables; a few things that it refuses are read, too."""
    theirs = compiled(text)
    try:
        ours = read(text)
    except Fault:
        assert isinstance(theirs, str), text
    else:
        assert isinstance(theirs, str) or repr(ours) == repr(theirs._replace(packed=ours.packed))
        assert isinstance(theirs, str) or ours.packed == theirs.packed


@pytest.mark.parametrize("name", dialect_names())
def test_the_tables_of_a_known_caffe_come_back(name: str) -> None:
    known = schema(name)
    made = read(proto_text(known))
    assert {message: set(map(repr, rows)) for message, rows in made.messages.items()} == {
        message: {
            repr((field.name, field.number, field.label, field.type, field.default))
            for field in declared.fields.values()
        }
        for message, declared in known.messages.items()
    }
    assert made.enums == known.enums
    assert of_today(made) == made


@pytest.mark.parametrize(
    ("text", "cause", "position"),
    [
        ("message A { optional int32 x 1; }", "unexpected '1', expected '='", 29),
        ("message A { optional B b = 1; }", "type 'B' is not declared in this file", 23),
        ('import "b.proto"; message A { optional B b = 1; }', "and imported files are not read", 41),
        ('syntax = "proto3";', 'the syntax is "proto3", but that of every Caffe is proto2', 0),
        ('edition = "2023";', "protobuf edition", 0),
        ("message A { optional group X = 1 { } }", "groups are not read", 21),
        ("message A { oneof x { group X = 1 { } } }", "groups are not read", 22),
        ("message A { ", "the file ends before the '}' of 'A'", 8),
        ('import "a" ', "the file ends in the middle of a statement", 11),
        ("message A { required int32 日 = 1; }", "unexpected '日'", 27),
        ("message A { optional int32 x = 08; }", "unexpected '0'", 31),
        ("\0", r"unexpected '\x00'", 0),
        ("message A {} message A {}", "'A' is declared twice", 21),
        ("enum E { X = 0; } enum F { X = 0; }", "'X' is declared twice", 27),
        ("message A { optional int32 x = 1; optional int32 y = 1; }", "'y' has number 1, as 'x' has", 49),
        ("message A { optional int32 x = 0; }", "'x' has number 0, which is not allowed", 27),
        ("message A { optional int32 x = 19000; }", "not allowed", 27),
        ("message A { optional uint32 x = 1 [default = -1]; }", "'x' cannot have the default '-1'", 28),
        ("message A { repeated uint32 x = 1 [default = 1]; }", "cannot have the default", 28),
        ("message A { optional A x = 1 [default = 1]; }", "cannot have the default", 23),
        ("enum E { }", "enum 'E' has no values", 5),
        ("enum E { X = 4294967296; }", "too large for an enum", 9),
        ("message A {" * 1000, "nested too deeply", 1375),
        ("/* never closed", "unexpected '/'", 0),
        ("message A {}\n<<<<<<< HEAD\nmessage B {}\n=======\n", "a merge conflict is not resolved", 13),
        ('message A { optional string s = 1 [default = "x\n"]; }', "unexpected '\"'", 45),
    ],
)
def test_what_is_refused(text: str, cause: str, position: int) -> None:
    with pytest.raises(Fault) as caught:
        read(text)
    assert cause in str(caught.value)
    assert caught.value.start == position


def test_what_is_passed_over() -> None:
    made = read(
        """
        import public "other.proto"; import "a" ".proto";
        option (my.option).deep = { a: 1 b { c: "}" } d: [1, 2] };
        message A {
          extensions 100 to 200, 300 to max; reserved 5, 6 to 8; reserved "old", "older";
          option deprecated = true;
          optional int32 x = 1 [(my) = { a: 1 }, deprecated = true, default = 3];
          map<string, A> by_name = 2;
          oneof choice { option (o) = 1; string text = 3; A.B b = 4; }
          message B { enum E { option allow_alias = true; P = 0 [deprecated = true]; Q = 0; reserved -4 to max, 9; } }
          extend A { optional int32 extra = 100; }
        };
        service S { rpc Call (A) returns (stream A) { option x = 1; } }
        """
    )
    assert made.messages == {
        "A": (
            ("x", 1, "optional", "int32", 3),
            ("by_name", 2, "repeated", "A.ByNameEntry", None),
            ("text", 3, "optional", "string", None),
            ("b", 4, "optional", "A.B", None),
        ),
        "A.ByNameEntry": (("key", 1, "optional", "string", None), ("value", 2, "optional", "A", None)),
        "A.B": (),
    }
    assert made.enums == {"A.B.E": {"P": 0, "Q": 0}}


# ---- the layouts of earlier years


def test_a_caffe_of_2014_in_todays_layout() -> None:
    old = """
    package caffe;
    message NetParameter { repeated LayerParameter layers = 2; }
    message LayerParameter {
      optional V0LayerParameter layer = 1;
      enum LayerType { NONE = 0; RELU = 1; }
      optional LayerType type = 5 [default = NONE];
      optional float x = 6 [default = 1e-3];
    }
    message V0LayerParameter { optional string name = 1; }
    """
    made = of_today(read(old))
    assert set(made.messages) == {"NetParameter", "V1LayerParameter", "V0LayerParameter"}
    assert made.messages["NetParameter"] == (("layers", 2, "repeated", "V1LayerParameter", None),)
    assert made.messages["V1LayerParameter"][1] == ("type", 5, "optional", "V1LayerParameter.LayerType", "NONE")
    assert made.enums == {"V1LayerParameter.LayerType": {"NONE": 0, "RELU": 1}}


def test_a_caffe_of_2013_in_todays_layout() -> None:
    old = """
    message NetParameter { repeated LayerConnection layers = 2; }
    message LayerConnection { optional LayerParameter layer = 1; repeated string bottom = 2; }
    message LayerParameter { optional string type = 2; }
    """
    made = of_today(read(old))
    assert made.messages["V1LayerParameter"][0] == ("layer", 1, "optional", "V0LayerParameter", None)
    assert made.messages["V0LayerParameter"] == (("type", 2, "optional", "string", None),)


@pytest.mark.parametrize(
    "text", ["", "message A {}", "message NetParameter { optional string name = 1; }", "message LayerParameter {}"]
)
def test_the_file_of_another_project(text: str) -> None:
    with pytest.raises(Fault, match="not the file of a Caffe"):
        of_today(read(text))


def test_the_digest_depends_on_what_nets_and_solvers_may_say() -> None:
    made = read(SMALL)

    def of(text: str) -> str:
        other = read(text)
        return digest(other.messages, other.enums)

    same = digest(made.messages, made.enums)
    assert of(SMALL.replace("package caffe;", "") + "message Unused { optional int32 x = 1; }") == same
    for one, other in [("name = 1", "name = 4"), ("TEST = 1", "TEST = 2"), ("type = 2", 'type = 2 [default = ""]')]:
        assert of(SMALL.replace(one, other)) != same


# ---- files


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"message A {\n  optional int32 x 1;\n}", ":2:20: unexpected '1', expected '='"),
        (b"message A {}", ":1:1: this is not the file of a Caffe: it declares no NetParameter with layers"),
        (b"\xff\xfe\0m\0e", ": it is not text"),
        (b"\x89PNG\r\n\x1a\n\0\0", ": it is not text"),
        (b" " * 2_000_001, ": it is larger than 2 MB: no Caffe's is"),
        (None, ": there is no such file"),
    ],
)
def test_errors_are_one_clear_line(content: bytes | None, message: str, tmp_path: Path) -> None:
    path = tmp_path / "caffe.proto"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ProtoError) as caught:
        read_tables(str(path))
    assert str(caught.value) == f"{path}{message}"


def test_a_folder_a_pipe_and_a_link_to_nothing(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / "nothing")
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    for name, cause in [
        ("folder", "it is a folder"),
        ("pipe", "not a regular"),
        ("link", "no such"),
        ("circle", "no such"),
    ]:
        with pytest.raises(ProtoError, match=cause):
            read_tables(str(tmp_path / name))
    with pytest.raises(ProtoError):
        read_tables("\0")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "latin-1"])
def test_comments_in_any_encoding(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "caffe.proto"
    path.write_bytes(SMALL.replace("of a layer", "é" if encoding == "latin-1" else "层").encode(encoding))
    assert "LayerParameter.Phase" in read_tables(str(path)).enums


@given(st.data())
def test_no_text_makes_it_fail(data: st.DataObject) -> None:
    text = data.draw(mutations(proto_text(schema())[:3000] + "}\n" + SMALL, 5))
    try:
        of_today(read(text))
    except Fault as fault:
        assert "\n" not in str(fault)
        assert 0 <= fault.start <= len(text)


@given(st.text(alphabet="message{}A=1;optional /*\"'[]<>. \n-0x"))
def test_no_characters_make_it_fail(text: str) -> None:
    try:
        of_today(read(text))
    except Fault as fault:
        assert 0 <= fault.start <= len(text)


@pytest.mark.parametrize(
    "part", ["/*", '"', "message A {", "a.", "/**", "[", "\n", "// x\n", "message A { x = ", "/* */", "message A { } "]
)
def test_the_time_is_bounded(part: str) -> None:
    start = time.perf_counter()
    with suppress(Fault):
        read(part * (1_000_000 // len(part)))
    assert time.perf_counter() - start < 10
