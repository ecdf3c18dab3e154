"""The informational peer: FastAPI with psycopg 3, the statements of our command written by hand, and nothing else.

It decides nothing: the texts arrive ready in a file (`RECORDED`), and the answer is that of the recording. It shows
what HTTP and the database cost when there is no platform in between.
"""

from __future__ import annotations

import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated

from fastapi import FastAPI, Header, Response
from psycopg_pool import AsyncConnectionPool

from benchmarks.recorded import Recorded
from chassis.config import Settings

_given = json.loads(Path(os.environ["RECORDED"]).read_text())
_cases: dict[str, str] = _given.pop("cases")
_recorded = Recorded(**_given)
_pool: AsyncConnectionPool = AsyncConnectionPool(
    Settings.from_environment().database("declaration"),
    min_size=20,
    max_size=20,
    open=False,
    kwargs={"autocommit": True},
)


@asynccontextmanager
async def _lifespan(_: FastAPI) -> AsyncIterator[None]:
    async with _pool:
        yield


app = FastAPI(lifespan=_lifespan)


@app.post("/api/v1/cities/{city}/declarations/{declaration_id}/submission")
async def submit(
    city: str,
    declaration_id: str,
    authorization: Annotated[str, Header()],
    idempotency_key: Annotated[str, Header()],
) -> Response:
    """Send what was recorded."""
    async with _pool.connection() as connection:
        for text in _recorded.for_copy(declaration_id, _cases[declaration_id]):
            await connection.execute(text, prepare=False)
    return Response(_recorded.answer, media_type="application/json")
