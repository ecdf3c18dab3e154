"""Xiamen's policy notice, and the way from it into the form (XA1, XA2)."""

from __future__ import annotations

from console.demo import cast
from console.demo.client import Refused
from tests.flow.stories import Case, Story


def notice(story: Story) -> None:
    """政策公告：公开可查，申报时间精确到秒。"""
    town = story.town
    call = next(each for each in town.visitor.get("/calls")["items"] if each["batch"] == "2023-1")
    story.seen["notice"] = town.visitor.get(f"/calls/{call['id']}")
    town.until("2023-12-01T09:00:01")
    town.call("2023-1")


def landed(story: Story, case: Case) -> None:
    """由通知直接进入申报：未登录的先登录，登录后到达该申报表。"""
    town = story.town
    notice = town.visitor.get(f"/calls/{town.call('2023-1')}")
    try:
        town.visitor.post("/declarations", {"call_id": notice["id"]})
    except Refused as refused:
        story.seen["not signed in"] = refused
    signing_in = {"login": case.code, "password": cast.PASSWORD, "lands_on": notice["form"]}
    session = town.visitor.post("/sessions", signing_in)
    story.seen["landed"] = town.visitor.signed_in(session["token"]).get(session["lands_on"])
    try:
        town.visitor.post("/sessions", {**signing_in, "lands_on": "//example.org/calls"})
    except Refused as refused:
        story.seen["another host"] = refused
