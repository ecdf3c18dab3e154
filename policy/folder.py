"""Compiles a pack folder: reads its files, checks them, copies in what is national, writes canonical JSON.

    compile_folder(Path("packs/dalian/sme-digital-2024")) -> bytes

The same folder gives the same bytes whatever the order of its keys; worked cases (`cases/`) are not
part of them. PackInvalid has every problem found, each with file, line and key.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from policy import links, shapes, shapes_subsidy
from policy.assessment import DIAGNOSIS_TERMS
from policy.canonical import canonical_json
from policy.pack_problems import PackInvalid, PackProblem
from policy.schema import Check, Place
from policy.shapes_assessment import assessment_edition
from policy.shapes_benchmarks import BENCHMARKS
from policy.shapes_budget import BUDGET
from policy.shapes_forms import FORM
from policy.shapes_lifecycle import LIFECYCLE
from policy.shapes_loans import LOANS
from policy.shapes_providers import PROVIDERS
from policy.shapes_targets import TARGETS
from policy.yaml_source import Document, read_document

FORMAT = 1

SECTIONS: dict[str, tuple[str, Check]] = {
    "pack": ("pack.yaml", shapes.HEAD),
    "lifecycle": ("lifecycle.yaml", LIFECYCLE),
    "conditions": ("conditions.yaml", shapes.CONDITIONS),
    "routes": ("routes.yaml", shapes.ROUTES),
    "attachments": ("attachments.yaml", shapes.ATTACHMENTS),
    "acceptance": ("acceptance.yaml", shapes.ACCEPTANCE),
    "subsidy": ("subsidy.yaml", shapes_subsidy.SUBSIDY),
    "split": ("split.yaml", shapes.SPLIT),
    "texts": ("texts.yaml", shapes.TEXTS),
}
OPTIONAL_SECTIONS: dict[str, tuple[str, Check]] = {
    "benchmarks": ("benchmarks.yaml", BENCHMARKS),
    "budget": ("budget.yaml", BUDGET),
    "loans": ("loans.yaml", LOANS),
    "providers": ("providers.yaml", PROVIDERS),
    "targets": ("targets.yaml", TARGETS),
}
"""What a city may leave out: a pack without the file has the same bytes as before there was such a section."""

NATIONAL: dict[str, Check] = {"size_classes.yaml": shapes.SIZE_CLASSES, "options.yaml": shapes.NATIONAL_OPTIONS}
ASSESSMENTS = "assessments"
_OTHER_FILES = {"README.md"}
_FOLDERS = {"forms", "cases"}


@dataclass
class Folder:
    """What was read: a document per section, form, national file and edition of the assessment, and the problems."""

    sections: dict[str, Document] = field(default_factory=dict)
    forms: dict[str, Document] = field(default_factory=dict)
    national: dict[str, Document] = field(default_factory=dict)
    assessments: dict[str, Document] = field(default_factory=dict)
    problems: list[PackProblem] = field(default_factory=list)

    def document_of(self, section: str, key: str = "") -> Document:
        """Where a part of the compiled pack was written."""
        return self.forms[key] if section == "forms" else self.sections[section]


_OPTION = ("code", "title", "group")
"""What a form needs of a shared option; where it comes from stays with the list."""


def compile_folder(folder: Path, *, national: Path | None = None) -> bytes:
    """The canonical JSON of the pack; PackInvalid with every problem. `national` is `packs/national` unless given."""
    return canonical_json(compile_checked(read_folder(folder, national=national)))


def read_folder(folder: Path, *, national: Path | None = None) -> Folder:
    """Every file, read and held against its shape."""
    found = Folder()
    for section, (name, check) in SECTIONS.items():
        found.sections[section] = _read(folder / name, name, check, found.problems)
    for section, (name, check) in OPTIONAL_SECTIONS.items():
        if (folder / name).exists():
            found.sections[section] = _read(folder / name, name, check, found.problems)
    for path in sorted((folder / "forms").glob("*.yaml")):
        document = _read(path, f"forms/{path.name}", FORM, found.problems)
        if isinstance(document.content, dict) and document.content.get("key") != path.stem:
            Place(document, found.problems, ("key",)).refuse(
                "malformed", value=document.content.get("key"), expected=path.stem
            )
        found.forms[path.stem] = document
    shared = national if national is not None else folder.parent.parent / "national"
    for name, check in NATIONAL.items():
        found.national[name] = _read(shared / name, f"national/{name}", check, found.problems)
    for path in sorted((shared / ASSESSMENTS).glob("*.yaml")):
        found.assessments[path.stem] = _read_edition(path, found.problems)
    found.problems += _unknown_files(folder)
    return found


def compile_checked(folder: Folder) -> dict[str, Any]:
    """The compiled pack as JSON values; PackInvalid when a file is malformed or the files contradict each other."""
    if folder.problems:
        raise PackInvalid(folder.problems)
    compiled: dict[str, Any] = {"format": FORMAT}
    compiled |= {section: copy.deepcopy(document.content) for section, document in folder.sections.items()}
    compiled["forms"] = {key: copy.deepcopy(document.content) for key, document in folder.forms.items()}
    compiled["national"] = {
        "size_classes": folder.national["size_classes.yaml"].content,
        ASSESSMENTS: {edition: document.content for edition, document in folder.assessments.items()},
        "diagnosis": {name: folder.national["options.yaml"].content[name]["options"] for name in DIAGNOSIS_TERMS},
    }
    if "providers" in compiled:
        compiled["national"]["scenarios"] = folder.national["options.yaml"].content["scenario"]["options"]
    problems = _copy_options(compiled["forms"], folder)
    problems += links.problems_of(compiled, folder.document_of) if not problems else []
    if problems:
        raise PackInvalid(problems)
    return compiled


def _read(path: Path, name: str, check: Check, problems: list[PackProblem]) -> Document:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        problems.append(PackProblem(name, 1, "", "missing_file"))
        return Document(name, None)
    document, found = read_document(name, text)
    problems += found
    if not any(problem.code == "not_yaml" for problem in found):
        check(document.content, Place(document, problems))
    return document


def _read_edition(path: Path, problems: list[PackProblem]) -> Document:
    """An edition of the assessment indicators; its file is called by it."""
    document = _read(path, f"national/{ASSESSMENTS}/{path.name}", assessment_edition, problems)
    if isinstance(document.content, dict) and document.content.get("edition") != path.stem:
        place = Place(document, problems, ("edition",))
        place.refuse("malformed", value=document.content.get("edition"), expected=path.stem)
    return document


def _unknown_files(folder: Path) -> Iterator[PackProblem]:
    """A file that nobody reads would look as if it decided something."""
    names = {name for name, _ in (*SECTIONS.values(), *OPTIONAL_SECTIONS.values())} | _OTHER_FILES
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        is_listed = len(inside.parts) == 1 and (inside.name in names or inside.name in _FOLDERS)
        is_part = len(inside.parts) == 2 and inside.parts[0] in _FOLDERS and path.suffix == ".yaml"
        if not is_listed and not is_part:
            yield PackProblem(inside.as_posix(), 1, "", "unknown_file")


def _copy_options(forms: Mapping[str, Any], folder: Folder) -> list[PackProblem]:
    """Replaces `options_from: <key>` by the options of that key: the pack's own lists, then the national ones."""
    head = folder.sections["pack"].content
    shared = {key: table["options"] for key, table in folder.national["options.yaml"].content.items()}
    shared |= {key: head[key] for key in ("cost_categories", "links")}
    problems: list[PackProblem] = []
    for key, form in forms.items():
        for number, page in enumerate(form["pages"]):
            place = Place(folder.forms[key], problems, ("pages", number, "fields"))
            _copy_into(page["fields"], shared, place)
    return problems


def _copy_into(fields: list[dict[str, Any]], shared: Mapping[str, Any], place: Place) -> None:
    for number, spec in enumerate(fields):
        name = spec.pop("options_from", None)
        if name is not None and name not in shared:
            place.at(number, "options_from").refuse("unknown_reference", name=name, kind="options / 选项表")
        elif name is not None:
            spec["options"] = [{member: each[member] for member in _OPTION if member in each} for each in shared[name]]
        _copy_into(spec.get("fields", []), shared, place.at(number, "fields"))
