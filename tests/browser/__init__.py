"""Tests in a real Chromium, against the whole running product."""
