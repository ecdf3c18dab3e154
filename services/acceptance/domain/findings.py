"""What evidence says when a verdict is given: what others use too, and how much of each invoice is eligible."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from casework.common_facts import NotKnownHere
from policy.packs import Pack
from services.acceptance.domain.acceptance import Acceptance
from services.acceptance.domain.duplicates import Flag, flagged_items
from services.acceptance.domain.evidence import Evidence
from services.acceptance.domain.known import KnownProject, Seller
from services.acceptance.domain.matching import match
from services.acceptance.domain.matching_result import Match
from services.acceptance.domain.matching_rules import Contracted, MatchRules, rules_of
from services.acceptance.domain.rulebook import Rulebook

Spent = tuple[str, UUID]
"""Number of an invoice, and the product that it is for."""


@dataclass(frozen=True, kw_only=True)
class Matched:
    """A match with what it was judged by."""

    match: Match
    contracted: Contracted
    rules: MatchRules


@dataclass(frozen=True, kw_only=True)
class Findings:
    """`eligible` is None where nothing was entered: then the auditor's figures stand alone."""

    flags: tuple[Flag, ...] = ()
    kinds: frozenset[str] = frozenset()
    eligible: Mapping[Spent, int] | None = None

    @property
    def eligible_fen(self) -> int | None:
        return None if self.eligible is None else sum(self.eligible.values())

    def eligible_of(self, invoice_number: str, product_id: UUID) -> int | None:
        """In fen; 0 for an invoice that nobody entered."""
        return None if self.eligible is None else self.eligible.get((invoice_number, product_id), 0)


NOTHING_FOUND: Final = Findings()


def matched(
    evidence: Evidence, project: KnownProject, sellers: Sequence[Seller], pack: Pack, flags: Sequence[Flag]
) -> Matched:
    """The evidence of a project against its contract, by its pack. NotKnownHere while the contract is not known."""
    contract = project.contract
    if contract is None:
        raise NotKnownHere(kind="contract")
    codes = {seller.id: seller.credit_code for seller in sellers}
    contracted = Contracted.of(
        contract, seller_code=codes.get(contract.provider_id), buyer_code=project.applicant.credit_code
    )
    rules = rules_of(pack, contract.signed_on)
    found = match(evidence, contracted, rules, flagged=flagged_items(evidence, flags))
    return Matched(match=found, contracted=contracted, rules=rules)


def findings_of(
    evidence: Evidence, project: KnownProject, sellers: Sequence[Seller], pack: Pack, flags: Sequence[Flag]
) -> Findings:
    """For a verdict. NotKnownHere while it is not known who the provider is: only the final decision waits for that."""
    if evidence.is_empty:
        return Findings(flags=tuple(flags))
    found = matched(evidence, project, sellers, pack, flags)
    if found.contracted.seller_code is None:
        raise NotKnownHere(kind="organisation")
    eligible: dict[Spent, int] = defaultdict(int)
    for line in found.match.lines:
        for part in line.invoices:
            eligible[part.number, line.product_id] += part.eligible_fen
    kinds = frozenset(item.kind.value for item in evidence.items)
    return Findings(flags=tuple(flags), kinds=kinds, eligible=dict(eligible))


def is_needed(acceptance: Acceptance, rules: Rulebook) -> bool:
    """Whether a verdict at this step looks at evidence: where papers are written, and at the last step."""
    step = acceptance.dossier.step
    if step is None:
        return False
    return bool(rules.paper_forms(acceptance.dossier)) or rules.route.next_index(step.index) is None
