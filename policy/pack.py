"""One pack version as a value with typed accessors, loaded from its canonical JSON (`folder.compile_folder`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import orjson

from contracts.refusal import Problem
from policy.assessment import Edition, read_editions
from policy.assumptions import Assumption, assumptions_in
from policy.attachments import Slots, read_slots
from policy.budget import BudgetRules, read_budget
from policy.calls import Call, read_call
from policy.canonical import sha256_of
from policy.catalogue import catalogue_of, titles
from policy.dated import Dated, read_dated, read_values, value_on
from policy.facts import Catalogue, from_wire
from policy.form_reader import read_form
from policy.forms import Form
from policy.gates import Gate, Rule, read_rule
from policy.lifecycle import Stage, read_stage
from policy.notices import NoticeRule, read_notice
from policy.numbers import NumberFormat, read_number
from policy.performance import PerformanceRule, read_performance
from policy.providers import ProviderRules, read_providers
from policy.reading import Reading
from policy.recovery import RecoveryRule, read_recovery
from policy.refs import NO_BASIS, Basis, PackRef
from policy.rounds import RoundRules, read_round
from policy.routes import Route, read_route
from policy.size_class import SizeTable, read_size_table
from policy.split import SplitRule, split_rule_on
from policy.subsidy import SubsidyLine, read_subsidy
from policy.texts import Text, read_text

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Division:
    """A division that the pack seeds; the registry owns it from then on."""

    code: str
    name: str
    level: str
    parent: str | None
    basis: Basis = NO_BASIS


class Pack:
    """One version of a pack. Immutable; build it with `from_json` or `packs.load_folder`."""

    def __init__(self, compiled: Mapping[str, Any], ref: PackRef) -> None:
        self.ref = ref
        self.compiled = compiled
        head = compiled["pack"]
        self.city: str = head["city"]
        self.programme_year: str = head["programme_year"]
        self.version: str = head["version"]
        self.title: str = head["title"]
        self.division: str = head["division"]
        self.valid_from = date.fromisoformat(head["validity"]["from"])
        self.valid_until = date.fromisoformat(head["validity"]["until"]) if head["validity"].get("until") else None
        self.sources: dict[str, str] = {ref: source["short"] for ref, source in head["sources"].items()}
        self.forms: dict[str, Form] = {key: read_form(form, self.sources) for key, form in compiled["forms"].items()}
        self.catalogue: Catalogue = catalogue_of(compiled, self.forms)
        self.values: dict[str, Dated] = read_values(compiled, self.sources)

    @classmethod
    def from_json(cls, data: bytes) -> Pack:
        """From canonical JSON; ValueError when it is of another format. The content is trusted by its hash."""
        compiled = orjson.loads(data)
        if compiled.get("format") != FORMAT:
            raise ValueError(f"pack format {compiled.get('format')!r}, this engine reads {FORMAT}")
        head = compiled["pack"]
        return cls(compiled, PackRef(head["city"], head["programme_year"], head["version"], sha256_of(data)))

    def is_valid_on(self, on: date) -> bool:
        """Whether new cases may start under it on the day."""
        return self.validity_problem(on) is None

    def validity_problem(self, on: date) -> Problem | None:
        """`pack_not_valid_yet` or `pack_expired`, with the article; what runs goes on, new cases begin elsewhere."""
        begins, ends = self.valid_from, self.valid_until
        if begins <= on and (ends is None or on <= ends):
            return None
        validity = self.compiled["pack"]["validity"]
        return Problem(
            code="pack_not_valid_yet" if on < begins else "pack_expired",
            article=Basis.read(validity, self.sources).article,
            requirement=f"{self.title}自{begins.isoformat()}起" + (f"至{ends.isoformat()}有效" if ends else "有效"),
            inputs={"on": on.isoformat(), "succeeded_by": validity.get("succeeded_by")},
        )

    # What is done: stages, forms, attachments, routes, gates. KeyError for a name that the pack does not have.

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        """In the pack's order."""
        return tuple(read_stage(stage, self.sources) for stage in self.compiled["lifecycle"])

    @cached_property
    def _stages(self) -> dict[str, Stage]:
        return {stage.name: stage for stage in self.stages}

    def stage(self, name: str) -> Stage:
        return self._stages[name]

    def form(self, key: str) -> Form:
        return self.forms[key]

    @cached_property
    def _slots(self) -> dict[str, Slots]:
        read = self.compiled["attachments"].items()
        return {key: read_slots(key, slots, self.catalogue, self.values, self.sources) for key, slots in read}

    def slots(self, key: str) -> Slots:
        """The attachments of a stage or step."""
        return self._slots[key]

    @cached_property
    def routes(self) -> dict[str, Route]:
        return {name: read_route(name, route, self.sources) for name, route in self.compiled["routes"].items()}

    def route(self, name: str) -> Route:
        return self.routes[name]

    @cached_property
    def rules(self) -> dict[str, Rule]:
        """Every rule of conditions.yaml by its code."""
        rules = self.compiled["conditions"]["rules"]
        return {rule["code"]: read_rule(rule, self.catalogue, self.values, self.sources) for rule in rules}

    @cached_property
    def gates(self) -> dict[str, Gate]:
        gates = self.compiled["conditions"]["gates"].items()
        return {
            name: Gate(name, tuple(self.rules[code] for code in codes), self.values, self.catalogue)
            for name, codes in gates
        }

    def gate(self, name: str) -> Gate:
        return self.gates[name]

    @cached_property
    def round(self) -> RoundRules:
        """Quotas, public lists, ranking, other pilots."""
        return read_round(self.compiled["pack"], self.catalogue, self.values, self.sources)

    # What is worth what.

    def value(self, key: str) -> Dated:
        return self.values[key]

    def value_on(self, key: str, on: date) -> Any:
        """A dated value on a day, typed by its unit; NoValueOn when no period covers the day."""
        return value_on(self.values[key], on)

    @cached_property
    def lines(self) -> tuple[SubsidyLine, ...]:
        """The subsidy lines."""
        reading = Reading(self.catalogue, self.values, self.sources)
        return read_subsidy(self.compiled["subsidy"], reading, categories=self.cost_categories, links=self.links)

    def line(self, key: str) -> SubsidyLine:
        return {line.key: line for line in self.lines}[key]

    @cached_property
    def split(self) -> Dated:
        """The split rule with its periods; `split_on` gives the one in force."""
        return read_dated("split", self.compiled["split"], self.sources)

    def split_on(self, on: date, line: str | None = None, tranche: str | None = None) -> SplitRule:
        """The rule in force on the day: that of the tranche, else of the line, else of the pack. NoValueOn."""
        own = None if line is None else self.line(line)
        part = None if own is None or tranche is None else own.tranche(tranche)
        return split_rule_on((part and part.split) or (own and own.split) or self.split, on)

    @cached_property
    def budget(self) -> BudgetRules | None:
        """How demands are served from budget pools; None: the pack leaves it to whoever plans."""
        spec = self.compiled.get("budget")
        return read_budget(spec, self.sources) if spec is not None else None

    @cached_property
    def recovery(self) -> RecoveryRule:
        """What becomes of money that is claimed back."""
        return read_recovery(self.compiled["pack"].get("recovery"), self.sources)

    @cached_property
    def size_table(self) -> SizeTable:
        table = self.compiled["national"]["size_classes"]
        return read_size_table(table, {ref: source["short"] for ref, source in table["sources"].items()})

    @cached_property
    def assessments(self) -> dict[str, Edition]:
        """The editions of the assessment indicators that this version knows."""
        return read_editions(self.compiled)

    # Calls, notices, numbers, texts.

    @cached_property
    def calls(self) -> tuple[Call, ...]:
        return tuple(read_call(call, self.values, self.sources) for call in self.compiled["pack"]["calls"])

    def call(self, key: str) -> Call:
        return {call.key: call for call in self.calls}[key]

    @cached_property
    def notices(self) -> dict[str, NoticeRule]:
        """What is published before it counts; a pack without a notice of that key publishes nothing there."""
        return {key: read_notice(key, spec, self.sources) for key, spec in self.compiled["pack"]["notices"].items()}

    def call_of(self, batch: str) -> Call:
        """The call that opened a round."""
        return {call.batch: call for call in self.calls}[batch]

    def notice(self, key: str) -> NoticeRule:
        return self.notices[key]

    def number(self, key: str) -> NumberFormat:
        return read_number(key, self.compiled["pack"]["numbers"][key], self.sources)

    @cached_property
    def texts(self) -> dict[str, Text]:
        return {key: read_text(key, text, self.sources) for key, text in self.compiled["texts"].items()}

    def text(self, key: str) -> Text:
        return self.texts[key]

    # Who sells, and how well.

    @cached_property
    def providers(self) -> ProviderRules:
        """Kinds of providers, classes of products; empty for a pack that says nothing of them."""
        return read_providers(self.compiled, self.sources)

    @cached_property
    def performance(self) -> PerformanceRule | None:
        """How providers are rated; None where nobody is."""
        return read_performance(self.compiled, self.sources)

    # What the pack names or seeds.

    @cached_property
    def top(self) -> Division:
        """The whole city, or the whole region: the division above all that the pack seeds."""
        head = self.compiled["pack"]
        return Division(self.division, head.get("division_name", self.city), head.get("division_level", "city"), None)

    @cached_property
    def divisions(self) -> tuple[Division, ...]:
        return tuple(
            Division(each["code"], each["name"], each["level"], each.get("parent"), Basis.read(each, self.sources))
            for each in self.compiled["pack"]["divisions"]
        )

    @property
    def fund_sources(self) -> dict[str, str]:
        """Code -> title."""
        return titles(self.compiled["pack"]["fund_sources"])

    @property
    def fund_categories(self) -> dict[str, str]:
        return titles(self.compiled["pack"]["fund_categories"])

    @property
    def cost_categories(self) -> dict[str, str]:
        return titles(self.compiled["pack"]["cost_categories"])

    @property
    def links(self) -> dict[str, str]:
        """The business links (经营环节) in which spend may be used."""
        return titles(self.compiled["pack"]["links"])

    @property
    def exclusion_lists(self) -> dict[str, str]:
        return titles(self.compiled["pack"]["exclusion_lists"])

    @cached_property
    def calendar_exceptions(self) -> dict[date, bool]:
        """Day -> whether it is worked; the registry's table owns them from then on."""
        exceptions = self.compiled["pack"]["calendar_exceptions"]
        return {date.fromisoformat(each["on"]): each["is_worked"] for each in exceptions}

    @cached_property
    def assumptions(self) -> tuple[Assumption, ...]:
        """Everything in the pack that no source gives."""
        return tuple(assumptions_in(self.compiled))

    def facts_from_wire(self, wire: Mapping[str, Any]) -> dict[str, Any]:
        """Facts that were kept as JSON (`facts.to_wire`), typed by this pack's catalogue."""
        return from_wire(self.catalogue, wire)
