"""Leading to the pages of the hub: what is missing, what is there twice, how much there is, what is wrong, what was left."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.conversation import Adviser, ConversationState
from knowledge.search import Searcher

START = ConversationState()
PAGES = {
    "what is missing in Argyll and Bute?": "/provision/gaps?area=Argyll+and+Bute",
    "which areas have the least provision for early years": "/provision/gaps?stage=early-years",
    "where are the gaps in Fife": "/provision/gaps?area=Fife",
    "are there any overlapping programmes in Dundee": "/provision/duplicates",
    "your link is broken": "/directory",
    "I want to report a mistake": "/directory",
    "what are schools near Kirkcaldy asking for": "/employers/needs?place=Kirkcaldy",
    "what have local employers offered in Moray": "/schools/offers?place=Moray",
    "can I download the whole catalogue": "/data",
    "is there an API": "/data",
}
INTENTS = ("find", "fallback", "out_of_scope", "contact", "help")


@pytest.mark.parametrize("intent", INTENTS)
@pytest.mark.parametrize("message", PAGES)
def test_a_page_of_the_hub_is_given_whatever_the_message_was_taken_for(adviser: Adviser, message: str, intent: str) -> None:
    reply = adviser.answer(intent, message, START)
    assert [link.url for link in reply.links] == [PAGES[message]]
    assert reply.cards == []
    assert reply.text
    assert "{" not in reply.text + reply.links[0].text


def test_how_much_there_is_gets_the_entries_and_the_map(adviser: Adviser) -> None:
    reply = adviser.answer("find", "how many coding clubs are there in Orkney", START)
    assert reply.cards
    assert reply.total
    assert reply.links[-1].url.startswith("/provision/areas/orkney-islands")


@pytest.mark.parametrize("intent", ["fallback", "help", "out_of_scope"])
def test_how_much_there_is_leads_to_the_map_where_nothing_is_searched(adviser: Adviser, intent: str) -> None:
    reply = adviser.answer(intent, "is there a map of provision?", START)
    assert [link.url for link in reply.links] == ["/provision"]


def test_a_mistake_is_reported_of_the_entry_that_is_named_or_spoken_of(adviser: Adviser) -> None:
    named = adviser.answer("feedback_bad", "the phone number for SSERC is wrong", START)
    assert [link.url for link in named.links] == ["/resources/sserc/report"]
    shown = replace(START, last=("sserc", "code-club"))
    second = adviser.answer("feedback_bad", "the second one's phone number is wrong", shown)
    assert [link.url for link in second.links] == ["/resources/code-club/report"]
    either = adviser.answer("feedback_bad", "that link doesn't work", shown)
    assert [link.url for link in either.links] == ["/resources/sserc/report", "/resources/code-club/report"]
    state = replace(START, focus="code-club", last=("sserc", "code-club"))
    spoken_of = adviser.answer("feedback_bad", "that link doesn't work", state)
    assert [link.url for link in spoken_of.links] == ["/resources/code-club/report"]


def test_a_mistake_in_an_entry_that_was_merged_meanwhile_is_reported_of_the_one_that_stays(
    adviser: Adviser, searcher: Searcher
) -> None:
    retired, stays = next(
        (old, searcher.snapshot.resources[row].id)
        for old, row in searcher.by_id.items()
        if searcher.snapshot.resources[row].id != old
    )
    reply = adviser.answer("feedback_bad", "that link doesn't work", replace(START, last=(retired, stays)))
    assert [link.url for link in reply.links] == [f"/resources/{stays}/report"]


def test_the_search_goes_on_afterwards(adviser: Adviser) -> None:
    before = adviser.answer("find", "coding club for a 10 year old in Perth", START).state
    after = adviser.answer("find", "where are the gaps?", before).state
    assert (after.text, after.wishes, after.last) == (before.text, before.wishes, before.last)


@pytest.mark.parametrize(
    ("intent", "message"),
    [
        ("find", "gap year volunteering in a science centre"),
        ("find", "help my pupils fill gaps in fractions"),
        ("find", "what do schools need to enter the Big Bang competition"),
        ("find", "which companies offer school visits in Fife"),
        ("find", "open data for a school project"),
        ("out_of_scope", "my email doesn't work"),
        ("feedback_bad", "those are the wrong ones"),
        ("details", "is the price of the first one up to date"),
        ("find", "activities about missing links in evolution"),
        ("safeguarding", "my friend is missing and I am scared"),
        ("need", "what are schools near Kirkcaldy asking for"),
    ],
)
def test_what_sounds_alike_is_answered_as_ever(adviser: Adviser, intent: str, message: str) -> None:
    links = [link.url for link in adviser.answer(intent, message, START).links]
    assert not any(url.startswith(("/provision", "/employers", "/schools", "/data", "/resources")) for url in links), links
