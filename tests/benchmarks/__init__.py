"""Benchmarks: `make bench`. Ratios are measured side by side in one run; nothing here passes or fails."""
