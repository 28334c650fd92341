"""Check what the actions answer against Rasa's schema, with the schema compiled once instead of checked at every call."""

from __future__ import annotations

from typing import Any

import fastjsonschema
from rasa.core.actions.action import RemoteAction
from rasa.shared.exceptions import RasaException


def check_schema_once() -> None:
    """Replace the check that Rasa makes of each answer of an action by the same check, compiled to Python code.

    Rasa 3.6 calls ``jsonschema.validate``, which checks the schema against the metaschema before it looks at the answer.
    That took 64 % of a turn in the prototype. The schema never changes, and what is accepted or refused stays the same.
    """
    check = fastjsonschema.compile(RemoteAction.action_response_format_spec(), use_default=False)

    def _validate_action_result(self: RemoteAction, result: dict[str, Any]) -> bool:
        try:
            check(result)
        except fastjsonschema.JsonSchemaValueException as mistake:
            raise RasaException(f"The answer of {self.name()} is not of the form Rasa expects: {mistake.message}") from mistake
        return True

    RemoteAction._validate_action_result = _validate_action_result
