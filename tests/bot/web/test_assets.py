"""Static files as they are sent."""

from __future__ import annotations

import re

import pytest

from bot.texts import Texts
from bot.web.assets import FOLDER, Assets, without_remarks
from bot.web.script_words import MODULE

SCRIPTS_AND_STYLES = sorted(path.name for path in FOLDER.iterdir() if path.suffix in {".css", ".js"})


def test_comment_lines_and_indentation_are_left_out_and_code_stays() -> None:
    text = b"""/** What it does.
 * @param {string} a "/*"
 */
export function f(a) {
  // why
  const b = "// not a comment"; // stays

  return a + b; /* stays */
}
/* one */ const c = 1;
/* two */
const d = "https://example.org/*";
"""
    assert without_remarks(text).decode().splitlines() == [
        "export function f(a) {",
        'const b = "// not a comment"; // stays',
        "return a + b; /* stays */",
        "}",
        "/* one */ const c = 1;",
        'const d = "https://example.org/*";',
    ]


@pytest.mark.parametrize("name", SCRIPTS_AND_STYLES)
def test_every_line_of_code_is_sent(name: str) -> None:
    source = (FOLDER / name).read_text(encoding="utf-8")
    code = re.sub(r"^\s*/\*.*?\*/\s*$", "", source, flags=re.DOTALL | re.MULTILINE)
    kept = [line.strip() for line in code.splitlines() if line.strip() and not line.strip().startswith("//")]
    sent = Assets.load(Texts.default()).files[name].content.decode().splitlines()
    assert sent[-len(kept) :] == kept
    assert len(sent) == len(kept) or name == MODULE
