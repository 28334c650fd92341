"""Where nothing fits, there is always a next step."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from bot.conversation import Adviser, ConversationState, Desk
from bot.conversation.searching import Searching
from bot.texts import Texts
from knowledge.helplines import Helplines
from knowledge.search import Searcher
from knowledge.understanding import Wishes

START = ConversationState()


def test_nothing_at_all_offers_wishes_to_let_go_and_the_directory(searcher: Searcher) -> None:
    searching = Searching(Desk(searcher, Texts.default(), Helplines.default()))
    state = ConversationState(
        wishes=Wishes(place=("Fife",), place_label="Cupar", stage=("primary",)), text="glass blowing & lasers"
    )
    reply = searching.nothing("glass blowing & lasers in Cupar", state)
    assert reply.suggestions[:2] == ["Anywhere in Scotland", "Any age"]
    assert reply.gap
    address = urlsplit(reply.links[0].url)
    assert address.path == "/directory"
    assert parse_qs(address.query) == {"q": ["glass blowing & lasers Cupar"]}


def test_a_wish_that_rules_everything_out_is_named_with_a_way_on(adviser: Adviser) -> None:
    first = adviser.answer("find", "free advice by telephone", START)
    reply = adviser.answer("refine", "just events", first.state)
    assert "Without that wish" in reply.text
    assert reply.cards
    assert reply.links[0].url.startswith("/directory?q=")


def test_the_end_of_the_results_leads_to_the_directory(adviser: Adviser) -> None:
    reply = adviser.answer("find", "KW17 science festival", START)
    for _ in range(40):
        reply = adviser.answer("more", "more", reply.state)
        if not reply.cards:
            break
    assert reply.links[0].url.startswith("/directory?q=")
    assert reply.suggestions


def test_the_link_is_part_of_the_message(adviser: Adviser) -> None:
    first = adviser.answer("find", "free advice by telephone", START)
    message = adviser.answer("refine", "just events", first.state).message()
    assert message["links"][0]["text"]
