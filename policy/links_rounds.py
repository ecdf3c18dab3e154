"""What a pack says about its rounds, held against the rest of it: steps, notices, slots, facts and columns.

`place` gives the spot of a section and its keys, as `links` has it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from policy.claims import PLATFORM_ROWS
from policy.facts import Catalogue, Kind
from policy.public_lists import PLATFORM_RECOGNISED
from policy.schema import Place

PlaceOf = Callable[..., Place]
_WORDS = frozenset({Kind.TEXT, Kind.CHOICE})


def check_rounds(compiled: Mapping[str, Any], catalogue: Catalogue, place: PlaceOf) -> None:
    """Quotas, lists and ranking of pack.yaml, and what the steps of routes ask for."""
    links = _Rounds(compiled, catalogue, place)
    links.check_quotas()
    links.check_lists()
    links.check_steps()


@dataclass(frozen=True)
class _Rounds:
    compiled: Mapping[str, Any]
    catalogue: Catalogue
    place: PlaceOf

    def check_quotas(self) -> None:
        steps = {step["step"] for step in self._steps_of("declaration")}
        for number, quota in enumerate(self.compiled["pack"].get("quotas", ())):
            here = ("pack", "quotas", number)
            self._expect(quota["step"], steps, "step", self.place(*here, "step"))
            for index, name in enumerate(quota["within"]):
                self._check_fact(name, _WORDS, self.place(*here, "within", index))
            self._check_fact(quota.get("counts"), _WORDS, self.place(*here, "counts"))

    def check_lists(self) -> None:
        origins: set[str] = set()
        for number, spec in enumerate(self.compiled["pack"].get("lists", ())):
            here = ("pack", "lists", number)
            if spec["from"] in origins:
                self.place(*here, "from").refuse("not_unique", value=spec["from"])
            origins.add(spec["from"])
            self._expect(spec.get("notice"), self.compiled["pack"]["notices"], "notice", self.place(*here, "notice"))
            for name in ("scale", "subsector"):
                self._check_fact(spec.get(name), _WORDS, self.place(*here, name))
            self._check_level(spec.get("minimum_level"), self.place(*here, "minimum_level"))
            self._check_rows(spec, here)

    def check_steps(self) -> None:
        for name, route in self.compiled["routes"].items():
            for number, step in enumerate(route["steps"]):
                here = ("routes", name, "steps", number)
                self._check_actor(step.get("actor"), self.place(*here, "actor"))
                if "requires_document" in step:
                    self._check_document(step, (*here, "requires_document"))

    def _check_document(self, step: Mapping[str, Any], here: tuple[Any, ...]) -> None:
        document = step["requires_document"]
        slots = {slot["code"] for slot in self.compiled["attachments"].get(step.get("attachments"), ())}
        self._expect(document["letter"], slots, "slot", self.place(*here, "letter"))
        summary = document.get("summary")
        if summary is None:
            return
        self._expect(summary["slot"], slots, "slot", self.place(*here, "summary", "slot"))
        for index, fact in enumerate(summary.get("beside", ())):
            place = self.place(*here, "summary", "beside", index)
            self._check_fact(fact, frozenset(Kind) - {Kind.ROWS}, place)
            self._expect(fact.partition(".")[0], self.compiled["forms"], "form", place)
        table = self.place(*here, "summary", "table")
        for index, column in enumerate(summary.get("totals", ())):
            kind = frozenset({Kind.MONEY})
            self._check_column(summary["table"], column, kind, self.place(*here, "summary", "totals", index))
        self._check_fact(summary["table"], frozenset({Kind.ROWS}), table)
        if "award" in summary:
            self._check_summary_award(summary, self.place(*here, "summary", "award"))

    def _check_summary_award(self, summary: Mapping[str, Any], place: Place) -> None:
        """A line over the rows of a platform, and those are the rows that the summary prints."""
        lines = {line["key"] for line in self.compiled["subsidy"]["lines"] if line["base"].get("rows") == PLATFORM_ROWS}
        self._expect(summary["award"], lines, f"line over {PLATFORM_ROWS} / 按{PLATFORM_ROWS}计算的奖补", place)
        told = {spec["rows"]["table"] for spec in self.compiled["pack"].get("lists", ()) if "rows" in spec}
        self._expect(summary["table"], told, "rows of a list / 名单的行", place)

    def _check_rows(self, spec: Mapping[str, Any], here: tuple[Any, ...]) -> None:
        if PLATFORM_RECOGNISED in spec.get("announces", ()):
            for name in ("subsector", "rows"):
                if name not in spec:
                    self.place(*here).refuse("missing_key", missing=name)
        rows = spec.get("rows")
        if rows is None:
            return
        self._check_fact(rows["table"], frozenset({Kind.ROWS}), self.place(*here, "rows", "table"))
        for name, kinds in (("enterprise_name", _WORDS), ("credit_code", _WORDS), ("actual_cost", {Kind.MONEY})):
            self._check_column(rows["table"], rows[name], frozenset(kinds), self.place(*here, "rows", name))

    def _check_actor(self, actor: str | None, place: Place) -> None:
        windows = {window["actor"] for call in self.compiled["pack"]["calls"] for window in call["windows"]}
        self._expect(actor, windows, "window / 窗口", place)

    def _check_level(self, name: str | None, place: Place) -> None:
        values = {**self.compiled["conditions"]["values"], **self.compiled["acceptance"]["values"]}
        levels = {key for key, value in values.items() if value["unit"] == "level"}
        self._expect(name, levels, "level / 等级数值", place)

    def _check_column(self, table: str, column: str, kinds: frozenset[Kind], place: Place) -> None:
        columns = self.catalogue[table].columns if table in self.catalogue else {}
        if column not in columns or columns[column].kind not in kinds:
            place.refuse("unknown_reference", name=column, kind="column / 列")

    def _check_fact(self, name: str | None, kinds: frozenset[Kind], place: Place) -> None:
        if name is not None and (name not in self.catalogue or self.catalogue[name].kind not in kinds):
            place.refuse("unknown_fact", name=name)

    def _expect(self, name: str | None, known: Collection[str], kind: str, place: Place) -> None:
        if name is not None and name not in known:
            place.refuse("unknown_reference", name=name, kind=kind)

    def _steps_of(self, service: str) -> Iterator[Mapping[str, Any]]:
        for stage in self.compiled["lifecycle"]:
            if stage["service"] == service and stage.get("route") in self.compiled["routes"]:
                yield from self.compiled["routes"][stage["route"]]["steps"]
