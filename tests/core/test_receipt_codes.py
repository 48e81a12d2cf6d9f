"""Codes as people write them: read back however they were typed, and never read wrongly."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bihuan.core.receipt_codes import ALPHABET, BYTES, code_of, fingerprint, read, request_of, written
from bihuan.transparency.receipt_key import CODE_BYTES_MIN

codes = st.binary(min_size=BYTES, max_size=BYTES)


def test_a_code_is_long_enough_for_the_public_log() -> None:
    assert BYTES >= CODE_BYTES_MIN


@given(codes)
def test_what_is_written_is_read(code: bytes) -> None:
    text = written(code)
    assert len(text) == 29 and set(text) <= {*ALPHABET, "-"}
    wide = "".join(chr(ord(one) + 0xFEE0) if one != "-" else "－" for one in text)
    for typed in (text, text.lower(), text.replace("-", ""), f"  {text.replace('-', ' ')} ", wide,
                  text.replace("0", "O").replace("1", "l")):  # fmt: skip
        assert read(typed) == code


@given(codes, st.integers(0, 28), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed_almost_always(code: bytes, place: int, other: str) -> None:
    text = written(code)
    slipped = text[:place] + other + text[place + 1 :]
    found = read(slipped)
    # A slip that still reads leads to another code, never to this one.
    assert found is None or (found == code) == (slipped.replace("-", "") == text.replace("-", ""))


@given(st.text(max_size=80))
def test_anything_typed_is_answered(typed: str) -> None:
    assert read(typed) is None or len(read(typed) or b"") == BYTES


@given(st.text(), st.text())
def test_forms_do_not_meet_and_do_not_betray_their_secret(one: str, other: str) -> None:
    assert (code_of(one) == code_of(other)) == (one == other) == (request_of(one) == request_of(other))
    assert code_of(one).hex()[:8] not in request_of(one)
    assert fingerprint(code_of(one)) != code_of(one).hex()
