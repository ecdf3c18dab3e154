"""The national platform reads a city's feed with a process of its own, which is killed half-way and started again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from console.demo import cast
from console.demo.client import Client, Refused
from console.demo.people import token_of
from console.feed_reader import Feed
from contracts.national_feed import FeedVerifier, Place, followed
from services.oversight.adapters.national_files import checked
from tests.flow.conftest import Played

READER = "national-platform"


def reader(played: Played, folder: Path, *, limit: int) -> subprocess.Popen[str]:
    """`shuzhuan feed read`; it says a line behind each page."""
    keys = folder / "keys.json"
    keys.write_text(json.dumps(Feed(played.installation.address, cast.CITY).public_keys()))
    command = ["feed", "read", played.installation.address, cast.CITY, "--login", READER, "--keys", str(keys)]
    return subprocess.Popen(
        [sys.executable, "-m", "console.main", *command, "--into", str(folder / "records"), "--limit", str(limit)],
        env={**os.environ, "SHUZHUAN_FEED_PASSWORD": cast.PASSWORD},
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.shows("XB1")
def test_a_reader_that_was_killed_half_way_ends_with_every_record_once(played: Played, tmp_path: Path) -> None:
    killed = reader(played, tmp_path, limit=1)
    assert killed.stdout is not None
    for _ in range(3):
        killed.stdout.readline()
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    read_before = (tmp_path / "records").read_bytes()

    again = reader(played, tmp_path, limit=7)
    said, _ = again.communicate()

    records = [json.loads(line) for line in (tmp_path / "records").read_bytes().splitlines()]
    feed = Feed(played.installation.address, cast.CITY).signed_in(READER, cast.PASSWORD)
    whole = [feed.page(number, 1)["items"][0] for number in range(len(records))]
    assert (killed.returncode, again.returncode) == (-signal.SIGKILL, 0)
    assert 3 <= read_before.count(b"\n") < len(records)
    assert records == whole
    assert said.splitlines()[-1].split() == [str(len(records)), followed(Place(), records).digest]
    assert feed.page(len(records), 200)["items"] == []


@pytest.mark.shows("XB1")
def test_the_feed_tells_levels_contract_award_and_payment_of_a_case_in_fen(played: Played) -> None:
    award_fen = next(case["award_fen"] for case in played.cases.values() if case["award_fen"])
    feed = Feed(played.installation.address, cast.CITY).signed_in(READER, cast.PASSWORD)
    records = [each for after in range(0, 2000, 200) for each in feed.page(after, 200)["items"]]
    case = next(each["case_id"] for each in records if each["award_fen"] == award_fen)

    told = [each for each in records if each["case_id"] == case]

    assert {each["credit_code"] for each in told} <= {each.code for each in cast.ENTERPRISES}
    assert {"declaration", "pilot_list", "project", "acceptance", "funding"} <= {each["stage"] for each in told}
    assert next(each["contract_fen"] for each in told if each["contract_fen"]) > award_fen
    assert sum(each["amount_fen"] for each in told if each["event"] == "tranche_paid") == award_fen
    assert told[-1]["level_after"] is not None


def test_the_account_of_the_national_platform_reads_the_feed_and_nothing_else(played: Played) -> None:
    visitor = Client(played.installation.address, cast.CITY, "national-feed")
    national = visitor.signed_in(token_of(visitor, READER, cast.PASSWORD))
    officer = visitor.signed_in(token_of(visitor, "officer", cast.PASSWORD))

    refused = []
    for client, path in ((national, "/cases"), (national, "/projects"), (officer, "/national-feed")):
        with pytest.raises(Refused) as refusal:
            client.get(path)
        refused.append(refusal.value.status)

    assert refused == [403, 403, 403]
    assert national.get("/changes/project")["items"] == national.get("/changes/declaration")["items"] == []


@pytest.mark.shows("XB1")
def test_a_period_is_exported_and_checked_and_what_comes_back_is_taken_once(played: Played, tmp_path: Path) -> None:
    visitor = Client(played.installation.address, cast.CITY, "national-results")
    officer = visitor.signed_in(token_of(visitor, "officer", cast.PASSWORD))
    keys = FeedVerifier(Feed(played.installation.address, cast.CITY).public_keys())
    period = "/national-feed/file?happened_from=2020-01-01&happened_until=2099-12-31&file_format="

    jsonl, xlsx = officer.download(period + "jsonl"), officer.download(period + "xlsx")
    told = [json.loads(line) for line in jsonl.splitlines()][:-1]
    project = next(each["project_id"] for each in told if each["event"] == "acceptance_passed")
    paid_on = next(each["paid_on"] for each in told if each["event"] == "tranche_paid")
    answer = {"line_id": "N-1", "project_id": project, "found_on": paid_on, "text": "请补充佐证材料"}
    results = officer.upload(json.dumps(answer).encode(), "results.jsonl", "application/x-ndjson")
    wrong = json.dumps(answer | {"line_id": "N-2", "severity": "grave"}).encode()
    refused_file = officer.upload(
        json.dumps(answer | {"line_id": "N-3"}).encode() + b"\n" + wrong, "results.jsonl", "application/x-ndjson"
    )

    first = officer.post("/national-results", {"file": results})
    again = officer.post("/national-results", {"file": results}, key="again")
    with pytest.raises(Refused) as refused:
        officer.post("/national-results", {"file": refused_file})

    assert checked(jsonl, keys) == checked(xlsx, keys)
    assert (first, again) == ({"recorded": 1, "known": 0}, {"recorded": 0, "known": 1})
    assert [each["field"] for each in refused.value.problem["problems"]] == ["line.2.severity"]
    assert [each["text"] for each in officer.get(f"/projects/{project}")["findings"]] == ["请补充佐证材料"]
