"""Checks of bot/dialogue that need Rasa: run by test_dialogue.py under Rasa's own Python 3.10, one check a call.

Prints nothing where a check holds; a broken one ends with its traceback.
"""

from __future__ import annotations

import asyncio
import base64
import copy
import os
import socket
import sys
import warnings
from pathlib import Path
from typing import Any

warnings.simplefilter("ignore")
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["SQLALCHEMY_SILENCE_UBER_WARNING"] = "1"
os.environ["RASA_TELEMETRY_ENABLED"] = "false"

SLOT = {"event": "slot", "timestamp": None, "name": "place", "value": ["Fife"]}
RIGHT: list[Any] = [
    {"events": [], "responses": []},
    {"events": [SLOT], "responses": [{"custom": {"text": "hello", "cards": []}}]},
    {"events": [SLOT, {"event": "restart"}, {"event": "bot", "text": "x"}]},
    {"events": [{"event": "followup", "name": "action_listen"}], "responses": [{}]},
    {},
]
WRONG: list[Any] = [
    [],
    "text",
    None,
    {"events": {}},
    {"events": [{}]},
    {"events": ["slot"]},
    {"events": [{"event": "slot"}]},
    {"events": [{"event": "no such event"}]},
    {"events": [{"event": 3}]},
    {"events": [{**SLOT, "timestamp": "now"}]},
    {"events": [SLOT], "responses": {}},
    {"events": [SLOT], "responses": ["text"]},
    {"events": [{"event": "entities", "entities": [{"start": 1}]}]},
]


def action_results() -> None:
    """What is accepted and what is refused is the same before and after the prepared check takes over."""
    from rasa.core.actions.action import RemoteAction

    from bot.dialogue.action_results import check_schema_once

    def accepted(answer: object) -> bool:
        try:
            return bool(RemoteAction("action_find", None)._validate_action_result(answer))
        except Exception:
            return False

    own = [accepted(answer) for answer in RIGHT + WRONG]
    assert own == [True] * len(RIGHT) + [False] * len(WRONG), own
    rasas_own = RemoteAction._validate_action_result
    check_schema_once()
    assert RemoteAction._validate_action_result is not rasas_own
    assert [accepted(answer) for answer in RIGHT + WRONG] == own


def tracker_store() -> None:
    """Trackers are kept as they are, for their time and in bounded number, with their last events only."""
    from rasa.shared.core.domain import Domain
    from rasa.shared.core.events import ActionExecuted, ActiveLoop, SlotSet, UserUttered

    from bot.dialogue import tracker_store as module
    from bot.dialogue.tracker_store import EVENTS_KEPT, MINUTES, ForgettingTrackerStore

    os.environ[MINUTES] = "2"
    now = [1000.0]

    class Clock:
        @staticmethod
        def monotonic() -> float:
            return now[0]

    setattr(module, "time", Clock)  # noqa: B010
    domain = Domain.from_dict({"slots": {"place": {"type": "any", "mappings": [{"type": "custom"}]}}})
    store = ForgettingTrackerStore(domain, most=3)

    async def check() -> None:
        tracker = await store.get_or_create_tracker("first")
        tracker.update(SlotSet("place", ["Fife"]))
        for number in range(3 * EVENTS_KEPT):
            tracker.update(UserUttered(f"message {number}"))
        await store.save(tracker)
        kept: Any = await store.retrieve("first")
        assert kept.get_slot("place") == ["Fife"]
        assert len(kept.events) <= EVENTS_KEPT
        assert await store.retrieve("never was") is None

        # An open form looks back; without one the latest message is where a turn begins.
        turn = [ActionExecuted("action_listen"), UserUttered("latest"), SlotSet("place", ["Moray"])]
        kept.update(ActiveLoop("offer_form"))
        for event in turn:
            kept.update(event)
        await store.save(kept)
        assert len(kept.events) > len(turn)
        kept.update(ActiveLoop(None))
        await store.save(kept)
        assert list(kept.events) == [*turn, ActiveLoop(None)]
        assert kept.get_slot("place") == ["Moray"]
        kept.update(SlotSet("place", ["Fife"]))

        now[0] += 120
        assert await store.retrieve("first") is not None
        now[0] += 1
        assert await store.retrieve("first") is None
        await store.save(store.init_tracker("second"))
        assert list(await store.keys()) == ["second"]

        for name in ("third", "fourth"):
            await store.save(store.init_tracker(name))
        await store.save(await store.retrieve("second"))
        await store.save(store.init_tracker("fifth"))
        assert sorted(await store.keys()) == ["fifth", "fourth", "second"]

    asyncio.run(check())


def channel() -> None:
    """The channel takes messages from whoever bears the secret, and from nobody else."""
    import aiohttp
    from sanic import Sanic

    from bot.dialogue.channel import TOKEN, FinderInput

    os.environ[TOKEN] = "a secret for tests"
    heard: list[Any] = []

    async def on_new_message(message: Any) -> None:
        heard.append(message)
        await message.output_channel.send_custom_json(message.sender_id, {"text": "hello", "cards": []})
        await message.output_channel.send_text_message(message.sender_id, "not a reply of ours")

    app = Sanic("channel")
    app.blueprint(FinderInput.from_credentials(None).blueprint(on_new_message))
    app.ctx.agent = None
    body = {"conversation": "c", "message": "robots", "embedding": "AAAA"}

    async def check() -> None:
        listening = socket.socket()
        listening.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{listening.getsockname()[1]}/webhooks/finder"
        server: Any = await app.create_server(sock=listening, return_asyncio_server=True, access_log=False)
        await server.startup()
        async with aiohttp.ClientSession() as session:
            for secret in (None, "", "Bearer wrong", "a secret for tests", "Bearer \u00e9"):
                borne = {} if secret is None else {"Authorization": secret}
                async with session.post(f"{address}/message", json=body, headers=borne) as refused:
                    assert refused.status == 401, (secret, refused.status)
            assert heard == []

            headers = {"Authorization": "Bearer a secret for tests"}
            async with session.post(f"{address}/message", json=body, headers=headers) as answer:
                assert answer.status == 200
                assert await answer.json() == [{"text": "hello", "cards": []}]
            [message] = heard
            assert (message.text, message.sender_id, message.input_channel) == ("robots", "c", "finder")
            assert message.metadata == {"embedding": "AAAA"}
            async with session.get(f"{address}/ready") as waiting:
                assert await waiting.json() == {"ready": False}
        server.close()

    asyncio.run(check())


def featurizer() -> None:
    """A vector that came along is used and taken out of the metadata; without one, the same vector is made here."""
    import numpy as np
    from rasa.shared.nlu.constants import TEXT
    from rasa.shared.nlu.training_data.message import Message
    from rasa.shared.nlu.training_data.training_data import TrainingData

    from bot.dialogue.featurizer import EMBEDDING, SentenceFeaturizer
    from knowledge.embedding import OnnxEncoder
    from knowledge.understanding import Understander

    os.environ.pop("STEMFINDER_MODEL_FOLDER", None)
    folder = Path(sys.argv[2])
    text = "robotics for P6 in Kirkwall, not online"
    made = SentenceFeaturizer({"model_folder": folder}, "featurizer")

    def vector_of(message: Message) -> Any:
        _, sentence = message.get_dense_features(TEXT, [])
        assert sentence.features.shape == (1, 384), sentence.features.shape
        return sentence.features[0]

    searched = Understander.default().understand(text).free_text
    assert "Kirkwall" not in searched
    expected = OnnxEncoder(folder).encode([searched])[0]
    [alone] = made.process([Message({TEXT: text, "metadata": {}})])
    assert np.allclose(vector_of(alone), expected, atol=1e-5)
    [without_metadata] = made.process([Message({TEXT: text})])
    assert np.allclose(vector_of(without_metadata), expected, atol=1e-5)

    handed_over = np.full(384, 384**-0.5, dtype="<f4")
    encoded = base64.b64encode(handed_over.tobytes()).decode()
    # With no model at hand, the vector can only be the one that came along.
    no_model = SentenceFeaturizer({"model_folder": "no/such/folder"}, "featurizer")
    [message] = no_model.process([Message({TEXT: text, "metadata": {EMBEDDING: encoded, "other": 1}})])
    assert (vector_of(message) == handed_over).all()
    assert message.get("metadata") == {"other": 1}

    training = TrainingData([Message({TEXT: text, "intent": "find"}), Message({"intent": "find"})])
    kept = copy.deepcopy(training.training_examples[1].data)
    made.process_training_data(training)
    assert np.allclose(vector_of(training.training_examples[0]), expected, atol=1e-2)
    assert training.training_examples[1].data == kept


def extractor() -> None:
    """The entities are those of the parser that the search uses."""
    from rasa.shared.nlu.constants import ENTITIES, TEXT
    from rasa.shared.nlu.training_data.message import Message

    from bot.dialogue.extractor import WishExtractor

    text = "robotics for P6 in Kirkwall"
    [message, empty] = WishExtractor().process([Message({TEXT: text}), Message({})])
    found = {(each["entity"], each["value"], text[each["start"] : each["end"]]) for each in message.get(ENTITIES)}
    assert found == {("topic", "robotics", "robotics"), ("stage", "primary", "P6"), ("place", "Orkney Islands", "Kirkwall")}
    assert all(each["extractor"] == "WishExtractor" for each in message.get(ENTITIES))
    assert empty.get(ENTITIES) is None


def graph_runner() -> None:
    """Rasa's graph gives the same when it is run in order as when dask runs it: intents, entities and next actions."""
    from rasa.core.agent import Agent
    from rasa.engine.exceptions import GraphRunError
    from rasa.engine.runner.dask import DaskGraphRunner

    from bot.dialogue.graph_runner import run_graphs_in_order

    os.environ["STEMFINDER_MODEL_FOLDER"] = sys.argv[2]
    agent = Agent.load(sys.argv[3])
    messages = ("robotics club for P6 in Kirkwall", "not online please", "who are you", "asdf qwer", "what is the weather")

    async def read(message: str) -> dict[str, Any]:
        parsed: dict[str, Any] = await agent.parse_message(message)
        return {key: parsed[key] for key in ("intent", "entities", "intent_ranking")}

    async def read_all() -> list[dict[str, Any]]:
        return [await read(message) for message in messages]

    by_dask = asyncio.run(read_all())
    dasks_own = DaskGraphRunner.run
    run_graphs_in_order()
    assert DaskGraphRunner.run is not dasks_own
    assert asyncio.run(read_all()) == by_dask
    try:
        agent.processor.graph_runner.run(inputs={}, targets=["run_RegexMessageHandler"])
    except GraphRunError:
        return
    raise AssertionError("a graph without its input must not run")


if __name__ == "__main__":
    {check.__name__: check for check in (action_results, tracker_store, channel, featurizer, extractor, graph_runner)}[
        sys.argv[1]
    ]()
