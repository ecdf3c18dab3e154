"""What one file of a pack says about another: every name resolves, every condition fits its facts.

Runs on a pack whose files each have the right shape, so it may read them without doubt.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from contracts.events.subscriptions import BY_NAME
from policy import links_subsidy
from policy.catalogue import catalogue_of
from policy.condition_reader import ConditionError, Values, read_condition
from policy.dated import read_values
from policy.facts import Catalogue
from policy.form_reader import read_form
from policy.forms import Form
from policy.lifecycle import approved
from policy.links_applications import check_applications
from policy.links_providers import check_providers
from policy.links_rounds import check_rounds
from policy.pack_problems import PackProblem
from policy.routes import AUDIT_REPORT, SPECIAL_AUDIT
from policy.schema import Place
from policy.yaml_source import Document, Keys

DocumentOf = Callable[[str, str], Document]


def problems_of(compiled: Mapping[str, Any], document_of: DocumentOf) -> list[PackProblem]:
    """Every reference that leads nowhere and every condition that does not fit."""
    linking = _Linking(compiled, document_of)
    linking.check_sources()
    if linking.problems:  # without its sources nothing can be read further
        return linking.problems
    linking.check_names()
    linking.check_money()
    check_providers(linking, compiled)
    linking.check_conditions()
    return linking.problems


class _Linking:
    def __init__(self, compiled: Mapping[str, Any], document_of: DocumentOf) -> None:
        self.compiled = compiled
        self.problems: list[PackProblem] = []
        self._document_of = document_of
        self._sources = {ref: source["short"] for ref, source in compiled["pack"]["sources"].items()}

    def place(self, section: str, *keys: str | int) -> Place:
        """Where a part of the compiled pack stands; the first key of `forms` is the form's own."""
        if section == "forms":
            return Place(self._document_of(section, str(keys[0])), self.problems, keys[1:])
        return Place(self._document_of(section, ""), self.problems, keys)

    def expect(self, name: str | None, known: Collection[str], kind: str, place: Place) -> None:
        if name is not None and name not in known:
            place.refuse("unknown_reference", name=name, kind=kind)

    def check_sources(self) -> None:
        """Every cited source is named in pack.yaml."""
        for section in self.compiled:
            if section not in ("format", "national"):
                for keys, ref in _citations(self.compiled[section], ()):
                    if ref not in self._sources:
                        self.place(section, *keys).refuse("unknown_source", ref=ref)

    def check_names(self) -> None:
        """Stages, steps, gates, windows and attachments name what there is."""
        self._check_stages()
        self._check_steps()
        for name, slots in self.compiled["attachments"].items():
            for number, slot in enumerate(slots):
                place = self.place("attachments", name, number, "stamps")
                self.expect(slot.get("stamps"), self.compiled["forms"], "form", place)
        rules = {rule["code"] for rule in self.compiled["conditions"]["rules"]}
        for name, codes in self.compiled["conditions"]["gates"].items():
            for number, code in enumerate(codes):
                self.expect(code, rules, "rule", self.place("conditions", "gates", name, number))
        for number, call in enumerate(self.compiled["pack"]["calls"]):
            for index, window in enumerate(call["windows"]):
                self._check_window(window, ("calls", number, "windows", index))
        self._check_editions()

    def check_money(self) -> None:
        """Subsidy lines, split and divisions name gates, fund categories, sources and parents that there are."""
        links_subsidy.check_names(self)
        links_subsidy.check_split(self, "split", (), self.compiled["split"])
        links_subsidy.check_budget(self)
        check_applications(self)
        head, gates = self.compiled["pack"], self.compiled["conditions"]["gates"]
        self.expect(head.get("honour", {}).get("gate"), gates, "gate", self.place("pack", "honour", "gate"))
        if "loans" in self.compiled:
            gate, place = self.compiled["loans"]["projects"]["gate"], self.place("loans", "projects", "gate")
            self.expect(gate, gates, "gate", place)
        divisions = {division["code"] for division in head["divisions"]} | {head["division"]}
        for number, division in enumerate(head["divisions"]):
            self.expect(
                division.get("parent"), divisions, "division", self.place("pack", "divisions", number, "parent")
            )

    def check_conditions(self) -> None:
        """Every condition is typed against the facts that will be there."""
        forms = self._read_forms()
        if len(forms) < len(self.compiled["forms"]):
            return
        catalogue = catalogue_of(self.compiled, forms)
        values = read_values(self.compiled, self._sources)
        twins = set(self.compiled["conditions"]["values"]) & set(self.compiled["acceptance"]["values"])
        for name in sorted(twins):
            self.place("acceptance", "values", name).refuse("ambiguous_name", name=name)
        links_subsidy.check_facts(self, catalogue)
        for section, keys, spec, known in self._conditions(catalogue):
            self._check_condition(section, keys, spec, known, values)
        check_rounds(self.compiled, catalogue, self.place)

    def _check_stages(self) -> None:
        compiled = self.compiled
        kinds = {
            "form": compiled["forms"],
            "attachments": compiled["attachments"],
            "route": compiled["routes"],
            "gate": compiled["conditions"]["gates"],
        }
        for number, stage in enumerate(compiled["lifecycle"]):
            for kind, known in kinds.items():
                self.expect(stage.get(kind), known, kind, self.place("lifecycle", number, kind))
            if stage.get("has_window"):
                self._check_has_window(stage["name"], self.place("lifecycle", number, "has_window"))
            if "amendment" in stage:
                place = self.place("lifecycle", number, "amendment", "route")
                self.expect(stage["amendment"]["route"], compiled["routes"], "route", place)
        self._check_yields()
        self._check_milestones()

    def _check_milestones(self) -> None:
        """Stages open and close by events that there are, and by the approvals of the project's stages."""
        stages = self.compiled["lifecycle"]
        reviewed = (stage["name"] for stage in stages if stage["service"] == "project" and "route" in stage)
        known = {name for name, _ in BY_NAME} | {approved(name) for name in reviewed}
        for number, stage in enumerate(stages):
            for key in ("opens_when", "closes_when"):
                for index, milestone in enumerate(stage.get(key, ())):
                    place = self.place("lifecycle", number, key, index)
                    self.expect(milestone, known, "milestone / 里程碑", place)
        for index, milestone in enumerate(self.compiled.get("benchmarks", {}).get("picked_when", ())):
            place = self.place("benchmarks", "picked_when", index)
            self.expect(milestone, known, "milestone / 里程碑", place)

    def _check_yields(self) -> None:
        """Only what is reviewed in the project service yields something, and each thing comes from one stage."""
        seen: set[str] = set()
        for number, stage in enumerate(self.compiled["lifecycle"]):
            for index, yielded in enumerate(stage.get("yields", ())):
                place = self.place("lifecycle", number, "yields", index)
                if stage["service"] != "project" or "route" not in stage:
                    place.refuse("not_reviewed", stage=stage["name"])
                if yielded in seen:
                    place.refuse("not_unique", value=yielded)
                seen.add(yielded)

    def _check_has_window(self, stage: str, place: Place) -> None:
        for call in self.compiled["pack"]["calls"]:
            if all(window["stage"] != stage for window in call["windows"]):
                place.refuse("unknown_reference", name=f"{call['key']}/{stage}", kind="window / 窗口")

    def _check_steps(self) -> None:
        for name, route in self.compiled["routes"].items():
            for number, step in enumerate(route["steps"]):
                here = (name, "steps", number)
                place = self.place("routes", *here, "attachments")
                self.expect(step.get("attachments"), self.compiled["attachments"], "attachments", place)
                for index, form in enumerate(step.get("forms", ())):
                    self.expect(form, self.compiled["forms"], "form", self.place("routes", *here, "forms", index))
                if SPECIAL_AUDIT in step.get("forms", ()):
                    slots = self.compiled["attachments"].get(step.get("attachments"), ())
                    self.expect(AUDIT_REPORT, [slot["code"] for slot in slots], "slot", place)

    def _check_editions(self) -> None:
        """The assessment editions in force are ones that there are."""
        known = self.compiled["national"]["assessments"]
        spec = self.compiled["acceptance"]["values"].get("assessment_edition", {"values": []})
        for number, period in enumerate(spec["values"]):
            place = self.place("acceptance", "values", "assessment_edition", "values", number, "value")
            self.expect(period["value"], known, "assessment edition / 评测指标版本", place)

    def _check_window(self, window: Mapping[str, Any], here: Keys) -> None:
        stages = {stage["name"] for stage in self.compiled["lifecycle"]}
        values = {**self.compiled["conditions"]["values"], **self.compiled["acceptance"]["values"]}
        self.expect(window["stage"], stages, "stage", self.place("pack", *here, "stage"))
        for name in ("opens_at", "closes_at"):
            if isinstance(window.get(name), dict):
                self._check_window_value(window[name]["value"], values, self.place("pack", *here, name, "value"))

    def _check_window_value(self, name: str, values: Mapping[str, Any], place: Place) -> None:
        if name not in values or values[name]["unit"] != "date":
            place.refuse("unknown_reference", name=name, kind="date value / 日期数值")
        elif len(values[name]["values"]) != 1:
            place.refuse("not_one_period", name=name)

    def _read_forms(self) -> dict[str, Form]:
        forms = {}
        for key, spec in self.compiled["forms"].items():
            try:
                forms[key] = read_form(spec, self._sources)
            except ConditionError as error:
                self.place("forms", key, *error.keys).refuse(error.code, **error.facts)
        return forms

    def _conditions(self, catalogue: Catalogue) -> Iterator[tuple[str, Keys, Mapping[str, Any], Catalogue]]:
        """Every condition outside the forms: section, keys, itself, and the facts that it may name."""
        for number, rule in enumerate(self.compiled["conditions"]["rules"]):
            yield "conditions", ("rules", number, "condition"), rule["condition"], catalogue
        for number, line in enumerate(self.compiled["pack"].get("ranking", ())):
            yield "pack", ("ranking", number, "condition"), line["condition"], catalogue
        for name, slots in self.compiled["attachments"].items():
            for number, slot in enumerate(slots):
                if "required_when" in slot:
                    yield "attachments", (name, number, "required_when"), slot["required_when"], catalogue
        for keys, spec, known in links_subsidy.conditions_in(self.compiled, catalogue):
            yield "subsidy", keys, spec, known

    def _check_condition(
        self, section: str, keys: Keys, spec: Mapping[str, Any], catalogue: Catalogue, values: Values
    ) -> None:
        try:
            read_condition(spec, catalogue, values)
        except ConditionError as error:
            self.place(section, *keys, *error.keys).refuse(error.code, **error.facts)


def _citations(part: Any, keys: Keys) -> Iterator[tuple[Keys, str]]:
    """Every `source: {ref}` below a part of the pack."""
    if isinstance(part, dict):
        source = part.get("source")
        if isinstance(source, dict) and isinstance(source.get("ref"), str) and "article" in source:
            yield (*keys, "source", "ref"), source["ref"]
        for name, member in part.items():
            yield from _citations(member, (*keys, name))
    elif isinstance(part, list):
        for number, member in enumerate(part):
            yield from _citations(member, (*keys, number))
