"""The place in a question: towns, islands, postcodes, old names, typos, and names that may be no place at all."""

from __future__ import annotations

import pytest

from knowledge.places import Gazetteer
from knowledge.understanding import Understander
from knowledge.vocabulary import Vocabulary


def place(question: str) -> tuple[str, ...]:
    return Understander.default().understand(question).wishes.place


@pytest.mark.parametrize(
    ("question", "areas"),
    [
        ("Cumnock in Ayrshire, robotics", ("East Ayrshire",)),
        ("up north, Lairg, coding", ("Highland",)),
        ("G52 Cardonald", ("Glasgow City",)),
        ("Tain and Orkney", ("Highland", "Orkney Islands")),
    ],
)
def test_a_region_gives_way_to_the_place_named_within_it(question: str, areas: tuple[str, ...]) -> None:
    assert place(question) == areas


@pytest.mark.parametrize("question", ["Perth and Tayside", "Edinburgh or the Lothians"])
def test_a_region_named_beside_a_place_within_it_stays(question: str) -> None:
    assert len(place(question)) > 1


@pytest.mark.parametrize(
    ("question", "area"),
    [
        ("robotics in Kirkwall", "Orkney Islands"),
        ("science clubs in Steòrnabhagh", "Na h-Eileanan Siar"),
        ("events in Dùn Èideann", "City of Edinburgh"),
        ("coding in Glaschu", "Glasgow City"),
        ("wind energy, Obar Dheathain", "Aberdeen City"),
        ("maths in the Granite City", "Aberdeen City"),
        ("robotics in Auld Reekie", "City of Edinburgh"),
        ("biology on the Western Isles", "Na h-Eileanan Siar"),
        ("Comhairle nan Eilean Siar", "Na h-Eileanan Siar"),
        ("the Borders, engineering", "Scottish Borders"),
        ("D&G robotics", "Dumfries and Galloway"),
        ("Argyll & Bute robots", "Argyll and Bute"),
        ("events in the Highlands", "Highland"),
        ("robotics on the Isle of Skye", "Highland"),
        ("alloa robotics", "Clackmannanshire"),
        ("whit's on fur weans in Glesga", "Glasgow City"),
    ],
)
def test_a_place_is_known_by_any_of_its_names(question: str, area: str) -> None:
    assert place(question) == (area,)


@pytest.mark.parametrize(
    ("question", "area"),
    [
        ("coding club Abredeen", "Aberdeen City"),
        ("coding club in Sterling", "Stirling"),
        ("science in Edinburg", "City of Edinburgh"),
        ("physics in Invernes", "Highland"),
        ("biology in Kirkaldy", "Fife"),
        ("maths near Dumfermline", "Fife"),
        ("events in Galashiles", "Scottish Borders"),
        ("robotics in Lerwik", "Shetland Islands"),
        ("stem in Stornaway", "Na h-Eileanan Siar"),
    ],
)
def test_a_misspelt_place_is_read_as_what_was_meant(question: str, area: str) -> None:
    assert place(question) == (area,)


@pytest.mark.parametrize(
    ("question", "area", "label"),
    [
        ("KW17 robotics", "Orkney Islands", "KW17"),
        ("robotics near KW17 2AB", "Orkney Islands", "KW17"),
        ("robotics near kw172ab", "Orkney Islands", "KW17"),
        ("chemistry, PA34", "Argyll and Bute", "PA34"),
        ("physics g12", "Glasgow City", "G12"),
        ("physics EH1 1AA", "City of Edinburgh", "EH1"),
        ("ZE1", "Shetland Islands", "ZE1"),
    ],
)
def test_a_postcode_is_a_place(question: str, area: str, label: str) -> None:
    wishes = Understander.default().understand(question).wishes
    assert wishes.place == (area,)
    assert wishes.place_label == label


@pytest.mark.parametrize("question", ["maths in XX99", "S2 physics", "P5 maths", "N5 computing", "M25 motorway", "A9 bridge"])
def test_what_only_looks_like_a_postcode_is_none(question: str) -> None:
    assert place(question) == ()


@pytest.mark.parametrize(
    ("question", "areas"),
    [
        ("robotics in Fife and Angus", ("Fife", "Angus")),
        ("Fife or Dundee or Perth, robotics", ("Fife", "Dundee City", "Perth and Kinross")),
        ("science in Newburgh", ("Aberdeenshire", "Fife")),
        ("coding in Blackburn", ("Aberdeenshire", "West Lothian")),
        ("events in Lothian", ("City of Edinburgh", "East Lothian", "Midlothian", "West Lothian")),
        ("KW17 and ZE1", ("Orkney Islands", "Shetland Islands")),
    ],
)
def test_several_places_or_a_name_of_several_mean_any_of_them(question: str, areas: tuple[str, ...]) -> None:
    assert place(question) == areas


@pytest.mark.parametrize(
    "question",
    [
        "keith wants to build robots",
        "Ross wants robots",
        "Lewis likes robots",
        "my daughter Iona likes robots",
        "my son Lewis is 9",
        "my pal Angus is an engineer",
        "reading books about physics",
        "more on the moon",
        "a candle with a wick of cotton",
    ],
)
def test_a_persons_name_or_a_word_is_no_place(question: str) -> None:
    assert place(question) == ()


@pytest.mark.parametrize(
    ("question", "area"),
    [
        ("robots in Keith", "Moray"),
        ("are there coding clubs in Wick", "Highland"),
        ("robots on the Isle of Lewis", "Na h-Eileanan Siar"),
        ("Wick High School science", "Highland"),
        ("engineers in Angus", "Angus"),
        ("Perth", "Perth and Kinross"),
        ("Nairn primary", "Highland"),
    ],
)
def test_such_a_name_is_a_place_where_the_sentence_says_so(question: str, area: str) -> None:
    assert place(question) == (area,)


@pytest.mark.parametrize("question", ["science nearby", "local coding clubs", "coding clubs near me", "robots close by"])
def test_near_me_without_a_place_is_noticed(question: str) -> None:
    understood = Understander.default().understand(question)
    assert understood.near_me
    assert not understood.wishes.place


def test_near_me_with_a_place_needs_no_question_back() -> None:
    assert not Understander.default().understand("coding clubs near me in Paisley").near_me


@pytest.mark.parametrize("question", ["anywhere in Scotland", "robotics across Scotland", "Fife or anywhere really"])
def test_anywhere_drops_the_place(question: str) -> None:
    understood = Understander.default().understand(question)
    assert understood.anywhere
    assert not understood.wishes.place
    assert not understood.near_me


@pytest.mark.parametrize(
    ("question", "area"),
    [
        ("not in Glasgow, robotics", "Glasgow City"),
        ("robotics but not Edinburgh", "City of Edinburgh"),
        ("anywhere except Fife", "Fife"),
        ("we can't get to Inverness", "Highland"),
    ],
)
def test_a_place_can_be_ruled_out(question: str, area: str) -> None:
    wishes = Understander.default().understand(question).wishes
    assert wishes.place == ()
    assert wishes.excluded == {"place": (area,)}


def test_the_place_is_called_what_the_asker_called_it() -> None:
    assert Understander.default().understand("science in Kirkwall").wishes.place_label == "Kirkwall"
    assert Understander.default().understand("science in Fife or Oban").wishes.place_label == "Fife or Oban"


def test_a_place_in_the_name_of_an_entry_gives_way_to_a_place_outside_it() -> None:
    understander = Understander(Vocabulary.default(), Gazetteer.default(), {"gsc": ["Glasgow Science Centre"]})
    assert understander.understand("does Glasgow Science Centre come to Oban?").wishes.place == ("Argyll and Bute",)
    assert understander.understand("Glasgow Science Centre").wishes.place == ("Glasgow City",)
