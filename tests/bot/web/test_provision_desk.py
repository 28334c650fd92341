"""What people ask for in vain, on the map of provision: told in numbers, from three questions on, and never in their words."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

from bot.feedback import QuestionStore
from bot.feedback.store import Question, StoredQuestion
from bot.live_index import LiveIndex
from bot.storage import Database
from bot.submissions.store import SubmissionStore
from bot.submissions.submission import Submission
from bot.web.provision_desk import SECONDS_BETWEEN_LOOKS, ProvisionDesk, demands_of, unmet_needs
from knowledge.provision import Demand
from knowledge.settings import Settings
from tests.bot.web.running import StartSite

SECRET = "zebra crossing"


def question(why: str = "unanswered", area: str = "Fife", **wishes: list[str]) -> Question:
    """A question as it is stored."""
    return Question(why, f"{SECRET} in Fife", "find", area, dict(wishes))  # type: ignore[arg-type]


def submission(reference: str, kind: str, topics: tuple[str, ...] = ("robotics",)) -> Submission:
    """An offer or a need in Fife."""
    now = datetime.datetime.now(datetime.timezone.utc)
    return Submission(
        reference=reference,
        kind=kind,
        organisation="Inverbrae Primary School",
        what=SECRET,
        areas=("Fife",),
        topics=topics,
        contact="office@example.org",
        consent="yes",
        consented_at=now,
        expires_at=now + datetime.timedelta(days=30),
    )


async def test_what_people_asked_for_in_vain_is_a_gap_and_their_words_stay_unseen(start_site: StartSite, tmp_path: Path) -> None:
    store = tmp_path / "store.sqlite"
    questions, submissions = QuestionStore(Database(store), 30), SubmissionStore(Database(store))
    for _ in range(3):
        questions.add(question(area="Clackmannanshire", topic=["space"], stage=["early-years"]))
    submissions.save(submission("NEED-1", "need").model_copy(update={"areas": ("Clackmannanshire",), "topics": ("space",)}))
    client = (await start_site(store=store)).client
    text = await (await client.get("/provision/gaps?area=Clackmannanshire&topic=space")).text()
    assert "3 questions about it found no good answer." in text
    assert "1 request left by a school is met neither by an offer nor by an entry." in text
    for path in ("/provision/gaps", "/provision/areas/clackmannanshire", "/provision/gaps.csv"):
        assert SECRET not in await (await client.get(path)).text()


async def test_one_or_two_questions_are_seen_nowhere(start_site: StartSite, tmp_path: Path) -> None:
    store = tmp_path / "store.sqlite"
    for _ in range(2):
        QuestionStore(Database(store), 30).add(question(area="Clackmannanshire", topic=["space"], stage=["early-years"]))
    asked = (await start_site(store=store)).client
    silent = (await start_site(store=tmp_path / "none.sqlite")).client
    for path in ("/provision/gaps?lens=early-years", "/provision/areas/clackmannanshire", "/provision/gaps.csv"):
        assert await (await asked.get(path)).text() == await (await silent.get(path)).text()


async def test_a_request_that_entries_may_meet_says_so_and_names_them(start_site: StartSite, tmp_path: Path) -> None:
    store = tmp_path / "store.sqlite"
    need = submission("NEED-1", "need", ("energy",)).model_copy(update={"areas": ("Orkney Islands",)})
    SubmissionStore(Database(store)).save(need)
    client = (await start_site(store=store)).client
    for path in ("/provision/gaps?area=Orkney+Islands", "/provision/areas/orkney-islands"):
        text = await (await client.get(path)).text()
        said = re.search(
            r"Energy and renewables: 1 request\.\s+<details>\s+<summary>(\d+) entr(?:y|ies) fits?\.(.*?)</details>", text, re.S
        )
        assert said, path
        assert int(said[1]) == said[2].count("<li>") > 0
        assert "left by a school" not in text
        assert SECRET not in text
    assert "Requests that entries may meet" not in await (await client.get("/provision/gaps?area=Fife")).text()


async def test_a_damaged_store_does_not_hide_the_map(start_site: StartSite, tmp_path: Path) -> None:
    store = tmp_path / "store.sqlite"
    store.write_bytes(b"this is no database" * 100)
    client = (await start_site(store=store)).client
    assert (await client.get("/provision")).status == 200
    assert "cannot be read at the moment" in await (await client.get("/provision/gaps")).text()


async def test_the_store_is_looked_into_once_a_minute(index_settings: Settings, loaded_index: LiveIndex, tmp_path: Path) -> None:
    now = 0.0
    settings = index_settings.model_copy(update={"store": tmp_path / "store.sqlite"})
    desk, snapshot = ProvisionDesk(settings, lambda: now), loaded_index.searcher.snapshot
    before = await desk.overview(snapshot)
    for _ in range(3):
        QuestionStore(Database(settings.store_path), 30).add(question(area="Fife", topic=["languages"]))
    assert (await desk.overview(snapshot)).gaps is before.gaps
    now = SECONDS_BETWEEN_LOOKS
    assert ("Fife", "languages") in {(gap.area, gap.topic) for gap in (await desk.overview(snapshot)).gaps}


def test_a_question_without_a_place_or_a_subject_is_no_demand() -> None:
    stored = [
        StoredQuestion(each, 1, "2026-01-01", "2026-01-01", ())
        for each in (question(area="", topic=["robotics"]), question(), question(topic=["unheard-of"]))
    ]
    assert demands_of(stored) == []
    kept = StoredQuestion(question(area="Fife, Perth and Kinross", topic=["robotics"]), 3, "2026-01-01", "2026-01-01", ())
    assert demands_of([kept]) == [Demand("unanswered", ("Fife", "Perth and Kinross"), ("robotics",), (), 3)]


def test_a_need_that_an_offer_meets_is_no_demand() -> None:
    need = submission("NEED-1", "need")
    assert unmet_needs([need]) == [Demand("need", ("Fife",), ("robotics",))]
    assert unmet_needs([need, submission("OFF-1", "offer")]) == []
    assert unmet_needs([need, submission("OFF-1", "offer", ("biology",))]) == [Demand("need", ("Fife",), ("robotics",))]


async def test_a_need_left_under_an_older_vocabulary_does_no_harm(start_site: StartSite, tmp_path: Path) -> None:
    store = tmp_path / "store.sqlite"
    old = submission("NEED-1", "need").model_copy(update={"stages": ("first-year", "primary"), "topics": ("alchemy", "space")})
    SubmissionStore(Database(store)).save(old)
    response = await (await start_site(store=store)).client.get("/provision/gaps")
    assert response.status == 200
    assert [(each.topics, each.stages) for each in unmet_needs([old])] == [(("space",), ("primary",))]
