"""A recommendation as the API shows it, to the authorities."""

from __future__ import annotations

from typing import Any

from casework.shown import shown_attachments
from contracts.wire import to_json
from services.declaration.domain.recommendation import Recommendation
from services.declaration.domain.summary import number_of

Shown = dict[str, Any]


def shown_recommendation(recommendation: Recommendation) -> Shown:
    """The whole of it."""
    return {
        "id": str(recommendation.id),
        "version": recommendation.version,
        "number": number_of(recommendation),
        "programme_year": recommendation.programme_year,
        "batch": recommendation.batch,
        "pack": recommendation.pack.text,
        "step": recommendation.step,
        "division": recommendation.division,
        "state": recommendation.state.value,
        "opinion": recommendation.opinion,
        "cases": [
            {
                "declaration_id": str(case.declaration_id),
                "case_id": str(case.case_id),
                "applicant": case.applicant,
                "digest": case.digest,
            }
            for case in recommendation.cases
        ],
        "document": to_json(recommendation.document),
        "attachments": shown_attachments(recommendation.attachments),
        "drafted_at": to_json(recommendation.drafted_at),
        "submitted_at": to_json(recommendation.submitted_at),
    }
