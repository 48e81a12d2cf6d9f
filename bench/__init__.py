"""Measurements named in docs/performance.md: ratios side by side in one run, full durability, never a test."""
