"""Words to wishes: what place, audience, stage, topic, cost, delivery and kind a message asks for, and what it rules out."""

from knowledge.understanding.understander import Understander
from knowledge.understanding.wishes import Mention, Understanding, Wishes

__all__ = ["Mention", "Understander", "Understanding", "Wishes"]
