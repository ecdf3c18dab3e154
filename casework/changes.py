"""What differs between two versions of answers and attachments, path by path."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from casework.dossier import Attachment, Attachments
from casework.ports import Answers


@dataclass(frozen=True, kw_only=True)
class Change:
    """`path` is `answers.<page>.<field>` or `attachments.<slot>`; None stands for nothing there.

    Of attachments `before` and `after` are lists of `{"id", "name", "sha256"}`.
    """

    path: str
    before: Any
    after: Any


def changes(
    before: Answers, after: Answers, attachments_before: Attachments, attachments_after: Attachments
) -> tuple[Change, ...]:
    """All of them, answers first, in the order in which the names first appear."""
    pages = (
        change for name in _names(before, after) for change in page_changes(name, before.get(name), after.get(name))
    )
    slots = (
        Change(path=f"attachments.{slot}", before=_listed(old), after=_listed(new))
        for slot in _names(attachments_before, attachments_after)
        if (old := attachments_before.get(slot, ())) != (new := attachments_after.get(slot, ()))
    )
    return (*pages, *slots)


def page_changes(page: str, before: Any, after: Any) -> Iterator[Change]:
    """The changed fields of one page; a page that is no object counts as one field."""
    if not isinstance(before or {}, Mapping) or not isinstance(after or {}, Mapping):
        if before != after:
            yield Change(path=f"answers.{page}", before=before, after=after)
        return
    for name in _names(before or {}, after or {}):
        old, new = (before or {}).get(name), (after or {}).get(name)
        if old != new:
            yield Change(path=f"answers.{page}.{name}", before=old, after=new)


def _names(*mappings: Mapping[str, Any]) -> Iterable[str]:
    return dict.fromkeys(name for mapping in mappings for name in mapping)


def _listed(attachments: Iterable[Attachment]) -> list[dict[str, str]]:
    return [{"id": str(each.id), "name": each.name, "sha256": each.sha256} for each in attachments]
