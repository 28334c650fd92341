"""The finder's memory of conversations: forgotten in time, bounded, and under names nobody can guess."""

from __future__ import annotations

from bot.chat.memory import ConversationMemory
from bot.conversation import ConversationState


class Clock:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_conversation_goes_on_under_its_id() -> None:
    memory = ConversationMemory(60, 10)
    conversation = memory.open(None)
    memory.keep(conversation, ConversationState(text="robots"))
    assert memory.open(conversation) == conversation
    assert memory.state(conversation).text == "robots"


def test_a_conversation_is_forgotten_after_its_time() -> None:
    clock = Clock()
    memory = ConversationMemory(60, 10, clock)
    conversation = memory.open(None)
    memory.keep(conversation, ConversationState(text="robots"))
    clock.now += 60 * 60
    assert memory.state(conversation).text == "robots"
    clock.now += 1
    assert memory.state(conversation) == ConversationState()
    assert memory.open(conversation) != conversation
    assert len(memory) == 1


def test_each_message_starts_the_time_anew() -> None:
    clock = Clock()
    memory = ConversationMemory(1, 10, clock)
    conversation = memory.open(None)
    for turn in range(5):
        clock.now += 50
        assert memory.open(conversation) == conversation
        memory.keep(conversation, ConversationState(turn=turn))
    assert memory.state(conversation).turn == 4


def test_forgotten_conversations_leave_nothing_behind() -> None:
    clock = Clock()
    memory = ConversationMemory(1, 1000, clock)
    for _ in range(100):
        memory.open(None)
    assert len(memory) == 100
    clock.now += 61
    memory.open(None)
    assert len(memory) == 1


def test_no_more_than_so_many_are_kept_and_the_least_used_goes_first() -> None:
    memory = ConversationMemory(60, 3)
    first, second, third = (memory.open(None) for _ in range(3))
    memory.keep(first, ConversationState(text="used again"))
    memory.open(None)
    assert len(memory) == 3
    assert memory.open(second) != second
    assert memory.state(first).text == "used again"
    assert third


def test_an_id_that_somebody_made_up_gets_a_new_one_in_its_place() -> None:
    memory = ConversationMemory(60, 10)
    for invented in ("1", "admin", "", "../../etc", "a" * 10_000):
        opened = memory.open(invented)
        assert opened != invented
        assert memory.state(opened) == ConversationState()


def test_ids_are_long_random_and_fit_an_address() -> None:
    memory = ConversationMemory(60, 10_000)
    ids = {memory.open(None) for _ in range(2000)}
    assert len(ids) == 2000
    for opened in ids:
        assert len(opened) >= 24
        assert opened.replace("-", "").replace("_", "").isalnum()
