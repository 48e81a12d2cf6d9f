"""What a district says in its own name in the log: a published figure, an erased key, where its journals end.

Entries of streams of their own, one stream a kind.

They chain like every other leaf (`v`, `c`, `n`, `h`) and carry no commitment, because nothing about them is private.

| wire | figure | wire | erasure |
|---|---|---|---|
| p, d, e | programme, indicator, its edition | w | what was erased: `case` or `reporter` |
| dh | SHA-256 of the definition file | m | pseudonyms of the streams it concerns |
| from, to | first and last day of the period, where there are any | | |
| size, root | the tree that it was counted from | | |
| num, den, val | counted, of how many, in per cent | | |
| i | 1 for imported history | | |
| by | numerator of a satisfaction figure: called, signed, unsigned | | |

| wire | access, administration |
|---|---|
| q | entries of that journal so far: identities that were opened; acts of administration |
| jh | hash of the last of them: no earlier entry can be changed or left out any more |

A further kind, `page`: `w` names a page that checks by itself, `sha` is the SHA-256 of its file, `size` its bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from bihuan.transparency.canonical import Json, b64url, canonical
from bihuan.transparency.leaf import VERSION

Kind = Literal["figure", "erasure", "access", "administration", "page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureClaim:
    """A figure as it is published; a restatement is a new claim beside the old one."""

    programme: str
    indicator: str
    edition: str
    definition: bytes
    """SHA-256 of the definition file."""
    since: date | None
    until: date | None
    size: int
    root: bytes
    numerator: int
    denominator: int
    value: str
    imported: bool = False
    by: Mapping[str, int] = field(default_factory=dict)
    """Where satisfaction is counted: by whose word. Signed by the reporter, told to a caller, or neither."""

    def fields(self) -> dict[str, Json]:
        """By wire name."""
        said: dict[str, Json] = {
            "p": self.programme,
            "d": self.indicator,
            "e": self.edition,
            "dh": b64url(self.definition),
            "size": self.size,
            "root": b64url(self.root),
            "num": self.numerator,
            "den": self.denominator,
            "val": self.value,
        }
        said |= {"from": self.since.isoformat()} if self.since else {}
        said |= {"to": self.until.isoformat()} if self.until else {}
        said |= {"by": dict(self.by)} if self.by else {}
        return said | ({"i": 1} if self.imported else {})


def stream_of(kind: Kind, origin: str) -> str:
    """The name of the district's own stream of this kind: public, the same for ever, no secret in it."""
    return b64url(hashlib.sha256(f"bihuan declaration v1|{kind}|{origin}".encode()).digest()[:16])


def declaration(
    kind: Kind, origin: str, number: int, previous: bytes | None, recorded: date, said: Mapping[str, Json]
) -> bytes:
    """The entry of a declaration."""
    frame: dict[str, Json] = {"v": VERSION, "c": stream_of(kind, origin), "n": number, "t": recorded.isoformat()}
    frame |= {"h": b64url(previous)} if previous is not None else {}
    return canonical({**said, **frame, "k": kind})
