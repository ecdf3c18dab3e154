"""Exchange with the national platform (XB1): the signed feed, its keys, and the records of a period as a file."""

from __future__ import annotations

from typing import Final

from contracts.permissions import PUBLIC
from gateway.operations import Operation
from gateway.schemas.base import Empty
from gateway.schemas.oversight import national as schemas

_FEED: Final = "/cities/{city}/national-feed"

OPERATIONS: Final[tuple[Operation, ...]] = (
    Operation(
        name="get_national_feed",
        method="GET",
        path=_FEED,
        rpc="oversight.national_feed",
        permission="oversight.read_national_feed",
        title="国家平台对接数据",
        summary="The records behind a number, each naming the digest of the one before, as a signed page",
        query=schemas.NationalFeedQuery,
        answer=schemas.NationalFeedPage,
    ),
    Operation(
        name="list_national_feed_keys",
        method="GET",
        path=f"{_FEED}/keys",
        rpc="oversight.national_feed_keys",
        permission=PUBLIC,
        title="对接数据验签公钥",
        summary="The public keys that signatures are checked with, the current one first",
        answer=schemas.NationalFeedKeys,
    ),
    Operation(
        name="get_national_file",
        method="GET",
        path=f"{_FEED}/file",
        rpc="oversight.national_file",
        permission="oversight.export_national_file",
        title="导出国家平台对接数据",
        summary="The records of a period as JSON Lines or Excel, with a signed statement of count, sums, digest",
        query=schemas.NationalFileQuery,
        answer=Empty,
        download=True,
        timeout=30.0,
    ),
)
