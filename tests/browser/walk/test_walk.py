"""Each page as each role meets it, on a small phone and at a desk, with and without JavaScript, in light, dark and print."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.walk.left import Left, leaving
from tests.browser.walk.looks import Scheme, wrong_at, wrong_by_keyboard, wrong_in_the_frame, wrong_on_paper
from tests.browser.walk.roles import Browsers, browsers
from tests.browser.walk.table import Line, Role, load_table
from tests.browser.walk.walker import Walker
from tests.product import Product

PHONE, DESK = 320, 1280
SCHEMES: dict[tuple[bool, int], Scheme] = {
    (True, PHONE): "light", (True, DESK): "dark", (False, PHONE): "dark", (False, DESK): "light"
}  # fmt: skip
"""With scripts or not, at which width: each page is seen at each width in light and in dark, in half the time."""
WALKS = [
    pytest.param(line, role, scripted, id=f"{line.name}-{role}{'' if scripted else '-plain'}")
    for line in load_table().pages
    for role in (*line.who, *line.refused)
    for scripted in line.scripts()
]


@pytest.fixture(scope="module")
def left(product: Product) -> Iterator[Left]:
    """What others have left."""
    if product.store is None:
        pytest.skip("STEMFINDER_STORE must name the store of the site that STEMFINDER_SITE names")
    with leaving(product.store) as what:
        yield what


@pytest.fixture(scope="module")
def theirs(browser: Browser, site: str, left: Left) -> Iterator[Browsers]:
    """The roles' browsers; the desk's roles have accounts by now."""
    with browsers(browser, site) as opened:
        yield opened


@pytest.mark.parametrize(("line", "role", "scripted"), WALKS)
def test_nothing_is_wrong_with_the_page(theirs: Browsers, left: Left, site: str, line: Line, role: Role, scripted: bool) -> None:
    wrong, widths = [], [PHONE, DESK]
    while widths:
        walker = Walker(theirs.of(role, scripted), site, scripted, left.named)
        walker.page.set_viewport_size({"width": widths[0], "height": 800})
        walker.walk(line.as_met_by(role))
        wrong += wrong_in_the_frame(walker, line.status_for(role))
        # Only a script can tell how wide the window was when the page came: without one it need not come twice.
        here = widths[:1] if walker.runs_scripts() else widths
        for width in here:
            wrong += wrong_at(walker, width, SCHEMES[scripted, width])
        if line.tabbed and scripted and PHONE in here:
            wrong += wrong_by_keyboard(walker)
        if DESK in here:
            wrong += wrong_on_paper(walker)
        walker.page.close()
        widths = widths[len(here) :]
    assert wrong == []
