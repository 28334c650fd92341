"""A catalogue of a few records and settings over it, so that builds are quick."""

from __future__ import annotations

import shutil
from pathlib import Path

import yaml

from knowledge.settings import Settings

VECTORS = "vectors.sqlite"
IDS = (
    *("crest-awards", "stem-racing", "sserc", "glasgow-science-centre", "orkney-international-science-festival", "dyw-fife"),
    *("code-club", "stem-ambassadors-in-scotland", "data-lab", "dyw-national"),
)


class SmallCatalogue:
    """Some real records without their links, in a folder where they may be changed; the model is the shared one.

    Args:
        folder: an empty folder.
        shared: settings of the index that all tests share.
        vectors: vectors embedded earlier, to be used again.
    """

    def __init__(self, folder: Path, shared: Settings, vectors: Path | None = None) -> None:
        self.settings = shared.model_copy(update={"var": folder / "var", "catalogue": folder / "records"})
        for resource_id in IDS:
            source = next(shared.catalogue.rglob(f"{resource_id}.yaml"))
            record = yaml.safe_load(source.read_text(encoding="utf-8"))
            for relation in ("part_of", "delivered_by", "replaced_by", "related", "retired_ids"):
                record.pop(relation, None)
            path = self.settings.catalogue / source.parent.name / source.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(yaml.safe_dump(record, allow_unicode=True, sort_keys=False), encoding="utf-8")
        self.settings.var.mkdir()
        self.model_of(shared)
        if vectors:
            shutil.copy(vectors, self.settings.var / VECTORS)

    def model_of(self, shared: Settings) -> None:
        """Use the model exported for ``shared``."""
        shutil.copytree(shared.model_folder, self.settings.model_folder, copy_function=_link)

    def forget_vectors(self) -> None:
        """Lose every vector embedded so far."""
        (self.settings.var / VECTORS).unlink()

    def record(self, resource_id: str) -> Path:
        """The file of a record."""
        return next(self.settings.catalogue.rglob(f"{resource_id}.yaml"))

    def change(self, resource_id: str, **fields: object) -> None:
        """Change fields of a record."""
        path = self.record(resource_id)
        record = yaml.safe_load(path.read_text(encoding="utf-8")) | fields
        path.write_text(yaml.safe_dump(record, allow_unicode=True, sort_keys=False), encoding="utf-8")


def _link(source: str, target: str) -> None:
    Path(target).symlink_to(Path(source).resolve())
