"""Reference numbers: nobody can guess one, and one that was mistyped is seen as such."""

from __future__ import annotations

import hashlib
import re
import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without what is easily mistaken for something else: 0, 1, I, L, O, U."""
RANDOM = 11
"""Characters drawn by chance: about 54 bits."""
PREFIXES = {"offer": "OFF", "need": "NEED"}
_SHAPE = re.compile(r"\b(OFF|NEED)[\s-]*((?:[0-9A-Z][\s-]?){12})(?![0-9A-Z])", re.IGNORECASE)


def new_reference(kind: str) -> str:
    """Return a new number for an offer or a need, such as OFF-7K3M-2QXD-9FHT."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM))
    return _written(PREFIXES[kind], drawn + _check_character(drawn))


def reference_from(kind: str, seed: str) -> str:
    """Return the number that belongs to a seed nobody else knows: the same form sent twice gets the same number.

    Args:
        kind: offer or need.
        seed: holds at least as much chance as a number does.
    """
    number = int.from_bytes(hashlib.sha256(f"{kind}\n{seed}".encode()).digest(), "big")
    drawn = ""
    for _ in range(RANDOM):
        number, place = divmod(number, len(ALPHABET))
        drawn += ALPHABET[place]
    return _written(PREFIXES[kind], drawn + _check_character(drawn))


def reference_in(message: str) -> str:
    """Return the first reference number in a message as it was given out, however it was typed; empty where there is none.

    A number whose check character does not fit is returned as none.
    """
    for found in _SHAPE.finditer(message):
        characters = re.sub(r"[\s-]", "", found[2]).upper()
        if is_valid(characters):
            return _written(found[1].upper(), characters)
    return ""


def looks_like_reference(message: str) -> bool:
    """Return whether somebody meant to give a number, right or not."""
    return bool(re.search(r"\b(?:OFF|NEED)-[0-9A-Z]{2,}", message, re.IGNORECASE))


def is_valid(characters: str) -> bool:
    """Return whether the last of the characters fits those before it."""
    known = all(character in ALPHABET for character in characters)
    return known and len(characters) == RANDOM + 1 and characters[-1] == _check_character(characters[:-1])


def _written(prefix: str, characters: str) -> str:
    return "-".join([prefix, *(characters[start : start + 4] for start in range(0, len(characters), 4))])


def _check_character(characters: str) -> str:
    """Return Luhn's check character: it shows any one wrong character, and nearly any two exchanged."""
    size, total, factor = len(ALPHABET), 0, 2
    for character in reversed(characters):
        addend = factor * ALPHABET.index(character)
        factor = 3 - factor
        total += addend // size + addend % size
    return ALPHABET[-total % size]
