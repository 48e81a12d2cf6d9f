"""Short JSON of the read model, compressed: Zstandard with a dictionary of the words that every state holds.

The dictionary is part of the stored form. It may never be changed: another one would be another first byte, and rows
of this one would stay readable beside it. It holds words of the grammar only, so that it fits every pack.
"""

from __future__ import annotations

import threading
import zlib
from typing import Final

import zstandard

_FORM: Final = b"\x01"
"""First byte of a row packed here; zlib, which packed the rows before, begins otherwise."""

LONGEST: Final = 64 * 1024 * 1024
"""Bytes that a row may unpack to; a damaged one never takes all memory."""

WORDS: Final = (
    b'"yes","no","unreachable","history","live","central","score":1,"supervision":1,"final":true,"outcome":"completed",'
    b'"links":[["","duplicate"]],"children":{},"balances":{},"reserved":[],"contributions":{},"requests":{"extension":{'
    b'"kind":"extension","task":"t1","clock":"","amount":{"amount":2,"kind":"work_day"},"reason":"","reason_basis":""}},'
    b'"suspension":{"kind":"suspension"}},"strike_off","termination","exemption","joint","assist","disputed","returned",'
    b'"revoked","given","binding":true,"arrived","fixed":"20","direction":"before","ends":"midnight","late":true,'
    b'"lapsed":true,"exempted":true,"extensions":[{"amount":1,"kind":"urgent_hour"}],"suspensions":[{"start":"20",'
    b'"end":"20","reason":"","basis":""}],"provisional":true,"urgent_minute","work_minute","month","calendar_day",'
    b'"leader","system","supervisor","checker","closed":"open","contacted":true,"dispatched":true,"ever_closed":true,'
    b'"field_":"","final":false,"finished":true,"lead":"","minutes_to_close":1,"minutes_to_contact":1,"minutes_to_finish":'
    b'1,"number":"","outcome":"","population":"live","programme":"","raised_on":"20","recorded_on":"20","redispatchs":0,'
    b'"redispatches":0,"reminders":0,"reopens":0,"returns":0,"reworks":0,"round":1,"satisfied":"yes","satisfied_by":'
    b'"raiser","call_back","signed":true,"solved":"yes","stage":"","supervision":0,"was_late_":false,"late_":false,"due_":'
    b'"2026-01-01T00:00:00+00:00","case":"01","case_edition":"20",'
    b'{"id":"01","number":"","programme":"","edition":"20","population":"live","opened_at":"20","occurred_at":"20","n":1,'
    b'"stage":"","round":2,"fields":{"":true,"":""},"tasks":{"t1":{"id":"t1","unit":"","kind":"lead","state":"signed",'
    b'"rule":"","marks":["contacted"]}},"findings":{"solved":{"kind":"solved","verdict":"yes","party":"checker","at":"20",'
    b'"round":1},"closed":{"kind":"closed","verdict":"yes","party":"centre","at":"20","round":1},"satisfied":{"kind":'
    b'"satisfied","verdict":"yes","party":"raiser","at":"20","round":1}},"worked":[""]},"counts":{"step:":1,"step:@1":1,'
    b'"verb:raise":1,"verb:accept":1,"verb:dispatch":1,"verb:sign":1,"verb:contact":1,"verb:finish":1,"verb:check":1,'
    b'"verb:close":1,"verb:confirm":1,"verb:call_back":1,"verb:lapse":1,"verb:progress":1,"verb:remind":1},"moments":{'
    b'"raise":"20","raise:done":"20","accept":"20","accept:done":"20","dispatch":"20","dispatch:done":"20","sign":"20",'
    b'"sign:done":"20","contact":"20","contact:reached":"20","finish":"20","finish:done":"20","check":"20","check:yes":"20",'
    b'"close":"20","close:done":"20","confirm":"20","confirm:yes":"20","lapse":"20","lapse:done":"20"},"clocks":{"":{'
    b'"id":"","name":"","owner":"handler","task":"t1","budget":{"amount":4,"kind":"work_hour"},"started_at":"2026-01-01T'
    b'00:00:00.000000Z","calendar":"","calendar_edition":"2026","rule":"","edition":"20","basis":"","due":"2026-01-01T09:'
    b'30:00Z","lapse":"","window":true,"shown":true,"stopped_at":"2026-01-01T00:00:00.000000Z"},"":{"id":"","name":"",'
    b'"owner":"centre","budget":{"amount":5,"kind":"work_day"},"started_at":"20'
)
"""What most states say in the same words; the most frequent last, where it is the nearest."""


class _Packers(threading.local):
    """One of each a thread: they keep their tables, and they are not to be shared."""

    def __init__(self) -> None:
        words = zstandard.ZstdCompressionDict(WORDS, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
        self.pack = zstandard.ZstdCompressor(level=1, dict_data=words).compress
        self.unpack = zstandard.ZstdDecompressor(dict_data=words).decompress


_packers = _Packers()


class Unreadable(ValueError):
    """Bytes that neither this nor an earlier form explains."""


def packed(text: bytes) -> bytes:
    """The text as a row holds it; equal texts give equal bytes."""
    return _FORM + _packers.pack(text)


def unpacked(stored: bytes | memoryview) -> bytes:
    """The text again, also of a row that zlib packed. Raises Unreadable."""
    stored = bytes(stored)
    try:
        if stored[:1] == _FORM:
            if not 0 <= zstandard.frame_content_size(stored[1:]) <= LONGEST:
                raise Unreadable("a size that no row has")
            return _packers.unpack(stored[1:])
        return zlib.decompress(stored)
    except (zstandard.ZstdError, zlib.error) as fault:
        raise Unreadable(f"{type(fault).__name__}: {fault}") from fault
