"""Short walks that bring cases into the states in which every write of the API can be answered with 2xx."""

from __future__ import annotations

from collections.abc import Callable

from tests.api.stage import Stage
from tests.api.walks.acceptance import walk_acceptances
from tests.api.walks.applications import walk_applications
from tests.api.walks.assessment import walk_assessments, walk_evaluation
from tests.api.walks.declaration import walk_declarations, walk_letters, walk_levels, walk_pilot_list
from tests.api.walks.evidence import walk_evidence
from tests.api.walks.funding import walk_funding
from tests.api.walks.loans import walk_loans
from tests.api.walks.matching import walk_matching
from tests.api.walks.oversight import walk_oversight
from tests.api.walks.project import walk_move, walk_projects
from tests.api.walks.providers import (
    walk_delegations,
    walk_enrolments,
    walk_measures,
    walk_products,
    walk_recommendations,
    walk_relations,
)
from tests.api.walks.reading import read_everything
from tests.api.walks.registry import walk_accounts, walk_lists, walk_organisations
from tests.api.walks.showing import walk_showing
from tests.api.walks.telling import walk_codes, walk_text_messages, walk_webhooks

WALKS: tuple[Callable[[Stage], None], ...] = (
    walk_accounts,
    walk_organisations,
    walk_enrolments,
    walk_products,
    walk_measures,
    walk_lists,
    walk_codes,
    walk_text_messages,
    walk_webhooks,
    walk_declarations,
    walk_projects,
    walk_acceptances,
    walk_assessments,
    walk_evaluation,
    walk_evidence,
    walk_funding,
    walk_applications,
    walk_pilot_list,
    walk_recommendations,
    walk_delegations,
    walk_relations,
    walk_move,
    walk_letters,
    walk_levels,
    walk_showing,
    walk_matching,
    walk_loans,
    walk_oversight,
    read_everything,
)
