"""POST /api/feedback, and POST /feedback of the page without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.feedback import Ledger, QuestionStore, Scrubber
from bot.storage import Database
from tests.bot.web.running import Client, Site, StartSite

QUESTION = "my daughter Emma wants robotics in Fife"


@pytest.fixture
def store(tmp_path: Path) -> QuestionStore:
    return QuestionStore(Database(tmp_path / "store.sqlite"), 30)


@pytest.fixture
def rated(site: Site, store: QuestionStore) -> Iterator[Site]:
    """The application with a gateway whose answers can be rated."""
    scrubber = Scrubber(site.index.searcher.understander)
    site.gateway.ledger = Ledger(store, lambda: scrubber, 60)
    yield site
    site.gateway.ledger.close()


async def token_of(client: Client, message: str = QUESTION) -> str:
    """The token of a new answer."""
    answer = await (await client.post("/api/chat", json={"conversation": None, "message": message})).json()
    token = answer["messages"][0]["feedback"]
    assert isinstance(token, str)
    return token


async def test_a_bad_rating_is_stored_without_personal_details_and_answered_without_a_body(
    rated: Site, store: QuestionStore
) -> None:
    token = await token_of(rated.client)
    response = await rated.client.post(
        "/api/feedback", json={"feedback": token, "rating": "down", "reason": "Emma (ring 01632 960123) needs it nearer"}
    )
    assert response.status == 204
    assert await response.read() == b""
    assert response.headers["Cache-Control"] == "no-store"
    found = store.questions()
    assert [each.question.text for each in found] == ["my daughter [name] wants robotics in Fife"]
    assert "960123" not in str(found)
    assert "Emma" not in str(found)


async def test_a_good_rating_needs_no_reason(rated: Site, store: QuestionStore) -> None:
    response = await rated.client.post("/api/feedback", json={"feedback": await token_of(rated.client), "rating": "up"})
    assert response.status == 204
    assert store.questions() == []
    assert store.ratings() == {"find": (1, 0)}


@pytest.mark.parametrize("token", ["x", "A" * 24])
async def test_an_unknown_answer_is_a_404_that_says_what_to_do(rated: Site, token: str) -> None:
    response = await rated.client.post("/api/feedback", json={"feedback": token, "rating": "up"})
    assert response.status == 404
    problem = await response.json()
    assert problem["code"] == "unknown-answer"
    assert "Ask again" in problem["detail"]


@pytest.mark.parametrize(
    ("body", "parameter"),
    [
        ({"rating": "up"}, "feedback"),
        ({"feedback": "abc", "rating": "sideways"}, "rating"),
        ({"feedback": "a b", "rating": "up"}, "feedback"),
        ({"feedback": "abc", "rating": "down", "reason": "x" * 501}, "reason"),
    ],
)
async def test_a_rating_of_another_shape_is_refused(rated: Site, body: dict[str, str], parameter: str) -> None:
    response = await rated.client.post("/api/feedback", json=body)
    assert response.status == 400
    assert (await response.json())["parameter"] == parameter


async def test_one_address_cannot_rate_without_end(start_site: StartSite) -> None:
    site = await start_site(messages_per_minute=3)
    answers = [await site.client.post("/api/feedback", json={"feedback": "abc", "rating": "up"}) for _ in range(5)]
    assert [response.status for response in answers] == [404, 404, 404, 429, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0


async def test_a_page_the_widget_is_embedded_in_may_send_ratings(client: Client) -> None:
    asked = await client.options(
        "/api/feedback", headers={"Origin": "https://school.example", "Access-Control-Request-Method": "POST"}
    )
    assert asked.status == 204
    assert asked.headers["Access-Control-Allow-Origin"] == "*"
    assert asked.headers["Access-Control-Allow-Methods"] == "POST"


async def test_without_javascript_a_form_rates_and_thanks(rated: Site, store: QuestionStore) -> None:
    form = {"feedback": await token_of(rated.client), "rating": "down", "why": "Not near enough", "reason": "it is in Ayr"}
    response = await rated.client.post("/feedback", data=form)
    assert response.status == 200
    assert "Thank you" in await response.text()
    assert store.questions()[0].reasons == ("Not near enough: it is in Ayr",)


async def test_without_javascript_an_old_answer_gets_a_page_that_says_so(rated: Site) -> None:
    response = await rated.client.post("/feedback", data={"feedback": "gone", "rating": "up"})
    assert response.status == 404
    assert "Ask again" in await response.text()


async def test_a_store_that_cannot_be_written_is_told_as_that(rated: Site, tmp_path: Path) -> None:
    token = await token_of(rated.client)
    assert rated.gateway.ledger is not None
    (tmp_path / "store.sqlite").write_bytes(b"no database at all, but longer than a header of one, so that it is looked at" * 50)
    response = await rated.client.post("/api/feedback", json={"feedback": token, "rating": "up"})
    assert response.status == 503
    assert (await response.json())["code"] == "not-stored"
