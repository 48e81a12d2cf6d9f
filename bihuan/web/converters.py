"""What an address may contain: shapes only. Whether something of that name exists is asked elsewhere."""

from __future__ import annotations


class _AsWritten:
    """The part of the address is the value."""

    def to_python(self, value: str) -> str:
        """As it stands."""
        return value

    def to_url(self, value: str) -> str:
        """As it stands."""
        return value


class Number(_AsWritten):
    """The number of a case: letters, digits and hyphens inside."""

    regex = "[A-Za-z0-9]{1,20}(?:-[A-Za-z0-9]{1,20}){0,3}"


class Id(_AsWritten):
    """An id of a pack: of a programme, an indicator."""

    regex = "[a-z][a-z0-9]{0,63}(?:[-_][a-z0-9]{1,63}){0,7}"


class Address(_AsWritten):
    """The address of a photo in the vault: SHA-256, hex (FIPS 180-4)."""

    regex = "[0-9a-f]{64}"
