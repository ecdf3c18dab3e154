"""What is wrong gets the right status and a problem document that names field and rule; nothing changes."""

from __future__ import annotations

import http.client
import json
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from console.demo import cast
from console.demo.client import Client, Refused
from console.demo.documents import pdf
from console.demo.people import signed_in
from contracts.files import MAX_FILE_BYTES
from tests.flow.conftest import Played

PREFIX = "/api/v1/cities/dalian"


class Answer:
    """A raw answer."""

    def __init__(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.status, self.headers, self.body = status, headers, body

    @property
    def document(self) -> Any:
        return json.loads(self.body)

    @property
    def fields(self) -> set[tuple[str, str | None]]:
        return {(problem["code"], problem.get("field")) for problem in self.document["problems"]}


class Desk:
    """Sends requests as they are, for one person."""

    def __init__(self, played: Played, login: str | None = None) -> None:
        self._target = urlsplit(played.installation.address)
        self.client = Client(played.installation.address, cast.CITY, f"bad-{uuid4()}")
        if login is not None:
            self.client = signed_in(self.client, login, mailbox=played.installation.data / "mail", address="")

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        connection = http.client.HTTPConnection(self._target.hostname or "", self._target.port, timeout=20)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.client.token and "Authorization" not in sent:
            sent["Authorization"] = f"Bearer {self.client.token}"
        connection.request(method, path if path.startswith("/api") else PREFIX + path, body=body, headers=sent)
        answer = connection.getresponse()
        found = Answer(answer.status, dict(answer.getheaders()), answer.read())
        connection.close()
        return found

    def post(self, path: str, body: Any, **headers: str) -> Answer:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.ask("POST", path, content, **{"Idempotency_Key": str(uuid4()), **headers})


@pytest.fixture
def enterprise(played: Played) -> Desk:
    return Desk(played, cast.ENTERPRISES[0].code)


@pytest.fixture
def rejected_enterprise(played: Played) -> Desk:
    return Desk(played, cast.ENTERPRISES[2].code)


def own_declaration(desk: Desk) -> dict[str, Any]:
    return dict(desk.client.get("/declarations")["items"][0])


def test_malformed_json_is_a_400_that_says_where(enterprise: Desk) -> None:
    answer = enterprise.post("/declarations", b'{"call_id": ')

    assert (answer.status, answer.document["code"]) == (400, "malformed_body")
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_every_wrong_field_is_named_at_once_in_both_languages(enterprise: Desk) -> None:
    answer = enterprise.post("/declarations", {"call_id": 7, "colour": "red"})

    assert answer.status == 422
    assert {field for _, field in answer.fields} == {"call_id", "colour"}
    assert all(problem["message_zh"] and problem["message_en"] for problem in answer.document["problems"])


def test_a_character_that_no_database_can_hold_is_refused_by_its_field(enterprise: Desk) -> None:
    answer = enterprise.post("/organisation/name-changes", {"name": "a\x00b", "reason": "x"})

    assert (answer.status, answer.fields) == (422, {("malformed", "name")})


def test_a_write_without_a_key_is_refused(enterprise: Desk) -> None:
    answer = enterprise.ask("POST", "/declarations", b"{}")

    assert answer.status == 422


def test_the_same_key_with_another_body_is_refused(enterprise: Desk) -> None:
    key = str(uuid4())
    enterprise.post("/organisation/name-changes", {"name": "甲公司", "reason": "更名"}, Idempotency_Key=key)

    answer = enterprise.post("/organisation/name-changes", {"name": "乙公司", "reason": "更名"}, Idempotency_Key=key)

    assert answer.document["code"] in ("key_reused", "change_pending", "already_exists")
    assert answer.status == 409


def test_who_has_not_signed_in_or_holds_a_forged_token_gets_401(played: Played) -> None:
    stranger = Desk(played)

    assert stranger.ask("GET", "/declarations").status == 401
    assert stranger.ask("GET", "/declarations", Authorization="Bearer " + "A" * 43).status == 401


def test_a_foreign_case_looks_exactly_like_an_absent_one(enterprise: Desk, rejected_enterprise: Desk) -> None:
    foreign = own_declaration(enterprise)["id"]

    seen = rejected_enterprise.ask("GET", f"/declarations/{foreign}")
    absent = rejected_enterprise.ask("GET", f"/declarations/{uuid4()}")

    assert (seen.status, absent.status) == (404, 404)
    assert seen.document["code"] == absent.document["code"]


def test_another_citys_address_is_not_found_for_a_signed_in_account(enterprise: Desk) -> None:
    assert enterprise.ask("GET", "/api/v1/cities/xiamen/declarations").status in (401, 404)


def test_the_wrong_role_is_forbidden(enterprise: Desk) -> None:
    declaration = own_declaration(enterprise)["id"]

    answer = enterprise.post(f"/declarations/{declaration}/review", {"verdict": "approved"})

    assert (answer.status, answer.document["code"]) == (403, "not_allowed")


def test_an_approved_declaration_cannot_be_submitted_again(enterprise: Desk) -> None:
    declaration = own_declaration(enterprise)["id"]

    answer = enterprise.post(f"/declarations/{declaration}/submission", b"")

    assert (answer.status, answer.document["code"]) == (409, "action_not_allowed")


def test_a_rejected_enterprise_cannot_declare_again_in_the_round_and_reads_the_article(
    rejected_enterprise: Desk,
) -> None:
    call = rejected_enterprise.client.get("/calls")["items"][0]["id"]

    with pytest.raises(Refused) as refused:
        rejected_enterprise.client.post("/declarations", {"call_id": call}, key=str(uuid4()))

    assert refused.value.code in ("round_blocked", "round_already_declared")


def test_a_stale_version_is_refused_with_both_versions(enterprise: Desk) -> None:
    profile = enterprise.client.get("/organisation")
    body = {"registered_address": "大连市示例路2号"}

    answer = enterprise.ask(
        "PUT",
        "/organisation/profile",
        json.dumps(body).encode(),
        Idempotency_Key=str(uuid4()),
        If_Match='"999"',
    )

    assert (answer.status, answer.document["code"]) == (412, "stale_version")
    assert enterprise.client.get("/organisation")["version"] == profile["version"]


@pytest.mark.parametrize(
    ("media_type", "content", "status"),
    [
        ("application/x-msdownload", b"MZ", 415),
        ("application/pdf", b"not a pdf at all", 415),
        ("application/pdf", b"", 422),
    ],
)
def test_a_file_of_the_wrong_kind_is_refused(enterprise: Desk, media_type: str, content: bytes, status: int) -> None:
    answer = enterprise.post("/files?name=a.pdf", content, Content_Type=media_type)

    assert answer.status == status


def test_a_file_above_the_limit_is_refused(enterprise: Desk) -> None:
    answer = enterprise.ask(
        "POST",
        "/files?name=big.pdf",
        b"",
        Content_Type="application/pdf",
        Content_Length=str(MAX_FILE_BYTES + 1),
        Idempotency_Key=str(uuid4()),
    )

    assert answer.status == 413


def test_an_uploaded_file_is_answered_with_its_hash_and_size(enterprise: Desk) -> None:
    content = pdf("round trip")

    answer = enterprise.post("/files?name=%E6%8A%A5%E5%91%8A.pdf", content, Content_Type="application/pdf")

    assert answer.status == 201
    assert (answer.document["size"], answer.document["name"]) == (len(content), "报告.pdf")


def test_bytes_of_no_said_kind_are_what_the_end_of_their_name_says(enterprise: Desk) -> None:
    answer = enterprise.post("/files?name=report.pdf", pdf("bytes"), Content_Type="application/octet-stream")

    assert (answer.status, answer.document["media_type"]) == (201, "application/pdf")


def test_bytes_whose_name_says_nothing_are_refused(enterprise: Desk) -> None:
    answer = enterprise.post("/files?name=report", pdf("bytes"), Content_Type="application/octet-stream")

    assert (answer.status, answer.document["code"]) == (415, "media_type_not_allowed")


@pytest.mark.parametrize(
    ("target", "code", "field"),
    [
        ("/declarations?text=a%00b", "malformed", "text"),
        ("/changes/declaration?after=9223372036854775808", "out_of_range", "after"),
        ("/declarations?state=draft&state=draft", "repeated", "state"),
    ],
)
def test_a_query_that_cannot_be_is_refused_by_its_field(enterprise: Desk, target: str, code: str, field: str) -> None:
    answer = enterprise.ask("GET", target)

    assert (answer.status, answer.fields) == (422, {(code, field)})


@pytest.mark.parametrize("version", ['"1', '""1""', '"x"', "W/1"])
def test_a_version_that_is_none_is_refused(enterprise: Desk, version: str) -> None:
    answer = enterprise.ask("PUT", "/organisation/profile", b"{}", Idempotency_Key=str(uuid4()), If_Match=version)

    assert (answer.status, answer.fields) == (422, {("malformed", "If-Match")})


def test_an_address_that_can_be_no_city_is_not_found(played: Played) -> None:
    answer = Desk(played).ask("GET", "/api/v1/cities/%E5%A4%A7%E8%BF%9E/divisions")

    assert (answer.status, answer.document["code"]) == (404, "not_found")


def test_who_has_to_sign_in_is_told_how(played: Played) -> None:
    answer = Desk(played).ask("GET", "/declarations")

    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_an_unknown_address_and_a_wrong_method_are_problem_documents(enterprise: Desk) -> None:
    assert enterprise.ask("GET", "/nothing").document["code"] == "route_not_found"
    answer = enterprise.ask("DELETE", "/declarations")
    assert (answer.status, answer.document["code"]) == (405, "method_not_allowed")
    assert "GET" in answer.headers["Allow"]


def test_every_answer_carries_its_request_id_and_the_security_headers(enterprise: Desk) -> None:
    answer = enterprise.ask("GET", "/divisions", X_Request_Id="my-request-1")

    assert answer.headers["X-Request-Id"] == "my-request-1"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
