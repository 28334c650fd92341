"""What is stored of a question holds no personal details, whatever people type. All names and addresses here are invented."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feedback.patterns import marks_in, plain, without_private_forms
from bot.feedback.person_names import PersonNames
from bot.feedback.scrubbing import LONGEST, Scrubber
from knowledge.search import Searcher

NAMES = PersonNames.default()
GIVEN = sorted(NAMES.given)
FAMILY = sorted(NAMES.family)


@pytest.fixture(scope="module")
def scrubber(searcher: Searcher) -> Scrubber:
    """The scrubber over the real catalogue."""
    return Scrubber(searcher.understander)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("my daughter Emma is 9 and wants to code in Dundee", "my daughter [name] is 9 and wants to code in Dundee"),
        ("my daughter emma smith loves robotics in Perth", "my daughter [name] loves robotics in Perth"),
        ("our wean iona likes robots, Fife", "our wean [name] likes robots, Fife"),
        ("my son Lewis is in S2 in Lewis", "my son [name] is in S2 in Lewis"),
        ("I'm John Brown from a primary in Oban", "I'm [name] from a primary in Oban"),
        ("im grace, P6 teacher in Wick", "im [name], P6 teacher in Wick"),
        ("call Mrs Brown about the science fair in Ayr", "call Mrs [name] about the science fair in Ayr"),
        ("mrs young said there was a science club here", "mrs [name] said there was a science club here"),
        ("can Rosie and Angus MacLeod come to the festival", "can [name] and [name] come to the festival"),
        ("my name is saoirse and i want to do coding in Oban", "my name is [name] and i want to do coding in Oban"),
        ("Zaynab wants to be a vet nurse", "[name] wants to be a vet nurse"),
        ("STEM AMBASSADORS FOR MY SON JACK IN FIFE PLEASE", "STEM AMBASSADORS FOR MY SON [name] IN FIFE PLEASE"),
        ("coding with Mr. Hogarth-Vance in Elgin please", "coding with Mr. [name] in Elgin please"),
        ("robotics in kw15 1lx for S3", "robotics in KW15 for S3"),
        ("anything on space near PH1 5AB for nursery", "anything on space near PH1 for nursery"),
        ("we live at 12 High Street, Perth, is there a club", "we live at [address], Perth, is there a club"),
        ("I live on Great Western Road in Glasgow, any clubs", "I live on [address] in Glasgow, any clubs"),
        ("Flat 2/1, 14 Some Brae, any clubs in Stornoway", "[address], any clubs in Stornoway"),
        ("ring me on 01632 960123 about kits for Moray", "ring me on [number] about kits for Moray"),
        ("my number is +44 (0)1632 960 001 for the visit", "my number is [number] for the visit"),
        ("it's oh seven seven double zero nine for maths in Fife", "it's [number] for maths in Fife"),
        ("write to some.one@example.org about the club", "write to [e-mail] about the club"),
        ("write to some.one at example dot org about the club", "write to [e-mail] about the club"),
        ("write to some.one＠example.org about the club", "write to [e-mail] about the club"),
        ("is https://example.org/x?id=77 the club for Fife", "is [web address] the club for Fife"),
        ("is example.co.uk/page still the club for Fife", "is [web address] still the club for Fife"),
        ("she was born on 3 May 2014, coding near Falkirk", "she was born on [date], coding near Falkirk"),
        ("dob 03/05/14, apprenticeships in Moray for him", "dob [date], apprenticeships in Moray for him"),
        ("candidate number 012345678 wants Higher Physics in Ayr", "candidate number [number] wants Higher Physics in Ayr"),
        ("grace is 12 and loves maths, Paisley", "[name] is 12 and loves maths, Paisley"),
        ("rowan loves robots, anything in Skye", "[name] loves robots, anything in Skye"),
        ("write to wee_robot_99 about coding in Ayr", "write to [word] about coding in Ayr"),
        ("withdraw OFF-7K3M-2QXD-9FHT, the robots in Fife", "withdraw [number], the robots in Fife"),
        ("user jsmith2014b asks for coding in Dundee now", "user [word] asks for coding in Dundee now"),
    ],
)  # fmt: skip
def test_personal_details_are_taken_out_and_the_question_stays(scrubber: Scrubber, typed: str, kept: str) -> None:
    assert scrubber.scrubbed(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "I teach P6 in Kirkwall, can someone come and talk about wind power?",
        "STEM Ambassadors in Aberdeen",
        "James Hutton Institute visits in Dundee",
        "what does the Data Lab do",
        "3D printing or 2D design for S1-S3, 1140 hours, 2026",
        "whaur can ma wean learn coding",
        "Free Coding Club In Dundee For A 9 Year Old",
        "Higher Physics on a Tuesday in September",
        "will there be a science festival in Lewis",
        "Does the Newton Room come to Harris?",
        "we're 12 people in Kirkcaldy making sensors, who do I ring?",
        "underwater basket weaving workshop",
        "my 14 year old is into astronomy",
        "can the catalogue tell me what Nat 5 biology leads to?",
    ],
)
def test_a_question_without_personal_details_is_kept_as_typed(scrubber: Scrubber, typed: str) -> None:
    assert scrubber.scrubbed(typed) == typed


def test_of_a_message_that_is_hardly_anything_but_personal_details_nothing_is_kept(scrubber: Scrubber) -> None:
    assert scrubber.scrubbed("thanks, Susan") == ""
    assert scrubber.scrubbed("01632 960123 or someone@example.org") == ""


@given(
    st.sampled_from(GIVEN),
    st.sampled_from(FAMILY),
    st.sampled_from([str.lower, str.title, str.upper]),
    st.sampled_from(
        [
            "my son {} wants to code in Fife",
            "my name is {} and I teach in Oban",
            "ask Mr {} about the club here",
            "{} likes science and drones a lot",
        ]
    ),
)  # fmt: skip
def test_no_name_of_the_lists_survives_where_a_name_stands(
    scrubber: Scrubber, first: str, last: str, written: object, sentence: str
) -> None:
    assert callable(written)
    left = scrubber.scrubbed(sentence.format(written(f"{first} {last}"))).lower()
    assert not {first, last} & set(re.findall(r"[\w'-]+", left))


@given(st.text(max_size=400))
def test_any_text_becomes_one_short_line_without_what_is_private_by_its_form(scrubber: Scrubber, typed: str) -> None:
    left = scrubber.scrubbed(typed)
    assert len(left) <= LONGEST
    assert "@" not in left
    assert "\n" not in left
    assert not re.search(r"\d{5}", left)


PIECES = st.sampled_from(
    [
        *("Emma", "my son", "Mr", "mackay", "KW15 1LX", "robotics", "in Fife", ",", ".", "12 High Street", "07700 900123"),
        *("a@example.org", "S3", "I'm", "called", "Perth", "3 May 2014", "!", "(", "Lewis", "www.example.org", "STEM", "born"),
        *("the", "club", "[name]", "-"),
    ]
)


@given(st.lists(PIECES, max_size=12).map(" ".join))
def test_what_was_scrubbed_once_is_not_changed_by_scrubbing_it_again(scrubber: Scrubber, typed: str) -> None:
    once = scrubber.scrubbed(typed)
    assert scrubber.scrubbed(once) == once


@given(
    st.sampled_from(["", "tel ", "+44 ", "(0)", "call "]),
    st.lists(st.integers(0, 9), min_size=7, max_size=13),
    st.sampled_from(["", " ", "-", ".", " - "]),
)
def test_no_telephone_number_survives_however_it_is_written(before: str, digits: list[int], between: str) -> None:
    left = without_private_forms(plain(f"science club {before}{between.join(map(str, digits))} in Fife"))
    assert sum(character.isdigit() for character in left) <= 2, left
    assert marks_in(left) >= 1


@given(st.from_regex(r"[a-z]{1,2}[0-9][0-9]? ?[0-9][a-z]{2}", fullmatch=True), st.booleans())
def test_no_full_postcode_survives(typed: str, upper: bool) -> None:
    typed = typed.upper() if upper else typed
    left = without_private_forms(plain(f"robotics near {typed} for S1"))
    inward = typed[-3:]
    assert inward.lower() not in left.lower()


def test_the_lists_of_names_hold_words_in_the_form_in_which_they_are_compared() -> None:
    everything = NAMES.given | NAMES.given_and_word | NAMES.family | NAMES.family_and_word
    assert len(everything) > 1000
    assert [name for name in everything if not re.fullmatch(r"[a-z']+", name)] == []
    assert not NAMES.given & NAMES.given_and_word
