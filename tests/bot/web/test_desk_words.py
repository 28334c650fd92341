"""The desk's pages have no words of their own, in the states that its lists and forms can be in."""

from __future__ import annotations

import copy
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.corrections import CorrectionStore
from bot.desk.form import form_sections
from bot.desk.links import LinkState, State
from bot.feedback.store import Question
from bot.live_index import LiveIndex
from bot.storage import Database
from bot.texts import Texts
from knowledge.settings import Settings
from tests.bot.own_index import OwnIndex
from tests.bot.web.at_the_desk import Curator, DeskSite, opened
from tests.bot.web.own_words import CLOSES, OPENS, marked, words_outside
from tests.bot.web.test_desk import left
from tests.bot.web.test_desk_entries import form_of
from tests.bot.web.test_own_words import catalogue_words

ASKED, SAID = "crest awards on the moon", "The page is gone."
WRONG: tuple[tuple[State, str], ...] = (
    *(("gone", "gone"), ("unknown", "refused"), ("unknown", "robots"), ("unknown", "robots_on"), ("unknown", "busy")),
    *(("fails", "fault"), ("fails", "slow"), ("fails", "circle"), ("fails", "unreachable"), ("fails", "strange"), ("moved", "")),
)
PAGES = (
    *("/desk", "/desk/entries", "/desk/entries?q=crest&stale=yes&told=published&of=sserc", "/desk/entries?page=2"),
    *("/desk/entries/crest-awards", "/desk/entries/crest-awards?told=not-published", "/desk/entries/crest-awards/retire"),
    *("/desk/entries/new", "/desk/questions", "/desk/corrections", "/desk/links", "/desk/links?state=moved"),
    *("/desk/submissions", "/desk/submissions/OFF-AAAA", "/desk/submissions/OFF-BBBB"),
)


@pytest.fixture
async def desk_site(tmp_path: Path, index_settings: Settings, loaded_index: LiveIndex) -> AsyncIterator[DeskSite]:
    """A site whose texts are marked, with something in each list."""
    own, texts = OwnIndex(tmp_path, index_settings), marked(Texts.default())
    site = await opened(own, copy.copy(loaded_index), texts=texts, desk_two_people=True)
    desk = site.desk
    desk.questions.add(Question("unanswered", ASKED, "find", "Fife", {}, ("sserc",)))
    desk.questions.add(Question("badly-rated", "", "find", "", {"topic": ["science"]}), "too far")
    CorrectionStore(Database(site.settings.store_path), 365).add("crest-awards", "link", SAID)
    desk.submissions.save(left("offer", "OFF-AAAA"))
    desk.submissions.save(left("need", "NEED-AAAA", organisation="Invented Primary"))
    desk.submissions.save(left("offer", "OFF-BBBB"))
    desk.submissions.withdraw("OFF-BBBB")
    desk.answered.mark("OFF-AAAA", "isla")
    for resource, (state, why) in zip(site.index.searcher.snapshot.resources[20:], WRONG, strict=False):
        desk.links.note(LinkState(resource.contact.url, state, why, "https://moved.example.org" if state == "moved" else "404"))
    yield site
    await site.client.close()


def strange(site: DeskSite, page: str, *typed: str) -> list[str]:
    """The words of a page that are no text's, nor the catalogue's, nor anybody's who left or typed something."""
    form = {text for section in form_sections() for text in (section.title, *(each.label for each in section.fields))}
    form |= {text for section in form_sections() for each in section.fields for text in (each.hint, *sum(each.options, ()))}
    people = {
        *("isla", "ewan"),
        *(text for deed in site.desk.audit.deeds() for text in (deed.what, f"{deed.what}: {deed.detail}")),
    }
    people |= {
        ASKED,
        SAID,
        "too far",
        "a visit to see robots",
        "Invented Sensors, Fife.",
        "Invented Primary, Fife.",
        "Invented Sensors",
    }
    people |= {"hello@sensors.example.org", "Yes.", "OFF-AAAA", "OFF-BBBB", "https://moved.example.org"}
    known = catalogue_words(site.index) | {text.casefold() for text in (*form, *people, *typed)}

    def is_known(words: str) -> bool:
        # A list of names, or a name with a full stop behind it.
        folded = words.casefold().strip(" .:·")
        return {folded, words.casefold(), f"{folded}."} & known != set() or all(part in known for part in folded.split(", "))

    # What stands in a box was typed.
    return [words for words in words_outside(re.sub("(?s)(<textarea[^>]*>).*?</textarea>", "", page)) if not is_known(words)]


async def sent(curator: Curator, path: str, expect: int, **form: Any) -> str:
    """The page that answers a form."""
    await curator.look(path)
    return await (await curator.send(path, expect=expect, edition=curator.edition, **form)).text()


async def test_no_page_of_the_desk_has_words_of_its_own(desk_site: DeskSite) -> None:
    ewan = await desk_site.curator("ewan")
    for path in PAGES:
        assert strange(desk_site, await ewan.look(path)) == [], path


async def test_no_mistake_is_told_in_other_words_than_the_texts(desk_site: DeskSite) -> None:
    isla = await desk_site.curator()
    wrong = {"name": "", "summary": "Short.", "related": "no-such-entry", "topics": [], "checked_on": "2999-01-01"}
    page = await sent(isla, "/desk/entries/crest-awards", 422, **form_of(desk_site, "crest-awards", **wrong))
    assert strange(desk_site, page, "Short.") == []
    page = await sent(isla, "/desk/entries/new", 422, name="Llama Lab")
    assert strange(desk_site, page, "Llama Lab") == []
    for how in ("", "merged", "ended"):
        page = await sent(isla, "/desk/entries/crest-awards/retire", 422, how=how, other="no-such-entry", why="x")
        assert strange(desk_site, page, "no-such-entry", "x") == []
    page = await sent(isla, "/desk/submissions/OFF-AAAA", 422, do="describe", described="short")
    assert strange(desk_site, page, "short") == []


async def test_a_live_check_says_texts_alone(desk_site: DeskSite) -> None:
    isla = await desk_site.curator()
    await isla.look("/desk/entries/new")
    form = form_of(desk_site, "crest-awards", name="Science project awards", related="no-such-entry", topics=[])
    answer = await (await isla.send("/desk/entries/new/check", 200, **form, touched=["topics", "related"])).json()
    assert re.sub(f"{OPENS}[^{OPENS}{CLOSES}]*{CLOSES}", "", answer["said"]).strip() == ""
    for said in answer["mistakes"].values():
        assert said.startswith(OPENS), said
    assert strange(desk_site, answer["shown"], "Scotland", "UK") == []
