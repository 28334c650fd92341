"""Filling in an offer or a need: every answer checked, correctable, interruptible, and nothing done before consent."""

from __future__ import annotations

import json

import pytest

from bot.submissions.draft import SENT, STOPPED, Draft
from bot.submissions.filling import Outcome
from bot.texts import Texts
from tests.bot.submissions.talking import FILLING, begun, filled


@pytest.mark.parametrize(
    ("sector", "what"),
    [
        ("electronics", "Two engineers who talk about sensors"),
        ("farming", "Visits to a dairy farm in lambing time"),
        ("health", "A week of work experience in a lab"),
        ("food and drink", "A problem to set about packaging"),
    ],
)
def test_employers_of_many_sectors_reach_the_summary_with_their_own_words(sector: str, what: str) -> None:
    summary = filled("offer", sector=sector, what=what).asked[-1]
    assert sector in summary
    assert what in summary
    assert "Firth Sensors Ltd" in summary


def test_a_need_is_asked_for_in_its_own_order_and_words() -> None:
    talk = begun("need")
    assert "What do you need?" in FILLING.question(talk.draft)
    talk.say("Someone to talk about bees to a class")
    assert talk.waits_for == "stage"
    assert "no person's name" in filled("need").asked[-3]


def test_the_summary_says_who_sees_it_how_long_it_is_kept_and_how_it_is_withdrawn() -> None:
    for kind in ("offer", "need"):
        summary = filled(kind).asked[-1]
        for promised in ("365 days", "look after this site", "withdraw", "Yes or no"):
            assert promised in summary


@pytest.mark.parametrize(
    ("question", "wrong", "right"),
    [
        ("place", "Narnia", "Larbert"),
        ("stage", "purple ones", "S3"),
        ("contact", "ask for Jo", "office@inverbrae.example.org"),
        ("contact", "12345", "01632 960123"),
        ("organisation", "?", "Inverbrae Primary School"),
        ("what", "talk", "A talk about bees for a class"),
        ("what", "bees " * 100, "A talk about bees for a class"),
    ],
)
def test_a_wrong_answer_is_told_apart_and_asked_again(question: str, wrong: str, right: str) -> None:
    talk = filled("need")
    talk.draft = talk.draft.without(question)
    talk.say(wrong)
    assert question not in talk.draft.answers
    assert talk.waits_for == question
    talk.say(right)
    assert right.lower() in talk.answer(question).text.lower()


def test_a_place_is_resolved_to_its_council_area_and_read_back() -> None:
    talk = filled("offer", place="KW15")
    assert talk.answer("place").values == ("Orkney Islands",)
    assert "Orkney Islands" in talk.asked[-1]


def test_anywhere_in_scotland_is_a_place() -> None:
    assert filled("offer", place="anywhere in Scotland").answer("place").values == ("Scotland",)


def test_of_a_contact_only_the_address_is_kept_and_no_persons_name() -> None:
    talk = filled("offer", contact="ask for Mrs Example on 01632 960123, or office@firth.example.org")
    assert talk.answer("contact").text == "office@firth.example.org, 01632 960123"


@pytest.mark.parametrize("contact", ["someone@gmail.com", "07700 900123"])
def test_what_looks_like_a_private_contact_is_pointed_out(contact: str) -> None:
    assert "private" in filled("offer", contact=contact).asked[-1].split("Please check")[0]


def test_a_contact_within_another_answer_goes_where_contacts_go() -> None:
    talk = begun("offer")
    talk.say("Two engineers who talk about wind, write to office@firth.example.org")
    assert "@" not in talk.answer("what").text
    assert talk.answer("contact").text == "office@firth.example.org"


def test_a_place_and_a_stage_said_with_the_first_answer_are_not_asked_for_again() -> None:
    talk = begun("need")
    said = talk.say("Someone to talk about bees to P5 in Stromness")
    assert talk.answer("place").values == ("Orkney Islands",)
    assert talk.answer("stage").values == ("primary",)
    assert "Stromness" in said
    assert talk.waits_for == "when"


@pytest.mark.parametrize(
    ("correction", "question", "expected"),
    [
        ("change the place to Falkirk", "place", "Falkirk"),
        ("no, the contact is office@firth.example.org", "contact", "office@firth.example.org"),
        ("the sector should be energy", "sector", "energy"),
        ("please change our company name to Tay Turbines", "organisation", "Tay Turbines"),
        ("actually Shetland", "place", "Shetland Islands"),
        ("no, S3", "stage", "S3"),
        ("when: September", "when", "September"),
        ("yes but change the place to Falkirk", "place", "Falkirk"),
        ("office@firth.example.org", "contact", "office@firth.example.org"),
    ],
)
def test_any_answer_can_be_corrected_at_the_summary(correction: str, question: str, expected: str) -> None:
    talk = filled("offer")
    said = talk.say(correction)
    assert expected in talk.answer(question).text
    assert talk.waits_for == "consent"
    assert "Changed" in said


def test_an_answer_can_be_corrected_while_another_is_asked_for() -> None:
    talk = begun("offer")
    for message in ("Two engineers who talk about sensors", "Firth Sensors Ltd", "electronics", "Fife"):
        talk.say(message)
    assert talk.waits_for == "stage"
    talk.say("change the sector to energy")
    assert talk.answer("sector").text == "energy"
    assert talk.waits_for == "stage"


@pytest.mark.parametrize("message", ["the sector is wrong", "change the sector", "wrong sector", "the sector is not right"])
def test_an_answer_said_to_be_wrong_is_asked_for_again(message: str) -> None:
    talk = filled("offer")
    talk.say(message)
    assert talk.waits_for == "sector"
    talk.say("energy")
    assert talk.waits_for == "consent"


def test_a_correction_that_cannot_be_leaves_the_answer_as_it_was() -> None:
    talk = filled("offer")
    talk.say("change the place to Narnia")
    assert talk.answer("place").values == ("Fife",)


def test_going_back_asks_the_last_question_again_and_stops_at_the_first() -> None:
    talk = begun("offer")
    talk.say("Two engineers who talk about sensors")
    talk.say("go back")
    assert talk.waits_for == "what"
    talk.say("back")
    assert talk.waits_for == "what"
    assert talk.outcomes[-1] is Outcome.ANSWERED


def test_optional_questions_can_be_skipped_and_others_cannot() -> None:
    talk = filled("offer", stage="skip", when="don't know yet")
    assert talk.answer("stage").text == talk.answer("when").text == ""
    talk.draft = talk.draft.without("contact")
    assert "I do need this one" in talk.say("skip")
    assert talk.waits_for == "contact"


@pytest.mark.parametrize("message", ["why do you ask?", "why do you need that", "what do you need that for?"])
def test_why_is_answered_and_the_question_stays(message: str) -> None:
    talk = begun("offer")
    talk.say("Two engineers who talk about sensors")
    said = talk.say(message)
    assert talk.waits_for == "organisation"
    assert Texts.default().say("form_why_organisation") in said


def test_what_do_you_mean_is_answered_with_an_example() -> None:
    talk = begun("offer")
    assert "For example" in talk.say("what do you mean?")
    assert talk.waits_for == "what"


@pytest.mark.parametrize(
    ("message", "intent"),
    [
        ("who runs STEM Ambassadors?", "contact"),
        ("show me coding clubs in Fife", "find"),
        ("is it free", "details"),
        ("hello", "greet"),
        ("thank you", "thanks"),
        ("what happens to my data?", "privacy"),
        ("are you a robot?", "bot_challenge"),
        ("start over", "start_over"),
        ("you are useless", "abuse"),
        ("I am being hurt at home", "safeguarding"),
    ],
)
@pytest.mark.parametrize("question", ["what", "organisation", "sector", "place", "stage", "when", "contact", "consent"])
def test_a_message_meant_for_somebody_else_changes_nothing_at_any_question(question: str, message: str, intent: str) -> None:
    talk = filled("offer")
    if question != "consent":
        talk.draft = talk.draft.without(question).noting("")
    before = talk.draft
    talk.say(message, intent)
    assert talk.outcomes[-1] is Outcome.INTERRUPTED
    assert talk.draft == before


@pytest.mark.parametrize("intent", ["find", "offer", "out_of_scope", "goodbye", "fallback", "refine"])
def test_whatever_an_answer_is_taken_for_it_is_an_answer(intent: str) -> None:
    talk = begun("offer")
    for message in ("Two engineers who can visit P6 in Fife", "Firth Sensors Ltd", "electronics"):
        talk.say(message, intent)
    assert talk.answer("organisation").text == "Firth Sensors Ltd"
    assert talk.answer("sector").text == "electronics"


@pytest.mark.parametrize("message", ["stop", "cancel", "forget it", "never mind", "I've changed my mind", "please stop the form"])
@pytest.mark.parametrize("question", ["what", "contact", "consent"])
def test_it_can_be_stopped_at_any_question(question: str, message: str) -> None:
    talk = filled("offer")
    if question != "consent":
        talk.draft = talk.draft.without(question)
    talk.say(message)
    assert talk.outcomes[-1] is Outcome.ENDED
    assert talk.draft.ended == STOPPED


@pytest.mark.parametrize("message", ["Stop Hunger Ltd", "Cancel Culture Brewing", "Next Step Robotics", "Here and There Ltd"])
def test_a_name_that_sounds_like_an_order_is_a_name(message: str) -> None:
    assert filled("offer", organisation=message).answer("organisation").text == message


@pytest.mark.parametrize(
    "message", ["yes", "Yes, store it", "aye", "ok", "yes please, go ahead", "I agree", "that's right, send it"]
)
def test_a_plain_yes_is_consent(message: str) -> None:
    talk = filled("need")
    talk.say(message)
    assert talk.outcomes[-1] is Outcome.ENDED
    assert talk.draft.ended == SENT


@pytest.mark.parametrize("message", ["no", "no thanks", "No, throw it away", "don't store it", "not now"])
def test_a_plain_no_keeps_nothing(message: str) -> None:
    talk = filled("need")
    talk.say(message)
    assert talk.draft.ended == STOPPED


@pytest.mark.parametrize(
    "message", ["maybe", "yes no", "hm", "I think so but my boss decides", "next week", "yes if it is free of charge"]
)
def test_what_is_neither_yes_nor_no_is_not_consent(message: str) -> None:
    talk = filled("offer")
    talk.say(message)
    assert not talk.draft.ended
    assert talk.waits_for == "consent"


def test_yes_before_the_summary_is_no_consent() -> None:
    talk = begun("offer")
    talk.say("yes")
    assert not talk.draft.ended
    assert talk.draft.is_open


def test_a_draft_survives_the_way_through_json() -> None:
    for talk in (begun("need"), filled("offer"), filled("need", when="skip")):
        read = Draft.from_json(json.loads(json.dumps(talk.draft.to_json())))
        assert read == talk.draft


@pytest.mark.parametrize(
    "odd",
    [None, {}, {"kind": "gift"}, {"kind": "offer"}, {"kind": "offer", "answers": {"what": 3}}, {"kind": "offer", "answers": []}],
)
def test_odd_data_is_no_draft(odd: object) -> None:
    assert Draft.from_json(odd) is None  # type: ignore[arg-type]


@pytest.mark.parametrize("word", ["yes", "no", "aye"])
def test_a_bare_yes_or_no_answers_no_open_question(word: str) -> None:
    talk = begun("offer")
    talk.say("Two engineers who talk about sensors")
    assert talk.waits_for == "organisation"
    talk.say(word)
    assert talk.waits_for == "organisation"
    assert "organisation" not in talk.draft.answers
