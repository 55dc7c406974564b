"""The use cases of a project, and the only place that knows their order: read, check, measure, compose, write."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import mapper
from mapper import files
from mapper.breaks import NAME, render_lock
from mapper.cartography import judge_answers, judge_maps, kept_breaks, renew_breaks
from mapper.compose import render_all
from mapper.config import Project
from mapper.errors import BadConfig, UnreadableFile
from mapper.indicators import measure_all
from mapper.material import Material, has_errors, read_project
from mapper.model import Finding, Ledger
from mapper.outlook import answer_all
from mapper.results import MANIFEST, SCHEMAS

BINARY = (".xlsx", ".png", ".pdf")


@dataclass(frozen=True)
class Renewed:
    """New class breaks, to be kept."""

    path: Path
    text: str
    moved: tuple[Finding, ...]
    """Which regions change class by them: told once, as that is accepted with them."""


@dataclass(frozen=True)
class Built:
    """What a build made, none of it on the disk yet; no files where an error was found."""

    folder: Path
    files: Mapping[str, bytes]
    findings: tuple[Finding, ...]
    ledgers: tuple[Ledger, ...]
    whole: bool = True
    """False if only some of the maps and tables were asked for."""
    renewed: Renewed | None = None
    """The class breaks, if they were to be renewed."""


def check_project(project: Project) -> Built:
    """Read, check and make everything, and keep only what was found."""
    built = make(project)
    return Built(built.folder, {}, built.findings, built.ledgers)


def make(project: Project, *, only: Sequence[str] = (), strict: bool = False, update_breaks: bool = False) -> Built:
    """Make every page and table of a project; nothing is written, and nothing is made where an error was found.

    Class breaks are those that `breaks.lock.toml` keeps, or new ones to be kept.
    """
    _check_only(project, only)
    material = read_project(project)
    folder = project.folder / project.project.outputs
    if has_errors(material.findings, strict=strict):
        return Built(folder, {}, material.findings, material.ledgers)
    indicators, answers = measure_all(material), answer_all(material, only)
    material = replace(material, further=tuple(ledger for one in answers for ledger in one.ledgers))
    lock, moved = renew_breaks(material, indicators, only) if update_breaks else (kept_breaks(material), ())
    material, of_maps = judge_maps(material, indicators, lock)
    of_measures = [finding for one in indicators.values() for finding in one.findings]
    of_answers = [*(finding for one in answers for finding in one.findings), *judge_answers(material, answers)]
    found = tuple(dict.fromkeys([*material.findings, *of_measures, *of_maps, *of_answers]))
    if has_errors(found, strict=strict):
        return Built(folder, {}, found, material.ledgers)
    made = dict(render_all(material, (indicators, answers), found, only))
    if not only:
        made[MANIFEST] = _manifest(material, made)
    _refuse_inputs(material, [folder / name for name in made])
    renewed = Renewed(project.folder / NAME, render_lock(lock), moved) if update_breaks else None
    return Built(folder, made, found, material.ledgers, whole=not only, renewed=renewed)


def write(built: Built) -> None:
    """Write what was made, the manifest last; take away what an earlier build wrote and this one did not."""
    old = listed(built.folder) if built.whole else frozenset()
    names = sorted(built.files, key=lambda name: (name == MANIFEST, name))
    files.write_all({built.folder / name: built.files[name] for name in names})
    files.remove(built.folder, old - built.files.keys())
    if built.renewed:
        files.write(built.renewed.path, built.renewed.text)


def compare(built: Built) -> list[str]:
    """Tell how the files of the folder differ from what was made: changed, missing, and not made by anything.

    Binary files are left out: outputs keep text alone under version control, so a fresh clone has none of them. What
    they hold is told by their checksums in the manifest, which is compared.
    """
    there = {path.relative_to(built.folder).as_posix() for path in built.folder.rglob("*") if path.is_file()}
    made = {name for name in built.files if not name.endswith(BINARY)}
    told = [f"{built.folder / name}: is missing" for name in sorted(made - there)]
    if built.whole:
        told += [f"{built.folder / name}: nothing makes this file" for name in sorted(there - built.files.keys())]
    for name in sorted(there & made):
        if files.read_bytes(built.folder / name) != built.files[name]:
            told.append(f"{built.folder / name}: is not what the inputs give")
    return told


def listed(folder: Path) -> frozenset[str]:
    """Return the names that the manifest of an earlier build tells; none where it is not a manifest of ours."""
    try:
        told = json.loads(files.read_bytes(folder / MANIFEST))
    except (UnreadableFile, ValueError, RecursionError):
        return frozenset()
    ours = isinstance(told, dict) and told.get("schema") == SCHEMAS[MANIFEST] and isinstance(told.get("outputs"), dict)
    return frozenset(told["outputs"]) if ours else frozenset()


def _check_only(project: Project, only: Sequence[str]) -> None:
    known = [one.id for one in (*project.map, *project.table, *project.questions)]
    for name in only:
        if name not in known:
            raise BadConfig(f"--only {name!r}: no map or table has this id", hint=f"Known are: {', '.join(known)}.")


def _refuse_inputs(material: Material, paths: Sequence[Path]) -> None:
    """Raise BadConfig where an output would take the place of an input."""
    home = material.project.folder
    inputs = {(home / name).resolve() for name in (*material.inputs, Path(material.project.path).name)}
    for path in paths:
        if path.resolve() in inputs:
            raise BadConfig(f"{path}: is an input, and would be overwritten", hint="Choose another outputs folder.")


def _manifest(material: Material, made: Mapping[str, bytes]) -> bytes:
    """Return what was made from what: the checksums of every input and output, and the settings."""
    from mapper.views.findings import ledger_row

    settings = material.project.project
    told = {
        "schema": SCHEMAS[MANIFEST],
        "version": mapper.__version__,
        "settings": {
            "country": settings.country,
            "vintage": material.gazetteer.vintage,
            "as_of": settings.as_of.isoformat(),
            "languages": list(settings.languages),
        },
        "inputs": dict(material.inputs),
        "ledger": [ledger_row(ledger) for ledger in material.ledgers],
        "outputs": {name: files.sha256(made[name]) for name in sorted(made)},
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()
