"""Feedback: ratings of answers, and questions without a good answer, stored without personal details for curators."""

from bot.feedback.ledger import Ledger, Rating
from bot.feedback.scrubbing import Scrubber
from bot.feedback.store import Question, QuestionStore, StoredQuestion

__all__ = ["Ledger", "Question", "QuestionStore", "Rating", "Scrubber", "StoredQuestion"]
