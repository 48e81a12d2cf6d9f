"""The platform's own offices, which no programme declares: who runs it, guards it, audits it, protects its data.

A post whose duty is an office's code holds the office. The first three are kept apart (三员分立): whoever holds one
holds no other of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from bihuan.core.text import Text


class Office(StrEnum):
    """Code of an office; as the duty of a post it stands with this prefix, which no pack may use."""

    SYSTEM = "office.system"
    """Accounts, units, posts, settings; sees no case and no log."""
    SECURITY = "office.security"
    """Who may do what, locks and second factors; creates no account."""
    AUDIT = "office.audit"
    """Reads what the two others and everybody else did; changes nothing."""
    PRIVACY = "office.privacy"
    """The data-protection officer: sees every opening of an identity and its purpose."""


OFFICES: Mapping[Office, Text] = {
    Office.SYSTEM: Text("系统管理员", "System administrator"),
    Office.SECURITY: Text("安全管理员", "Security administrator"),
    Office.AUDIT: Text("审计管理员", "Audit administrator"),
    Office.PRIVACY: Text("个人信息保护负责人", "Data-protection officer"),
}
APART = frozenset({Office.SYSTEM, Office.SECURITY, Office.AUDIT})
"""Of these one person holds at most one."""


def offices_of(duties: Iterable[str]) -> frozenset[Office]:
    """The offices among the duties of somebody's posts."""
    return frozenset(office for office in Office if office in set(duties))


def kept_apart(offices: frozenset[Office]) -> bool:
    """Whether at most one of the three administrators is among them."""
    return len(offices & APART) <= 1
