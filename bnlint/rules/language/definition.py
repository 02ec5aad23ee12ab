"""The definition of rule files: every table, its keys, what their values may be and what they say."""

from __future__ import annotations

from bnlint.rules.language.kinds import Boolean, Choice, Key, ListOf, MapOf, Number, OneOrMore, Ref, Scalar, Table, Text

PHASES = Choice(("TRAIN", "TEST"))
SEVERITIES = Choice(("info", "warning", "error"))
_TEXT = Text()
_TEXTS = ListOf(_TEXT)

RULE = Table(
    "rule",
    "A rule: what it is, which layers it finds, what it says of them, and how they are fixed.",
    (
        Key(
            "id",
            Text("letters and three digits, such as BN101", r"[A-Z]+[0-9]{3}"),
            "Capital letters and three digits, such as `MY101`. `--select` and `--ignore` take it, and its prefixes.",
            "always",
        ),
        Key(
            "name",
            Text("small letters and hyphens, such as missing-scale", r"[a-z0-9]+(-[a-z0-9]+)*"),
            "A few words with hyphens that name the fault, such as `missing-scale`.",
            "always",
        ),
        Key("summary", _TEXT, "One sentence: what the rule finds.", "always"),
        Key("severity", SEVERITIES, "How bad a finding is, unless a case says otherwise.", "always"),
        Key("default", Boolean(), "false: the rule runs only where it is selected by its whole id, or by `ALL`."),
        Key("match", Ref("condition"), "The layers that the rule finds.", "user"),
        Key(
            "states",
            Choice(("any", "every")),
            "Whether a layer must match in `any` (the default) or in `every` state of the net in which it exists. A "
            "state is a phase, with the stages and levels that the include and exclude rules of the file tell apart.",
        ),
        Key("message", _TEXT, "What a finding says: a template.", "user"),
        Key(
            "at",
            Text("the path of a field"),
            "The field that a finding points at, where it is written; else the layer's `type`.",
        ),
        Key(
            "cases",
            ListOf(Ref("case"), at_least=1),
            "Findings that are worse, or less bad, than the others: the first case that holds decides.",
        ),
        Key("fix", Ref("fix"), "How the finding is fixed."),
        Key("why", _TEXT, "Why it matters (Markdown).", "own"),
        Key("caffe", _TEXT, "What Caffe does about it (Markdown)."),
        Key("exceptions", _TEXTS, "What looks like the fault and is none."),
        Key("evidence", _TEXTS, "Where it was seen: `owner/repository#number` or an address."),
        Key("examples", ListOf(Ref("example")), "Nets in which the rule finds something.", "own"),
        Key("silent", ListOf(Ref("silent")), "Nets in which it must find nothing."),
    ),
)

_CONDITION_KEYS = (
    Key("type", OneOrMore(), "The layer's type is this, or one of these: `BatchNorm`, `[ReLU, PReLU]`."),
    Key("name", Text("a regular expression"), "This regular expression is found in the layer's name."),
    Key(
        "fields",
        MapOf(Ref("test")),
        "Tests of fields by their paths: `batch_norm_param.eps`, `param.0.lr_mult` (the first `param`; without a "
        "number one of them must pass). All must hold.",
    ),
    Key("bottoms", Ref("count"), "The number of its bottoms passes the test."),
    Key("tops", Ref("count"), "The number of its tops passes the test."),
    Key("in_place", Boolean(), "Whether its first top is its first bottom."),
    Key("exists_in", PHASES, "It exists in some state of this phase."),
    Key(
        "phase",
        PHASES,
        "It follows this phase in the state at hand: the net's, or the phase that the layer itself sets.",
    ),
    Key(
        "net",
        Choice(("trains", "deploy")),
        "`trains`: the net has a loss in TRAIN. `deploy`: it is only run, never trained.",
    ),
    Key("feeds", Ref("neighbour"), "A layer that reads what this one makes is such a layer."),
    Key("fed_by", Ref("neighbour"), "A layer whose output this one reads is such a layer."),
    Key("all", ListOf(Ref("condition"), at_least=1), "All of these hold."),
    Key("any", ListOf(Ref("condition"), at_least=1), "One of these holds."),
    Key("not", Ref("condition"), "This does not hold."),
)

CONDITION = Table(
    "condition",
    "A condition on a layer; all its keys must hold.",
    _CONDITION_KEYS,
    tuple(key.name for key in _CONDITION_KEYS),
)

NEIGHBOUR = Table(
    "neighbour",
    "A condition on a neighbour, and what may lie between: `{}` is any neighbour.",
    (
        Key(
            "through",
            OneOrMore("in_place, anything or layer types"),
            "What may lie between: nothing (the default), `in_place` layers, layers of the listed types, or `anything` "
            "(a neighbour at any depth). A list may hold `in_place`, too.",
        ),
        *_CONDITION_KEYS,
    ),
)

_OPERATORS = (
    Key("equal", Scalar(), "It is this value."),
    Key("in", ListOf(Scalar(), at_least=1), "It is one of these."),
    Key("lt", Number(), "It is less than this."),
    Key("le", Number(), "It is at most this."),
    Key("gt", Number(), "It is greater than this."),
    Key("ge", Number(), "It is at least this."),
    Key("present", Boolean(True), "It is written."),
    Key("absent", Boolean(True), "It is not written."),
)

TEST = Table(
    "test",
    "A test of a field: one value must pass all its operators. Numbers compare in the precision of the field.",
    (
        *_OPERATORS,
        Key("written", Boolean(True), "The default of a field that is not written does not count."),
    ),
    tuple(key.name for key in _OPERATORS),
)

COUNT = Table(
    "count",
    "A test of a number of blobs.",
    (
        Key("equal", Number(whole=True), "It is this number."),
        Key("in", ListOf(Number(whole=True), at_least=1), "It is one of these."),
        *(key for key in _OPERATORS if key.name in ("lt", "le", "gt", "ge")),
    ),
    ("equal", "in", "lt", "le", "gt", "ge"),
)

_EDITS = (
    Key("title", _TEXT, "What the fix will do, as an order: a template.", "user"),
    Key(
        "remove",
        OneOrMore("the path of a field, or a list of them"),
        "Fields to remove; a message that is empty then goes, too.",
    ),
    Key("set", MapOf(Scalar()), "Fields to write, with their values."),
    Key(
        "insert_after",
        _TEXT,
        "A layer to insert after the layer: its fields as prototxt, a template. It gets the layer's include and "
        "exclude rules unless it has its own.",
    ),
)

FIX = Table(
    "fix",
    "A fix: one or several of `remove`, `set` and `insert_after`.",
    (
        Key(
            "applicability",
            Choice(("safe", "unsafe", "display")),
            "`safe`: Caffe makes the same net of it. `unsafe`: numbers or weights may change. `display`: only shown.",
            "always",
        ),
        *_EDITS,
        Key("does", _TEXT, "What the fix does (Markdown).", "own"),
        Key("safety", _TEXT, "Why it is as safe as that (Markdown)."),
        Key(
            "changes",
            _TEXTS,
            "For rules in Python: the fields that the fix may change, as `BatchNorm.param.lr_mult`.",
        ),
        Key("adds", _TEXTS, "For rules in Python: the types of the layers that it may insert."),
        Key(
            "proof",
            Choice(("net", "upgrade", "porting", "suppressions")),
            "For rules in Python: how the fix is proved. `net` (the default): it changes only the fields and layers "
            "that the rule declares. `upgrade`: Caffe's own upgrade gives the same net. `porting`: the target reads "
            "what the file's own Caffe read. `suppressions`: it changes only suppression comments.",
        ),
    ),
)

CASE = Table(
    "case",
    "A case of a rule: what is not said here is as the rule says it.",
    (
        Key("match", Ref("condition"), "The findings that are meant.", "always"),
        Key("severity", SEVERITIES, "How bad they are."),
        Key("message", _TEXT, "What they say: a template."),
        Key("fix", Ref("edits"), "Another fix. `{}`: none."),
    ),
)

EDITS = Table(
    "edits",
    "Another fix, as applicable as that of the rule, or `{}` for none.",
    tuple(Key(key.name, key.kind, key.doc) for key in _EDITS),
)

_FILES = "The other files that are there, by their paths from the folder of the example; without them, it is no file."

_FRAME = "A net around the text: `NAME.prototxt` in the folder `frames` beside the rule file, or one of bnlint's own."

EXAMPLE = Table(
    "example",
    "A net in which the rule finds something, and what an expert makes of it.",
    (
        Key("title", _TEXT, "What the example shows.", "always"),
        Key("frame", _TEXT, _FRAME),
        Key("bad", _TEXT, "The net, with marks under what the rule finds.", "always"),
        Key(
            "good",
            _TEXT,
            "The net as it should be: a diff of `bad` (hunks without line numbers, each after a line `@@`) or "
            "the whole text. The fix makes it, unless `fixed` is false.",
        ),
        Key("fixed", Boolean(), "false: the fix alone does not make `good` of it."),
        Key("count", Number(whole=True), "Without marks: how many findings there are; 1 if not written."),
        Key("state", _TEXT, "Without marks: the only state of the net that findings name."),
        Key("severity", SEVERITIES, "Without marks: how bad the findings are, if not as the rule says."),
        Key("unsafe", Boolean(), "Without marks, true: the fixes are unsafe, though the rule's may be safe."),
        Key("target", _TEXT, "The Caffe that the net must run on."),
        Key("files", MapOf(_TEXT), _FILES),
    ),
)

SILENT = Table(
    "silent",
    "A net that looks like a case of the rule and is none.",
    (
        Key("title", _TEXT, "Why it is none.", "always"),
        Key("frame", _TEXT, _FRAME),
        Key("text", _TEXT, "The net.", "always"),
        Key("state", _TEXT, "The state of the net that is meant."),
        Key("target", _TEXT, "The Caffe that the net must run on."),
        Key("files", MapOf(_TEXT), _FILES),
    ),
)

TABLES: dict[str, Table] = {
    table.name: table for table in (RULE, CONDITION, NEIGHBOUR, TEST, COUNT, FIX, CASE, EDITS, EXAMPLE, SILENT)
}
