"""Building the index: only what changed is done again, and what serves is always whole."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from indexer.build import SNAPSHOTS_KEPT, build_index
from knowledge.embedding.loading import load_encoder
from knowledge.errors import CatalogueError, SnapshotError
from knowledge.search import Searcher, Snapshot
from knowledge.search.searcher import Encoder
from knowledge.search.snapshot import LAYOUT, MANIFEST, POINTER, TABLE, VECTORS, current_name
from knowledge.search.views import dense_views
from knowledge.settings import Settings
from knowledge.vocabulary import Vocabulary
from tests.indexer.small_catalogue import IDS, SmallCatalogue

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Recording:
    """An encoder that remembers what it was asked to embed."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def __call__(self, settings: Settings) -> Encoder:
        self._encoder = load_encoder(settings)
        return self

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.texts += texts
        return self._encoder.encode(texts)


def not_at_all(settings: Settings) -> Encoder:
    raise AssertionError("nothing should be embedded")


def in_service(small: SmallCatalogue) -> Snapshot:
    return Snapshot.load_current(small.settings.index_folder)


def test_a_build_puts_every_record_into_service(small: SmallCatalogue) -> None:
    small.forget_vectors()
    report = build_index(small.settings)
    snapshot = in_service(small)
    assert {resource.id for resource in snapshot.resources} == set(IDS)
    assert (report.name, report.records, report.unchanged, report.problems) == (snapshot.name, len(IDS), False, ())
    assert report.embedded == snapshot.vectors.ntotal
    found = Searcher(snapshot, load_encoder(small.settings)).ask("science festival in Orkney", limit=1)
    assert found.results[0].resource.id == "orkney-international-science-festival"


def test_the_manifest_says_what_the_snapshot_is(small: SmallCatalogue) -> None:
    build_index(small.settings)
    manifest = in_service(small).manifest
    assert manifest["records"] == len(IDS)
    assert manifest["vectors"] == in_service(small).vectors.ntotal
    assert manifest["model"].startswith(small.settings.model)
    assert manifest["dimension"] == 384
    assert manifest["built_at"].startswith("20")


def test_a_second_build_does_nothing_where_nothing_changed(small: SmallCatalogue) -> None:
    first = build_index(small.settings)
    files = sorted(small.settings.index_folder.rglob("*"))
    second = build_index(small.settings, encoder_for=not_at_all)
    assert (second.name, second.unchanged, second.embedded) == (first.name, True, 0)
    assert sorted(small.settings.index_folder.rglob("*")) == files


def test_only_what_changed_is_embedded_again(small: SmallCatalogue) -> None:
    build_index(small.settings)
    small.change("sserc", summary="It helps science teachers with practical work, safety advice and courses all over Scotland.")
    recording = Recording()
    report = build_index(small.settings, encoder_for=recording)
    changed = next(resource for resource in in_service(small).resources if resource.id == "sserc")
    texts = [text for _, text in dense_views(changed, Vocabulary.default())]
    assert recording.texts
    assert set(recording.texts) <= set(texts)
    assert report.embedded == len(recording.texts) < len(texts) + 1


def test_what_is_no_text_of_a_view_embeds_nothing_but_is_in_the_table(small: SmallCatalogue) -> None:
    build_index(small.settings)
    small.change("sserc", checked_on="2026-02-03")
    report = build_index(small.settings, encoder_for=not_at_all)
    assert not report.unchanged
    sserc = next(resource for resource in in_service(small).resources if resource.id == "sserc")
    assert sserc.checked_on.isoformat() == "2026-02-03"


def test_a_removed_record_leaves_and_comes_back_without_being_embedded_again(small: SmallCatalogue) -> None:
    build_index(small.settings)
    kept = small.record("sserc").read_text(encoding="utf-8")
    path = small.record("sserc")
    path.unlink()
    build_index(small.settings, encoder_for=not_at_all)
    assert "sserc" not in {resource.id for resource in in_service(small).resources}
    path.write_text(kept, encoding="utf-8")
    build_index(small.settings, encoder_for=not_at_all)
    assert "sserc" in {resource.id for resource in in_service(small).resources}


def test_a_broken_record_is_reported_and_the_others_are_built(small: SmallCatalogue) -> None:
    small.record("sserc").write_text("id: [", encoding="utf-8")
    report = build_index(small.settings)
    assert report.records == len(IDS) - 1
    [problem] = report.problems
    assert problem.file.endswith("sserc.yaml")


def test_a_catalogue_without_a_valid_record_leaves_the_old_snapshot_in_service(small: SmallCatalogue) -> None:
    name = build_index(small.settings).name
    for path in small.settings.catalogue.rglob("*.yaml"):
        path.write_text("broken", encoding="utf-8")
    with pytest.raises(CatalogueError):
        build_index(small.settings)
    assert in_service(small).name == name


def test_a_failing_encoder_leaves_the_old_snapshot_in_service_and_the_next_build_succeeds(small: SmallCatalogue) -> None:
    name = build_index(small.settings).name
    small.change("sserc", summary="A different summary that has to be embedded anew, which shall fail at the first try.")

    def failing(settings: Settings) -> Encoder:
        raise MemoryError

    with pytest.raises(MemoryError):
        build_index(small.settings, encoder_for=failing)
    assert in_service(small).name == name
    assert build_index(small.settings).name != name


@pytest.mark.parametrize(
    ("file", "content"),
    [
        *((file, content) for file in (VECTORS, LAYOUT, TABLE, MANIFEST) for content in (b"", b"damaged")),
        (TABLE, b"[]"),
        (TABLE, b"{}"),
        (TABLE, b"null"),
        (MANIFEST, b"[]"),
        (MANIFEST, b"{}"),
        ("bm25/params.index.json", b""),
        ("bm25/vocab.index.json", b"{"),
        ("bm25/data.csc.index.npy", b""),
        ("bm25/indptr.csc.index.npy", b"damaged"),
    ],
)
def test_a_damaged_snapshot_in_service_is_told_and_the_next_build_replaces_it(
    small: SmallCatalogue, file: str, content: bytes
) -> None:
    name = build_index(small.settings).name
    (small.settings.index_folder / name / file).write_bytes(content)
    with pytest.raises(SnapshotError) as caught:
        in_service(small)
    assert "stemfinder index build" in caught.value.remedy
    report = build_index(small.settings, encoder_for=not_at_all)
    assert not report.unchanged
    assert report.name != name
    assert in_service(small).name == report.name
    assert build_index(small.settings).unchanged


@pytest.mark.parametrize("file", [VECTORS, LAYOUT, TABLE, "bm25/data.csc.index.npy", "bm25/vocab.index.json"])
def test_a_missing_file_or_one_wrong_byte_is_noticed(small: SmallCatalogue, file: str) -> None:
    name = build_index(small.settings).name
    path = small.settings.index_folder / name / file
    content = bytearray(path.read_bytes())
    content[-9] ^= 1
    path.write_bytes(content)
    second = build_index(small.settings, encoder_for=not_at_all)
    assert not second.unchanged
    (small.settings.index_folder / second.name / file).unlink()
    assert not build_index(small.settings, encoder_for=not_at_all).unchanged


@pytest.mark.parametrize("pointer", [b"", b"no-such-snapshot", b"../../etc", b"\xff\xfe", None])
def test_a_pointer_to_nothing_is_set_right_by_the_next_build(small: SmallCatalogue, pointer: bytes | None) -> None:
    build_index(small.settings)
    path = small.settings.index_folder / POINTER
    path.unlink() if pointer is None else path.write_bytes(pointer)
    assert current_name(small.settings.index_folder) is None
    with pytest.raises(SnapshotError):
        in_service(small)
    assert in_service_after_build(small) == current_name(small.settings.index_folder)


def in_service_after_build(small: SmallCatalogue) -> str:
    build_index(small.settings, encoder_for=not_at_all)
    return in_service(small).name


def test_a_lost_vector_store_costs_time_and_nothing_else(small: SmallCatalogue) -> None:
    build_index(small.settings)
    small.forget_vectors()
    assert build_index(small.settings).unchanged
    small.change("sserc", as_of="2031")
    report = build_index(small.settings)
    assert report.embedded == in_service(small).vectors.ntotal


def test_old_snapshots_are_removed_and_the_one_in_service_never(small: SmallCatalogue) -> None:
    for year in range(2020, 2020 + SNAPSHOTS_KEPT + 3):
        small.change("sserc", as_of=str(year))
        name = build_index(small.settings).name
        folders = [path.name for path in small.settings.index_folder.iterdir() if path.is_dir()]
        assert name in folders
        assert len(folders) <= SNAPSHOTS_KEPT
        assert in_service(small).name == name


def test_what_killed_builds_left_behind_is_removed_even_where_nothing_changed(small: SmallCatalogue) -> None:
    build_index(small.settings)
    folder = small.settings.index_folder
    (folder / ".building-20200101").mkdir()
    (folder / ".building-20200101" / TABLE).write_text("[")
    (folder / f".{POINTER}-1234").write_text("half")
    assert build_index(small.settings).unchanged
    assert not list(folder.glob(".building-*"))
    assert not list(folder.glob(f".{POINTER}-*"))


def test_an_export_lost_from_the_disk_is_made_again(small: SmallCatalogue, index_settings: Settings) -> None:
    build_index(small.settings)
    shutil.rmtree(small.settings.model_folder)
    small.model_of(index_settings)
    (small.settings.model_folder / "tokenizer.json").unlink()
    assert build_index(small.settings).unchanged
    assert (small.settings.model_folder / "tokenizer.json").is_file()


def test_the_steps_of_a_build_are_reported_from_nothing_to_all(small: SmallCatalogue) -> None:
    small.forget_vectors()
    steps: dict[str, list[tuple[int, int]]] = {}
    build_index(small.settings, progress=lambda step, done, total: steps.setdefault(step, []).append((done, total)))
    assert {"Embedding", "Writing the snapshot"} <= set(steps)
    for reports in steps.values():
        assert reports == sorted(reports)
        assert reports[0][0] == 0
        assert reports[-1][0] == reports[-1][1]


def test_a_manifest_of_another_form_is_not_taken_for_the_present_one(small: SmallCatalogue) -> None:
    name = build_index(small.settings).name
    path: Path = small.settings.index_folder / name / MANIFEST
    path.write_text(json.dumps(json.loads(path.read_text()) | {"content_hash": "something else"}))
    assert not build_index(small.settings, encoder_for=not_at_all).unchanged
