"""What every `basis` names: policy documents that exist and that are in force as long as the rule is.

May live here: checks of bases across files, and filling them. May not: what a rule means (`checks`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from bihuan.core.text import Basis, Text
from bihuan.definitions.articles import in_english
from bihuan.definitions.findings import Finding, unknown
from bihuan.definitions.names import Drafts
from bihuan.definitions.reading import Draft, drafts


def check_basis(pack: Drafts) -> Iterator[Finding]:
    """Documents that nobody declared, those that ended before the rule does, and what has no English."""
    spoken = bool(pack.english) or any(basis.en for file in pack.all() for _, basis in _bases(file))
    for file in pack.all():
        for draft, basis in _bases(file):
            for name in basis.policies:
                policy = pack.policies.get(name)
                if policy is None:
                    yield draft.finding("P226", "basis", **unknown(name, pack.policies))
                elif policy["until"] is not None and _outlives(draft, file, policy["until"]):
                    follows = policy["replaced_by"] or Text("（没有写）", "(not said)")
                    yield draft.finding("P376", "basis", name=name, until=policy["until"], follows=follows)
            if spoken and not basis.en and not in_english(basis, pack.english)[1]:
                yield draft.finding("P377", "basis", words=basis)


def fill_bases(pack: Drafts) -> None:
    """Every basis with the titles of its documents, in both languages."""
    titles: dict[str, Text] = {name: one["title"] for name, one in pack.policies.items()}
    for file in pack.all():
        for draft, basis in _bases(file):
            values: Any = draft.values
            if not basis.en:
                en, whole = in_english(basis, pack.english)
                basis = Basis(basis, en, basis.policies, whole=whole)
            values["basis"] = basis.filled(titles)


def _bases(file: Draft) -> Iterator[tuple[Draft, Basis]]:
    for draft in drafts(file):
        found = draft.values.get("basis")
        if isinstance(found, Basis):
            yield draft, found


def _outlives(draft: Draft, file: Draft, until: date) -> bool:
    """Whether the rule goes on after its document: by its own dates, or else by those of its file."""
    own: Mapping[str, Any] = draft.values
    head = next((one.values for one in file.values.values() if isinstance(one, Draft) and "since" in one.values), {})
    ends = own.get("until") if "since" in own or "until" in own else head.get("until")
    return ends is None or ends > until
