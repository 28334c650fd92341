"""The map's steps of colour."""

from __future__ import annotations

import re

from bot.web.assets import FOLDER as STATIC
from bot.web.provision_map import Scale, scale_for


def test_a_scale_puts_a_third_of_the_areas_into_each_step() -> None:
    scale = scale_for([0, 1, 2, 3, 4, 5, 6])
    assert [scale.step(number) for number in range(7)] == ["none", "few", "few", "some", "some", "many", "many"]
    assert scale.legend() == [("none", 0, 0), ("few", 1, 2), ("some", 3, 4), ("many", 5, 6)]
    assert scale_for([0, 0]) == Scale(2, 3, 0)
    assert scale_for([1, 1, 0]).legend() == [("none", 0, 0), ("few", 1, 1)]


def test_the_steps_of_colour_differ_by_three_to_one_in_light_and_dark() -> None:
    css = (STATIC / "provision-tables.css").read_text("utf-8")
    for few, some, many in zip(*(re.findall(rf"--step-{step}: (#\w+);", css) for step in ("few", "some", "many")), strict=True):
        assert contrast(few, some) >= 3
        assert contrast(some, many) >= 3
    for step in ("few", "some", "many"):
        pairs = zip(re.findall(rf"--step-{step}: (#\w+);", css), re.findall(rf"--step-{step}-ink: (#\w+);", css), strict=True)
        assert all(contrast(fill, ink) >= 4.5 for fill, ink in pairs)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, as WCAG has it."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb"."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
