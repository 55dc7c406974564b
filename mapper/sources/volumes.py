"""The files of a survey of many respondents: Parquet as it is, texts typed once into the cache."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mapper import files
from mapper.config import SurveyConfig
from mapper.errors import BadConfig
from mapper.sources.engine import Engine
from mapper.sources.parquet import is_parquet
from mapper.sources.statistics_file import is_statistics
from mapper.sources.typed import TextSource, encoding_of, read_names, type_once
from mapper.sources.workbook import is_workbook

IGNORED = "*\n"


@dataclass(frozen=True)
class Volumes:
    """Files with a row a respondent, all of one kind and with the same columns."""

    config: SurveyConfig
    named: tuple[str, ...]
    """As they are told."""
    paths: tuple[str, ...]
    """As the engine is told them: absolute, or an address."""
    names: tuple[str, ...]
    """The columns of the first file."""
    text: bool = False
    encoding: str = ""
    """What a text was taken for, where nothing states it."""

    def typed(self, numbers: Sequence[str], texts: Sequence[str], cache: Path) -> tuple[str, ...]:
        """Return Parquet that holds these columns: the files themselves, or what was made of them once.

        Raise BadConfig at a column that one of them lacks, UnreadableFile or BadData at what is no table.
        """
        if not self.text:
            return self.paths
        if not (cache / ".gitignore").exists():
            files.write(cache / ".gitignore", IGNORED)
        settings = self.config
        wanted = (tuple(numbers), tuple(texts), settings.encoding, settings.decimal, settings.missing)
        sources = [TextSource(Path(path), name, *wanted) for path, name in zip(self.paths, self.named, strict=True)]
        return tuple(str(type_once(source, cache).path.absolute()) for source in sources)


def find_volumes(config: SurveyConfig, folder: Path, engine: Engine) -> Volumes:
    """Find the files of a survey and their columns; raise BadConfig where some are of another kind."""
    named = files.expand(folder, config.file)
    paths = tuple(one if files.is_address(one) else str((folder / one).absolute()) for one in named)
    kinds = ["" if files.is_address(path) else _kind(Path(path)) for path in paths]
    for name, kind in zip(named, kinds, strict=True):
        if kind not in {"", "text"}:
            what = f"{name}: {kind}, whose rows are read one by one"
            raise BadConfig(what, hint="Take `summed` away, or save it as CSV or Parquet.")
    if len(set(kinds)) > 1:
        raise BadConfig(f"{config.file}: some files are Parquet, others are text", hint="Name files of one kind.")
    if kinds[0] == "text":
        source = TextSource(Path(paths[0]), named[0], encoding=config.encoding)
        return Volumes(config, named, paths, tuple(read_names(source)), text=True, encoding=encoding_of(source))
    return Volumes(config, named, paths, tuple(engine.columns(paths)))


def _kind(path: Path) -> str:
    """Return "" for Parquet, "text", or what else a file is."""
    start = files.read_start(path)
    if is_parquet(start):
        return ""
    if is_workbook(start):
        return "is a workbook"
    return "is a file of SPSS or Stata" if is_statistics(start) else "text"
