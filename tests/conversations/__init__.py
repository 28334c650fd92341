"""Conversations with the real bot through the public API; `stemfinder evaluate --dialogues FILE` plays any file of them."""
