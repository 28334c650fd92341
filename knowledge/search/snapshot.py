"""A snapshot of the index on disk: written aside by the indexer, pointed to by one small file, read whole by the finder."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import faiss
import numpy as np

from knowledge.catalogue.resource import Resource
from knowledge.errors import SnapshotError
from knowledge.search.lexical import LexicalIndex
from knowledge.search.views import VIEWS

if TYPE_CHECKING:
    from numpy.typing import NDArray

POINTER = "current"
MANIFEST = "manifest.json"
TABLE = "resources.json"
VECTORS = "vectors.faiss"
LAYOUT = "layout.npy"
REMEDY = "Build the index with `stemfinder index build`."


@dataclass(frozen=True)
class Snapshot:
    """A loaded snapshot.

    Attributes:
        name: the snapshot's folder name.
        manifest: model, counts, content hash, when it was built.
        resources: the records, numbered by position.
        vectors: FAISS inner-product index over L2-normalised vectors.
        layout: int32 array, shape (vectors, 2): each vector's record position and view.
        lexical: BM25 over the records.
    """

    name: str
    manifest: dict[str, Any]
    resources: tuple[Resource, ...]
    vectors: Any
    layout: NDArray[np.int32]
    lexical: LexicalIndex

    @classmethod
    def load_current(cls, folder: Path) -> Snapshot:
        """Load the snapshot that ``folder`` points to.

        Raises:
            SnapshotError: there is none, or it is damaged.
        """
        name = current_name(folder)
        if name is None:
            raise SnapshotError(f"There is no index at {folder}.", REMEDY)
        return cls.load(folder / name)

    @classmethod
    def load(cls, folder: Path) -> Snapshot:
        """Load one snapshot folder.

        Raises:
            SnapshotError: a file is missing or damaged.
        """
        try:
            manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
            table = json.loads((folder / TABLE).read_text(encoding="utf-8"))
            resources = tuple(Resource.model_validate(entry) for entry in table)
            vectors = faiss.read_index(str(folder / VECTORS))
            layout = np.load(folder / LAYOUT)
            lexical = LexicalIndex.load(folder)
            counts = {lexical.size, manifest["records"], len(resources)}
        except (OSError, EOFError, ValueError, RuntimeError, LookupError, TypeError, AttributeError) as error:
            raise SnapshotError(f"The index snapshot {folder} cannot be read: {error}", REMEDY) from error
        fits = layout.shape == (vectors.ntotal, 2) and (not len(layout) or layout[:, 0].max() < len(resources))
        if not fits or len(counts) > 1:
            raise SnapshotError(f"The indexes of the snapshot {folder} do not fit its {len(resources)} records.", REMEDY)
        return cls(folder.name, manifest, resources, vectors, layout, lexical)

    def similarities(self, embedding: NDArray[np.float32], allowed: NDArray[np.bool_], most: int) -> NDArray[np.float32]:
        """Return each record's best cosine similarity, per view, among the allowed ones.

        Args:
            embedding: float32 array, shape (dim,), L2-normalised.
            allowed: bool array, shape (records,): the filter, applied inside the FAISS search.
            most: how many vectors to retrieve at most.

        Returns:
            float32 array, shape (records, len(VIEWS)); 0 where no vector was retrieved.
        """
        found = np.zeros((len(self.resources), len(VIEWS)), dtype=np.float32)
        permitted = allowed[self.layout[:, 0]]
        count = int(np.count_nonzero(permitted))
        if not count:
            return found
        # FAISS's Python layer wraps these constructors in a way its type stubs do not know.
        library: Any = faiss
        selector = library.IDSelectorBitmap(np.packbits(permitted, bitorder="little"))
        parameters = library.SearchParameters(sel=selector)
        scores, positions = self.vectors.search(embedding.reshape(1, -1), min(most, count), params=parameters)
        hits = positions[0][positions[0] >= 0]
        # Best first: writing in reverse leaves the best of each record and view in place.
        records, views = self.layout[hits[::-1]].T
        found[records, views] = scores[0][: len(hits)][::-1]
        return found


def current_name(folder: Path) -> str | None:
    """Return the name of the snapshot in service below ``folder``, or None."""
    try:
        name = (folder / POINTER).read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        return None
    return name if name and (folder / name / MANIFEST).is_file() else None
