"""What others have left in the store before the walk, so that no list of it is empty; taken away again after it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.corrections import CorrectionStore
from bot.desk import Accounts
from bot.desk.accounts import AccountError
from bot.desk.audit import AuditTrail
from bot.desk.link_store import LinkStore
from bot.desk.links import LinkState
from bot.desk.proposals import Proposals
from bot.desk.record_files import RecordFiles
from bot.feedback.store import Question, QuestionStore
from bot.storage import Database
from bot.submissions.forms import Kind
from bot.submissions.references import new_reference
from bot.submissions.store import SubmissionStore
from bot.submissions.submission import Submission
from knowledge.settings import load_settings
from tests.browser.walk.table import AT_THE_DESK

PASSWORD = "kettle lantern orchard"
ENTRY = "crest-awards"
QUESTIONS = (
    Question("badly-rated", "a robot club on Unst", "find", "", {}, ("sserc",)),
    Question("unanswered", "a telescope to borrow in Tiree", "find", "", {}, ()),
)


@dataclass
class Left:
    """What was left.

    Attributes:
        store: the file it is in.
        offer: reference of an offer.
        need: reference of a need.
        proposal: number of a proposed change.
    """

    store: Path
    offer: str
    need: str
    proposal: int

    def named(self, name: str) -> str:
        """What stands for a ``$name`` of the table."""
        if name == "leaving":
            # Each walk withdraws one of its own.
            return leave(SubmissionStore(Database(self.store)), "offer")
        return str(getattr(self, name))


def account_of(role: str) -> str:
    """The name of an account."""
    return f"walking-{role}"


def leave(store: SubmissionStore, kind: Kind) -> str:
    """Store an invented firm's offer or need; give its reference."""
    now, reference = datetime.now(UTC), new_reference(kind)
    said = {
        "kind": kind, "reference": reference, "organisation": "Invented Sensors", "what": "robots for P6", "place": "Fife",
        "areas": ("Fife",), "topics": ("technology",), "stages": ("primary",), "contact": "hello@sensors.example.org",
        "consent": "Yes.", "consented_at": now, "expires_at": now + timedelta(days=30),
    }  # fmt: skip
    store.save(Submission.model_validate(said))
    return reference


@contextmanager
def leaving(store: Path) -> Iterator[Left]:
    """Leave one of each in a store, and take away afterwards what another test could stumble over."""
    database = Database(store)
    with ExitStack() as stack:
        accounts = Accounts(database)
        for role in AT_THE_DESK:
            with suppress(AccountError):  # there may be one of a walk that was cut short
                accounts.remove(account_of(role))
            accounts.add(account_of(role), role, PASSWORD)
            stack.callback(accounts.remove, account_of(role))
        submissions, corrections = SubmissionStore(database), CorrectionStore(database, 365)
        stack.callback(withdraw, submissions, {each.reference for each in submissions.active()})
        stack.callback(dismiss, corrections, {each.number for each in corrections.corrections()})
        offer, need = leave(submissions, "offer"), leave(submissions, "need")
        corrections.add(ENTRY, "link", "The page is gone.")
        questions = QuestionStore(database, 365)
        for question in QUESTIONS:
            questions.add(question, "too far")
            stack.callback(questions.delete, question)
        LinkStore(database).note(LinkState("https://www.crestawards.org", "gone", "gone", "404"))
        record = RecordFiles(load_settings().catalogue).read(ENTRY)
        assert record is not None
        proposals = Proposals(database)
        changed = record.resource.model_copy(update={"cost_note": "Ask them what it costs this year."})
        number = proposals.add(record, changed, account_of("curator"))
        stack.callback(proposals.take_back, number, account_of("curator"))
        AuditTrail(database).note(account_of("curator"), "proposed", ENTRY, "cost_note")
        yield Left(store, offer, need, number)


def withdraw(submissions: SubmissionStore, before: Collection[str]) -> None:
    """Withdraw what was left for the walk, and on it."""
    for each in submissions.active():
        if each.reference not in before:
            submissions.withdraw(each.reference)


def dismiss(corrections: CorrectionStore, before: Collection[int]) -> None:
    """Settle what was reported for the walk, and on it."""
    for each in corrections.corrections():
        if each.number not in before:
            corrections.settle(each.number, "dismissed")
