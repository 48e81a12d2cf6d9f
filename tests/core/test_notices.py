"""When people are told, held against a walk by minutes."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bihuan.core.notices import NIGHT, PAUSES, Quiet, Wish, next_try, send_at

ZONE = ZoneInfo("Asia/Shanghai")
MINUTE = timedelta(minutes=1)
moments = st.integers(0, 60 * 24 * 400).map(lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + minutes * MINUTE)
hours = st.integers(0, 24 * 4 - 1).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))
quiets = st.builds(Quiet, hours, hours)


@given(moments, quiets)
def test_nothing_that_can_wait_goes_out_in_quiet_hours_and_no_minute_later_than_it_may(
    now: datetime, quiet: Quiet
) -> None:
    sent = send_at(now, False, Wish(quiet=quiet), ZONE)
    walked = now
    while quiet.covers(walked.astimezone(ZONE).time()):
        walked += MINUTE
    assert sent == walked


@given(moments, hours, quiets)
def test_a_digest_goes_at_its_hour_or_when_the_quiet_ends(now: datetime, digest: time, quiet: Quiet) -> None:
    sent = send_at(now, False, Wish(digest=digest, quiet=quiet), ZONE).astimezone(ZONE)
    assert now <= sent < now + timedelta(days=2)
    assert sent.time() == (quiet.until if quiet.covers(digest) else digest)


@given(moments, quiets)
def test_what_is_urgent_goes_at_once(now: datetime, quiet: Quiet) -> None:
    assert send_at(now, True, Wish(quiet=quiet, digest=time(9)), ZONE) == now


def test_a_night_goes_over_midnight() -> None:
    assert NIGHT.covers(time(23, 30)) and NIGHT.covers(time(0)) and NIGHT.covers(time(7, 59))
    assert not NIGHT.covers(time(8)) and not NIGHT.covers(time(20, 59))


def test_tries_end() -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    at = [next_try(now, tries) for tries in range(1, len(PAUSES) + 2)]
    assert at[:-1] == [now + pause for pause in PAUSES] and at[-1] is None
