"""The definition of configuration: every key, what its value may be, what it says, and an example of it."""

from __future__ import annotations

from collections import namedtuple

from bnlint.linter.settings import DEFAULT_TARGET, FILE_KINDS, OUTPUT_FORMATS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NamedTuple

    Names = tuple[str, ...] | Callable[[], tuple[str, ...]]

    class Kind(NamedTuple):
        """What a value may be; `says` has it in words.

        `form` is ``text`` (in which `pattern`, a regular expression, is found), ``word`` (one of
        `words`), ``flag`` (true or false), ``list`` (of `of`), ``map`` (of texts of the kind `names` to `of`), or
        ``table`` (of the words `words` to `of`) or ``either`` (`of` or `names`).
        """

        form: str
        says: str
        pattern: str = ""
        words: Names = ()
        of: Kind | None = None
        names: Kind | None = None

    class Key(NamedTuple):
        """A key: its kind, its default as it would be written, what it says (Markdown), an example in TOML."""

        name: str
        kind: Kind
        default: object
        doc: str
        example: str
else:
    Kind = namedtuple("Kind", "form says pattern words of names", defaults=("", (), None, None))
    Key = namedtuple("Key", "name kind default doc example")


def _caffes() -> tuple[str, ...]:
    from bnlint.caffe.schema.messages import dialect_names

    return tuple(dialect_names())


SELECTOR = Kind("text", "a rule, a prefix such as BN3, or ALL", r"^[A-Za-z]+[0-9]*$")
_SELECTORS = Kind("list", "a list of rules", of=SELECTOR)
_GLOB = Kind("text", "a pattern as in .gitignore", r"^!?[^#!\s].*$")
_GLOBS = Kind("list", "a list of patterns", of=_GLOB)
_FOLDER = Kind("text", "a folder", r"\S")
_CAFFE = Kind("word", "a Caffe", words=_caffes)
_SEVERITY = Kind("word", "a severity", words=("error", "warning", "info"))
_FLAG = Kind("flag", "true or false")

KEYS: tuple[Key, ...] = (
    Key(
        "target",
        _CAFFE,
        DEFAULT_TARGET,
        "The Caffe that the files must run on.",
        'target = "nvcaffe-0.17"',
    ),
    Key(
        "dialect",
        _CAFFE,
        "",
        "The Caffe that the files are written for. Not set, each file shows it by its fields and layers, or says it in "
        "a comment on its first line.",
        'dialect = "ssd"',
    ),
    Key(
        "select",
        _SELECTORS,
        (),
        "Only these rules run: ids, prefixes such as `BN3`, or `ALL`. Not set, all rules run that are not off by "
        "default.",
        'select = ["BN", "SYN"]',
    ),
    Key(
        "ignore",
        _SELECTORS,
        (),
        "These rules do not run. Where `select` and `ignore` both fit a rule, the longer selector decides, and between "
        "equals `ignore`.",
        'ignore = ["BN308"]',
    ),
    Key(
        "extend-select",
        _SELECTORS,
        (),
        "These rules run in addition, such as some that are off by default.",
        'extend-select = ["NET110", "BNL003"]',
    ),
    Key(
        "severity",
        Kind("map", "a table of rules and severities", of=_SEVERITY, names=SELECTOR),
        (),
        "How bad the findings of a rule are. A finding that bnlint judges milder than its rule, because the file does "
        "not prove it, does not become worse than it was.",
        'severity = { BN101 = "info", NET = "error" }',
    ),
    Key(
        "per-file-ignores",
        Kind("map", "a table of patterns and lists of rules", of=_SELECTORS, names=_GLOB),
        (),
        "Rules that do not run on the files that fit a pattern, whatever else is selected.",
        'per-file-ignores = { "legacy/" = ["OLD"], "*.prototxt.template" = ["FLD", "NET"] }',
    ),
    Key(
        "fixable",
        _SELECTORS,
        ("ALL",),
        "The rules whose fixes `--fix` may apply. The fixes of the others are still shown.",
        'fixable = ["BN2", "SYN"]',
    ),
    Key(
        "unfixable",
        _SELECTORS,
        (),
        "The rules whose fixes `--fix` must not apply; as for `select` and `ignore`, the longer selector decides.",
        'unfixable = ["BN201"]',
    ),
    Key(
        "exclude",
        _GLOBS,
        (),
        "Files and folders that a search of folders passes over. A file that is named on the command line is read all "
        "the same, unless there is `--force-exclude`.",
        'exclude = ["third_party/", "*_generated.prototxt", "!third_party/ours/"]',
    ),
    Key(
        "respect-gitignore",
        _FLAG,
        True,
        "Whether a search of folders passes over what git ignores.",
        "respect-gitignore = false",
    ),
    Key(
        "rules",
        Kind("list", "a list of folders", of=_FOLDER),
        (),
        "Folders with rules of your own, relative to the folder of the configuration file.",
        'rules = ["lint/rules"]',
    ),
    Key(
        "file-kinds",
        Kind("table", "a table of kinds of files and lists of patterns", words=FILE_KINDS, of=_GLOBS),
        (),
        "What files are, where they do not show it. `deploy`: they are only run, so that TEST alone counts. `train`: "
        "they are trained, in TRAIN and in TEST. `fine-tune`: as `train`, with statistics of a trained model that stay "
        "as they are, so that BN302 has nothing to say. `solver`: solver files.",
        'file-kinds = { deploy = ["deploy/", "*_deploy.prototxt"], fine-tune = ["finetune/"] }',
    ),
    Key(
        "fail-level",
        _SEVERITY,
        "warning",
        "`bnlint check` exits with 1 where a finding is as bad as this.",
        'fail-level = "error"',
    ),
    Key(
        "output-format",
        Kind("word", "an output format", words=OUTPUT_FORMATS),
        "text",
        "How findings are printed. A run has one format: that of the configuration for the working directory.",
        'output-format = "concise"',
    ),
    Key(
        "cache",
        Kind("either", "a folder, or false", of=_FLAG, names=_FOLDER),
        True,
        "Where results are kept between runs, so that files that did not change are not judged again: a folder, "
        "relative to that of the configuration file. `true` is `.bnlint_cache`; without a configuration file it is in "
        "the root of the repository, and outside of one nothing is kept. `false`: nowhere.",
        'cache = ".cache/bnlint"',
    ),
)

BY_NAME = {key.name: key for key in KEYS}


def words_of(kind: Kind) -> tuple[str, ...]:
    """The words that a kind allows."""
    return kind.words() if callable(kind.words) else kind.words
