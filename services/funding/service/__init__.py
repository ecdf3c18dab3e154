"""Funding's Nameko class (拨付). Its methods stand in the modules beside this one, by what they are about."""

from __future__ import annotations

from casework.shelf import packs_of
from chassis.service import Provided, ServiceRuntime
from services.funding.service.applications import ApplicationMethods
from services.funding.service.awards import AwardMethods
from services.funding.service.books import BookMethods
from services.funding.service.budgets import BudgetMethods
from services.funding.service.hearing import HearingMethods
from services.funding.service.honours import HonourMethods
from services.funding.service.loans import LoanMethods
from services.funding.service.nettings import NettingMethods
from services.funding.service.notices import NoticeMethods
from services.funding.service.payments import PaymentMethods
from services.funding.service.plans import PlanMethods
from services.funding.service.recoveries import RecoveryMethods
from services.funding.service.sheets import SheetMethods
from services.funding.service.supports import SupportMethods
from services.funding.service.traces import TraceMethods
from services.funding.service.trials import TrialMethods
from services.funding.storage.unit import FundingUnit


class FundingService(
    TrialMethods,
    ApplicationMethods,
    AwardMethods,
    PlanMethods,
    NoticeMethods,
    BudgetMethods,
    PaymentMethods,
    RecoveryMethods,
    NettingMethods,
    HonourMethods,
    SupportMethods,
    SheetMethods,
    LoanMethods,
    TraceMethods,
    BookMethods,
    HearingMethods,
):
    """Applications, awards, plans and their notices, budgets, payments, ways back, the books, and what it hears."""

    name = "funding"
    runtime = ServiceRuntime(FundingUnit)
    packs = Provided(packs_of)
