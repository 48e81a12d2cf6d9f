"""Notices as pages show them: by day, the wishes as a form, deliveries as a table. Nothing is asked of the store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from bihuan.app.district import District
from bihuan.app.notices.delivered import Delivered, ToEntry
from bihuan.app.notices.gateways import NO_ANSWER, NO_GATEWAY, NOT_UNDERSTOOD
from bihuan.app.notices.reading import Line, Told
from bihuan.core.notices import Channel, Delivery, Quiet, Wish
from bihuan.core.text import Language, Text
from bihuan.web.show.dates import day_of, day_text

CHANNELS: Mapping[Channel, Text] = {
    Channel.INAPP: Text("站内通知", "On these pages"),
    Channel.EMAIL: Text("电子邮件", "E-mail"),
    Channel.SMS: Text("短信", "Text message"),
    Channel.ROBOT: Text("单位群机器人", "The unit's group robot"),
}
STATES: Mapping[Delivery, Text] = {
    Delivery.WAITING: Text("待发", "Waiting"),
    Delivery.SENDING: Text("发送中", "Being sent"),
    Delivery.SENT: Text("已发出", "Sent"),
    Delivery.READ: Text("已读", "Read"),
    Delivery.DEAD: Text("已放弃", "Given up"),
    Delivery.NOBODY: Text("无人可告知", "Nobody to tell"),
}
WISHED = (Channel.INAPP, Channel.EMAIL)
"""Channels that an account may choose among; a text message and a robot are not an account's own."""
FAULTS: Mapping[str, Text] = {
    NO_ANSWER: Text("没有应答", "No answer"),
    NO_GATEWAY: Text("这个渠道没有网关", "This channel has no gateway"),
    NOT_UNDERSTOOD: Text("网关地址写得不对", "The gateway's address is not understood"),
}
"""Faults in words; anything else is what the gateway answered: a status, or a code in an answer of 200."""
ANSWERED = Text("应答 {fault}", "Answered {fault}")


MARKS: Mapping[Delivery, str] = {
    Delivery.SENT: "kept", Delivery.READ: "kept", Delivery.DEAD: "late", Delivery.NOBODY: "late",
}  # fmt: skip
TO_RAISER = Text("诉求人", "The one who raised it")
TO_FOLLOWER = Text("关注者", "Somebody who follows it")
TO_ENTRY = Text("名录里的", "Of a register")
NO_ADDRESS = Text("没有联系方式，请打电话", "No address: somebody has to call")
NO_HOUR = Text("时间请写成 08:30 这样。", "Write an hour like 08:30.")
HALF_NIGHT = Text("免打扰要写明从几点到几点。", "Quiet hours need both their begin and their end.")


@dataclass(frozen=True, slots=True)
class Day:
    """What was told on one day."""

    title: str
    told: tuple[tuple[str, Told], ...]
    """Hour and notice."""


def by_day(told: Sequence[Told], zone: ZoneInfo, language: Language) -> list[Day]:
    """The same order, under their days."""
    days: dict[str, list[tuple[str, Told]]] = {}
    for one in told:
        title = day_text(day_of(one.at, zone), language)
        days.setdefault(title, []).append((f"{one.at.astimezone(zone):%H:%M}", one))
    return [Day(title, tuple(notices)) for title, notices in days.items()]


def as_sent(wish: Wish) -> dict[str, Any]:
    """A wish as the form would send it."""
    return {
        "language": wish.language,
        "channels": sorted(wish.channels),
        "quiet_since": f"{wish.quiet.since:%H:%M}" if wish.quiet else "",
        "quiet_until": f"{wish.quiet.until:%H:%M}" if wish.quiet else "",
        "digest": f"{wish.digest:%H:%M}" if wish.digest else "",
    }


def read_wish(sent: Mapping[str, Any], chosen: Sequence[str]) -> tuple[Wish | None, Text | None]:
    """The wish that was sent, or what is wrong with it. The list on the pages can't be switched off."""
    hours: dict[str, time | None] = {}
    for name in ("quiet_since", "quiet_until", "digest"):
        typed = str(sent.get(name, "")).strip()
        try:
            hours[name] = time.fromisoformat(typed) if typed else None
        except ValueError:
            return None, NO_HOUR
    since, until = hours["quiet_since"], hours["quiet_until"]
    if (since is None) != (until is None):
        return None, HALF_NIGHT
    quiet = Quiet(since, until) if since is not None and until is not None else None
    channels = frozenset({Channel.INAPP, *(one for one in WISHED if one in chosen)})
    spoken: Language = "en" if sent.get("language") == "en" else "zh"
    return Wish(language=spoken, channels=channels, quiet=quiet, digest=hours["digest"]), None


def channels(wish: Wish | None, language: Language) -> list[tuple[str, str, bool]]:
    """Channels to choose: code, title, chosen."""
    chosen = wish.channels if wish else frozenset({Channel.INAPP})
    return [(str(one), CHANNELS[one].in_(language), one in chosen) for one in WISHED if one is not Channel.INAPP]


def state(asked: str) -> Delivery:
    """The state whose deliveries a page lists; those given up unless another is asked for."""
    return Delivery(asked) if asked in set(Delivery) else Delivery.DEAD


def states(opened: Delivery, language: Language) -> list[tuple[str, str, bool]]:
    """Tabs: code, title, open."""
    return [(str(one), title.in_(language), one is opened) for one, title in STATES.items()]


def table(counts: Mapping[tuple[Channel, Delivery], int], language: Language) -> dict[str, Any]:
    """How many deliveries stand how, a row a channel."""
    rows = [
        (title.in_(language), [counts.get((channel, one), 0) for one in STATES]) for channel, title in CHANNELS.items()
    ]
    return {"heads": [title.in_(language) for title in STATES.values()], "rows": rows}


def fault(said: str, language: Language) -> str:
    """What went wrong at the last try; empty if nothing did."""
    if not said:
        return ""
    return FAULTS.get(said, ANSWERED).in_(language, {"fault": said})


def to_entries(found: Delivered | None, zone: ZoneInfo, language: Language) -> dict[str, Any] | None:
    """How the entries that a case concerns were told, as its record shows it."""
    if found is None:
        return None
    by = found.until.astimezone(zone) if found.until is not None else None
    rows = [
        {
            "title": one.title, "key": one.key, "register": one.register, "channel":
            "—" if one.state is Delivery.NOBODY else CHANNELS[one.channel].in_(language),
            "state": (NO_ADDRESS if one.state is Delivery.NOBODY else STATES[one.state]).in_(language),
            "mark": "late" if _too_late(one, found.until) else MARKS.get(one.state, "wait"),
            "too_late": _too_late(one, found.until),
            "at": f"{day_text(day_of(one.at, zone), language)} {one.at.astimezone(zone):%H:%M}",
        }
        for one in found.lines
    ]  # fmt: skip
    return {
        "rows": rows, "concerned": found.concerned, "told": found.told, "unreached": found.unreached,
        "late": found.late, "hidden": found.hidden,
        "until": f"{day_text(by.date(), language)} {by:%H:%M}" if by else "",
    }  # fmt: skip


def _too_late(one: ToEntry, until: datetime | None) -> bool:
    return until is not None and one.state in (Delivery.SENT, Delivery.READ) and one.at > until


def lines(found: Sequence[Line], district: District, language: Language) -> list[dict[str, Any]]:
    """Deliveries as rows: to whom by office, never by address."""
    places = district.places()
    shown = []
    for line in found:
        unit = places.units.get(line.sent.recipient)
        outside = TO_RAISER if line.raiser else TO_FOLLOWER if line.follower else Text("—", "—")
        outside = TO_ENTRY if "/" in line.sent.recipient else outside
        to = (unit.title if unit else outside).in_(language)
        at = line.sent.due.astimezone(district.zone)
        shown.append({
            "id": line.sent.id, "number": line.number, "programme": line.title.in_(language), "to": to,
            "channel": CHANNELS[line.sent.channel].in_(language), "tries": line.sent.tries,
            "fault": fault(line.sent.fault, language),
            "at": f"{day_text(at.date(), language)} {at:%H:%M}",
        })  # fmt: skip
    return shown
