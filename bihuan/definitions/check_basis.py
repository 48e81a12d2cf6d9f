"""What every `basis` names: documents that exist and are in force as long as the rule is, or the pack's own reading.

May live here: checks of bases across files, and filling them. May not: what a rule means (`checks`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from bihuan.core.text import CLAUSES, READING, Basis, Text
from bihuan.definitions.articles import in_english, lines_of
from bihuan.definitions.findings import Finding, unknown
from bihuan.definitions.names import Drafts
from bihuan.definitions.reading import Draft, drafts

_REASON = re.compile(f"{READING.zh}：.*\\S")


def check_basis(pack: Drafts) -> Iterator[Finding]:
    """What a basis names that nobody declared, that ended before the rule does, or that it does not name at all."""
    spoken = bool(pack.english) or any(basis.en for file in pack.all() for _, basis in _bases(file))
    printed = _printed(pack)
    for file in pack.all():
        for draft, basis in _bases(file):
            for name in basis.documents:
                policy = pack.policies.get(name)
                if policy is None and name not in printed:
                    yield draft.finding("P226", "basis", **unknown(name, [*pack.policies, *printed]))
                elif policy is not None and policy["until"] is not None and _outlives(draft, file, policy["until"]):
                    follows = policy["replaced_by"] or Text("（没有写）", "(not said)")
                    yield draft.finding("P376", "basis", name=name, until=policy["until"], follows=follows)
            yield from _source(draft, basis, printed)
            if spoken and not basis.en and not in_english(basis, pack.english)[1]:
                yield draft.finding("P377", "basis", words=basis)
    for id_, policy in pack.policies.items():
        if not any(policy[key] for key in ("in_force", "issued", "used_since")):
            yield policy.finding("P389", policy=id_)


def _source(draft: Draft, basis: Basis, printed: Mapping[str, int]) -> Iterator[Finding]:
    """Whether it says where it comes from: a document, a line of a printed text, or the pack itself and why."""
    clauses = basis.split(CLAUSES)
    if not basis.documents and not basis.reading:
        yield draft.finding("P378", "basis", words=basis)
    elif not (clauses[0].startswith(READING.zh) or any(f"{{{name}}}" in clauses[0] for name in basis.documents)):
        yield draft.finding("P378", "basis", words=clauses[0])
    if any(one.startswith(READING.zh) and not _REASON.match(one) for one in clauses):
        yield draft.finding("P379", "basis")
    for name in basis.documents:
        if name in printed:
            lines = [line for one in clauses if f"{{{name}}}" in one for line in lines_of(one)]
            if not lines or not all(1 <= line <= printed[name] for line in lines):
                yield draft.finding("P388", "basis", name=name, most=printed[name])


def _printed(pack: Drafts) -> dict[str, int]:
    """Texts whose figures the pack enters → how many lines each has: a rule may rest on their words, by the line."""
    return {file["document"]["id"]: file["document"]["lines"] for file in pack.claims}


def fill_bases(pack: Drafts) -> None:
    """Every basis with the titles of its documents, in both languages."""
    titles: dict[str, Text] = {file["document"]["id"]: file["document"]["title"] for file in pack.claims}
    titles |= {name: one["title"] for name, one in pack.policies.items()}
    for file in pack.all():
        for draft, basis in _bases(file):
            values: Any = draft.values
            if not basis.en:
                en, whole = in_english(basis, pack.english)
                basis = Basis(basis, en, basis.documents, whole=whole)
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
