"""Employers of several kinds are shown what they can do with what they have."""

from __future__ import annotations

import pytest

from bot.conversation import Adviser, ConversationState, Desk, Reply
from bot.conversation.finding import Finding
from bot.texts import Texts
from knowledge.catalogue import load_catalogue
from knowledge.engagement import Engagement
from knowledge.helplines import Helplines
from knowledge.places.gazetteer import NATIONAL
from knowledge.search import Searcher
from knowledge.search.first_doors import branches

CATALOGUE = load_catalogue().resources
TALK = Engagement.default().ways["talk"].title
OFFER = "Leave an offer"


def talk(adviser: Adviser, *turns: tuple[str, str]) -> list[Reply]:
    """The answers to messages, each with its intent; the state goes through JSON as it does with Rasa."""
    state, replies = ConversationState(), []
    for intent, message in turns:
        reply = adviser.answer(intent, message, state)
        state = ConversationState.from_json(reply.state.to_json())
        replies.append(reply)
    return replies


def engaged(adviser: Adviser, message: str) -> Reply:
    return talk(adviser, ("employer_engage", message))[0]


def cards(reply: Reply) -> list[str]:
    return [card.id for card in reply.cards]


def test_a_garage_short_of_time_gets_the_hour_first(adviser: Adviser) -> None:
    reply = engaged(adviser, "wee garage in Ayr, could show kids round the workshop but we don't have much time")
    assert f"1. {TALK}" in reply.text
    assert "dyw-ayrshire" in cards(reply)
    assert "DYW Ayrshire" in reply.text
    assert CATALOGUE["dyw-ayrshire"].contact.url in reply.text


def test_a_lab_that_opens_its_doors_and_has_a_problem_gets_a_way_for_each(adviser: Adviser) -> None:
    reply = engaged(adviser, "our lab in Dundee employs 200 people; we could host visits and set a real problem for pupils")
    reasons = {reason for card in reply.cards for reason in card.reasons}
    assert "Because you can show pupils your premises" in reasons
    assert "Because you can set a problem that needs solving" in reasons
    assert "dyw-tay-cities" in cards(reply)


def test_a_bank_with_money_gets_a_way_to_give_it(adviser: Adviser) -> None:
    reply = engaged(adviser, "our bank in Edinburgh has a budget for sponsorship, who would use it well?")
    assert "Because you can give money" in reply.cards[0].reasons
    assert "dyw-edinburgh-midlothian-east-lothian" in cards(reply)


def test_a_farm_is_shown_the_farm_visits(adviser: Adviser) -> None:
    reply = engaged(adviser, "we have a farm near Turriff and would happily host a class")
    assert cards(reply)[0] == "rhet"
    assert "DYW North East" in reply.text


def test_a_charity_whose_volunteers_would_talk_gets_the_talk(adviser: Adviser) -> None:
    reply = engaged(adviser, "we are a charity in Inverness and our volunteers could give talks about engineering")
    assert "Because you can spare somebody for an hour" in {reason for card in reply.cards for reason in card.reasons}


def test_a_council_that_takes_apprentices_is_shown_where_employers_do_so(adviser: Adviser) -> None:
    reply = engaged(adviser, "our council department in Falkirk wants to take on an apprentice")
    assert cards(reply)[0] == "apprenticeships-scot-employers"
    assert "DYW Forth Valley" in reply.text


def test_a_factory_with_spare_kit_is_told_who_uses_it(adviser: Adviser) -> None:
    reply = engaged(adviser, "our factory in Glenrothes has surplus components and machining time for schools")
    assert any("Because you can lend kit, machines or materials" in card.reasons for card in reply.cards)


def test_the_place_is_asked_for_only_where_it_is_unknown(adviser: Adviser) -> None:
    asked = engaged(adviser, "our firm could host visits to our workshop")
    told = engaged(adviser, "our firm in Oban could host visits to our workshop")
    assert "town or postcode" in asked.text
    assert "town or postcode" not in told.text
    assert "Argyll" in told.text


def test_a_place_said_later_names_the_local_group(adviser: Adviser) -> None:
    first, second = talk(adviser, ("employer_engage", "our company could host a class"), ("refine", "we're in Perth"))
    assert "dyw-tay-cities" not in cards(first)
    assert "dyw-tay-cities" in cards(second)
    assert "town or postcode" not in second.text


@pytest.mark.parametrize("intent", ["employer_engage", "offer", "need"])
def test_where_several_groups_share_a_council_area_all_are_named(adviser: Adviser, searcher: Searcher, intent: str) -> None:
    groups = branches(searcher.snapshot.resources, "dyw-national", ("Highland",))
    assert len(groups) > 1
    reply = adviser.answer(intent, "we are in Portree and would like to do something together", ConversationState())
    assert all(group.name in reply.text for group in groups)


def test_something_else_that_could_be_given_is_added(adviser: Adviser) -> None:
    _, second = talk(
        adviser,
        ("employer_engage", "our electronics firm in Kirkcaldy, 300 people, could give talks"),
        ("refine", "we could also take a pupil for work experience"),
    )
    reasons = {reason for card in second.cards for reason in card.reasons}
    assert "Because you can spare somebody for an hour" in reasons
    assert "Because you can give a young person something real to do" in reasons


def test_where_nothing_is_named_the_search_keeps_its_order(adviser: Adviser, searcher: Searcher) -> None:
    message = "we're a sensor firm in Kirkcaldy, how can we get involved with schools?"
    reply = engaged(adviser, message)
    alone = Finding(Desk(searcher, Texts.default(), Helplines.default()))
    assert cards(reply) == cards(alone.employer_engage(message, ConversationState()))
    assert "dyw-fife" in cards(reply)
    assert not any("Because you can" in reason for card in reply.cards for reason in card.reasons)
    assert "DYW Fife" in reply.text


@pytest.mark.parametrize("place", ["Lerwick", "Stornoway", "Kirkwall", "Wigtown", "Aviemore"])
def test_no_employer_is_shown_what_is_elsewhere(adviser: Adviser, place: str) -> None:
    reply = engaged(adviser, f"our firm in {place} could host visits, give talks and take a pupil for work experience")
    assert len(reply.cards) == 3
    for card in reply.cards:
        assert set(reply.state.wishes.place) & set(card.areas) or NATIONAL & set(card.areas), card.id


def test_an_offer_can_be_left_from_here(adviser: Adviser) -> None:
    assert OFFER in engaged(adviser, "our firm in Fife could host visits").suggestions


def test_more_brings_others(adviser: Adviser) -> None:
    first, more = talk(adviser, ("employer_engage", "our firm in Fife could host visits"), ("more", "more"))
    assert more.cards
    assert not set(cards(first)) & set(cards(more))


def test_also_adds_to_what_was_said_before_even_as_a_new_question(adviser: Adviser) -> None:
    _, second = talk(
        adviser,
        ("employer_engage", "our electronics firm in Kirkcaldy, 300 people, could give talks"),
        ("employer_engage", "we could also host visits"),
    )
    reasons = {reason for card in second.cards for reason in card.reasons}
    assert {"Because you can spare somebody for an hour", "Because you can show pupils your premises"} <= reasons


def test_a_question_about_checks_is_answered_with_the_checks(adviser: Adviser) -> None:
    reply = engaged(adviser, "do our staff in Leith need a PVG to give a talk at a school?")
    assert "pvg-scheme-school-visitors" in cards(reply)
    assert not any("Because you can" in reason for card in reply.cards for reason in card.reasons)
