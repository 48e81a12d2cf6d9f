"""Which of the played reporters keep their receipt, and what they sign with it. Chooses no path and no moment."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bihuan.app.answers import Signed, sign, signing
from bihuan.app.district import District
from bihuan.app.door import Asked, Outcome
from bihuan.app.receipts import Held, Kind
from bihuan.core.commands import Take
from bihuan.core.receipt_codes import code_of
from bihuan.core.refusals import Refusal
from bihuan.transparency.receipt_key import ANSWERS, key_hash, receipt_key


class Keeping:
    """The receipts of one demonstration: `signs` of a raiser in the cast says how many of a hundred keep theirs."""

    def __init__(self, district: District, programme: str, seed: int) -> None:
        self._district, self._programme, self._seed = district, programme, seed

    def code(self, role: Mapping[str, Any], number: int) -> bytes | None:
        """The code in the hand of whoever raised this matter; None for those who keep none.

        From the seed and the number alone: it takes no chance away from what else is played.
        """
        secret = f"demo:{self._programme}:{self._seed}:{number}:receipt"
        lot = int.from_bytes(hashlib.sha256(secret.encode()).digest()[:4]) % 100
        return code_of(secret) if role.get("raiser") and lot < role.get("signs", 0) else None

    def raised(self, asked: Asked, code: bytes | None) -> Asked:
        """The first fact of a matter carries the hash of the key that the code makes."""
        public = receipt_key(code).public_key().public_bytes_raw() if code else None
        return replace(asked, receipt_key=key_hash(public) if public else None)

    def answered(self, asked: Asked, code: bytes | None) -> Asked:
        """Signed, if it is an answer of somebody who kept the receipt: over the last fact as it stands."""
        command = asked.command
        if code is None or not isinstance(command, Take) or not command.by.raiser:
            return asked
        return replace(asked, signed=self._signed(command, code))

    def once_more(self, asked: Asked, code: bytes | None, answer: Outcome) -> Outcome:
        """Something happened while the reporter wrote (a clock ended): they look again and sign what stands now."""
        if not isinstance(answer, Refusal) or answer.code != "signature-refused":
            return answer
        again = replace(self.answered(asked, code), at=None)
        return self._district.door.submit_many(self._district.id, [again])[0]

    def _signed(self, command: Take, code: bytes) -> Signed | None:
        programme = self._district.rules.current(self._programme, self._district.today())
        verb = programme.steps[command.step].verb if programme else None
        if verb is None or str(verb) not in ANSWERS:
            return None
        about = signing(self._district, Held(command.case, Kind.RAISER, code))
        return sign(about, code, verb, command) if about else None
