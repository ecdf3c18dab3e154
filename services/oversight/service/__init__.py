"""Oversight's Nameko class (监管). Its methods stand in the modules beside this one, by what they are about."""

from __future__ import annotations

from casework.shelf import packs_of
from chassis.service import Provided, ServiceRuntime
from services.oversight.service.hearing import HearingMethods
from services.oversight.service.reading import ReadingMethods
from services.oversight.storage.unit import OversightUnit


class OversightService(ReadingMethods, HearingMethods):
    """Timelines of cases, and what it hears."""

    name = "oversight"
    runtime = ServiceRuntime(OversightUnit)
    packs = Provided(packs_of)
