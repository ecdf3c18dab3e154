"""Loan whitelists of the technology-innovation fund, and referrals (XB23)."""

from __future__ import annotations

from typing import Final

from gateway.operations import Operation
from gateway.schemas.base import Empty, PageQuery, page_of
from gateway.schemas.funding import loans
from gateway.schemas.funding.kinds import ReasonGiven

_LISTS: Final = "/cities/{city}/loan-lists"
_LISTING: Final = "/cities/{city}/loan-listings/{listing_id}"
_REFERRALS: Final = "/cities/{city}/loan-referrals"

OPERATIONS: Final[tuple[Operation, ...]] = (
    Operation(
        name="list_loan_enterprises",
        method="GET",
        path=f"{_LISTS}/enterprises",
        rpc="funding.list_loan_enterprises",
        permission="funding.read_loan_lists",
        title="技术创新基金企业白名单",
        summary="Every pilot enterprise of a programme that has the list, by credit code",
        query=PageQuery,
        answer=page_of(loans.LoanEnterprise),
    ),
    Operation(
        name="download_loan_enterprises",
        method="GET",
        path=f"{_LISTS}/enterprises/sheet",
        rpc="funding.sheet_of_loan_enterprises",
        permission="funding.read_loan_lists",
        title="下载企业白名单",
        summary="The enterprise list as Excel, for the bank side",
        answer=Empty,
        download=True,
    ),
    Operation(
        name="list_loan_projects",
        method="GET",
        path=f"{_LISTS}/projects",
        rpc="funding.list_loan_projects",
        permission="funding.read_loans",
        title="技术创新基金项目白名单",
        summary="Projects on the list and applications for it, newest first; an enterprise sees its own",
        query=loans.LoanListingFilter,
        answer=page_of(loans.LoanListing),
    ),
    Operation(
        name="download_loan_projects",
        method="GET",
        path=f"{_LISTS}/projects/sheet",
        rpc="funding.sheet_of_loan_projects",
        permission="funding.read_loan_lists",
        title="下载项目白名单",
        summary="The project list as Excel, for the bank side",
        answer=Empty,
        download=True,
    ),
    Operation(
        name="apply_for_loan_list",
        method="POST",
        path="/cities/{city}/projects/{project_id}/loan-listing",
        rpc="funding.apply_for_loan_list",
        permission="funding.apply_for_loan_list",
        title="申请列入项目白名单",
        summary="Apply for one's project to get on the project list",
        body=loans.LoanApplication,
        answer=loans.LoanListing,
        status=201,
    ),
    Operation(
        name="review_loan_listing",
        method="POST",
        path=f"{_LISTING}/review",
        rpc="funding.review_loan_listing",
        permission="funding.decide_loan_listing",
        title="审核项目白名单申请",
        summary="Put a project on the list, or decline it",
        body=loans.LoanListingReview,
        answer=loans.LoanListing,
        versioned=True,
    ),
    Operation(
        name="remove_loan_listing",
        method="POST",
        path=f"{_LISTING}/removal",
        rpc="funding.remove_loan_listing",
        permission="funding.decide_loan_listing",
        title="移出项目白名单",
        summary="Take a project off the list",
        body=ReasonGiven,
        answer=loans.LoanListing,
        versioned=True,
    ),
    Operation(
        name="refer_loan",
        method="POST",
        path=_REFERRALS,
        rpc="funding.refer_loan",
        permission="funding.refer_loan",
        title="推荐信用贷款或增信",
        summary="Name an enterprise of the lists to a bank or a guarantor",
        body=loans.LoanReferralRequest,
        answer=loans.LoanReferral,
        status=201,
    ),
    Operation(
        name="record_loan_outcome",
        method="POST",
        path=f"{_REFERRALS}/{{referral_id}}/outcome",
        rpc="funding.record_loan_outcome",
        permission="funding.refer_loan",
        title="登记贷款推荐结果",
        summary="Record what the bank or the guarantor said",
        body=loans.LoanOutcome,
        answer=loans.LoanReferral,
        versioned=True,
    ),
    Operation(
        name="list_loan_referrals",
        method="GET",
        path=_REFERRALS,
        rpc="funding.list_loan_referrals",
        permission="funding.read_loans",
        title="贷款推荐",
        summary="Referrals with their outcome, newest first; an enterprise sees its own",
        query=loans.LoanReferralFilter,
        answer=page_of(loans.LoanReferral),
    ),
)
