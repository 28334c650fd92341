"""Rasa's memory of conversations: small, in memory alone, and forgotten after a while."""

from __future__ import annotations

import os
import time
from collections import OrderedDict, deque
from collections.abc import Iterable
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

MINUTES = "STEMFINDER_CONVERSATION_MINUTES"
EVENTS_KEPT = 30
"""About three turns. Every event kept is sent to the actions and read by the policy again, each turn; slots are kept apart."""
MOST = 10_000


class ForgettingTrackerStore(TrackerStore):
    """Keeps trackers of the last hour (or as the setting says) as they are, the least recently used go first.

    Args:
        domain: the assistant's domain.
        event_broker: as Rasa gives it.
        most: most conversations at once.
    """

    def __init__(self, domain: Domain, event_broker: EventBroker | None = None, most: int = MOST, **kwargs: Any) -> None:
        self._trackers: OrderedDict[str, tuple[float, DialogueStateTracker]] = OrderedDict()
        self._most = most
        self._seconds = 60.0 * float(os.environ.get(MINUTES) or 60)
        super().__init__(domain, event_broker, **kwargs)

    def init_tracker(self, sender_id: str) -> DialogueStateTracker:
        """Return a new tracker that keeps its last events only."""
        return DialogueStateTracker(sender_id, self.domain.slots, max_event_history=EVENTS_KEPT)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep ``tracker``, and forget what is due."""
        await self.stream_events(tracker)
        if not tracker.active_loop_name:
            _keep_latest_turn(tracker)
        now = time.monotonic()
        self._trackers[tracker.sender_id] = (now, tracker)
        self._trackers.move_to_end(tracker.sender_id)
        while self._trackers:
            used, _ = next(iter(self._trackers.values()))
            if now - used <= self._seconds and len(self._trackers) <= self._most:
                break
            self._trackers.popitem(last=False)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return the tracker of a conversation, unless it is unknown or forgotten."""
        kept = self._trackers.get(sender_id)
        if kept is None or time.monotonic() - kept[0] > self._seconds:
            return None
        return kept[1]

    async def keys(self) -> Iterable[str]:
        """Return the ids of the conversations kept."""
        return list(self._trackers)


def _keep_latest_turn(tracker: DialogueStateTracker) -> None:
    """Drop the events before the latest message and the wait for it.

    Rules go by what happened since the latest message and by slots, which are kept apart; only an open form looks further
    back. Rasa goes through every event again at each prediction, and sends them all to the actions.
    """
    events = list(tracker.events)
    messages = [position for position, event in enumerate(events) if isinstance(event, UserUttered)]
    if not messages:
        return
    before = events[messages[-1] - 1 : messages[-1]]
    waited = bool(before) and isinstance(before[0], ActionExecuted) and before[0].action_name == ACTION_LISTEN_NAME
    tracker.events = deque(events[messages[-1] - waited :], tracker.events.maxlen)
