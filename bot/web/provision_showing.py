"""What all pages of the map of provision share: the overview they show, their frame, and labels."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from bot.web import keys
from bot.web.provision_choices import Chosen, words_for
from bot.web.provision_desk import Overview
from bot.web.rendering import page
from knowledge.provision import Provision
from knowledge.provision.area_names import slug_of
from knowledge.vocabulary import Vocabulary

ENTRIES = "#entries"
"""Where a page lists the entries behind a number."""


async def overview_of(request: web.Request, chosen: Chosen) -> Overview:
    """Return what there is to show."""
    return await request.app[keys.PROVISION].overview(request.app[keys.INDEX].searcher.snapshot, chosen.lens)


def shown(request: web.Request, template: str, chosen: Chosen, **variables: Any) -> web.Response:
    """Return a page; a choice that is not known is told and answered with 400."""
    words = words_for(request)
    response = page(
        request,
        template,
        status=400 if chosen.unknown else 200,
        chosen=chosen,
        notice=words.unknown(chosen.unknown),
        words=words,
        slug_of=slug_of,
        vocabulary=Vocabulary.default(),
        **variables,
    )
    response.headers["Cache-Control"] = "no-cache"
    return response


def stage_labels(provision: Provision) -> list[str]:
    """Return the heads of the columns of a table by stage."""
    return [provision.vocabulary.label("stage", stage) for stage in provision.stages[1:]]
