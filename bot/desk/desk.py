"""The desk: everything a page of it needs, opened over one database and one folder of records."""

from __future__ import annotations

import asyncio
import datetime
import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.desk.accounts import Accounts
from bot.desk.audit import AuditTrail
from bot.desk.dealt_with import DealtWith
from bot.desk.link_store import LinkStore
from bot.desk.openid import OpenIdProvider
from bot.desk.proposals import Proposals
from bot.desk.record_files import RecordFiles
from bot.desk.sessions import Sessions
from bot.feedback.store import QuestionStore
from bot.mail import Outbox
from bot.storage import Database
from bot.submissions.store import SubmissionStore
from knowledge.catalogue.resource import Resource
from knowledge.errors import SettingsError
from knowledge.settings import Settings

LOG = logging.getLogger(__name__)
STALE_DAYS = 365
"""An entry that nobody checked for longer wants checking."""


@dataclass(frozen=True)
class CuratorsDesk:
    """What the desk's pages work with.

    Attributes:
        accounts: who may sign in.
        sessions: who is signed in.
        audit: what was done.
        submissions: offers and needs.
        answered: which of them are dealt with.
        questions: those without a good answer.
        done: which of them are dealt with.
        records: the catalogue's files.
        links: what the link checker found.
        proposals: changes that wait for a second person.
        openid: the OpenID provider with which curators may sign in.
        publish: builds the index from those files and puts it into service; takes a second or two, in a thread.
    """

    accounts: Accounts
    sessions: Sessions
    audit: AuditTrail
    submissions: SubmissionStore
    answered: DealtWith
    questions: QuestionStore
    done: DealtWith
    records: RecordFiles
    links: LinkStore
    proposals: Proposals
    openid: OpenIdProvider | None
    publish: Callable[[], object]
    _publishing: asyncio.Lock = field(default_factory=asyncio.Lock)

    @classmethod
    def opened(cls, settings: Settings, database: Database, publish: Callable[[], object]) -> CuratorsDesk:
        """Return the desk over the store and the catalogue of the settings.

        Raises:
            StemFinderError: nobody could sign in, or the OpenID provider's settings cannot work.
        """
        if not settings.desk_passwords and not settings.oidc_issuer:
            raise SettingsError(
                "STEMFINDER_DESK_PASSWORDS is off and STEMFINDER_OIDC_ISSUER is empty: nobody could sign in at the desk.",
                "Name an OpenID provider, or leave passwords on. See docs/desk.md.",
            )
        return cls(
            Accounts(database),
            Sessions(database, settings.desk_hours),
            AuditTrail(database),
            SubmissionStore(database, Outbox(settings.outbox_folder).forget),
            DealtWith(database, "submission"),
            QuestionStore(database, settings.question_days),
            DealtWith(database, "question"),
            RecordFiles(settings.catalogue),
            LinkStore(database),
            Proposals(database),
            OpenIdProvider.by_settings(settings),
            publish,
        )

    async def put_into_service(self) -> None:
        """Build the index from the records; one build at a time."""
        async with self._publishing:
            await asyncio.to_thread(self.publish)


def is_stale(resource: Resource, today: datetime.date) -> bool:
    """Return whether an entry was not checked for a year."""
    return (today - resource.checked_on).days > STALE_DAYS
