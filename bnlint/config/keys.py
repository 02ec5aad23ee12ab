"""The definition of the configuration: every key, its allowed values, its description, and an example."""

from __future__ import annotations

from collections import namedtuple

from bnlint.caffe.origin import AUTO
from bnlint.linter.settings import DEFAULT_TARGET, FILE_KINDS, OUTPUT_FORMATS
from bnlint.text.suggest import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NamedTuple

    Names = tuple[str, ...] | Callable[[], tuple[str, ...]]

    class Kind(NamedTuple):
        """What a value can be; `description` is for error messages.

        `form` is ``text`` (that contains `pattern`, a regular expression), ``word`` (one of `words`), ``flag`` (true or
        false), ``list`` (of `of`), ``texts`` (a list, or one of its elements), ``map`` (from texts of kind `names` to
        `of`), ``table`` (from `words` to `of`), or ``either`` (`of` or `names`).
        """

        form: str
        description: str
        pattern: str = ""
        words: Names = ()
        of: Kind | None = None
        names: Kind | None = None

    class Key(NamedTuple):
        """A key: its kind, its default as it would be written, its description (Markdown), an example in TOML."""

        name: str
        kind: Kind
        default: object
        doc: str
        example: str
else:
    Kind = namedtuple("Kind", "form description pattern words of names", defaults=("", (), None, None))
    Key = namedtuple("Key", "name kind default doc example")


def _caffes() -> tuple[str, ...]:
    from bnlint.caffe.schema.messages import dialect_names

    return tuple(dialect_names())


def _targets() -> tuple[str, ...]:
    return (AUTO, *_caffes())


SELECTOR = Kind("text", "a rule, a prefix such as BN3, or ALL", r"^[A-Za-z]+[0-9]*$")
_SELECTORS = Kind("list", "a list of rules", of=SELECTOR)
_GLOB = Kind("text", "a pattern as in .gitignore", r"^!?[^#!\s].*$")
_GLOBS = Kind("list", "a list of patterns", of=_GLOB)
_NET = Kind("text", "a path, in which * stands for what * in the pattern matches", r"^[^/\s](.*[^/\s])?$")
_FOLDER = Kind("text", "a folder", r"\S")
_FILE = Kind("text", "a path", r"\S")
_CAFFE = Kind("word", "a version of Caffe", words=_caffes)
_TARGET = Kind("word", "auto or a version of Caffe", words=_targets)
_SEVERITY = Kind("word", "a severity", words=("error", "warning", "info"))
_FLAG = Kind("flag", "true or false")

KEYS: tuple[Key, ...] = (
    Key(
        "target",
        _TARGET,
        DEFAULT_TARGET,
        "The Caffe that the files must run on. `auto` is the Caffe that each file is for: the one that `dialect` or "
        "`schema` names, the Caffe in the repository, or the one that the files themselves show.",
        'target = "nvcaffe-0.17"',
    ),
    Key(
        "dialect",
        _CAFFE,
        "",
        "The Caffe that the files are for, one that `bnlint targets` lists. By default, it is found from the first "
        "line of each file, the Caffe in the repository or its address in `.gitmodules`, and the names in the files.",
        'dialect = "ssd"',
    ),
    Key(
        "schema",
        Kind("texts", "a path, or a list of paths", of=_FILE),
        (),
        "The `caffe.proto` of the Caffe that the files are for, relative to the folder of the configuration file; "
        "several, if they are for several. It is for a Caffe that bnlint does not know, and that it does not find in "
        "the repository by itself. What the sources next to it say is read, too.",
        'schema = "external/caffe/src/caffe/proto/caffe.proto"',
    ),
    Key(
        "select",
        _SELECTORS,
        (),
        "The rules to use: ids, prefixes such as `BN3`, or `ALL`. By default, all rules except those that are off by "
        "default.",
        'select = ["BN", "SYN"]',
    ),
    Key(
        "ignore",
        _SELECTORS,
        (),
        "The rules to ignore. If both `select` and `ignore` match a rule, the longer selector wins; if both are "
        "equally long, `ignore` wins.",
        'ignore = ["BN308"]',
    ),
    Key(
        "extend-select",
        _SELECTORS,
        (),
        "Rules to use in addition to the selected ones, such as rules that are off by default.",
        'extend-select = ["NET110", "BNL003"]',
    ),
    Key(
        "severity",
        Kind("map", "a table from rules to severities", of=_SEVERITY, names=SELECTOR),
        (),
        "The severity of the findings of each rule. A finding that is less severe than its rule, because the file does "
        "not prove it, is never raised.",
        'severity = { BN101 = "info", NET = "error" }',
    ),
    Key(
        "per-file-ignores",
        Kind("map", "a table from patterns to lists of rules", of=_SELECTORS, names=_GLOB),
        (),
        "Rules to ignore in files that match a pattern, whatever else is selected.",
        'per-file-ignores = { "legacy/" = ["OLD"], "*.prototxt.template" = ["FLD", "NET"] }',
    ),
    Key(
        "fixable",
        _SELECTORS,
        ("ALL",),
        "The rules whose fixes `--fix` may apply. Fixes of other rules are still shown.",
        'fixable = ["BN2", "SYN"]',
    ),
    Key(
        "unfixable",
        _SELECTORS,
        (),
        "The rules whose fixes `--fix` must not apply. As with `select` and `ignore`, the longer selector wins.",
        'unfixable = ["BN201"]',
    ),
    Key(
        "exclude",
        _GLOBS,
        (),
        "Files and folders to skip when searching folders. A file that is named on the command line is checked anyway, "
        "except with `--force-exclude`.",
        'exclude = ["third_party/", "*_generated.prototxt", "!third_party/ours/"]',
    ),
    Key(
        "respect-gitignore",
        _FLAG,
        True,
        "Whether to skip files that git ignores when searching folders. Files that it tracks are checked all the same, "
        "and so is what lies in an ignored folder that is named on the command line. The summary says how many are "
        "skipped.",
        "respect-gitignore = false",
    ),
    Key(
        "rules",
        Kind("list", "a list of folders", of=_FOLDER),
        (),
        "Folders with your own rules, relative to the folder of the configuration file.",
        'rules = ["lint/rules"]',
    ),
    Key(
        "file-kinds",
        Kind("table", "a table from kinds of files to lists of patterns", words=FILE_KINDS, of=_GLOBS),
        (),
        "What kind of file a file is, if that is not clear from its content. `deploy`: nets for inference, checked "
        "only in phase TEST. `train`: nets for training, checked in TRAIN and TEST. `fine-tune`: like `train`, but the "
        "statistics of a trained model are meant to stay frozen, so BN302 reports nothing. `solver`: solver files.",
        'file-kinds = { deploy = ["deploy/", "*_deploy.prototxt"], fine-tune = ["finetune/"] }',
    ),
    Key(
        "training-nets",
        Kind("map", "a table from patterns to paths", of=_NET, names=_GLOB),
        (),
        "The net with which a net is trained, in another file: for each pattern, its path relative to the folder of "
        "the file that matches. `*` in the path stands for what `*` in the last part of the pattern matches. If "
        "several patterns match a file, the last one counts. BN507 compares both nets, as it compares the nets of a "
        "solver.",
        'training-nets = { "deploy.prototxt" = "train_val.prototxt", "*_deploy.prototxt" = "*_train.prototxt" }',
    ),
    Key(
        "fail-level",
        _SEVERITY,
        "warning",
        "`bnlint check` exits with status 1 if a finding has this severity or a higher one.",
        'fail-level = "error"',
    ),
    Key(
        "output-format",
        Kind("word", "an output format", words=OUTPUT_FORMATS),
        "text",
        "The format of the report. It applies to a whole run and is read from the configuration of the working "
        "directory.",
        'output-format = "concise"',
    ),
    Key(
        "cache",
        Kind("either", "a folder, or false", of=_FLAG, names=_FOLDER),
        True,
        "Where to cache results, so that unchanged files are not checked again: a folder, relative to the folder of "
        "the configuration file. `true` stands for `.bnlint_cache`; without a configuration file, it is in the root of "
        "the repository, and outside of a repository nothing is cached. `false` disables the cache.",
        'cache = ".cache/bnlint"',
    ),
)

BY_NAME = {key.name: key for key in KEYS}


def is_caffe(kind: Kind) -> bool:
    """Whether the words of a kind are names of Caffes."""
    return kind in (_CAFFE, _TARGET)


def words_of(kind: Kind) -> tuple[str, ...]:
    """The words that a kind allows."""
    return kind.words() if callable(kind.words) else kind.words


def caffe_hint(name: str, names: tuple[str, ...]) -> str:
    """What to write instead of an unknown name of a Caffe."""
    from difflib import get_close_matches

    longer = (each for each in names if name and each.startswith(name.lower()))
    near = nearest(name, names) or next(longer, "") or next(iter(get_close_matches(name.lower(), names, 1, 0.5)), "")
    return f"did you mean {near}?" if near else "`bnlint targets` lists the known ones"
