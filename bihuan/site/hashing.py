"""How passwords are hashed: Argon2id with a memory that sixteen sign-ins at once do not exhaust. Parameters only."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """RFC 9106 with 19 MiB, two passes, one lane: the least that OWASP's Password Storage Cheat Sheet names."""

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1
