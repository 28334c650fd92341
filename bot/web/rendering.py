"""Pages from templates. Whatever comes from data is escaped; only vetted addresses become links."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jinja2
from aiohttp import web
from jinja2.bccache import Bucket
from markupsafe import Markup

from bot.texts import Texts
from bot.web import keys

FOLDER = Path(__file__).parent / "templates"
# The same pattern as LINKS in static/message.js: both sides must make the same links.
_LINKS = re.compile(r"""(https?://[^\s<>"]*[^\s<>".,;:!?)\]]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)""", re.ASCII)


class CompiledTemplates(jinja2.BytecodeCache):
    """Templates as compiled, kept in memory: a process with several applications, as a run of the tests, compiles each once."""

    def __init__(self) -> None:
        self._compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket of a template that was compiled before (called by Jinja, which compares the sources)."""
        if bucket.key in self._compiled:
            bucket.bytecode_from_string(self._compiled[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what Jinja has compiled."""
        self._compiled[bucket.key] = bucket.bytecode_to_string()


_COMPILED = CompiledTemplates()


def load_templates(texts: Texts) -> jinja2.Environment:
    """Return the environment over the package's templates, which take their words from ``texts``."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=_COMPILED,
    )
    environment.filters["linked"] = linked
    environment.filters["said"] = said
    environment.filters["day"] = texts.day
    environment.filters["number"] = texts.number
    environment.globals.update(say=texts.say, say_markup=texts.markup, lang=texts.tag)
    return environment


def linked(text: str) -> Markup:
    """Return ``text``, escaped, with its web and mail addresses as links."""
    pieces = []
    for position, part in enumerate(_LINKS.split(text)):
        if position % 2 == 0:
            pieces.append(Markup("{}").format(part))
        else:
            address = part if part.lower().startswith(("http://", "https://")) else f"mailto:{part}"
            pieces.append(Markup('<a href="{}" rel="noopener">{}</a>').format(address, part))
    return Markup("").join(pieces)


def said(message: Mapping[str, Any]) -> list[str]:
    """Return the lines of a message's text that its blocks do not show: answers to be checked, and a route's steps.

    The text stands alone for whoever reads no blocks; ``said`` in static/message.js leaves out the same.
    """
    form, route = message.get("form"), message.get("route")
    answers = form["answers"] if form and form["step"] > form["steps"] else []
    steps = route["steps"] if route else []
    shown = tuple(f"{answer['label']}: {answer['value']}" for answer in answers)
    shown += tuple(f"{number}. {step['title']}" for number, step in enumerate(steps, start=1))
    return [line for line in (message.get("text") or "").split("\n") if line.strip() and not line.startswith(shown)]


def site_address(request: web.Request) -> str:
    """Return the address under which visitors reach the site, without a slash at its end."""
    return request.app[keys.SETTINGS].public_url.rstrip("/") or str(request.url.origin())


def page(request: web.Request, template: str, status: int = 200, **variables: Any) -> web.Response:
    """Return a rendered page.

    Args:
        request: the request it answers.
        template: the template's file name.
        status: HTTP status.
        variables: what the template needs besides ``version`` and ``here``, which the frame of every page needs.
    """
    version = request.app[keys.ASSETS].version
    text = request.app[keys.TEMPLATES].get_template(template).render(version=version, here=request.path, **variables)
    return web.Response(text=text, status=status, content_type="text/html", charset="utf-8")
