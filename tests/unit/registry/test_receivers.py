"""Where a webhook may point: the public internet over https, and never one of our own networks."""

from __future__ import annotations

from ipaddress import ip_address

import pytest

from contracts.refusal import Invalid
from services.registry.domain.receivers import LONGEST_URL, admits, is_public, read_url

INSIDE = (
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fc00::1",
    "ff02::1",
    "::ffff:10.0.0.1",
    "::ffff:127.0.0.1",
    "64:ff9b::a00:1",
    "64:ff9b::808:808",
    "2002:a00:1::1",
)


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_not_public_however_it_is_written(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "114.114.114.114", "2400:3200::1"])
def test_an_address_of_the_internet_is(address: str) -> None:
    assert is_public(ip_address(address))


def test_only_development_admits_this_machine() -> None:
    here, inside = ip_address("127.0.0.1"), ip_address("10.0.0.1")

    assert [admits(here, is_development=each) for each in (True, False)] == [True, False]
    assert not admits(inside, is_development=True)


@pytest.mark.parametrize(
    "url", ["https://erp.example.com/hooks?a=1", "https://8.8.8.8:8443/", " https://[2400:3200::1]/x"]
)
def test_a_public_https_address_is_taken_anywhere(url: str) -> None:
    for is_development in (True, False):
        assert read_url(url, is_development=is_development) == url.strip()


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://erp.example.com/", "url_not_https"),
        ("ftp://erp.example.com/", "url_not_https"),
        ("http://localhost:8000/", "url_not_https"),
        ("https://localhost/", "url_address_refused"),
        ("https://10.0.0.1/", "url_address_refused"),
        ("https://[::ffff:10.0.0.1]/", "url_address_refused"),
        ("https://user:secret@erp.example.com/", "url_malformed"),
        ("https://erp.example.com/#a", "url_malformed"),
        ("https://erp.example.com:99999/", "url_malformed"),
        ("https:///path", "url_malformed"),
        ("https://erp.example.com\\@10.0.0.1/", "url_malformed"),
        ("https://erp.example.com/ x", "url_malformed"),
        ("https://例子.example/", "url_malformed"),
        ("https://erp.example.com/" + "x" * LONGEST_URL, "url_malformed"),
        ("https://[::1/", "url_malformed"),
        ("https://[nothing]/", "url_malformed"),
        ("nothing", "url_malformed"),
    ],
)
def test_anything_else_is_refused(url: str, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read_url(url, is_development=False)

    assert [(problem.code, problem.field) for problem in refusal.value.problems] == [(code, "url")]


@pytest.mark.parametrize("url", ["http://localhost:8000/hook", "http://127.0.0.1:1/", "https://[::1]:8443/"])
def test_in_development_this_machine_is_a_receiver_too(url: str) -> None:
    assert read_url(url, is_development=True) == url
    with pytest.raises(Invalid):
        read_url("http://10.0.0.1/", is_development=True)
