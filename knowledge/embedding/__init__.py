"""Sentence embeddings: a lean ONNX encoder for queries, and sentence-transformers behind the same interface."""

from knowledge.embedding.onnx_encoder import OnnxEncoder

__all__ = ["OnnxEncoder"]
