"""Details and contact of one entry: everything line by line, or just what was asked, honestly."""

from __future__ import annotations

import pytest

from bot.conversation import Adviser, ConversationState, Reply
from tests.bot.conversation.invented import ENDED, KEEPERS, LAB, QUOTED, RENAMED, ROADSHOW


def about(adviser: Adviser, entry: str, message: str) -> Reply:
    """Return the answer to a message after one entry was shown."""
    return adviser.answer("details", message, ConversationState(last=(entry,), text="robots", task="find"))


def facts(reply: Reply) -> dict[str, str]:
    """Return the details of a reply by their labels."""
    return {fact.label: fact.value for fact in reply.details}


def test_everything_known_is_told_line_by_line(small: Adviser) -> None:
    told = facts(about(small, ROADSHOW, "tell me more about it"))
    assert told["What"] == "Programme"
    assert told["For"] == "Pupils, teachers"
    assert told["Stages"] == "Primary, lower secondary (S1 to S3)"
    assert told["Where"] == "All of Scotland"
    assert told["How"] == "In school"
    assert told["Cost"] == "Paid. 250 pounds a day."
    assert told["Employers"] == "Firms may lend an engineer for a day."
    assert told["Rural and islands"] == "Island schools share the ferry costs."
    assert told["Curriculum"] == "Fits technologies at Second Level."
    assert told["Web page"] == "https://roadshow.example.org"
    assert told["E-mail"] == "roadshow@example.org"
    assert "Phone" not in told
    assert told["Run by"] == "Tay Machines Ltd"
    assert told["Delivered by"] == told["Part of"] == "Kelpie Speakers"
    assert "https://roadshow.example.org/schools" in told["Source"]
    assert "2025" in told["Source"]
    assert "20 November 2026" in told["Source"]
    assert "no dates" in told["When"]


def test_what_is_not_known_is_said_or_left_out(small: Adviser) -> None:
    told = facts(about(small, LAB, "tell me about it"))
    assert told["Stages"] == "Not stated"
    assert "doesn't say" in told["Cost"]
    assert not {"Rural and islands", "Curriculum", "Employers", "Part of", "Replaced by"} & told.keys()


def test_an_ended_entry_says_what_came_after_it_and_offers_no_booking(small: Adviser) -> None:
    reply = about(small, ENDED, "tell me about it")
    told = facts(reply)
    assert "has ended" in told["Still running"]
    assert told["Replaced by"] == "New Wind Week"
    assert not {"When", "How to take part"} & told.keys()
    assert "has ended" in reply.text
    assert "New Wind Week" in reply.text


def test_the_text_is_short_and_says_no_line_twice(small: Adviser) -> None:
    reply = about(small, QUOTED, "tell me about it")
    lines = reply.text.splitlines()
    assert len(lines) == len(set(lines)) == 3
    assert lines[0].startswith('Firth Sensors "Build It" Club, Kirkcaldy: ')
    assert "01632 960101" in lines[1]
    assert "https://club.example.org/about" in lines[2]


def test_every_entry_of_the_catalogue_can_be_told(adviser: Adviser) -> None:
    for entry in adviser._desk.by_id.values():
        reply = about(adviser, entry.id, "tell me more about that")
        assert [card.id for card in reply.cards] == [entry.id]
        assert all(fact.value and "{" not in fact.label for fact in reply.details)
        assert entry.source_url in reply.text
        assert entry.contact.url in reply.text


@pytest.mark.parametrize(
    ("entry", "parts"),
    [
        (ROADSHOW, ("from 2025 showed it running", "20 November 2026", "Check with them")),
        (LAB, ("can't tell", "2015")),
        (ENDED, ("has ended", "2018", "New Wind Week")),
        (RENAMED, ("new name",)),
        (KEEPERS, ("an undated page",)),
    ],
)
def test_whether_it_still_runs_is_told_from_status_and_age(small: Adviser, entry: str, parts: tuple[str, ...]) -> None:
    text = about(small, entry, "is this still running?").text
    assert all(part in text for part in parts)


@pytest.mark.parametrize(
    ("entry", "message", "begins"),
    [
        (QUOTED, "is that free?", "Yes, free"),
        (ROADSHOW, "is it free", "No, paid. 250 pounds a day."),
        (ROADSHOW, "how much is it", "Paid. 250 pounds a day."),
        (RENAMED, "is it free?", "Varies"),
        (KEEPERS, "what does it cost", "Funded places"),
        (LAB, "is it free?", "The source doesn't say what it costs. Ask them: https://lab.example.org"),
    ],
)
def test_the_cost_is_told_as_the_source_has_it(small: Adviser, entry: str, message: str, begins: str) -> None:
    reply = about(small, entry, message)
    assert reply.text.startswith(f"{reply.cards[0].name}: {begins}")
    assert reply.details == []


@pytest.mark.parametrize(
    ("entry", "parts"),
    [
        (QUOTED, ("01632 960101",)),
        (ROADSHOW, ("no phone number", "roadshow@example.org", "https://roadshow.example.org")),
        (LAB, ("no phone number", "https://lab.example.org")),
    ],
)
@pytest.mark.parametrize("intent", ["details", "contact", "find"])
def test_whom_to_phone_is_told_or_that_there_is_no_number(
    small: Adviser, intent: str, entry: str, parts: tuple[str, ...]
) -> None:
    state = ConversationState(last=(QUOTED, ROADSHOW, LAB), focus=entry, text="robots")
    reply = small.answer(intent, "who do I phone there?", state)
    assert [card.id for card in reply.cards] == [entry]
    assert all(part in reply.text for part in parts)


def test_the_mail_address_is_told_or_that_there_is_none(small: Adviser) -> None:
    assert "club@example.org" in about(small, QUOTED, "what's their email").text
    assert "Ring 01632 960202" in about(small, RENAMED, "can I email them?").text


def test_when_it_is_on_is_quoted_and_no_date_is_promised(small: Adviser) -> None:
    text = about(small, QUOTED, "when is it on?").text
    assert "I don't hold dates" in text
    assert "It meets on Saturdays in term time." in text
    assert "I don't hold dates" in about(small, LAB, "when is it on?").text


@pytest.mark.parametrize("message", ["how do I book?", "how do we sign up for it", "where do I apply?", "how can I join"])
def test_how_to_take_part_is_told_with_the_contact(small: Adviser, message: str) -> None:
    text = about(small, QUOTED, message).text
    assert "Parents book a place by phone." in text
    assert "01632 960101" in text


@pytest.mark.parametrize("intent", ["details", "find", "refine", "fallback"])
@pytest.mark.parametrize(
    ("message", "part"),
    [
        ("is the second suitable for autistic kids?", "doesn't say how accessible"),
        ("can my 7 year old go to the second one", "primary"),
        ("does the second one cost anything", "250 pounds"),
        ("can families come to the second one", "families"),
    ],
)
def test_a_question_about_a_card_is_no_new_search(
    small: Adviser, three_shown: ConversationState, intent: str, message: str, part: str
) -> None:
    reply = small.answer(intent, message, three_shown)
    assert [card.id for card in reply.cards] == [ROADSHOW]
    assert part in reply.text


def test_nobody_is_sent_to_book_what_has_ended(small: Adviser) -> None:
    text = about(small, ENDED, "how do I book it?").text
    assert "has ended" in text
    assert "take part" not in text


@pytest.mark.parametrize("message", ["is it accessible?", "is it wheelchair accessible", "is it ok for pupils with ASN?"])
def test_access_is_told_from_the_entry_or_said_to_be_unstated(small: Adviser, message: str) -> None:
    assert "wheelchair space" in about(small, LAB, message).text
    unstated = about(small, ROADSHOW, message).text
    assert "doesn't say how accessible" in unstated
    assert "https://roadshow.example.org" in unstated


@pytest.mark.parametrize(
    ("entry", "message", "part"),
    [
        (QUOTED, "what ages is it for?", "9 to 12"),
        (QUOTED, "is it suitable for P6?", "Yes: it is listed for primary"),
        (QUOTED, "would it suit S5", "It is listed for primary: ask if they also do senior phase"),
        (LAB, "is it ok for P2", "doesn't say for which stages"),
        (QUOTED, "who runs it?", "Firth Sensors Ltd"),
        (ROADSHOW, "who delivers it?", "Kelpie Speakers"),
        (ROADSHOW, "what would an employer have to do", "lend an engineer"),
        (ROADSHOW, "does it fit with CfE?", "Second Level"),
        (QUOTED, "how many children can take part", "Up to 12 children"),
        (QUOTED, "do I need to stay with my child", "The source doesn't say"),
        (QUOTED, "is lunch included?", "The source doesn't say"),
        (QUOTED, "do they do it in Gaelic?", "The source doesn't say"),
        (KEEPERS, "is it online?", "Yes: online"),
        (ROADSHOW, "is it online?", "Not as far as the source says"),
        (KEEPERS, "is it for pupils?", "It is meant for teachers."),
        (KEEPERS, "is it for teachers or families", "It is meant for teachers; ask if parents and families can take part"),
        (KEEPERS, "is it for families?", "It is meant for teachers; ask if parents and families can take part"),
        (ROADSHOW, "does it cover chemistry?", "doesn't list chemistry"),
        (RENAMED, "what did it used to be called", "Windy Days"),
        (QUOTED, "when was this last checked?", "20 November 2026"),
        (QUOTED, "what's the email address", "club@example.org"),
        (QUOTED, "where does that fact come from?", "https://club.example.org/about"),
    ],
)
def test_one_thing_asked_gets_one_answer(small: Adviser, entry: str, message: str, part: str) -> None:
    reply = about(small, entry, message)
    assert part in reply.text
    assert [card.id for card in reply.cards] == [entry]
    assert "\n" not in reply.text


@pytest.mark.parametrize("intent", ["details", "find", "refine"])
@pytest.mark.parametrize(
    ("entry", "place", "part"),
    [
        (RENAMED, "Orkney", "Yes: New Wind Week serves Orkney"),
        (RENAMED, "Lewis", "no: New Wind Week serves Orkney Islands and Shetland Islands"),
        (ROADSHOW, "Lewis", "Island schools share the ferry costs"),
    ],
)
def test_whether_it_comes_to_a_place_is_answered(small: Adviser, intent: str, entry: str, place: str, part: str) -> None:
    state = ConversationState(last=(entry,), focus=entry, text="robots", task="find")
    reply = small.answer(intent, f"does it come to {place}?", state)
    assert part in reply.text
    assert [card.id for card in reply.cards] == [entry]


def test_several_things_asked_in_one_message_are_answered_together(small: Adviser) -> None:
    reply = about(small, QUOTED, "is it free, when is it on and who do I phone?")
    lines = reply.text.splitlines()
    assert len(lines) == 4
    assert lines[1].startswith("• Cost: Yes, free")
    assert lines[2].startswith("• When: I don't hold dates")
    assert "01632 960101" in lines[3]


def test_one_question_about_all_that_was_shown_is_answered_for_each(small: Adviser, three_shown: ConversationState) -> None:
    reply = small.answer("details", "are they free?", three_shown)
    assert [card.id for card in reply.cards] == list(three_shown.last)
    assert len(reply.text.splitlines()) == 4
    assert "Robot Roadshow: No, paid" in reply.text


def test_it_means_the_entry_spoken_of_and_they_too(small: Adviser, three_shown: ConversationState) -> None:
    second = small.answer("details", "tell me about the second", three_shown)
    assert [card.id for card in small.answer("details", "are they free?", second.state).cards] == [ROADSHOW]


def test_the_buttons_under_details_are_understood(small: Adviser, three_shown: ConversationState) -> None:
    second = small.answer("details", "tell me about the second", three_shown)
    keep, why = second.suggestions[:2]
    assert small.answer("find", keep, second.state).state.kept == (ROADSHOW,)
    assert "Why I showed Robot Roadshow" in small.answer("find", why, second.state).text


def test_an_id_retired_since_leads_to_its_successor(small: Adviser) -> None:
    state = ConversationState(last=("wind-fair", "never-heard-of"), focus="wind-fair", text="wind")
    assert [card.id for card in small.answer("details", "tell me more about it", state).cards] == [RENAMED]


def test_an_entry_that_is_gone_from_the_catalogue_breaks_nothing(small: Adviser) -> None:
    state = ConversationState(last=("never-heard-of",), focus="never-heard-of", kept=("never-heard-of",), text="wind")
    for intent, message in (("details", "is it free?"), ("compare", "compare them"), ("shortlist", "show my list")):
        reply = small.answer(intent, message, state)
        assert reply.text
        assert reply.cards == []


@pytest.mark.parametrize(
    ("intent", "message"),
    [
        ("find", "P6 in Falkirk, robotics that comes to the school"),
        ("pathway", "my son is 15 and likes engines, no uni"),
        ("employer_engage", "we make sensors in Kirkcaldy, how can we help schools"),
    ],
)
def test_teacher_parent_and_employer_all_get_details_and_contact(adviser: Adviser, intent: str, message: str) -> None:
    found = adviser.answer(intent, message, ConversationState())
    reply = adviser.answer("details", "tell me about the second one and who to contact", found.state)
    assert [card.id for card in reply.cards] == [found.state.last[1]]
    assert "http" in reply.text
