"""The definition of rule files: their tables, with the type and meaning of each key."""

from __future__ import annotations

from bnlint.rules.language.kinds import Boolean, Choice, Key, ListOf, MapOf, Number, OneOrMore, Ref, Scalar, Table, Text

PHASES = Choice(("TRAIN", "TEST"))
SEVERITIES = Choice(("info", "warning", "error"))
_TEXT = Text()
_TEXTS = ListOf(_TEXT)

RULE = Table(
    "rule",
    "A rule: which layers it finds, what it reports, and how to fix them.",
    (
        Key(
            "id",
            Text("letters and three digits, such as BN101", r"[A-Z]+[0-9]{3}"),
            "Capital letters and three digits, such as `MY101`. `--select` and `--ignore` accept it and its prefixes.",
            "always",
        ),
        Key(
            "name",
            Text("small letters and hyphens, such as missing-scale", r"[a-z0-9]+(-[a-z0-9]+)*"),
            "A short name for the fault, in words joined by hyphens, such as `missing-scale`.",
            "always",
        ),
        Key("summary", _TEXT, "One sentence: what the rule finds.", "always"),
        Key("severity", SEVERITIES, "The severity of a finding, unless a case changes it.", "always"),
        Key("default", Boolean(), "false: the rule runs only if it is selected by its full id or by `ALL`."),
        Key("match", Ref("condition"), "The layers that the rule finds.", "user"),
        Key(
            "states",
            Choice(("any", "every")),
            "Whether a layer must match in `any` (the default) or in `every` state of the net in which it exists. A "
            "state is a phase, with the stages and levels that matter to the include and exclude rules of the file.",
        ),
        Key("message", _TEXT, "The message of a finding: a template.", "user"),
        Key(
            "at",
            Text("the path of a field"),
            "The field that a finding underlines, if it is set; otherwise, the layer's `type` is underlined.",
        ),
        Key(
            "cases",
            ListOf(Ref("case"), at_least=1),
            "Findings with another severity, message or fix: the first matching case applies.",
        ),
        Key("fix", Ref("fix"), "How to fix the finding."),
        Key("why", _TEXT, "Why it matters (Markdown).", "own"),
        Key("caffe", _TEXT, "What Caffe does about it (Markdown)."),
        Key("exceptions", _TEXTS, "What looks like the fault but is not reported."),
        Key("evidence", _TEXTS, "Where the fault was seen: `owner/repository#number` or a URL."),
        Key("examples", ListOf(Ref("example")), "Nets in which the rule finds the fault.", "own"),
        Key("silent", ListOf(Ref("silent")), "Nets in which the rule must find nothing."),
    ),
)

_CONDITION_KEYS = (
    Key("type", OneOrMore(), "The type of the layer, or a list of types: `BatchNorm`, `[ReLU, PReLU]`."),
    Key("name", Text("a regular expression"), "A regular expression that matches somewhere in the layer's name."),
    Key(
        "fields",
        MapOf(Ref("test")),
        "Tests of fields, by path: `batch_norm_param.eps`, `param.0.lr_mult` (the first `param`; without an index, "
        "any of them may pass). All tests must pass.",
    ),
    Key("bottoms", Ref("count"), "A test of the number of bottoms."),
    Key("tops", Ref("count"), "A test of the number of tops."),
    Key("in_place", Boolean(), "Whether the first top is the first bottom."),
    Key("exists_in", PHASES, "The layer exists in some state of this phase."),
    Key(
        "phase",
        PHASES,
        "The phase of the layer: that of the net, or the `phase` field of the layer itself.",
    ),
    Key(
        "net",
        Choice(("trains", "deploy")),
        "`trains`: the net has a loss in TRAIN. `deploy`: the net is only used for inference.",
    ),
    Key("feeds", Ref("neighbour"), "A condition on a layer that reads a top of this layer."),
    Key("fed_by", Ref("neighbour"), "A condition on a layer whose top this layer reads."),
    Key("all", ListOf(Ref("condition"), at_least=1), "All of these conditions hold."),
    Key("any", ListOf(Ref("condition"), at_least=1), "At least one of these conditions holds."),
    Key("not", Ref("condition"), "This condition does not hold."),
)

CONDITION = Table(
    "condition",
    "A condition on a layer; all its keys must hold.",
    _CONDITION_KEYS,
    tuple(key.name for key in _CONDITION_KEYS),
)

NEIGHBOUR = Table(
    "neighbour",
    "A condition on a neighbour, and which layers may be in between: `{}` is any neighbour.",
    (
        Key(
            "through",
            OneOrMore("in_place, anything or layer types"),
            "Which layers may be in between: none (the default), `in_place` layers, layers of the listed types, or "
            "`anything` (a neighbour at any distance). A list may also contain `in_place`.",
        ),
        *_CONDITION_KEYS,
    ),
)

_OPERATORS = (
    Key("equal", Scalar(), "The value is equal to this."),
    Key("in", ListOf(Scalar(), at_least=1), "The value is one of these."),
    Key("lt", Number(), "The value is less than this."),
    Key("le", Number(), "The value is at most this."),
    Key("gt", Number(), "The value is greater than this."),
    Key("ge", Number(), "The value is at least this."),
    Key("present", Boolean(True), "The field is set in the file."),
    Key("absent", Boolean(True), "The field is not set in the file."),
)

TEST = Table(
    "test",
    "A test of a field: one value must pass all its operators. Numbers compare in the precision of the field.",
    (
        *_OPERATORS,
        Key("written", Boolean(True), "Only values set in the file count, not defaults."),
    ),
    tuple(key.name for key in _OPERATORS),
)

COUNT = Table(
    "count",
    "A test of a number of blobs.",
    (
        Key("equal", Number(whole=True), "The number is equal to this."),
        Key("in", ListOf(Number(whole=True), at_least=1), "The number is one of these."),
        *(key for key in _OPERATORS if key.name in ("lt", "le", "gt", "ge")),
    ),
    ("equal", "in", "lt", "le", "gt", "ge"),
)

_EDITS = (
    Key("title", _TEXT, "What the fix will do, as an imperative sentence: a template.", "user"),
    Key(
        "remove",
        OneOrMore("the path of a field, or a list of them"),
        "Fields to remove; a message that becomes empty is also removed.",
    ),
    Key("set", MapOf(Scalar()), "Fields to set, with their values."),
    Key(
        "insert_after",
        _TEXT,
        "A layer to insert after the found layer: its fields as prototxt, a template. It gets the include and "
        "exclude rules of the found layer unless it has its own.",
    ),
)

FIX = Table(
    "fix",
    "A fix: one or more of `remove`, `set` and `insert_after`.",
    (
        Key(
            "applicability",
            Choice(("safe", "unsafe", "display")),
            "`safe`: Caffe builds the same net. `unsafe`: numbers or weights may change. `display`: never applied.",
            "always",
        ),
        *_EDITS,
        Key("does", _TEXT, "What the fix does (Markdown).", "own"),
        Key("safety", _TEXT, "Why the fix is safe or unsafe (Markdown)."),
        Key(
            "changes",
            _TEXTS,
            "For rules in Python: the fields that the fix may change, such as `BatchNorm.param.lr_mult`.",
        ),
        Key("adds", _TEXTS, "For rules in Python: the types of layers that the fix may insert."),
        Key(
            "proof",
            Choice(("net", "syntax", "upgrade", "porting", "suppressions")),
            "For rules in Python: how the fix is proved. `net` (the default): it changes only the fields and layers "
            "that the rule declares. `syntax`: a syntax error is gone, and nothing beside it changes. `upgrade`: "
            "Caffe's own upgrade gives the same net. `porting`: the target reads what the file's own Caffe read. "
            "`suppressions`: it changes only suppression comments.",
        ),
    ),
)

CASE = Table(
    "case",
    "A case of a rule; keys that it does not have are those of the rule.",
    (
        Key("match", Ref("condition"), "The layers to which the case applies.", "always"),
        Key("severity", SEVERITIES, "The severity of their findings."),
        Key("message", _TEXT, "The message of their findings: a template."),
        Key("fix", Ref("edits"), "The fix of their findings. `{}`: none."),
    ),
)

EDITS = Table(
    "edits",
    "A fix with the applicability of the rule's, or `{}` for none.",
    tuple(Key(key.name, key.kind, key.doc) for key in _EDITS),
)

_FILES = "Other files, by their paths relative to the example; without this key, the example is not a file either."

_FRAME = "The net around the text: `NAME.prototxt` in the folder `frames` next to the rule file, or a frame of bnlint."

EXAMPLE = Table(
    "example",
    "A net in which the rule finds the fault, and the corrected net.",
    (
        Key("title", _TEXT, "What the example shows.", "always"),
        Key("frame", _TEXT, _FRAME),
        Key("bad", _TEXT, "The net, with marks below what the rule finds.", "always"),
        Key(
            "good",
            _TEXT,
            "The corrected net: a diff against `bad` (hunks without line numbers, each after a line `@@`) or the "
            "whole text. It is the result of the fix unless `fixed` is false.",
        ),
        Key("fixed", Boolean(), "false: the result of the fix is not `good`."),
        Key("count", Number(whole=True), "Without marks: the number of findings; 1 by default."),
        Key("state", _TEXT, "Without marks: the only state that the findings name."),
        Key("severity", SEVERITIES, "Without marks: the severity of the findings, if it is not that of the rule."),
        Key("unsafe", Boolean(), "Without marks, true: the fixes are unsafe, although fixes of the rule may be safe."),
        Key("target", _TEXT, "The target: the Caffe that must run the net."),
        Key("dialect", _TEXT, "The Caffe that the net is for, if the net does not show it."),
        Key("files", MapOf(_TEXT), _FILES),
    ),
)

SILENT = Table(
    "silent",
    "A net that looks as if it had the fault, but does not.",
    (
        Key("title", _TEXT, "Why the rule finds nothing.", "always"),
        Key("frame", _TEXT, _FRAME),
        Key("text", _TEXT, "The net.", "always"),
        Key("target", _TEXT, "The target: the Caffe that must run the net."),
        Key("dialect", _TEXT, "The Caffe that the net is for, if the net does not show it."),
        Key("files", MapOf(_TEXT), _FILES),
    ),
)

TABLES: dict[str, Table] = {
    table.name: table for table in (RULE, CONDITION, NEIGHBOUR, TEST, COUNT, FIX, CASE, EDITS, EXAMPLE, SILENT)
}
