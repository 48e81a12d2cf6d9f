"""The district of these tests, with sign-ins in the same database."""

from __future__ import annotations

from tests.app.test_signing import district

__all__ = ["district"]
