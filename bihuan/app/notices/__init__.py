"""Telling people: who is told (`addressing`), what it says (`rendering`), how it goes (`sending`, `gateways`), and what
pages show of it (`reading`). The notices themselves are ordered by events, in the transaction of the fact."""
