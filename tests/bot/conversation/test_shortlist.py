"""The shortlist: keep, see, take off, clear, send to oneself; without an account and without storing anything."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from bot.conversation import Adviser, ConversationState
from bot.conversation.intents import INTENTS
from bot.conversation.mailing import LONGEST_MAIL
from bot.conversation.shortlist import MOST
from tests.bot.conversation.invented import ENDED, KEEPERS, LAB, QUOTED, RENAMED, ROADSHOW, SPEAKERS

START = ConversationState()


@pytest.mark.parametrize(
    ("message", "kept"),
    [
        ("keep the first two", (QUOTED, ROADSHOW)),
        ("save the last one", (LAB,)),
        ("keep all three", (QUOTED, ROADSHOW, LAB)),
        ("add number 2 to my list", (ROADSHOW,)),
        ("can you save the Glasgow one for later", (LAB,)),
        ("keep Kelpie Speakers", (SPEAKERS,)),
        ("put the second on my list please", (ROADSHOW,)),
        ("keep 1 and 3", (QUOTED, LAB)),
        ("I'll keep the second one", (ROADSHOW,)),
        ("pit the second yin oan ma list", (ROADSHOW,)),
        ("shortlist number two", (ROADSHOW,)),
        ("save them", (QUOTED, ROADSHOW, LAB)),
        ("keep the first and Kelpie Speakers", (SPEAKERS, QUOTED)),
    ],
)
def test_entries_are_kept_by_place_or_name(
    small: Adviser, three_shown: ConversationState, message: str, kept: tuple[str, ...]
) -> None:
    reply = small.answer("shortlist", message, three_shown)
    assert reply.state.kept == kept
    assert reply.message()["kept"] == list(kept)
    assert reply.state.last == three_shown.last
    assert reply.state.text == three_shown.text


def test_that_is_the_entry_spoken_of(small: Adviser, three_shown: ConversationState) -> None:
    state = replace(three_shown, focus=LAB)
    assert small.answer("shortlist", "add that to my list", state).state.kept == (LAB,)


def test_that_of_three_is_asked_back(small: Adviser, three_shown: ConversationState) -> None:
    reply = small.answer("shortlist", "add that to my list", three_shown)
    assert reply.state.kept == ()
    assert "Which one" in reply.text
    assert small.answer("find", reply.suggestions[0], reply.state).state.kept == (QUOTED,)


@pytest.mark.parametrize("intent", [intent for intent in INTENTS if intent != "safeguarding"])
def test_keep_and_an_exact_name_keeps_whatever_the_message_was_taken_for(small: Adviser, intent: str) -> None:
    reply = small.answer(intent, 'Keep Firth Sensors "Build It" Club, Kirkcaldy', START)
    assert reply.state.kept == (QUOTED,)
    assert reply.cards == []


def test_every_name_in_the_catalogue_can_be_kept(adviser: Adviser) -> None:
    for entry in adviser._desk.by_id.values():
        assert adviser.answer("find", f"Keep {entry.name}", START).state.kept == (entry.id,), entry.name


@pytest.mark.parametrize("message", ["Keep It Simple Robotics", "keep it simple robotics"])
def test_a_name_that_begins_with_keep_is_no_order(small: Adviser, message: str) -> None:
    reply = small.answer("find", message, START)
    assert reply.state.kept == ()
    assert reply.cards[0].id == KEEPERS
    assert small.answer("find", f"Keep {message}", START).state.kept == (KEEPERS,)


@pytest.mark.parametrize("message", ["keep it free", "save money on school trips", "keep the place but change the age"])
def test_other_messages_that_begin_alike_keep_nothing(adviser: Adviser, message: str) -> None:
    found = adviser.answer("find", "robotics in Fife", START)
    assert adviser.answer("refine", message, found.state).state.kept == ()


def test_nothing_shown_is_nothing_to_keep(small: Adviser) -> None:
    reply = small.answer("shortlist", "keep the first two", START)
    assert reply.state.kept == ()
    assert "nothing yet" in reply.text


def test_a_position_out_of_range_keeps_nothing(small: Adviser, three_shown: ConversationState) -> None:
    reply = small.answer("shortlist", "keep the fifth one", three_shown)
    assert reply.state.kept == ()
    assert "I showed 3" in reply.text


def test_keeping_twice_keeps_once(small: Adviser, three_shown: ConversationState) -> None:
    once = small.answer("shortlist", "keep the first", three_shown)
    twice = small.answer("shortlist", "keep the first", once.state)
    assert twice.state.kept == (QUOTED,)
    assert "already" in twice.text


def test_the_list_is_full_at_twenty(adviser: Adviser) -> None:
    ids = tuple(adviser._desk.by_id)
    state = ConversationState(kept=ids[: MOST - 1], last=ids[MOST : MOST + 3])
    reply = adviser.answer("shortlist", "keep all three", state)
    assert len(reply.state.kept) == MOST
    assert "full" in reply.text
    again = adviser.answer("shortlist", "keep the last one", reply.state)
    assert again.state.kept == reply.state.kept
    assert "full" in again.text


def test_an_ended_entry_is_kept_with_a_word_of_warning(small: Adviser) -> None:
    reply = small.answer("shortlist", "keep Old Wind Week", START)
    assert reply.state.kept == (ENDED,)
    assert "has ended" in reply.text


@pytest.mark.parametrize(
    "message", ["show my list", "what have I kept?", "my shortlist", "what's on my list", "let me see what I've saved"]
)
def test_the_list_is_shown_with_numbers_and_contacts(small: Adviser, message: str) -> None:
    state = ConversationState(kept=(ROADSHOW, QUOTED))
    reply = small.answer("shortlist", message, state)
    assert "1. Robot Roadshow: roadshow@example.org" in reply.text
    assert "2. Firth Sensors" in reply.text
    assert [card.id for card in reply.cards] == [ROADSHOW, QUOTED]
    assert small.answer("details", "tell me about the second", reply.state).cards[0].id == QUOTED


def test_a_long_list_is_shown_whole_without_cards(adviser: Adviser) -> None:
    ids = tuple(adviser._desk.by_id)[:12]
    reply = adviser.answer("shortlist", "show my list", ConversationState(kept=ids))
    assert reply.cards == []
    assert len(reply.text.splitlines()) == 13
    assert adviser.answer("details", "tell me about number 9", reply.state).cards[0].id == ids[8]
    assert len(adviser.answer("contact", "who do I contact?", reply.state).cards) <= 3


@pytest.mark.parametrize(
    ("message", "left"),
    [
        ("take the second off my list", (QUOTED, LAB)),
        ("remove Robot Roadshow", (QUOTED, LAB)),
        ("remove the Glasgow one from my list", (QUOTED, ROADSHOW)),
        ("delete the last one from the list", (QUOTED, ROADSHOW)),
        ('Remove Firth Sensors "Build It" Club, Kirkcaldy', (ROADSHOW, LAB)),
        ("take the first two off my list", (LAB,)),
        ("don't keep the second one after all", (QUOTED, LAB)),
        ("un-keep the second", (QUOTED, LAB)),
        ("delete that from my list", (QUOTED, ROADSHOW)),
        ("tak the second yin aff ma list", (QUOTED, LAB)),
    ],
)
def test_entries_are_taken_off_by_their_place_on_the_list_or_name(small: Adviser, message: str, left: tuple[str, ...]) -> None:
    state = ConversationState(kept=(QUOTED, ROADSHOW, LAB), last=(SPEAKERS, KEEPERS), text="x")
    assert small.answer("shortlist", message, state).state.kept == left


def test_what_is_not_on_the_list_cannot_be_taken_off(small: Adviser) -> None:
    state = ConversationState(kept=(QUOTED,))
    for message in ("remove Kelpie Speakers from my list", "take the fourth off my list"):
        reply = small.answer("shortlist", message, state)
        assert reply.state.kept == (QUOTED,)
        assert "can't find that" in reply.text


@pytest.mark.parametrize("message", ["clear my list", "empty the shortlist", "delete my list", "remove everything from my list"])
def test_the_list_is_cleared(small: Adviser, message: str) -> None:
    reply = small.answer("shortlist", message, ConversationState(kept=(QUOTED, LAB)))
    assert reply.state.kept == ()
    assert "kept" not in reply.message()
    assert reply.links == []


@pytest.mark.parametrize("message", ["show my list", "send me my list", "take the first off my list", "clear my list"])
def test_an_empty_list_says_how_to_fill_it(small: Adviser, message: str) -> None:
    reply = small.answer("shortlist", message, START)
    assert "list is empty" in reply.text
    assert reply.links == []


@pytest.mark.parametrize(
    "message",
    ["send it to me", "print my list", "email me the list", "send me my shortlist", "share my list", "send me the ones I saved"],
)
def test_the_list_is_sent_as_a_page_and_as_a_mail_without_recipient(small: Adviser, message: str) -> None:
    reply = small.answer("shortlist", message, ConversationState(kept=(QUOTED, ROADSHOW)))
    page, mail = (link.url for link in reply.links)
    assert page == f"/shortlist?id={QUOTED}&id={ROADSHOW}"
    assert mail.startswith("mailto:?subject=")
    fields = parse_qs(urlsplit(mail).query, strict_parsing=True)
    body = fields["body"][0]
    for part in (
        'Firth Sensors "Build It" Club, Kirkcaldy',
        "01632 960101",
        "https://club.example.org",
        "Source: https://club.example.org/about",
        "Robot Roadshow",
        "roadshow@example.org",
    ):
        assert part in body
    assert not {'"', " ", "\n", "<"} & set(mail)
    assert "@" not in mail.split("?")[0]


def test_a_mail_of_a_long_list_stays_short_and_says_what_is_left_out(adviser: Adviser) -> None:
    ids = tuple(adviser._desk.by_id)[:MOST]
    reply = adviser.answer("shortlist", "send me my list", ConversationState(kept=ids))
    body = reply.links[1].url.split("&body=")[1]
    assert len(body) <= LONGEST_MAIL
    assert "more, on the page to print" in unquote(body)
    assert all(f"id={each}" in reply.links[0].url for each in ids)


@pytest.mark.parametrize("intent", ["find", "refine", "details", "fallback", "out_of_scope"])
@pytest.mark.parametrize(
    "message", ["send it to me", "show my shortlist", "take the first off my list", "print my list", "what have I kept"]
)
def test_the_list_is_understood_by_its_own_words(small: Adviser, intent: str, message: str) -> None:
    assert small.answer(intent, message, ConversationState(kept=(QUOTED,), text="x")).intent == "shortlist"


def test_the_list_outlives_a_new_search_and_its_ids_follow_the_catalogue(small: Adviser) -> None:
    state = ConversationState(kept=("wind-fair", "never-heard-of", QUOTED))
    found = small.answer("find", "robots in Fife", state)
    assert found.state.kept == state.kept
    assert small.answer("shortlist", "show my list", found.state).state.kept == (RENAMED, QUOTED)


def test_the_list_survives_the_way_through_rasa(small: Adviser) -> None:
    state = small.answer("shortlist", "keep Kelpie Speakers", START).state
    assert ConversationState.from_json(state.to_json()).kept == (SPEAKERS,)


@pytest.mark.parametrize(
    ("intent", "message"),
    [
        ("find", "P5 class in Falkirk, robotics workshop"),
        ("pathway", "my son is 14 and likes fixing engines"),
        ("employer_engage", "we are a lab in Moray and could host visits, who helps us"),
    ],
)
def test_teacher_parent_and_employer_can_keep_what_they_got(adviser: Adviser, intent: str, message: str) -> None:
    found = adviser.answer(intent, message, START)
    kept = adviser.answer("shortlist", "keep the first two", found.state)
    assert kept.state.kept == found.state.last[:2]
    assert len(adviser.answer("shortlist", "send it to me", kept.state).links) == 2
