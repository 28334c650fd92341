"""Live checks at the desk: what is wrong in a form while somebody types, the card that visitors will see, and entries like it."""

from __future__ import annotations

import copy
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.desk.dealt_with import question_key
from bot.feedback.store import Question
from bot.live_index import LiveIndex
from bot.web.desk_check import CHECKS_PER_MINUTE
from knowledge.settings import Settings
from tests.bot.own_index import OwnIndex
from tests.bot.web.at_the_desk import Curator, DeskSite, opened
from tests.bot.web.test_desk_entries import form_of

EDITED = "/desk/entries/crest-awards"
NEW = "/desk/entries/new"


@pytest.fixture
async def desk_site(tmp_path: Path, index_settings: Settings, loaded_index: LiveIndex) -> AsyncIterator[DeskSite]:
    """A site over a copy of the catalogue whose index is the shared one: nothing is published here."""
    site = await opened(OwnIndex(tmp_path, index_settings), copy.copy(loaded_index))
    yield site
    await site.client.close()


async def checked(curator: Curator, page: str, **form: Any) -> dict[str, Any]:
    """What the script hears when somebody has typed this."""
    answer: dict[str, Any] = await (await curator.send(f"{page}/check", expect=200, **form)).json()
    return answer


async def test_an_entry_in_order_shows_its_card_and_nothing_to_mend(desk_site: DeskSite) -> None:
    isla = await desk_site.curator()
    await isla.look(EDITED)
    answer = await checked(isla, EDITED, **form_of(desk_site, "crest-awards", cost_note="Ask the <b>zebrafinches</b>."))
    assert answer["mistakes"] == {}
    assert answer["said"] == "Nothing to mend."
    assert "Ask the &lt;b&gt;zebrafinches&lt;/b&gt;." in answer["shown"]
    assert 'class="card' in answer["shown"]


async def test_the_same_mistakes_are_told_as_when_publishing(desk_site: DeskSite) -> None:
    isla = await desk_site.curator()
    await isla.look(EDITED)
    wrong = {"name": "SSERC", "related": "no-such-entry", "contact__email": "nobody", "contact__phone": "ask", "topics": []}
    form = form_of(desk_site, "crest-awards", edition=isla.edition, **wrong)
    answer = await checked(isla, EDITED, **form)
    assert set(answer["mistakes"]) == {"name", "related", "contact.email", "contact.phone", "topics"}
    assert answer["said"] == "5 fields to mend."
    assert 'class="card' not in answer["shown"]
    published = await (await isla.send(EDITED, expect=422, **form)).text()
    for said in answer["mistakes"].values():
        assert said.replace("'", "&#39;") in published


async def test_in_a_new_entry_a_field_is_judged_once_it_was_left(desk_site: DeskSite) -> None:
    isla = await desk_site.curator()
    await isla.look(NEW)
    assert (await checked(isla, NEW, name="Llama Lab"))["mistakes"] == {}
    answer = await checked(isla, NEW, name="Llama Lab", summary="Short.", touched=["summary", "topics"])
    assert answer["mistakes"] == {"summary": "Write at least 40 characters.", "topics": "Choose at least one."}
    assert answer["said"].startswith("2 fields to mend. ")
    assert "fields still to fill in." in answer["said"]
    assert "The id will be llama-lab." in answer["shown"]


async def test_a_new_entry_like_another_is_told_with_the_other(desk_site: DeskSite) -> None:
    isla = await desk_site.curator()
    await isla.look(NEW)
    form = form_of(desk_site, "crest-awards", name="Science project awards", also_known_as="", related="")
    answer = await checked(isla, NEW, **form)
    assert '<a href="/desk/entries/crest-awards">' in answer["shown"]
    assert "similar entr" in answer["said"]
    llama = "A farm where visitors learn how llamas digest grass, and measure their wool."
    answer = await checked(isla, NEW, **{**form, "name": "Llama Lab", "summary": llama})
    assert "similar" not in answer["said"]
    assert "similar" not in (await checked(isla, EDITED, **form_of(desk_site, "crest-awards")))["said"]


async def test_nothing_is_written_by_a_check(desk_site: DeskSite) -> None:
    isla, before = await desk_site.curator(), desk_site.own.record("crest-awards").read_bytes()
    trail = desk_site.trail()
    await isla.look(EDITED)
    await checked(isla, EDITED, **form_of(desk_site, "crest-awards", name="Another name"))
    await checked(isla, NEW, **form_of(desk_site, "crest-awards", name="Llama Lab", id="llama-lab"))
    assert desk_site.own.record("crest-awards").read_bytes() == before
    assert "llama-lab" not in desk_site.desk.records.ids()
    assert desk_site.trail() == trail


async def test_an_entry_that_is_not_there_cannot_be_checked_and_a_strange_form_is_refused(desk_site: DeskSite) -> None:
    isla = await desk_site.curator()
    await isla.look(EDITED)
    await isla.send("/desk/entries/no-such-entry/check", expect=404)
    await isla.send(f"{EDITED}/check", expect=403, token="made-up")


async def test_whoever_asks_too_often_is_told_when_to_go_on(desk_site: DeskSite) -> None:
    isla, ewan = await desk_site.curator(), await desk_site.curator("ewan")
    await isla.look(EDITED)
    await ewan.look(EDITED)
    statuses = set()
    for _ in range(CHECKS_PER_MINUTE * 2):
        data = {"token": isla.token}
        response = await isla.client.post("/desk/entries/no-such-entry/check", data=data, headers=isla.headers())
        statuses.add(response.status)
        if response.status == 429:
            assert int(response.headers["Retry-After"]) >= 1
            break
    assert statuses == {404, 429}
    await ewan.send("/desk/entries/no-such-entry/check", expect=404)


async def test_a_question_that_found_nothing_begins_a_new_entry(desk_site: DeskSite) -> None:
    wishes = {"topic": ["astronomy", "no such subject"], "stage": ["primary"], "place": ["Fife"]}
    asked = Question("unanswered", "stargazing with a class in Fife", "find", "Fife", wishes)
    desk_site.desk.questions.add(asked)
    isla = await desk_site.curator()
    address = f"/desk/entries/new?question={question_key(asked)}"
    assert f'href="{address}"' in await isla.look("/desk/questions")
    page = await isla.look(address)
    assert "Begun from the question “stargazing with a class in Fife”" in page
    assert ">stargazing with a class in Fife</textarea>" in page
    for value in ("Fife", "astronomy", "primary"):
        assert f'value="{value}" checked' in page
    assert "Begun from" not in await isla.look("/desk/entries/new?question=unknown")
