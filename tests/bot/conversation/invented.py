"""A small catalogue of invented provision, for what the real one may lose on any day: an ended entry, a name with quotes."""

from __future__ import annotations

from typing import Any

QUOTED = "firth-sensors-club"
ROADSHOW = "robot-roadshow"
LAB = "glasgow-robot-lab"
ENDED = "old-wind-week"
RENAMED = "new-wind-week"
KEEPERS = "keep-it-simple-robotics"
SPEAKERS = "kelpie-speakers"

_COMMON: dict[str, Any] = {
    "topics": ["robotics"],
    "audiences": ["pupil", "teacher"],
    "delivery": ["venue"],
    "checked_on": "2026-11-20",
    "as_of": "2025",
    "status": "active",
    "confidence": "sourced",
}

RECORDS: list[dict[str, Any]] = [
    {
        "id": QUOTED,
        "name": 'Firth Sensors "Build It" Club, Kirkcaldy',
        "also_known_as": ["Build It Club"],
        "kind": "programme",
        "provider": "Firth Sensors Ltd",
        "summary": "Children aged 9 to 12 build small robots after school. It meets on Saturdays in term time. "
        "Up to 12 children can join each group. Parents book a place by phone.",
        "stages": ["primary"],
        "areas": ["Fife"],
        "cost": "free",
        "contact": {"url": "https://club.example.org", "email": "club@example.org", "phone": "01632 960101"},
        "source_url": "https://club.example.org/about",
        "related": [ROADSHOW],
    },
    {
        "id": ROADSHOW,
        "name": "Robot Roadshow",
        "kind": "programme",
        "provider": "Tay Machines Ltd",
        "summary": "A van with robots that comes to schools anywhere in Scotland for a day of workshops.",
        "stages": ["primary", "lower-secondary"],
        "areas": ["Scotland"],
        "delivery": ["in-school"],
        "cost": "paid",
        "cost_note": "250 pounds a day.",
        "rural_note": "Island schools share the ferry costs.",
        "employer_offer": "Firms may lend an engineer for a day.",
        "curriculum_note": "Fits technologies at Second Level.",
        "contact": {"url": "https://roadshow.example.org", "email": "roadshow@example.org"},
        "source_url": "https://roadshow.example.org/schools",
        "delivered_by": [SPEAKERS],
        "part_of": [SPEAKERS],
    },
    {
        "id": LAB,
        "name": "Glasgow Robot Lab",
        "kind": "facility",
        "provider": "Clyde Robotics Trust",
        "summary": "A workshop with robots to try out, for families and school classes. There is a lift and a wheelchair space.",
        "audiences": ["parent", "pupil", "teacher"],
        "areas": ["Glasgow City"],
        "cost": "unknown",
        "equity_note": "Works with girls' groups.",
        "as_of": "2015",
        "status": "unknown",
        "contact": {"url": "https://lab.example.org"},
        "source_url": "https://lab.example.org/visit",
    },
    {
        "id": ENDED,
        "name": "Old Wind Week",
        "kind": "event",
        "provider": "Wind Trust of Nowhere",
        "summary": "A week of talks about wind turbines for pupils, which ran for three years and has ended.",
        "topics": ["energy"],
        "areas": ["Orkney Islands"],
        "cost": "free",
        "as_of": "2018",
        "status": "ended",
        "replaced_by": [RENAMED],
        "contact": {"url": "https://wind.example.org"},
        "source_url": "https://wind.example.org/old",
    },
    {
        "id": RENAMED,
        "name": "New Wind Week",
        "also_known_as": ["Windy Days"],
        "kind": "event",
        "provider": "Wind Trust of Nowhere",
        "summary": "A week of talks about wind turbines for pupils in the islands, every March.",
        "topics": ["energy"],
        "areas": ["Orkney Islands", "Shetland Islands"],
        "cost": "varies",
        "status": "renamed",
        "retired_ids": ["wind-fair"],
        "contact": {"url": "https://wind.example.org/new", "phone": "01632 960202"},
        "source_url": "https://wind.example.org/new",
    },
    {
        "id": KEEPERS,
        "name": "Keep It Simple Robotics",
        "kind": "course",
        "provider": "Tay Machines Ltd",
        "summary": "An online course for teachers in simple robotics, to be taken at any time of the year.",
        "audiences": ["teacher"],
        "areas": ["Scotland"],
        "delivery": ["online"],
        "cost": "funded",
        "as_of": "undated",
        "contact": {"url": "https://simple.example.org"},
        "source_url": "https://simple.example.org/course",
    },
    {
        "id": SPEAKERS,
        "name": "Kelpie Speakers",
        "kind": "service",
        "provider": "Kelpie Speakers",
        "summary": "Finds engineers who speak to classes, and employers who want to take part in schools.",
        "topics": ["engineering", "careers"],
        "audiences": ["teacher", "employer"],
        "areas": ["Scotland"],
        "delivery": ["in-school", "online"],
        "cost": "free",
        "employer_offer": "Staff give talks in schools.",
        "contact": {"url": "https://speakers.example.org"},
        "source_url": "https://speakers.example.org",
    },
]


def records() -> list[dict[str, Any]]:
    """Return the records as a curator would write them."""
    return [{**_COMMON, "asked_as": [f"ask for {record['name'].lower()}"], **record} for record in RECORDS]
