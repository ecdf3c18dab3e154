"""The declaration's Nameko class (申报). Its methods stand in the modules beside this one, by what they are about."""

from __future__ import annotations

from casework.shelf import packs_of
from chassis.service import Provided, ServiceRuntime
from services.declaration.service.calls import CallMethods
from services.declaration.service.drafting import DraftMethods
from services.declaration.service.hearing import HearingMethods
from services.declaration.service.pilots import PilotMethods
from services.declaration.service.printing import PrintMethods
from services.declaration.service.reading import ReadingMethods
from services.declaration.service.recommending import RecommendationMethods
from services.declaration.service.review import ReviewMethods
from services.declaration.storage.unit import DeclarationUnit


class DeclarationService(
    CallMethods,
    DraftMethods,
    ReviewMethods,
    RecommendationMethods,
    PilotMethods,
    ReadingMethods,
    PrintMethods,
    HearingMethods,
):
    """Released packs and calls, drafts, review and recommendation, public lists, reading, and what it hears."""

    name = "declaration"
    runtime = ServiceRuntime(DeclarationUnit)
    packs = Provided(packs_of)
