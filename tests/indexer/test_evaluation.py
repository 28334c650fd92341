"""Evaluation on a small file of judged questions, its report, and what is said about a file that is none."""

from __future__ import annotations

import json
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from indexer.build import build_index
from indexer.evaluation import FINDER, Evaluation, evaluate_file
from indexer.evaluation_report import print_misses, print_tables, write_html
from knowledge.errors import QueryError, SnapshotError
from tests.indexer.small_catalogue import SmallCatalogue

QUESTIONS: list[dict[str, Any]] = [
    {"id": "1", "persona": "teacher", "text": "science festival in Orkney", "place": "Orkney Islands",
     "relevant": {"orkney-international-science-festival": 3}, "forbidden": ["dyw-fife"]},
    {"id": "2", "persona": "employer", "text": "DYW Fife", "place": "Fife", "relevant": {"dyw-fife": 3}, "forbidden": []},
    {"id": "3", "persona": "parent", "text": "<script>alert(1)</script> code club", "place": None,
     "relevant": {"code-club": 3, "no-such-record": 2}, "forbidden": []},
    {"id": "4", "persona": "parent", "text": "deep sea diving", "place": None,
     "relevant": {"no-such-record": 3}, "forbidden": []},
]  # fmt: skip
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write lines to a file of questions."""

    def lines(*content: str) -> Path:
        path = tmp_path / "questions.jsonl"
        path.write_text("\n".join(content), encoding="utf-8")
        return path

    return lines


@pytest.fixture
def evaluation(small: SmallCatalogue, write: Write) -> Evaluation:
    build_index(small.settings)
    return evaluate_file(write(*(json.dumps(question) for question in QUESTIONS), "", "  "), small.settings)


def test_every_method_answers_every_question(evaluation: Evaluation) -> None:
    assert list(evaluation.answers) == [FINDER, "BM25 alone", "dense alone", "BM25 + dense (RRF)"]
    for answers in evaluation.answers.values():
        assert [answer.question.id for answer in answers] == ["1", "2", "3", "4"]


def test_the_figures_are_means_over_the_questions(evaluation: Evaluation) -> None:
    scores = evaluation.scores(FINDER)
    assert scores.questions == 4
    # Three of four have their answer first; nobody can answer the fourth.
    assert scores.success_at_1 == 0.75
    assert scores.mrr == 0.75
    assert evaluation.scores(FINDER, lambda answer: answer.question.id == "2").ndcg == 1


def test_the_finder_breaks_no_hard_wish_where_the_plain_methods_do(evaluation: Evaluation) -> None:
    assert evaluation.scores(FINDER).violations == 0
    # With ten records, the plain methods return them all, those of other places included.
    assert evaluation.scores("dense alone").violations == 1


def test_figures_are_given_for_each_persona_and_type(evaluation: Evaluation) -> None:
    groups = evaluation.groups()
    assert {"all", "persona: teacher", "persona: parent", "persona: employer", "type: with a place"} <= set(groups)
    assert evaluation.scores(FINDER, groups["persona: parent"]).questions == 2


def test_the_tables_and_misses_can_be_read_in_a_terminal(evaluation: Evaluation) -> None:
    console = Console(record=True, width=100, file=open("/dev/null", "w"))  # noqa: SIM115
    print_tables(evaluation, console)
    print_misses(evaluation, console)
    text = console.export_text()
    assert "nDCG@10" in text
    assert "deep sea diving" in text
    assert "science festival in Orkney" not in text


class Tags(HTMLParser):
    """Collects tags and the addresses they name."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)


def test_the_report_is_a_page_with_tables_and_a_picture_and_no_script(evaluation: Evaluation, tmp_path: Path) -> None:
    path = tmp_path / "new" / "report.html"
    write_html(evaluation, path)
    page = Tags()
    page.feed(path.read_text(encoding="utf-8"))
    assert {"table", "svg"} <= page.tags
    assert page.tags.isdisjoint({"script", "link", "img", "iframe", "object"})
    assert not {name for name in page.attributes if name.startswith("on") or name in {"src", "href"}}


def test_grades_of_merged_records_count_for_the_record_that_took_them_in(small: SmallCatalogue, write: Write) -> None:
    small.change("dyw-fife", retired_ids=["fife-schools-and-work"])
    build_index(small.settings)
    question = QUESTIONS[1] | {"relevant": {"fife-schools-and-work": 3, "dyw-fife": 1}, "forbidden": ["fife-schools-and-work"]}
    evaluation = evaluate_file(write(json.dumps(question)), small.settings)
    assert evaluation.answers[FINDER][0].question.relevant == {"dyw-fife": 3}
    assert evaluation.scores(FINDER).success_at_1 == 1
    assert evaluation.scores(FINDER).violations == 0


GOOD = json.dumps(QUESTIONS[0])


@pytest.mark.parametrize(
    "bad",
    [
        "{",
        "[]",
        "3",
        "{}",
        json.dumps({**QUESTIONS[0], "relevant": ["a"]}),
        json.dumps({**QUESTIONS[0], "relevant": {"a": "good"}}),
        json.dumps({key: value for key, value in QUESTIONS[0].items() if key != "text"}),
        json.dumps({**QUESTIONS[0], "forbidden": None}),
    ],
)
def test_a_line_that_is_no_judged_question_is_named_by_its_number(small: SmallCatalogue, write: Write, bad: str) -> None:
    build_index(small.settings)
    with pytest.raises(QueryError, match=r"questions\.jsonl:3 is not a judged question") as caught:
        evaluate_file(write(GOOD, "", bad), small.settings)
    assert "docs/evaluation.md" in caught.value.remedy


def test_an_empty_or_missing_or_unreadable_file_is_told(small: SmallCatalogue, write: Write, tmp_path: Path) -> None:
    build_index(small.settings)
    with pytest.raises(QueryError, match="holds no question"):
        evaluate_file(write("", " "), small.settings)
    with pytest.raises(QueryError, match="cannot be read"):
        evaluate_file(tmp_path / "no-such-file", small.settings)
    (tmp_path / "latin.jsonl").write_bytes(b"\xff\xfe")
    with pytest.raises(QueryError, match="cannot be read"):
        evaluate_file(tmp_path / "latin.jsonl", small.settings)


def test_without_an_index_there_is_nothing_to_measure(small: SmallCatalogue, write: Write) -> None:
    with pytest.raises(SnapshotError, match="stemfinder index build"):
        evaluate_file(write(GOOD), small.settings)
