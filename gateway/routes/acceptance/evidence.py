"""Evidence of projects: entered, imported, matched, and found twice."""

from __future__ import annotations

from typing import Final

from gateway.operations import Operation
from gateway.schemas.acceptance import duplicates, evidence
from gateway.schemas.base import Empty, page_of

_OF: Final = "/cities/{city}/acceptances/{acceptance_id}/evidence"
_ITEM: Final = f"{_OF}/items/{{item_id}}"
_FLAGS: Final = "/cities/{city}/duplicate-flags"
_FLAG: Final = f"{_FLAGS}/{{flag_id}}"

OPERATIONS: Final[tuple[Operation, ...]] = (
    Operation(
        name="get_evidence",
        method="GET",
        path=_OF,
        rpc="acceptance.evidence_of",
        permission="acceptance.read",
        title="佐证材料",
        summary="Quotations, invoices and payment proofs of the project, what was allocated, and what others use too",
        answer=evidence.Evidence,
        versioned=True,
    ),
    Operation(
        name="add_evidence_item",
        method="POST",
        path=f"{_OF}/items",
        rpc="acceptance.add_evidence_item",
        permission="acceptance.enter_evidence",
        title="录入佐证材料",
        summary="Enter a document; a number that another project uses is entered and flagged",
        body=evidence.EvidenceItemRequest,
        answer=evidence.Evidence,
        status=201,
        versioned=True,
    ),
    Operation(
        name="change_evidence_item",
        method="PUT",
        path=_ITEM,
        rpc="acceptance.change_evidence_item",
        permission="acceptance.enter_evidence",
        title="修改佐证材料",
        summary="Correct a document, the whole of it; figures read from an invoice file stay as they are",
        body=evidence.EvidenceItemRequest,
        answer=evidence.Evidence,
        versioned=True,
    ),
    Operation(
        name="remove_evidence_item",
        method="DELETE",
        path=_ITEM,
        rpc="acceptance.remove_evidence_item",
        permission="acceptance.enter_evidence",
        title="移除佐证材料",
        summary="Take a document out",
        answer=evidence.Evidence,
        versioned=True,
    ),
    Operation(
        name="download_evidence_file",
        method="GET",
        path=f"{_ITEM}/content",
        rpc="acceptance.file_of_item",
        permission="acceptance.read",
        title="下载佐证材料",
        summary="The scan of a document, or the electronic invoice",
        answer=Empty,
        download=True,
    ),
    Operation(
        name="get_evidence_match",
        method="GET",
        path=f"{_OF}/match",
        rpc="acceptance.match_of",
        permission="acceptance.read",
        title="佐证材料比对",
        summary="What is eligible, line by line of the contract, and why the rest is not",
        answer=evidence.EvidenceMatch,
        versioned=True,
    ),
    Operation(
        name="save_evidence_allocations",
        method="PUT",
        path=f"{_OF}/allocations",
        rpc="acceptance.save_allocations",
        permission="acceptance.allocate_evidence",
        title="调整佐证材料对应关系",
        summary="Say what belongs to what; what is not said is matched by rule",
        body=evidence.EvidenceAllocationsRequest,
        answer=evidence.Evidence,
        versioned=True,
    ),
    Operation(
        name="list_duplicate_flags",
        method="GET",
        path=_FLAGS,
        rpc="acceptance.list_duplicates",
        permission="acceptance.read_duplicates",
        title="重复材料",
        summary="Invoices, payment proofs and files that several projects use, newest first",
        query=duplicates.DuplicateFlagFilter,
        answer=page_of(duplicates.DuplicateFlag),
    ),
    Operation(
        name="get_duplicate_flag",
        method="GET",
        path=_FLAG,
        rpc="acceptance.get_duplicate",
        permission="acceptance.read_duplicates",
        title="重复材料详情",
        summary="One project's use of it, and the others that use it",
        answer=duplicates.DuplicateFlag,
    ),
    Operation(
        name="decide_duplicate_flag",
        method="POST",
        path=f"{_FLAG}/decision",
        rpc="acceptance.decide_duplicate",
        permission="acceptance.decide_duplicate",
        title="处理重复材料",
        summary="Clear it with a reason, or confirm it: it counts nowhere until it is cleared",
        body=duplicates.DuplicateDecision,
        answer=duplicates.DecidedDuplicate,
    ),
)
