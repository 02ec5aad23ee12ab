"""Finds the nearest configuration of a file, and combines it with options into the settings for that file."""

from __future__ import annotations

import os

from bnlint.caffe.repository.root import Roots
from bnlint.config import BASELINE_NAME, NAMES, ConfigError
from bnlint.linter.settings import DEFAULT_TARGET, Settings
from bnlint.rules import catalog
from bnlint.text import files
from bnlint.text.diagnostics import Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from bnlint.caffe.evidence import Evidence
    from bnlint.caffe.repository.repositories import Repositories
    from bnlint.config.patterns import Patterns
    from bnlint.config.reader import ConfigFile

SELECTING = ("select", "ignore", "extend-select")
_BY_FILE = ("per-file-ignores", "file-kinds", "training-nets")
_CACHE = ".bnlint_cache"


class Configuration:
    """A configuration file that applies to some files.

    `folder` is the root of its patterns; `values` are its keys as in `reader.ConfigFile`.
    """

    __slots__ = ("_compiled", "file", "folder", "path", "values")

    def __init__(self, file: ConfigFile, folder: str) -> None:
        self.file = file
        self.path = file.path
        self.folder = folder
        self.values = file.values
        self._compiled: dict[tuple[str, ...], Patterns] = {}

    def beside(self, path: str) -> str:
        """A path in the file, resolved relative to the folder of the file."""
        return os.path.normpath(os.path.join(os.path.dirname(self.path), path))

    def matches(self, globs: tuple[str, ...], path: str) -> bool:
        """Whether a file matches patterns. Raises ConfigError for an invalid pattern."""
        return self.patterns(globs).verdict(path) is True

    def patterns(self, globs: tuple[str, ...]) -> Patterns:
        """Patterns, compiled once. Raises ConfigError for an invalid one."""
        if globs not in self._compiled:
            from bnlint.config.patterns import Patterns  # with pathspec

            try:
                self._compiled[globs] = Patterns(globs, self.folder)
            except ValueError as error:
                raise ConfigError(f"{self.path}:1: {error}") from None
        return self._compiled[globs]

    def ignored(self, path: str) -> tuple[str, ...]:
        """The rules that `per-file-ignores` disables for a file."""
        pairs: Iterable[tuple[str, tuple[str, ...]]] = self.values.get("per-file-ignores", ())
        return tuple(dict.fromkeys(rule for glob, rules in pairs if self.matches((glob,), path) for rule in rules))

    def kinds(self, path: str) -> tuple[str, ...]:
        """The kinds that `file-kinds` gives a file."""
        return tuple(kind for kind, globs in self.values.get("file-kinds", ()) if self.matches(globs, path))

    def training_net(self, path: str) -> str:
        """The path, relative to its own folder, that `training-nets` gives for a file; empty without one."""
        pairs: Sequence[tuple[str, str]] = self.values.get("training-nets", ())
        glob, net = next(((glob, net) for glob, net in reversed(pairs) if self.matches((glob,), path)), ("", ""))
        if "*" not in net:
            return net
        before, _, after = _last_part(glob).partition("*")
        name = os.path.basename(path)
        return net.replace("*", name[len(before) : len(name) - len(after)])


class Configurations:
    """Which configuration applies where, and which settings apply to which file.

    `options` are the keys given on the command line, in the form of `ConfigFile.values`; they override those of
    files. `config` is a file to use for all files (its patterns are relative to the working directory); `isolated`:
    ignore all configuration files; `repositories`: what is known of repositories already. Methods raise ConfigError for
    a file that is invalid or cannot be read.
    """

    def __init__(
        self,
        options: Mapping[str, Any] | None = None,
        config: str = "",
        isolated: bool = False,
        unsafe_fixes: bool = False,
        repositories: Repositories | None = None,
    ) -> None:
        self.options = dict(options or {})
        self.unsafe_fixes = unsafe_fixes
        self._config = config
        self._isolated = isolated
        self._by_folder: dict[str, Configuration | None] = {}
        self.roots = Roots()
        self._repositories = repositories
        self._of_folder: dict[str, Settings] = {}
        self._settings: dict[tuple[object, ...], Settings] = {}

    def nearest(self, folder: str) -> Configuration | None:
        """The configuration for the files in a folder: in it, or in the nearest parent that has one."""
        if self._isolated:
            return None
        if self._config:
            folder = ""
        if folder not in self._by_folder:
            self._by_folder[folder] = self._named() if self._config else self._nearest_file(os.path.abspath(folder))
        return self._by_folder[folder]

    def _named(self) -> Configuration:
        file = _read(self._config)
        if file is None:
            raise ConfigError(f"{self._config}:1: the file: expected a table [tool.bnlint]")
        return _checked(Configuration(file, os.getcwd()))

    def _nearest_file(self, folder: str) -> Configuration | None:
        for name in NAMES:
            path = os.path.join(folder, name)
            if not os.path.isfile(path) or (name == "pyproject.toml" and not _may_configure(path)):
                continue
            if file := _read(_shown(path)):
                return _checked(Configuration(file, folder))
        above = os.path.dirname(folder)
        return self.nearest(above) if above != folder else None

    def value(self, key: str, configuration: Configuration | None, default: Any) -> Any:
        """The value of a key: from the command line, else from a configuration, else `default`."""
        if key in self.options:
            return self.options[key]
        return configuration.values.get(key, default) if configuration is not None else default

    def settings(self, path: str) -> Settings:
        """The settings for a file; the same object for all files with the same settings."""
        folder = os.path.dirname(path)
        if folder in self._of_folder:
            return self._of_folder[folder]
        configuration = self.nearest(folder)
        cache = self.cache(configuration, folder)
        evidence = self._evidence(configuration, folder, cache)
        if configuration is None or configuration.values.keys().isdisjoint(_BY_FILE):
            self._of_folder[folder] = self._made(configuration, cache, evidence)
            return self._of_folder[folder]
        path = os.path.abspath(path)
        ignored, kinds = configuration.ignored(path), configuration.kinds(path)
        return self._made(configuration, cache, evidence, ignored, kinds, configuration.training_net(path))

    def settings_here(self) -> Settings:
        """The settings for the working directory, for what applies to a run as a whole."""
        configuration = self.nearest(".")
        return self._made(configuration, self.cache(configuration, "."))

    def cache(self, configuration: Configuration | None, folder: str) -> str:
        """The folder in which results for the files in `folder` are cached; empty for none.

        Without a configuration it is in the root of the work tree, if there is one.
        """
        value = self.value("cache", configuration, True)
        if not value:
            return ""
        if value is not True:
            return str(value) if "cache" in self.options or configuration is None else configuration.beside(value)
        if configuration is not None:
            return configuration.beside(_CACHE)
        root = self.roots.repository(os.path.abspath(folder))
        return os.path.join(root, _CACHE) if root else ""

    def schemas(self, configuration: Configuration | None) -> tuple[str, ...]:
        """The caffe.proto files of the Caffe that files are for, as absolute paths."""
        paths: tuple[str, ...] = self.value("schema", configuration, ())
        if "schema" not in self.options and configuration is not None:
            paths = tuple(map(configuration.beside, paths))
        return tuple(map(os.path.abspath, paths))

    def _evidence(self, configuration: Configuration | None, folder: str, cache: str) -> Evidence | None:
        """What the repository of a folder shows about the Caffe of its files; not needed if the dialect is said."""
        if self.value("dialect", configuration, ""):
            return None
        schemas = self.schemas(configuration)
        top = "" if configuration is None or self._config else configuration.folder
        here = os.path.abspath(folder)
        if not (schemas or top or self.roots.repository(here) or self.roots.caffe_tree(here)):
            return None
        if self._repositories is None:
            from bnlint.caffe.repository.repositories import Repositories  # not needed outside of any repository

            self._repositories = Repositories()
        try:
            return self._repositories.evidence_in(here, schemas, top, cache)
        except ValueError as error:  # an UnknownCaffe, which says where
            if configuration is None or "schema" in self.options:
                raise ConfigError(f"--schema: {error}") from None
            raise configuration.file.error(("schema",), str(error)) from None

    def problems(self) -> list[str]:
        """Lines about files in the repositories that look like a Caffe's and cannot be read as such."""
        return self._repositories.problems if self._repositories is not None else []

    def output_format(self) -> str:
        """The output format of a run."""
        return str(self.value("output-format", self.nearest("."), "text"))

    def baseline_path(self) -> str:
        """The baseline next to the configuration file, or in the working directory; empty without one."""
        configuration = self.nearest(".")
        folders = [os.path.dirname(configuration.path)] if configuration is not None else []
        paths = (os.path.join(folder, BASELINE_NAME) for folder in (*folders, ""))
        return next((path for path in paths if os.path.isfile(path)), "")

    def _made(
        self,
        configuration: Configuration | None,
        cache: str,
        evidence: Evidence | None = None,
        ignored: tuple[str, ...] = (),
        kinds: tuple[str, ...] = (),
        training_net: str = "",
    ) -> Settings:
        of_file = {"ignored_here": ignored, "kinds": kinds, "training_net": training_net}
        key = (configuration.path if configuration is not None else "", cache, evidence, *of_file.values())
        if key not in self._settings:
            plain = self._plain(configuration, cache, evidence)
            self._settings[key] = plain.replace(**of_file) if any(of_file.values()) else plain
        return self._settings[key]

    def _plain(self, configuration: Configuration | None, cache: str, evidence: Evidence | None) -> Settings:
        values, options = configuration.values if configuration is not None else {}, self.options
        select, ignore, extend_select = (options.get(key, ()) for key in SELECTING)
        fallback = (values.get("select", ()), values.get("ignore", ()), values.get("extend-select", ()))

        def value(key: str, default: Any) -> Any:
            return self.value(key, configuration, default)

        return Settings(
            select,
            ignore,
            extend_select,
            value("target", DEFAULT_TARGET),
            Severity[value("fail-level", "warning").upper()],
            self.unsafe_fixes,
            value("dialect", ""),
            self.rules(configuration),
            fallback=((), (), ()) if select else fallback,
            severity=tuple((rule, Severity[word.upper()]) for rule, word in value("severity", ())),
            fixable=value("fixable", ()),
            unfixable=value("unfixable", ()),
            cache=cache,
            schema=self.schemas(configuration),
            evidence=evidence,
        )

    def rules(self, configuration: Configuration | None) -> tuple[str, ...]:
        """The folders with user rules: from the command line, and from a configuration."""
        own = configuration.values.get("rules", ()) if configuration is not None else ()
        return (*self.options.get("rules", ()), *(configuration.beside(each) for each in own if configuration))


def _read(path: str) -> ConfigFile | None:
    from bnlint.config.reader import read  # with tomllib

    try:
        return read(path)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror or error}") from None


def _may_configure(path: str) -> bool:
    """Whether a pyproject.toml may have a table for bnlint: a mere mention is not worth loading tomllib."""
    try:
        data = files.read(path)
    except OSError:
        return True  # reading it will say why
    return b"bnlint" in data and any(map(_may_be_ours, data.splitlines()))


def _may_be_ours(line: bytes) -> bool:
    """Whether a line may begin the table `tool.bnlint`, in any of the ways to write it."""
    line = line.strip()
    if line[:1] == b"[":
        return b"tool" in line and (b"bnlint" in line or line.strip(b"[]\"' \t").partition(b"]")[0].strip() == b"tool")
    word, _, rest = line.lstrip(b"\"'").partition(b"tool")
    return not word and rest[:1] in (b".", b"=", b" ", b"\t", b'"', b"'")


def _shown(path: str) -> str:
    """The path relative to the working directory, if it is below."""
    near = os.path.relpath(path)
    return path if near.startswith(os.pardir) else near


def _checked(configuration: Configuration) -> Configuration:
    """The configuration, after a check that each rule in it exists."""
    file, values = configuration.file, configuration.values
    folders = tuple(map(configuration.beside, values.get("rules", ())))
    try:
        if folders:
            catalog.known(folders)
    except ValueError as error:  # a RuleFileError, which says where
        raise file.error(("rules",), str(error)) from None
    for keys, selector in _selectors(values):
        if problem := catalog.unknown((selector,), folders):
            raise file.error(keys, problem)
    for glob, net in values.get("training-nets", ()):
        if "*" in net and _last_part(glob).count("*") != 1:
            raise file.error(("training-nets", glob), "* in the path needs exactly one * in the pattern's last part")
    return configuration


def _last_part(glob: str) -> str:
    """The part of a pattern that a file's name matches."""
    return glob.rpartition("/")[2]


def _selectors(values: Mapping[str, Any]) -> Iterable[tuple[tuple[str | int, ...], str]]:
    """Each rule selector in the file, with the keys that lead to it."""
    for key in (*SELECTING, "fixable", "unfixable"):
        for number, selector in enumerate(values.get(key, ())):
            yield (key, number), selector
    for selector, _ in values.get("severity", ()):
        yield ("severity", selector), selector
    for glob, selectors in values.get("per-file-ignores", ()):
        for number, selector in enumerate(selectors):
            yield ("per-file-ignores", glob, number), selector
