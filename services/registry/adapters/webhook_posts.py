"""Posting to the receivers of webhooks: a few seconds each, no redirect, and no address of our own networks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from chassis.config import Settings
from chassis.outgoing import NotSent, at_once, post
from services.registry.domain.receivers import admits
from services.registry.use_cases.deliver_due_webhooks import NotDelivered, Poster

SECONDS = 4.0
AT_ONCE = 8


class WebhookPosts:
    """What a receiver says is read no further than its status."""

    def __init__(self, *, is_development: bool) -> None:
        self._admits = partial(admits, is_development=is_development)

    def post(self, url: str, body: bytes, headers: dict[str, str]) -> int:
        """The status of the answer; NotDelivered with a stable word where there was none."""
        try:
            return post(url, body, headers, seconds=SECONDS, admits=self._admits).status
        except NotSent as error:
            raise NotDelivered(error.reason) from None

    def at_once(self, jobs: Iterable[Callable[[], None]]) -> None:
        """Eight receivers at a time, so that one that is slow holds up no other."""
        at_once(jobs, most=AT_ONCE)


def webhook_posts_of(settings: Settings) -> Poster:
    """In development this machine itself may be a receiver."""
    return WebhookPosts(is_development=settings.is_development)
