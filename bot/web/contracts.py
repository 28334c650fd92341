"""The public contract: what goes into and comes out of the HTTP API, and what the website needs of the chat gateway."""

from __future__ import annotations

from typing import Any, Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field

from bot.cards import Card
from bot.conversation.blocks import Comparison, Fact, FormProgress, Link, Route
from knowledge.catalogue.resource import Resource

API_VERSION = "1.1.0"
"""The version of the API, apart from the program's: docs/api.md says what raises which number."""
VERSION_HEADER = "API-Version"
"""Every answer under /api/ names the version in it."""
LONGEST_MESSAGE = 4000
CONVERSATION_PATTERN = r"^[A-Za-z0-9_-]{1,100}$"


class GatewayReply(Protocol):
    """One turn as the gateway gives it; ``messages`` are like ``ChatMessage``, as JSON data."""

    @property
    def conversation(self) -> str: ...

    @property
    def messages(self) -> list[dict[str, Any]]: ...

    @property
    def degraded(self) -> bool: ...


class Gateway(Protocol):
    """The way to the bot: Rasa where it is well, search alone where it is not."""

    async def reply(self, conversation: str | None, message: str) -> GatewayReply:
        """Answer one message; faults of Rasa show in ``degraded``, never as an exception."""
        ...

    async def rate(self, token: str, rating: Literal["up", "down"], reason: str) -> bool:
        """Take a rating of an answer; False where the answer is unknown or too old."""
        ...

    def rasa_is_ready(self) -> bool:
        """Return whether Rasa answered lately."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...


class ChatQuestion(BaseModel):
    """One message to the bot."""

    conversation: str | None = Field(
        None, pattern=CONVERSATION_PATTERN, description="Id from the answer before; null or left out opens a new conversation."
    )
    message: str = Field(
        description=f"What the visitor says, in plain words: 1 to {LONGEST_MESSAGE} characters. Leave out personal details."
    )


class HelplineAnswer(BaseModel):
    """A help line, shown instead of cards when somebody may be in danger or distress."""

    id: str
    name: str
    whom: str = Field("", alias="for")
    phone: str | None = None
    text: str | None = None
    email: str | None = None
    hours: str | None = None
    url: str
    source_url: str


class ChatMessage(BaseModel):
    """One message of the bot."""

    text: str = Field(description="Plain text; a newline starts a new line.")
    cards: list[Card] = Field(default_factory=list, description="At most three results.")
    suggestions: list[str] = Field(default_factory=list, description="What the visitor may say next.")
    total: int = Field(0, description="How many results there are in all.")
    helplines: list[HelplineAnswer] = Field(default_factory=list, description="Help lines; left out when there are none.")
    details: list[Fact] = Field(default_factory=list, description="Everything known of one entry, line by line.")
    comparison: Comparison | None = Field(None, description="Entries side by side.")
    route: Route | None = Field(None, description="Steps of a pathway, in order.")
    form: FormProgress | None = Field(None, description="How far an offer or a need has got.")
    links: list[Link] = Field(default_factory=list, description="Pages that go on from here.")
    reference: str | None = Field(None, description="Number under which an offer or a need was stored.")
    kept: list[str] = Field(default_factory=list, description="Ids of the visitor's shortlist.")
    feedback: str | None = Field(None, description="Send this to POST /api/feedback to rate the answer.")


class ChatAnswer(BaseModel):
    """The bot's answer to one message."""

    conversation: str = Field(description="Send this with the next message.")
    messages: list[ChatMessage]
    degraded: bool = Field(description="True where Rasa was not to be reached and the answer comes from search alone.")


class Understood(BaseModel):
    """What a search was understood to ask for; facets without a wish are left out."""

    place: list[str] = Field(default_factory=list, description="Official council area names.")
    place_label: str = Field("", description="The place in the asker's own words.")
    audience: list[str] = Field(default_factory=list)
    stage: list[str] = Field(default_factory=list)
    topic: list[str] = Field(default_factory=list)
    cost: list[str] = Field(default_factory=list)
    delivery: list[str] = Field(default_factory=list)
    kind: list[str] = Field(default_factory=list)
    not_place: list[str] = Field(default_factory=list)
    not_audience: list[str] = Field(default_factory=list)
    not_stage: list[str] = Field(default_factory=list)
    not_topic: list[str] = Field(default_factory=list)
    not_cost: list[str] = Field(default_factory=list)
    not_delivery: list[str] = Field(default_factory=list)
    not_kind: list[str] = Field(default_factory=list)
    resources: list[str] = Field(default_factory=list, description="Ids of entries named in the question.")
    corrections: list[tuple[str, str]] = Field(default_factory=list, description="Misspellings: as typed, as read.")


class SearchedFor(BaseModel):
    """The question, and what was made of it."""

    text: str
    understood: Understood


class SearchResult(Card):
    """One result: a card with its score."""

    score: float = Field(description="Comparable within one search only.")


class Relaxed(BaseModel):
    """The wish that ruled everything out; the results are what fits without it."""

    facet: str
    values: list[str]
    text: str = Field(description="The wish in plain words.")


class SearchAnswer(BaseModel):
    """One page of search results."""

    query: SearchedFor
    total: int = Field(description="How many results there are in all.")
    results: list[SearchResult]
    relaxed: Relaxed | None


class ResourceAnswer(Resource):
    """One record of the catalogue, with the labels people read."""

    kind_label: str
    cost_label: str
    where: str
    as_of_note: str
    status_note: str | None


class IndexStatus(BaseModel):
    """The index snapshot in service."""

    name: str
    records: int
    model: str
    built_at: str


class Readiness(BaseModel):
    """Whether questions can be answered, and how well."""

    index: IndexStatus | None
    rasa: Literal["ready", "degraded"]


class Health(BaseModel):
    """The process lives."""

    status: Literal["ok"] = "ok"


class ProblemAnswer(BaseModel):
    """Problem details as in RFC 9457."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(description="Always about:blank: ``code`` tells problems apart.")
    title: str = Field(description="The HTTP status in words.")
    status: int
    detail: str = Field(description="What was wrong and what would be right, for people.")
    code: str = Field(description="What was wrong, for programs.")
    parameter: str | None = Field(None, description="The parameter or field concerned.")
    nearest: list[str] = Field(default_factory=list, description="Valid values like the one given.")
    allowed: list[str] = Field(default_factory=list, description="All valid values.")
