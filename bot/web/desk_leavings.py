"""/desk/submissions and /desk/questions: what visitors left, and what they asked in vain."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from urllib.parse import urlencode

from aiohttp import web

from bot.desk.dealt_with import question_key
from bot.feedback.store import StoredQuestion
from bot.submissions.describing import LONGEST, wrong_with
from bot.submissions.matching import Match, matches
from bot.submissions.submission import Submission
from bot.texts import Texts
from bot.web import keys
from bot.web.desk_guard import Visit, signed_in
from bot.web.problems import Problem
from knowledge.catalogue.resource import Resource
from knowledge.search import Searcher
from knowledge.search.reasons import where_label
from knowledge.vocabulary import Vocabulary

QUESTIONS_PER_PAGE = 20
NEARLY = 3
KINDS = ("offer", "need")
QUESTIONS = "/desk/questions"
QUESTION_TOLD = ("done", "deleted")
WHY = ("unanswered", "relaxed", "badly-rated")


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
class Near:
    """An entry that nearly fitted a question.

    Attributes:
        resource: it.
        where: it is, in words.
        was_shown: whether the asker saw it.
    """

    resource: Resource
    where: str
    was_shown: bool


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
    nearly: list[Near]


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
    kinds = {each: visit.say(f"desk_kind_{each}") for each in KINDS}
    return visit.page("submissions.html", shown=shown, kind=kind, kinds=kinds, tab="/desk/submissions")


async def submission(visit: Visit) -> web.Response:
    """Show one with its contact, and what of the other kind may fit, with the reasons."""
    return await _shown(visit, await _submission(visit))


async def _shown(visit: Visit, found: Submission, typed: str | None = None, wrong: str = "") -> web.Response:
    others = await asyncio.to_thread(visit.desk.submissions.active)
    marks = await asyncio.to_thread(visit.desk.answered.marks)
    fitting: list[Match] = matches(found, others, visit.request.app[keys.TEXTS]) if found.status == "active" else []
    return visit.page(
        "submission.html",
        status=422 if wrong else 200,
        it=found,
        fitting=fitting,
        facts=_facts(found, visit.request.app[keys.TEXTS]),
        answered=marks.get(found.reference),
        described=found.description.text if typed is None and found.description else typed or "",
        wrong=wrong,
        most=LONGEST,
        tab="/desk/submissions",
    )


async def change_submission(visit: Visit) -> web.StreamResponse:
    """Mark one as answered, take the mark away, describe it to everybody, or withdraw it."""
    found, do = await _submission(visit), visit.said("do")
    if do == "answered":
        await asyncio.to_thread(visit.desk.answered.mark, found.reference, visit.session.account)
        await visit.note("marked as answered", found.reference)
    elif do == "open":
        await asyncio.to_thread(visit.desk.answered.unmark, found.reference)
        await visit.note("marked as not answered", found.reference)
    elif do == "describe":
        line = visit.written("described")
        wrong = wrong_with(line, found) if line else ""
        if wrong:
            return await _shown(visit, found, line[: LONGEST * 2], visit.say(wrong))
        await asyncio.to_thread(visit.desk.submissions.describe, found.reference, line, visit.session.account)
        await visit.note("described" if line else "took the description away", found.reference)
    elif do == "withdraw":
        if visit.said("sure") != "yes":
            raise Problem.said(400, "desk_not_sure", "not-sure")
        await asyncio.to_thread(visit.desk.submissions.withdraw, found.reference)
        await visit.note("withdrew", found.reference)
    else:
        raise Problem.said(400, "desk_cannot_be_done", "invalid-value", parameter="do")
    raise web.HTTPSeeOther(f"/desk/submissions/{found.reference}")


async def questions(visit: Visit) -> web.Response:
    """List questions without a good answer, most asked first, beside the entries that nearly fitted."""
    why = visit.request.query.get("why", "")
    number = page_number(visit.request)
    waiting = await asyncio.to_thread(open_questions, visit)
    waiting = [each for each in waiting if why not in WHY or each.question.why == why]
    waiting.sort(key=lambda each: -each.times)
    pages = -(-len(waiting) // QUESTIONS_PER_PAGE)
    # The last of a page may just have been dealt with.
    number = min(number, max(pages, 1))
    begin = (number - 1) * QUESTIONS_PER_PAGE
    searcher = visit.request.app[keys.INDEX].searcher
    shown = await asyncio.to_thread(_with_entries, waiting[begin : begin + QUESTIONS_PER_PAGE], searcher)
    told = visit.request.query.get("told", "")
    return visit.page(
        "questions.html",
        shown=shown,
        total=len(waiting),
        why=why,
        told=visit.say(f"desk_told_question_{told}") if told in QUESTION_TOLD else "",
        whys={each: visit.say(f"desk_why_{each.replace('-', '_')}") for each in WHY},
        number=number,
        pages=pages,
        may_edit=visit.session.may("publish") and visit.desk.records.can_be_written,
        tab=QUESTIONS,
    )


async def change_question(visit: Visit) -> web.StreamResponse:
    """Mark a question as done, or delete it; go back to where it stood in the list."""
    key, do, told = visit.said("key"), visit.said("do"), ""
    stored = await asyncio.to_thread(visit.desk.questions.questions)
    found = next((each for each in stored if question_key(each.question) == key), None)
    if found is not None and do == "done":
        await asyncio.to_thread(visit.desk.done.mark, key, visit.session.account)
        await visit.note("marked a question as done", key)
        told = "done"
    elif found is not None and do == "delete":
        await asyncio.to_thread(visit.desk.questions.delete, found.question)
        await visit.note("deleted a question", key)
        told = "deleted"
    place = {"why": visit.said("why"), "page": visit.said("page"), "told": told}
    kept = urlencode({name: value[:20] for name, value in place.items() if value})
    raise web.HTTPSeeOther(f"{QUESTIONS}?{kept}" if kept else QUESTIONS)


def open_questions(visit: Visit) -> list[StoredQuestion]:
    """Return the questions not done, and those asked again on a later day."""
    marks = visit.desk.done.marks()
    stored = visit.desk.questions.questions()
    return [each for each in stored if each.last_day > marks.get(question_key(each.question), ("", ""))[1]]


def _with_entries(stored: list[StoredQuestion], searcher: Searcher) -> list[ShownQuestion]:
    """Add the entries that nearly fitted: those that were shown, then what its words find."""
    resources = searcher.snapshot.resources
    shown = []
    for each in stored:
        question = each.question
        near = {resources[searcher.by_id[card]].id: True for card in question.cards if card in searcher.by_id}
        if question.text and len(near) < NEARLY:
            for result in searcher.ask(question.text, limit=NEARLY).results:
                near.setdefault(result.resource.id, False)
        found = [resources[searcher.by_id[each_id]] for each_id in list(near)[:NEARLY]]
        nearly = [Near(resource, where_label(resource), near[resource.id]) for resource in found]
        shown.append(ShownQuestion(question_key(question), each, nearly))
    return shown


def _facts(found: Submission, texts: Texts) -> list[tuple[str, str]]:
    """Return what was said, each with the key of its name."""
    vocabulary = Vocabulary.default()
    facts = {
        "what": found.what,
        "organisation": found.organisation,
        "sector": found.sector,
        "place": found.place,
        "areas": ", ".join(found.areas),
        "stage": ", ".join(vocabulary.labels("stage", found.stages)) or found.stage,
        "topics": ", ".join(vocabulary.labels("topic", found.topics)),
        "when": found.when,
        "contact": found.contact,
        "left": texts.day(found.consented_at.date()),
        "kept": texts.day(found.expires_at.date()),
        "consent": found.consent,
    }
    return [(key, value) for key, value in facts.items() if value]


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
    web.get(QUESTIONS, signed_in(questions)),
    web.post(QUESTIONS, signed_in(change_question)),
)
