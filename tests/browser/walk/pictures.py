"""`scripts/screenshots`: pictures of every page for looking at, and those of docs/images."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import ARGUMENTS, chromium
from tests.browser.walk.left import Left, leaving
from tests.browser.walk.roles import Browsers, browsers
from tests.browser.walk.table import Line, Role, load_table
from tests.browser.walk.walker import Walker
from tests.product import ROOT, running_product

DOCUMENTS = ROOT / "docs" / "images"
FOR_LOOKING = ((320, 640), (1280, 900))
TALLEST = 2400
STILL = "() => { document.activeElement?.blur(); window.scrollTo(0, 0); }"


def main() -> None:
    """Take the pictures that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="Where pictures of every page go; without it, docs/images anew.")
    parser.add_argument("--only", default="", help="Only pages, or pictures, whose name holds this.")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as own, sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        with running_product(Path(own) / "chat.log") as product:
            if product.store is None:
                parser.error("STEMFINDER_STORE must name the store of the site that STEMFINDER_SITE names")
            with leaving(product.store) as left, browsers(running, product.address) as theirs:
                if asked.folder:
                    every_page(asked.folder, asked.only, product.address, theirs, left)
                else:
                    documents(asked.only, product.address, theirs, left)
        running.close()


def every_page(folder: Path, only: str, site: str, theirs: Browsers, left: Left) -> None:
    """Pictures of all that the table names, from top to bottom where they are not too long to look at."""
    folder.mkdir(parents=True, exist_ok=True)
    for line in load_table().pages:
        for role in (*line.who, *line.refused):
            for width, height in FOR_LOOKING:
                if only in line.name:
                    name = "-".join((*line.name.split(), role, str(width)))
                    picture(line, role, (width, height), folder / f"{name}.png", site, theirs, left, whole=True)


def documents(only: str, site: str, theirs: Browsers, left: Left) -> None:
    """The pictures of the documents, as high as the window."""
    table = load_table()
    for name, wanted in table.pictures.items():
        if only in name:
            line = table.line(wanted.page)
            picture(line, line.who[-1], wanted.size, DOCUMENTS / name, site, theirs, left, whole=False)


def picture(
    line: Line, role: Role, size: tuple[int, int], file: Path, site: str, theirs: Browsers, left: Left, whole: bool
) -> None:
    """Walk to a page and take its picture, in light."""
    scripted = line.scripts()[0]
    walker = Walker(theirs.of(role, scripted), site, scripted, left.named)
    walker.page.set_viewport_size({"width": size[0], "height": size[1]})
    walker.walk(line.as_met_by(role))
    walker.page.evaluate(STILL)
    height = walker.page.evaluate("() => document.documentElement.scrollHeight") if whole else size[1]
    clip = {"x": 0.0, "y": 0.0, "width": float(size[0]), "height": float(min(height, TALLEST))}
    walker.page.screenshot(path=file, full_page=whole, clip=clip)  # type: ignore[arg-type]
    print(f"{file}: {file.stat().st_size // 1024} KB")
    walker.page.close()


if __name__ == "__main__":
    main()
