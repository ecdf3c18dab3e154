"""The refusals of a dossier and of a public notice. Their sentences are in the gateway's catalogue."""

from __future__ import annotations

from contracts.refusal import Refusal


class DossierIncomplete(Refusal):
    """Not ready to be submitted: `problems` holds everything that is missing or wrong, at once."""

    code = "dossier_incomplete"


class SelfReview(Refusal):
    """Whoever applied, or took part in filing, does not review: facts `step`."""

    code = "self_review"


class VerdictNotAllowed(Refusal):
    """The step of the route does not know this verdict: facts `step`, `verdict`, `outcomes`."""

    code = "verdict_not_allowed"


class StepMovedOn(Refusal):
    """The reviewer judged a step that is no longer the current one: facts `judged`, `current`."""

    code = "step_moved_on"


class NoticeStillOpen(Refusal):
    """The notice period is not over: facts `closes_on` (its last day) and `closes_at` (when that is over)."""

    code = "notice_still_open"


class NoticeNotOpen(Refusal):
    """An objection came before the notice was opened or after its period: facts `state`, `closes_at`."""

    code = "notice_not_open"


class LineUnderObjection(Refusal):
    """An objection to this line is undecided or was upheld: facts `line_id`, `objections` (their ids)."""

    code = "line_under_objection"
