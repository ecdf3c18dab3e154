"""A platform of Inner Mongolia's programme, and its recognition with the enterprises that it serves."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

from casework.days import CHINA
from contracts.events.declaration import PlatformRecognised, PlatformRow
from policy.pack import Pack
from policy.packs import load_folder
from tests import builders_funding as build

PLATFORM = build.an_applicant("台")
DECLARATION = build.a_case_id(PLATFORM)
RECOGNISED_AT = datetime(2023, 6, 1, 10, 0, tzinfo=CHINA).astimezone(UTC)


@cache
def inner_mongolia() -> Pack:
    return load_folder(build.ROOT / "packs" / "inner-mongolia" / "platform-2023")


def recognised(costs_yuan: list[int], *, sequence: int = 5, first: int = 1) -> PlatformRecognised:
    ref = inner_mongolia().ref
    return PlatformRecognised(
        **build.heard(DECLARATION, sequence) | {"at": RECOGNISED_AT},
        case_id=DECLARATION,
        applicant=PLATFORM,
        division="150100",
        pack=ref.text,
        pack_sha256=ref.sha256,
        batch="2023-1",
        subsector="dairy",
        rows=tuple(
            PlatformRow(
                enterprise_name=f"内蒙古{number}号示例企业",
                credit_code=build.an_applicant(f"企{number}").credit_code,
                actual_cost_fen=yuan * 100,
            )
            for number, yuan in enumerate(costs_yuan, start=first)
        ),
    )
