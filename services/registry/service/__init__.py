"""The registry's Nameko class. Its methods stand in the modules beside this one, by what they are about."""

from __future__ import annotations

from casework.shelf import packs_of
from chassis.service import Provided, ServiceRuntime
from services.registry.adapters.mailers import mailer_of
from services.registry.adapters.pauses import BoundedPauses
from services.registry.adapters.secrets import secrets_of
from services.registry.adapters.size_table import size_classes_of
from services.registry.adapters.texters import texter_of
from services.registry.adapters.webhook_posts import webhook_posts_of
from services.registry.service.accounts import AccountMethods
from services.registry.service.assessment_notices import AssessmentNoticeHandlers
from services.registry.service.codes import CodeMethods
from services.registry.service.delegations import DelegationMethods
from services.registry.service.enrolments import EnrolmentMethods
from services.registry.service.lists import ListMethods
from services.registry.service.matching import MatchingMethods
from services.registry.service.members import MemberMethods
from services.registry.service.messages import MessageMethods
from services.registry.service.notices import NoticeHandlers
from services.registry.service.organisations import OrganisationMethods
from services.registry.service.payees import PayeeMethods
from services.registry.service.performance import PerformanceMethods
from services.registry.service.places import PlaceMethods
from services.registry.service.pool import PoolMethods
from services.registry.service.products import ProductMethods
from services.registry.service.webhooks import WebhookMethods
from services.registry.storage.unit import RegistryUnit


class RegistryService(
    AccountMethods,
    CodeMethods,
    MemberMethods,
    OrganisationMethods,
    PlaceMethods,
    PoolMethods,
    EnrolmentMethods,
    ProductMethods,
    MatchingMethods,
    PerformanceMethods,
    DelegationMethods,
    PayeeMethods,
    ListMethods,
    MessageMethods,
    WebhookMethods,
    NoticeHandlers,
    AssessmentNoticeHandlers,
):
    """Who exists: accounts, organisations and their people, providers and products, payees, places, messages."""

    name = "registry"
    runtime = ServiceRuntime(RegistryUnit)
    secrets = Provided(secrets_of)
    mailer = Provided(mailer_of)
    texter = Provided(texter_of)
    webhook_posts = Provided(webhook_posts_of)
    pauses = Provided(lambda settings: BoundedPauses())
    size_classes = Provided(size_classes_of)
    packs = Provided(packs_of)
