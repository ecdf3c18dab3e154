"""Oversight's Nameko class (监管). Its methods stand in the modules beside this one, by what they are about."""

from __future__ import annotations

from casework.shelf import packs_of
from chassis.feed_keys import feed_signer_of
from chassis.service import Provided, ServiceRuntime
from services.oversight.service.figures import FigureMethods
from services.oversight.service.hearing import HearingMethods
from services.oversight.service.hearing_outcomes import OutcomeMethods
from services.oversight.service.national import NationalMethods
from services.oversight.service.reading import ReadingMethods
from services.oversight.storage.unit import OversightUnit


class OversightService(ReadingMethods, FigureMethods, NationalMethods, HearingMethods, OutcomeMethods):
    """Timelines, targets and quarters, what the national platform is told, and what it hears."""

    name = "oversight"
    runtime = ServiceRuntime(OversightUnit)
    packs = Provided(packs_of)
    feed_signer = Provided(feed_signer_of)
