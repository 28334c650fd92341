"""/desk/submissions and /desk/questions: what visitors left, and what they asked in vain."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.desk.dealt_with import question_key
from bot.feedback.store import StoredQuestion
from bot.submissions.matching import Match, matches
from bot.submissions.submission import Submission
from bot.web import keys
from bot.web.desk_guard import Visit, signed_in
from bot.web.problems import Problem
from knowledge.catalogue.resource import Resource
from knowledge.search import Searcher
from knowledge.vocabulary import Vocabulary

QUESTIONS_PER_PAGE = 20
NEARLY = 3
KINDS = {"offer": "Offers", "need": "Needs"}
WHY = {"unanswered": "Nothing was found", "relaxed": "A wish had to be dropped", "badly-rated": "The answer was rated badly"}


@dataclass(frozen=True)
class ShownSubmission:
    """An offer or need in the list.

    Attributes:
        submission: it.
        matching: how many of the other kind may fit.
        answered: (who, day) where it is dealt with.
    """

    submission: Submission
    matching: int
    answered: tuple[str, str] | None


@dataclass(frozen=True)
class ShownQuestion:
    """A question in the list.

    Attributes:
        key: names it in a form.
        stored: it.
        nearly: entries that nearly fitted.
    """

    key: str
    stored: StoredQuestion
    nearly: list[Resource]


async def submissions(visit: Visit) -> web.Response:
    """List offers and needs in force: those nobody answered first."""
    kind = visit.request.query.get("kind", "")
    everything = await asyncio.to_thread(visit.desk.submissions.active)
    marks = await asyncio.to_thread(visit.desk.answered.marks)
    shown = [
        ShownSubmission(each, len(matches(each, everything)), marks.get(each.reference))
        for each in everything
        if kind not in KINDS or each.kind == kind
    ]
    shown.sort(key=lambda each: each.answered is not None)
    return visit.page("submissions.html", shown=shown, kind=kind, kinds=KINDS, tab="/desk/submissions")


async def submission(visit: Visit) -> web.Response:
    """Show one with its contact, and what of the other kind may fit, with the reasons."""
    found = await _submission(visit)
    others = await asyncio.to_thread(visit.desk.submissions.active)
    marks = await asyncio.to_thread(visit.desk.answered.marks)
    fitting: list[Match] = matches(found, others) if found.status == "active" else []
    variables: dict[str, Any] = {
        "answered": marks.get(found.reference),
        "stages": Vocabulary.default().labels("stage", found.stages),
    }
    topics = Vocabulary.default().labels("topic", found.topics)
    return visit.page("submission.html", it=found, fitting=fitting, topics=topics, tab="/desk/submissions", **variables)


async def change_submission(visit: Visit) -> web.StreamResponse:
    """Mark one as answered, take the mark away, or withdraw it."""
    found, do = await _submission(visit), visit.said("do")
    if do == "answered":
        await asyncio.to_thread(visit.desk.answered.mark, found.reference, visit.session.account)
        await visit.note("marked as answered", found.reference)
    elif do == "open":
        await asyncio.to_thread(visit.desk.answered.unmark, found.reference)
        await visit.note("marked as not answered", found.reference)
    elif do == "withdraw":
        if visit.said("sure") != "yes":
            raise Problem(400, "Tick that you are sure, then withdraw it. Go back to do so.", "not-sure")
        await asyncio.to_thread(visit.desk.submissions.withdraw, found.reference)
        await visit.note("withdrew", found.reference)
    else:
        raise Problem(400, "That cannot be done with an offer or a need.", "invalid-value", parameter="do")
    raise web.HTTPSeeOther(f"/desk/submissions/{found.reference}")


async def questions(visit: Visit) -> web.Response:
    """List questions without a good answer, most asked first, beside the entries that nearly fitted."""
    why = visit.request.query.get("why", "")
    number = page_number(visit.request)
    waiting = await asyncio.to_thread(open_questions, visit)
    waiting = [each for each in waiting if why not in WHY or each.question.why == why]
    waiting.sort(key=lambda each: -each.times)
    begin = (number - 1) * QUESTIONS_PER_PAGE
    searcher = visit.request.app[keys.INDEX].searcher
    shown = await asyncio.to_thread(_with_entries, waiting[begin : begin + QUESTIONS_PER_PAGE], searcher)
    pages = -(-len(waiting) // QUESTIONS_PER_PAGE)
    return visit.page(
        "questions.html", shown=shown, total=len(waiting), why=why, whys=WHY, number=number, pages=pages, tab="/desk/questions"
    )


async def change_question(visit: Visit) -> web.StreamResponse:
    """Mark a question as done, or delete it."""
    key, do = visit.said("key"), visit.said("do")
    stored = await asyncio.to_thread(visit.desk.questions.questions)
    found = next((each for each in stored if question_key(each.question) == key), None)
    if found is not None and do == "done":
        await asyncio.to_thread(visit.desk.done.mark, key, visit.session.account)
        await visit.note("marked a question as done", key)
    elif found is not None and do == "delete":
        await asyncio.to_thread(visit.desk.questions.delete, found.question)
        await visit.note("deleted a question", key)
    raise web.HTTPSeeOther("/desk/questions")


def open_questions(visit: Visit) -> list[StoredQuestion]:
    """Return the questions not done, and those asked again on a later day."""
    marks = visit.desk.done.marks()
    stored = visit.desk.questions.questions()
    return [each for each in stored if each.last_day > marks.get(question_key(each.question), ("", ""))[1]]


def _with_entries(stored: list[StoredQuestion], searcher: Searcher) -> list[ShownQuestion]:
    resources = searcher.snapshot.resources
    shown = []
    for each in stored:
        near = [resources[searcher.by_id[card]] for card in each.question.cards if card in searcher.by_id]
        if each.question.text:
            near += [result.resource for result in searcher.ask(each.question.text, limit=NEARLY).results]
        by_id = {resource.id: resource for resource in near}
        shown.append(ShownQuestion(question_key(each.question), each, list(by_id.values())[:NEARLY]))
    return shown


async def _submission(visit: Visit) -> Submission:
    found = await asyncio.to_thread(visit.desk.submissions.get, visit.request.match_info["reference"])
    if found is None:
        raise web.HTTPNotFound
    return found


def page_number(request: web.Request) -> int:
    """Return the page asked for, from 1."""
    text = request.query.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 6 else 1


ROUTES = (
    web.get("/desk/submissions", signed_in(submissions)),
    web.get("/desk/submissions/{reference}", signed_in(submission)),
    web.post("/desk/submissions/{reference}", signed_in(change_submission)),
    web.get("/desk/questions", signed_in(questions)),
    web.post("/desk/questions", signed_in(change_question)),
)
