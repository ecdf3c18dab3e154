"""The registry's refusals. Their sentences are in the gateway's catalogue."""

from __future__ import annotations

from contracts.refusal import NotAllowed, NotFound, Refusal


class WrongCredentials(Refusal):
    """The login or the password is wrong; which of them is not said."""

    code = "wrong_credentials"


class AccountDisabled(Refusal):
    """The password is right, but the account was disabled."""

    code = "account_disabled"


class TooManyAttempts(Refusal):
    """Wrong passwords from this address: it waits `retry_after_seconds`. Other addresses do not."""

    code = "too_many_attempts"


class TooManyCodes(Refusal):
    """Codes were asked for too often, from this address or for this phone: it waits `retry_after_seconds`."""

    code = "too_many_codes"


class CodeNotValid(Refusal):
    """A code that is wrong, used, tried too often or too old, or was asked for by somebody else."""

    code = "code_not_valid"


class AccountAmbiguous(Refusal):
    """The code is right, and several accounts are bound to the phone: fact `logins`; one of them has to be named."""

    code = "account_ambiguous"


class SmsNotOffered(Refusal):
    """The city does not offer codes by text message, or the installation has no gateway."""

    code = "sms_not_offered"


class TooManyWebhooks(Refusal):
    """An organisation has so many webhooks already: fact `at_most`."""

    code = "too_many_webhooks"


class TokenNotValid(Refusal):
    """A token from a mail that is unknown, used or too old."""

    code = "token_not_valid"


class CreditCodeRegistered(Refusal):
    """The credit code has an account in this city (DL1)."""

    code = "credit_code_registered"


class LoginTaken(Refusal):
    """Somebody in this city signs in by that name."""

    code = "login_taken"


class OwnerOnly(NotAllowed):
    """Only the owner of the organisation's account may do this."""

    code = "owner_only"


class OwnerStays(Refusal):
    """The owner cannot be removed from the organisation."""

    code = "owner_stays"


class IncompatibleRoles(Refusal):
    """Roles that one person must not hold together: fact `roles`."""

    code = "incompatible_roles"


class NothingToChange(Refusal):
    """What is asked for is how it is already: fact `field`."""

    code = "nothing_to_change"


class ChangeAlreadyRequested(Refusal):
    """The same change waits for a decision."""

    code = "change_already_requested"


class ProviderNotEnrolled(Refusal):
    """Only a provider in the pool can offer products: fact `state`."""

    code = "provider_not_enrolled"


class NotEntitled(Refusal):
    """None of the provider's kinds may do this, by the pack: facts `act`, `kinds`."""

    code = "not_entitled"


class EnrolmentNotOpen(Refusal):
    """The pack takes nobody into the pool by this stage now; `problems` say why, with the article: fact `stage`."""

    code = "enrolment_not_open"


class EnrolmentUnderWay(Refusal):
    """The same organisation asks for the same kind already."""

    code = "enrolment_under_way"


class ConsentOutdated(Refusal):
    """What was confirmed is not the pack's text of consent: fact `text_version` is the right one, empty for none."""

    code = "consent_outdated"


class AppealTooLate(Refusal):
    """The term of the pack is over: facts `until`, `working_days`."""

    code = "appeal_too_late"


class AppealUndecided(Refusal):
    """A provider is not removed before its appeal was decided: fact `measure_id`."""

    code = "appeal_undecided"


class SatisfactionNotAsked(Refusal):
    """The pack of the project asks no enterprise how satisfied it is."""

    code = "satisfaction_not_asked"


class AcceptanceAwaited(Refusal):
    """An enterprise answers once its project was accepted, or failed for good."""

    code = "acceptance_awaited"


class SatisfactionAnswered(Refusal):
    """It is answered once per project."""

    code = "satisfaction_answered"


class PayeeAccountConfirmed(Refusal):
    """A confirmed account for payment changes by a reviewed request only."""

    code = "payee_account_confirmed"


class PayeeAccountNotConfirmed(Refusal):
    """An account for payment that nobody confirmed is corrected directly."""

    code = "payee_account_not_confirmed"


class EditionOutdated(Refusal):
    """A list is never replaced by an older edition: facts `edition_on`, `current`."""

    code = "edition_outdated"


class ListFileUnreadable(Refusal):
    """The uploaded file is no table that can be read: fact `reason`."""

    code = "list_file_unreadable"


class CityNotServed(NotFound):
    """This installation does not serve the city."""

    code = "city_not_served"


class RelatedParties(Refusal):
    """Enterprise and provider are one, or belong together: their deal is no match (利益冲突). Fact `provider_id`."""

    code = "related_parties"


class AlreadyInterested(Refusal):
    """The organisation has expressed its interest in this need or product, and it was not declined."""

    code = "already_interested"
