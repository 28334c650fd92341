"""What is wrong with the page in front of the walker, in words. Nothing wrong: an empty list."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

from bot.web.security import POLICY
from tests.browser.walk.walker import Walker

AXE = (Path(__file__).parents[1] / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKED_FOR = {"runOnly": {"type": "tag", "values": TAGS}, "rules": {"target-size": {"enabled": True}}}
Scheme = Literal["light", "dark"]
HEAVIEST = 100 * 1024
ROUND = 20
"""More presses of Tab than there are stops: tables that scroll and the parts of a date are stops too, and so is the window."""
# A page whose scripts are off runs no timers, and axe waits with them: its waits become tasks of their own.
WITHOUT_TIMERS = """window.setTimeout = (act, wait, ...given) => {
    if (!(wait > 50)) Promise.resolve().then(() => act(...given));
    return 0;
};"""
RUN_AXE = "given => axe.run(document, { ...given, preload: false, resultTypes: ['violations'] }).then(found => found.violations)"
UNFOLD = """() => {
    const folded = [...document.querySelectorAll("main details:not([open])")];
    for (const each of folded) { each.open = true; each.dataset.folded = ""; }
    return folded.length ? document.documentElement.scrollHeight : 0;
}"""
FOLD = """() => document.querySelectorAll("details[data-folded]").forEach(each => {
    each.open = false;
    delete each.dataset.folded;
})"""
OWN = Path(__file__).with_name("looks.js").read_text(encoding="utf-8")


def violations(walker: Walker) -> list[str]:
    """What axe finds against WCAG 2.2 A and AA and good practice, targets of less than 24 pixels included."""
    page = walker.page
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE if walker.scripted else WITHOUT_TIMERS + AXE)
    return [
        f"axe {each['id']}: {node['target']} {' '.join(node['failureSummary'].split())}"
        for each in page.evaluate(RUN_AXE, LOOKED_FOR)
        for node in each["nodes"]
    ]


def wrong_at(walker: Walker, width: int, scheme: Scheme) -> list[str]:
    """What is wrong at a width, in light or dark, with all that can be unfolded unfolded."""
    walker.page.set_viewport_size({"width": width, "height": 800})
    walker.page.emulate_media(color_scheme=scheme)
    wrong = [] if walker.has_no_sideways_scroll() else ["scrolls sideways"]
    height = walker.page.evaluate(UNFOLD)
    if height:
        # As high as the page, so that a row which stays at the foot of the window lies over nothing that was unfolded.
        walker.page.set_viewport_size({"width": width, "height": max(800, height)})
        if not walker.has_no_sideways_scroll():
            wrong.append("scrolls sideways when unfolded")
    wrong += violations(walker)
    if height:
        walker.page.evaluate(FOLD)
        walker.page.set_viewport_size({"width": width, "height": 800})
    return [f"{width} {scheme}: {each}" for each in wrong]


def wrong_in_the_frame(walker: Walker, status: int) -> list[str]:
    """What is wrong with the answer, its headings, its weight, its console and where its parts came from."""
    page, answer = walker.page, walker.answer
    wrong = []
    if answer.status != status:
        wrong.append(f"status {answer.status}, not {status}")
    if answer.headers.get("content-security-policy") != POLICY:
        wrong.append("no policy")
    if not page.evaluate("() => document.documentElement.lang").startswith("en"):
        wrong.append("no language")
    headings = [" ".join(each.split()) for each in page.locator("h1").all_text_contents()]
    if len(headings) != 1 or headings[0] not in page.title():
        wrong.append(f"headings {headings}, title {page.title()!r}")
    weight = sum(walker.loaded.values())
    if weight > HEAVIEST:
        wrong.append(f"{weight} bytes: {json.dumps(walker.loaded)}")
    expected = [str(status)] if status >= 400 else []
    wrong += [f"console: {each}" for each in walker.errors if not any(part in each for part in expected)]
    return wrong + [f"from elsewhere: {each}" for each in walker.elsewhere]


def wrong_on_paper(walker: Walker) -> list[str]:
    """What is wrong when the page is printed."""
    page = walker.page
    page.emulate_media(media="print")
    page.evaluate(OWN)
    wrong = [f"covers paper: {each}" for each in page.evaluate("() => walk.coversPaper()")]
    wrong += [f"no address on paper: {each}" for each in page.evaluate("() => walk.unwritten()")]
    if not page.locator("h1").first.is_visible():
        wrong.append("no heading on paper")
    page.emulate_media(media="screen")
    return wrong


def wrong_by_keyboard(walker: Walker) -> list[str]:
    """What the Tab key does not reach, where its place cannot be seen, and what hides it."""
    page = walker.page
    page.evaluate(OWN)
    names = page.evaluate("() => walk.begin()")
    reached, shown = set[int](), set[int]()
    wrong = []
    for _ in range(len(names) + ROUND):
        if len(reached) == len(names):
            break
        page.keyboard.press("Tab")
        at = page.evaluate("() => walk.at()")
        index = at["index"]
        if index < 0:
            continue
        reached.add(index)
        if at["isShown"]:
            shown.add(index)  # at one of its stops at least: the button of a date's calendar shows its own
        if not at["isUncovered"]:
            wrong.append(f"focus hidden: {names[index]}")
    wrong += [f"no focus shown: {names[index]}" for index in sorted(reached - shown)]
    return wrong + [f"not reached: {name}" for index, name in enumerate(names) if index not in reached]
