"""By which ways somebody is told: in the portal always, by mail and by text message as chosen (ALL5).

A choice stands at a kind or at a group, for a person or for an organisation; the most particular one
holds: the person's for the kind, the person's for the group, the organisation's for the kind, for the
group, and then what the kind itself says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from contracts.refusal import Invalid, Problem
from services.registry.domain.notice_kinds import KINDS, Group, NoticeKind

TOPICS: Final = frozenset({*KINDS, *(group.value for group in Group)})
"""What a choice can stand at."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """None: nothing was chosen here, so what is more general holds."""

    by_mail: bool | None = None
    by_sms: bool | None = None

    def over(self, general: Choice) -> Choice:
        """This choice where it says something, the more general one elsewhere."""
        return Choice(
            by_mail=general.by_mail if self.by_mail is None else self.by_mail,
            by_sms=general.by_sms if self.by_sms is None else self.by_sms,
        )


Choices = Mapping[tuple[UUID, str], Choice]
"""By whose it is (an account or an organisation) and topic."""


@dataclass(frozen=True, kw_only=True)
class Channels:
    """The ways beside the portal."""

    by_mail: bool
    by_sms: bool


def channels_of(
    kind: NoticeKind, choices: Choices, *, account_id: UUID | None, organisation_id: UUID | None
) -> Channels:
    """What holds for a person of an organisation; without a person, what its people have until they choose."""
    chosen = Choice()
    for owner in (account_id, organisation_id):
        for topic in (kind.name, kind.group.value):
            if owner is not None:
                chosen = chosen.over(choices.get((owner, topic), Choice()))
    return Channels(
        by_mail=kind.by_mail if chosen.by_mail is None else chosen.by_mail,
        by_sms=kind.by_sms if chosen.by_sms is None else chosen.by_sms,
    )


def topics_of(kinds: Iterable[NoticeKind]) -> list[str]:
    """The topics at which a choice would matter for these kinds."""
    return sorted({topic for kind in kinds for topic in (kind.name, kind.group.value)})


def must_be_topic(topic: str) -> str:
    """Invalid for anything but the name of a kind or of a group."""
    if topic not in TOPICS:
        raise Invalid(problems=[Problem(code="not_an_option", field="topic")])
    return topic
