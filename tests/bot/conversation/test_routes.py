"""Parents, pupils and those who advise them are shown a way, step by step."""

from __future__ import annotations

import pytest

from bot.conversation import Adviser, ConversationState, Reply
from bot.conversation.blocks import Route
from knowledge.catalogue import load_catalogue
from knowledge.pathways import Pathways
from knowledge.places.gazetteer import NATIONAL

CATALOGUE = load_catalogue().resources
TITLES = {field.id: field.title for field in Pathways.default().fields.values()}


def talk(adviser: Adviser, *turns: tuple[str, str]) -> list[Reply]:
    """The answers to messages, each with its intent; the state goes through JSON as it does with Rasa."""
    state, replies = ConversationState(), []
    for intent, message in turns:
        reply = adviser.answer(intent, message, state)
        state = ConversationState.from_json(reply.state.to_json())
        replies.append(reply)
    return replies


def route_of(reply: Reply) -> Route:
    assert reply.route is not None
    return reply.route


def steps(reply: Reply) -> list[str]:
    return [step.title for step in route_of(reply).steps]


def entries(reply: Reply) -> list[str]:
    return [entry.id for step in route_of(reply).steps for entry in step.entries]


def cards(reply: Reply) -> list[str]:
    return [card.id for card in reply.cards]


def position(reply: Reply, word: str) -> int:
    return next(number for number, title in enumerate(steps(reply)) if word in title)


MATHS_NOT_UNI = ("pathway", "my lassie is 15 and mad about maths but she doesn't want to go to uni")


def test_a_parent_whose_child_loves_maths_but_wants_no_university_gets_work_routes(adviser: Adviser) -> None:
    (reply,) = talk(adviser, MATHS_NOT_UNI)
    assert route_of(reply).title == TITLES["data-and-finance"]
    assert not any("university" in title for title in steps(reply))
    assert len(cards(reply)) == 3
    assert {"my-world-of-work", "modern-apprenticeships", "apprenticeships-scot"} & set(cards(reply))


def test_a_place_said_later_keeps_the_route_and_names_the_local_group(adviser: Adviser) -> None:
    _, reply, more = talk(adviser, MATHS_NOT_UNI, ("refine", "we live in Perth"), ("more", "more"))
    assert route_of(reply).title == TITLES["data-and-finance"]
    assert not any("university" in title for title in steps(reply))
    assert "dyw-tay-cities" in entries(reply)
    assert more.cards
    assert not set(cards(more)) & set(cards(reply))


def test_nothing_on_a_route_serves_another_place_only(adviser: Adviser) -> None:
    for place, area in (("Stornoway", "Na h-Eileanan Siar"), ("Ayr", "South Ayrshire"), ("Lerwick", "Shetland Islands")):
        (reply,) = talk(adviser, ("pathway", f"how does my son in S4 get into engineering, we live in {place}"))
        for entry in [*entries(reply), *cards(reply)]:
            assert {area, *NATIONAL} & set(CATALOGUE[entry].areas), (place, entry)


def test_what_if_she_does_want_university_keeps_the_route_and_adds_it(adviser: Adviser) -> None:
    _, reply = talk(adviser, MATHS_NOT_UNI, ("refine", "and if she does want uni?"))
    assert route_of(reply).title == TITLES["data-and-finance"]
    assert position(reply, "degree at university") < position(reply, "College")
    assert "Choose subjects" not in steps(reply), "she is 15 still"


@pytest.mark.parametrize("intent", ["refine", "find", "pathway", "fallback"])
def test_college_instead_is_understood_whatever_it_is_taken_for(adviser: Adviser, intent: str) -> None:
    _, reply = talk(adviser, ("pathway", "son in S5 wants an apprenticeship in IT"), (intent, "what about college instead?"))
    assert route_of(reply).title == TITLES["digital"]
    assert position(reply, "College") < position(reply, "Modern Apprenticeship")
    assert reply.cards


@pytest.mark.parametrize("intent", ["more", "details", "find", "fallback", "pathway"])
def test_what_comes_after_shows_later_steps_and_new_cards(adviser: Adviser, intent: str) -> None:
    first, reply = talk(adviser, ("pathway", "S3 pupil who wants to be a welder"), (intent, "what comes after that?"))
    assert "Choose subjects" in steps(first)
    assert "Choose subjects" not in steps(reply)
    assert reply.cards
    assert not set(cards(first)) & set(cards(reply))


def test_a_pupil_who_wants_to_be_a_vet_nurse_sees_the_qualification_that_registers(adviser: Adviser) -> None:
    (reply,) = talk(adviser, ("pathway", "I am in S4 and want to be a vet nurse"))
    college = route_of(reply).steps[position(reply, "College")]
    assert "Veterinary Nursing" in college.text
    assert college.level == "SCQF 4 to 8"
    assert "sruc" in [entry.id for entry in college.entries]
    assert "sruc" in cards(reply)


def test_a_guidance_teacher_asking_about_s3_choices_for_engineering_gets_subjects_first(adviser: Adviser) -> None:
    (reply,) = talk(adviser, ("pathway", "guidance teacher here: S3 choices for engineering"))
    first = route_of(reply).steps[0]
    assert first.title == "Choose subjects"
    assert first.entries[0].id == "engineering-science-national-5-higher"
    assert "engineering-science-national-5-higher" in cards(reply)


def test_an_s5_pupil_is_not_told_to_choose_s3_subjects(adviser: Adviser) -> None:
    (reply,) = talk(adviser, ("pathway", "daughter in S5 likes chemistry, what jobs are there"))
    assert "Choose subjects" not in steps(reply)


def test_a_primary_family_is_told_to_enjoy_it_first(adviser: Adviser) -> None:
    (reply,) = talk(adviser, ("pathway", "my P6 boy is daft about robots, what could he become?"))
    assert steps(reply)[0] == "Enjoy it first"
    assert not any("Apprenticeship" in title for title in steps(reply))


def test_an_electrician_to_be_gets_the_electrical_apprenticeship(adviser: Adviser) -> None:
    (reply,) = talk(adviser, ("pathway", "he's left school and wants to be an electrician, Kirkcaldy"))
    assert "sectt-electrical-apprenticeships" in cards(reply)
    assert "Foundation" not in " ".join(steps(reply))
    assert "dyw-fife" in entries(reply)


def test_a_game_designer_is_not_sent_to_general_pages_alone(adviser: Adviser) -> None:
    (reply,) = talk(adviser, ("pathway", "my son wants to be a game designer"))
    assert route_of(reply).title == TITLES["games"]
    assert "npa-computer-games-development" in cards(reply)


def test_an_adult_is_shown_how_to_come_back_to_learning(adviser: Adviser) -> None:
    (reply,) = talk(adviser, ("pathway", "I'm 38 and want to retrain for renewable energy"))
    assert "Coming back to learning" in steps(reply)


def test_who_knows_of_no_field_gets_the_general_route(adviser: Adviser) -> None:
    (reply,) = talk(adviser, ("pathway", "my child is in S2 and has no idea yet, which subjects?"))
    assert route_of(reply).title == TITLES["not-sure-yet"]
    assert steps(reply)[0] in {"Enjoy it first", "Choose subjects"}


def test_a_question_about_a_named_entry_gets_that_entry_and_no_route(adviser: Adviser) -> None:
    (reply,) = talk(adviser, ("pathway", "what is a Foundation Apprenticeship in Engineering?"))
    assert reply.route is None
    assert reply.cards


def test_a_question_about_fees_gets_no_route(adviser: Adviser) -> None:
    for question in ("who gives grants and funding to students", "help with the fees for an HND for my daughter"):
        (reply,) = talk(adviser, ("pathway", question))
        assert reply.route is None
        assert reply.cards


def test_another_job_changes_the_route(adviser: Adviser) -> None:
    _, reply = talk(adviser, ("pathway", "S4 girl wants to be a nurse"), ("refine", "actually a joiner"))
    assert route_of(reply).title == TITLES["construction"]


def test_a_change_of_a_route_can_be_undone(adviser: Adviser) -> None:
    replies = talk(
        adviser, ("pathway", "S5 pupil, wind turbine technician"), ("refine", "what about college instead?"), ("refine", "undo")
    )
    assert position(replies[1], "College") < position(replies[1], "Modern Apprenticeship")
    assert route_of(replies[2]).title == TITLES["energy"]
    assert position(replies[2], "Modern Apprenticeship") < position(replies[2], "College")


def test_a_new_question_forgets_the_route(adviser: Adviser) -> None:
    replies = talk(adviser, MATHS_NOT_UNI, ("find", "coding clubs for primary children in Dundee"), ("refine", "free ones"))
    assert replies[1].route is None
    assert replies[2].route is None


def test_the_steps_stand_in_the_text_as_well(adviser: Adviser) -> None:
    (reply,) = talk(adviser, ("pathway", "S4 boy, hands-on, wants to work on boats"))
    lines = reply.text.split("\n")
    for number, step in enumerate(route_of(reply).steps, 1):
        assert any(line.startswith(f"{number}. {step.title}") for line in lines)


def test_every_step_says_where_its_facts_come_from(adviser: Adviser) -> None:
    (reply,) = talk(adviser, ("pathway", "career in space for an S3 pupil"))
    for step in route_of(reply).steps:
        assert step.source_url.startswith("http")
        assert step.checked_on
        assert step.entries
        assert all(entry.url.startswith("http") for entry in step.entries)


def test_the_route_is_in_the_public_message(adviser: Adviser) -> None:
    (reply,) = talk(adviser, ("pathway", "S4, hands-on, engines"))
    assert reply.message()["route"]["steps"][0]["title"] == steps(reply)[0]


@pytest.mark.parametrize(
    "question", [MATHS_NOT_UNI[1], "S5 boy, hands-on, engines", "what about college for my S4 daughter who codes"]
)
def test_every_suggestion_about_the_route_goes_on_about_it(adviser: Adviser, question: str) -> None:
    first = adviser.answer("pathway", question, ConversationState())
    words = {"comes after", "college", "apprenticeship", "university"}
    about = [hint for hint in first.suggestions if any(word in hint for word in words)]
    assert about
    for hint in about:
        reply = adviser.answer("fallback", hint, first.state)
        assert route_of(reply).title == route_of(first).title


def test_a_search_for_something_else_is_not_taken_for_the_route(adviser: Adviser) -> None:
    _, reply = talk(adviser, MATHS_NOT_UNI, ("find", "are there any college open day events in Fife?"))
    assert reply.route is None


def test_the_general_route_invites_to_name_a_job(adviser: Adviser) -> None:
    (reply,) = talk(adviser, ("pathway", "my son is in S4 and has no idea what to do"))
    assert "name a job or a subject" in reply.text
