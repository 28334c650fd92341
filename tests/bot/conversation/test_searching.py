"""Questions, refinements and more of the same, over the real catalogue."""

from __future__ import annotations

import pytest

from bot.conversation import Adviser, ConversationState, Reply
from bot.conversation.finding import CARDS

START = ConversationState()
WIND = "I teach P6 in Kirkwall, can someone come and talk about wind power?"


def ids(reply: Reply) -> list[str]:
    return [card.id for card in reply.cards]


@pytest.mark.parametrize(
    ("intent", "message"),
    [
        ("find", WIND),
        ("pathway", "my daughter is 15 and loves maths but doesn't want to go to uni"),
        ("employer_engage", "we are a 12 person electronics firm in Kirkcaldy, how do we help local schools?"),
        ("contact", "who runs STEM Ambassadors in Scotland?"),
        ("find", "KW17 science festival"),
        ("find", "free coding club in Dundee for a 9 year old"),
    ],
)
def test_an_answer_has_at_most_three_cards_each_with_contact_source_and_date(adviser: Adviser, intent: str, message: str) -> None:
    reply = adviser.answer(intent, message, START)
    assert 1 <= len(reply.cards) <= CARDS
    assert reply.total >= len(reply.cards)
    assert 1 <= len(reply.suggestions) <= 4
    for card in reply.cards:
        assert card.contact["url"].startswith("http")
        assert card.source_url.startswith("http")
        assert card.as_of_note
        assert card.checked_on


def test_the_cards_say_why_they_fit(adviser: Adviser) -> None:
    reply = adviser.answer("find", WIND, START)
    assert all(card.reasons for card in reply.cards)
    assert any("energy" in reason for card in reply.cards for reason in card.reasons)


def test_a_free_club_is_free(adviser: Adviser) -> None:
    reply = adviser.answer("find", "free coding club in Dundee for a 9 year old", START)
    assert {card.cost for card in reply.cards} <= {"free", "funded"}


def test_what_is_asked_for_by_name_comes_first(adviser: Adviser) -> None:
    reply = adviser.answer("contact", "who runs STEM Ambassadors in Scotland?", START)
    assert ids(reply)[0] == "stem-ambassadors-in-scotland"


@pytest.mark.parametrize(
    ("old", "found"), [("F1 in Schools", "stem-racing"), ("YESC", "stemovators"), ("SQA", "qualifications-scotland")]
)
def test_an_old_name_finds_what_it_is_called_now(adviser: Adviser, old: str, found: str) -> None:
    assert ids(adviser.answer("find", old, START))[0] == found


def test_something_that_has_ended_is_found_and_said_to_have_ended(adviser: Adviser) -> None:
    card = adviser.answer("find", "RAiSE programme", START).cards[0]
    assert card.id == "raise-primary-science"
    assert card.status == "ended"
    assert card.status_note is not None
    assert "ended" in card.status_note


def test_the_same_is_asked_of_another_place(adviser: Adviser) -> None:
    first = adviser.answer("find", WIND, START)
    second = adviser.answer("refine", "what about Shetland?", first.state)
    assert second.state.wishes.place == ("Shetland Islands",)
    assert second.state.wishes.topic == first.state.wishes.topic
    assert second.state.wishes.stage == first.state.wishes.stage


def test_not_online_leaves_out_what_is_online_and_stays_said(adviser: Adviser) -> None:
    first = adviser.answer("find", WIND, START)
    second = adviser.answer("refine", "not online", first.state)
    third = adviser.answer("refine", "what about Shetland?", second.state)
    for reply in (second, third):
        assert reply.cards
        assert not any("online" in card.delivery for card in reply.cards)


def test_only_free_ones_leaves_only_free_ones(adviser: Adviser) -> None:
    first = adviser.answer("find", "robotics competition", START)
    second = adviser.answer("refine", "only free ones", first.state)
    assert {card.cost for card in second.cards} <= {"free", "funded"}


def test_just_events_leaves_only_events(adviser: Adviser) -> None:
    first = adviser.answer("find", "science in Glasgow", START)
    second = adviser.answer("refine", "just events", first.state)
    assert {card.kind for card in second.cards} == {"event"}


def test_anywhere_lifts_the_place(adviser: Adviser) -> None:
    first = adviser.answer("find", "robotics club in Aberdeen", START)
    second = adviser.answer("refine", "anywhere in Scotland", first.state)
    assert second.state.wishes.place == ()
    assert second.cards


def test_near_me_asks_where_that_is(adviser: Adviser) -> None:
    first = adviser.answer("find", "robotics club", START)
    second = adviser.answer("refine", "near me", first.state)
    assert "Where are you?" in second.text
    assert second.cards == []
    third = adviser.answer("refine", "Perth", second.state)
    assert third.state.wishes.topic == ("robotics",)
    assert third.state.wishes.place == ("Perth and Kinross",)


def test_more_never_shows_the_same_twice(adviser: Adviser) -> None:
    reply = adviser.answer("find", "science for primary schools", START)
    shown = ids(reply)
    for _ in range(4):
        reply = adviser.answer("more", "more", reply.state)
        shown += ids(reply)
    assert len(shown) == len(set(shown)) > 9


def test_more_comes_to_an_end(adviser: Adviser) -> None:
    reply = adviser.answer("find", "KW17 science festival", START)
    for _ in range(40):
        reply = adviser.answer("more", "more", reply.state)
        if not reply.cards:
            break
    assert reply.cards == []
    assert "all I have" in reply.text


def test_more_before_any_search_asks_what_for(adviser: Adviser) -> None:
    reply = adviser.answer("more", "more", START)
    assert reply.cards == []
    assert "what you're looking for" in reply.text


def test_a_refinement_before_any_search_is_a_search(adviser: Adviser) -> None:
    reply = adviser.answer("refine", "robotics in Fife", START)
    assert reply.cards


def test_a_misspelling_is_read_and_said(adviser: Adviser) -> None:
    reply = adviser.answer("find", "robotics club in Abredeen", START)
    assert reply.state.wishes.place == ("Aberdeen City",)
    assert "abredeen" in reply.text.lower()


def test_a_wish_that_rules_everything_out_is_named_and_noted_as_a_gap(adviser: Adviser) -> None:
    first = adviser.answer("find", "free advice by telephone", START)
    reply = adviser.answer("refine", "just events", first.state)
    assert first.gap is None
    assert reply.gap
    assert "Without that wish" in reply.text
    assert reply.cards


def test_an_employer_without_a_place_is_asked_for_it(adviser: Adviser) -> None:
    reply = adviser.answer("employer_engage", "how can our firm help schools?", START)
    assert "town or postcode" in reply.text
    assert reply.cards


def test_an_employer_in_fife_meets_the_regional_group_first(adviser: Adviser) -> None:
    message = "we are a 12 person electronics firm in Kirkcaldy, how do we help local schools?"
    assert ids(adviser.answer("employer_engage", message, START))[0] == "dyw-fife"


def test_a_path_without_university_leads_to_no_university(adviser: Adviser) -> None:
    reply = adviser.answer("pathway", "my daughter is 15 and loves maths but doesn't want to go to uni", START)
    assert reply.state.wishes.stage == ("senior-phase",)
    assert not any("universit" in card.name.lower() for card in reply.cards)


def test_a_question_about_something_else_gets_no_card(adviser: Adviser) -> None:
    reply = adviser.answer("find", "what is my bank balance", START)
    assert reply.cards == []
    assert "STEM" in reply.text


def test_an_unclear_message_that_names_a_subject_is_searched_for(adviser: Adviser) -> None:
    assert adviser.answer("fallback", "robotics", START).cards


def test_an_unclear_message_is_asked_to_be_put_another_way(adviser: Adviser) -> None:
    reply = adviser.answer("fallback", "asdf", START)
    assert reply.cards == []
    assert reply.state.misunderstood == 1
    assert adviser.answer("fallback", "qwer", reply.state).state.misunderstood == 2
    assert adviser.answer("greet", "hello", reply.state).state.misunderstood == 0


def test_a_first_door_says_what_it_is_the_way_in_for(adviser: Adviser) -> None:
    first = adviser.answer("find", WIND, START).cards[0]
    assert first.reasons[0] == "First place to ask for somebody to visit a class"


def test_an_entry_for_other_stages_says_so(adviser: Adviser) -> None:
    reply = adviser.answer("contact", "who is the DYW lead for our P3 class in Shetland", START)
    local = next(card for card in reply.cards if card.id == "dyw-shetland")
    assert local.caution is not None
    assert local.caution.startswith("Listed for lower secondary")
    assert "primary" in local.caution
    assert not any("Listed for" in reason for reason in local.reasons)


def test_only_free_ones_are_free_outright_where_there_are_any(adviser: Adviser) -> None:
    asked = adviser.answer("find", "robotics for S2 in Falkirk", START)
    narrowed = adviser.answer("refine", "only free ones", asked.state)
    assert narrowed.cards
    assert {card.cost for card in narrowed.cards} == {"free"}


def test_the_contact_told_is_that_of_the_first_card(adviser: Adviser) -> None:
    reply = adviser.answer("contact", "who is the DYW lead for our P3 class in Shetland", START)
    assert reply.cards[0].id == "dyw-shetland"
    assert reply.cards[0].name in reply.text
    assert reply.cards[0].contact["url"] in reply.text
