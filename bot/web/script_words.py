"""The texts that scripts name, written as the head of ``static/words.js``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date

from bot.texts import Texts
from knowledge.errors import VocabularyError

MODULE = "words.js"
_SAID = re.compile(r"""\bsay(?:Around)?\(\s*["'](\w+)["']""")
_A_DAY = 7
_A_YEAR = 3333


def keys_said(script: str) -> list[str]:
    """Return the keys of the texts that a script says, in their order."""
    return _SAID.findall(script)


def words_for(scripts: Iterable[str], texts: Texts) -> str:
    """Return JavaScript that declares what ``words.js`` stands on.

    Args:
        scripts: all scripts; what none of them says is left out.
        texts: where the texts are.

    Raises:
        VocabularyError: a script says a text that there is not.
    """
    said = sorted({key for script in scripts for key in keys_said(script)})
    if lacking := [key for key in said if key not in texts.entries]:
        raise VocabularyError(
            f"A script says {lacking[0]!r}, and no text has this key.", "Add it to bot/texts/en/pages/scripts.yaml."
        )
    known = {key: texts.entries[key] for key in said}
    # Browsers know fewer languages' months than the server does.
    days = [_pattern(texts.day(date(_A_YEAR, month, _A_DAY))) for month in range(1, 13)]
    values = {"language": texts.tag, "texts": known, "days": days}
    return "".join(f"const {name} = {json.dumps(value, separators=(',', ':'))};\n" for name, value in values.items())


def _pattern(written: str) -> str:
    return written.replace(str(_A_YEAR), "{year}").replace(str(_A_DAY), "{day}")
