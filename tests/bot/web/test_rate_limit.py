"""How much one address may ask."""

from __future__ import annotations

from aiohttp.test_utils import make_mocked_request

from bot.web.app import SEARCHES_PER_MESSAGE
from bot.web.rate_limit import RateLimit, address_of
from tests.bot.web.running import StartSite


class Clock:
    """A clock that stands still until told."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_gives_a_minutes_worth_at_once_and_then_refills_evenly() -> None:
    clock = Clock()
    limit = RateLimit(30, clock=clock)
    assert [limit.seconds_to_wait("a") for _ in range(30)] == [0] * 30
    assert limit.seconds_to_wait("a") == 2
    clock.now += 2
    assert limit.seconds_to_wait("a") == 0
    assert limit.seconds_to_wait("a") == 2


def test_one_address_does_not_use_up_the_allowance_of_another() -> None:
    limit = RateLimit(1, clock=Clock())
    assert limit.seconds_to_wait("a") == 0
    assert limit.seconds_to_wait("a") > 0
    assert limit.seconds_to_wait("b") == 0


def test_an_address_that_waited_has_no_more_than_a_minutes_worth() -> None:
    clock = Clock()
    limit = RateLimit(2, clock=clock)
    limit.seconds_to_wait("a")
    clock.now += 10_000
    assert [limit.seconds_to_wait("a") > 0 for _ in range(3)] == [False, False, True]


def test_the_memory_of_buckets_is_bounded() -> None:
    limit = RateLimit(5, most_addresses=100, clock=Clock())
    for number in range(1000):
        limit.seconds_to_wait(f"address {number}")
    assert len(limit) == 100


def test_the_forwarded_address_counts_only_behind_a_trusted_proxy() -> None:
    request = make_mocked_request("GET", "/", headers={"X-Forwarded-For": "198.51.100.7, 203.0.113.9"})
    assert address_of(request, trust_forwarded_for=True) == "203.0.113.9"
    assert address_of(request, trust_forwarded_for=False) != "203.0.113.9"


def test_a_forwarded_address_that_is_none_is_not_used() -> None:
    request = make_mocked_request("GET", "/", headers={"X-Forwarded-For": "x" * 10_000})
    assert "x" not in address_of(request, trust_forwarded_for=True)


def test_an_ipv6_network_counts_as_one_address() -> None:
    first, second, other = (
        address_of(make_mocked_request("GET", "/", headers={"X-Forwarded-For": address}), trust_forwarded_for=True)
        for address in ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1")
    )
    assert first == second != other


async def test_too_many_messages_are_refused_with_the_time_to_wait(start_site: StartSite) -> None:
    site = await start_site(messages_per_minute=3)
    statuses = [(await site.client.post("/api/chat", json={"message": "robots"})).status for _ in range(3)]
    refused = await site.client.post("/api/chat", json={"message": "robots"})
    assert statuses == [200] * 3
    assert refused.status == 429
    assert refused.content_type == "application/problem+json"
    assert 1 <= int(refused.headers["Retry-After"]) <= 20
    assert len(site.gateway.heard) == 3


async def test_the_form_and_the_chat_share_one_allowance_and_the_form_keeps_the_words(start_site: StartSite) -> None:
    site = await start_site(messages_per_minute=1)
    await site.client.post("/api/chat", json={"message": "robots"})
    refused = await site.client.post("/ask", data={"message": "robots in Fife"})
    page = await refused.text()
    assert refused.status == 429
    assert refused.headers["Retry-After"]
    assert 'class="notice">Many questions came from your network' in page
    assert ">robots in Fife</textarea>" in page


async def test_searching_has_a_higher_allowance_of_its_own(start_site: StartSite) -> None:
    site = await start_site(messages_per_minute=2)
    statuses = [(await site.client.get("/api/search?q=robots")).status for _ in range(2 * SEARCHES_PER_MESSAGE + 1)]
    assert statuses == [200] * (2 * SEARCHES_PER_MESSAGE) + [429]
    assert (await site.client.post("/api/chat", json={"message": "robots"})).status == 200


async def test_visitors_behind_a_proxy_are_told_apart(start_site: StartSite) -> None:
    site = await start_site(messages_per_minute=1, trust_forwarded_for=True)
    for visitor in ("198.51.100.1", "198.51.100.2"):
        response = await site.client.post("/api/chat", json={"message": "robots"}, headers={"X-Forwarded-For": visitor})
        assert response.status == 200


async def test_pages_and_health_are_not_limited(start_site: StartSite) -> None:
    site = await start_site(messages_per_minute=1)
    for path in ("/", "/healthz", "/readyz", "/static/chat.js"):
        for _ in range(10):
            assert (await site.client.get(path)).status == 200
