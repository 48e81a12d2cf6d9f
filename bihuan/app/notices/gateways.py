"""What carries a message out of the house: a port, and its two sides, a real gateway and a file for demonstrations.

Which gateway serves which channel stands in one file that only the operator reads; secrets in it are names of
environment variables (`${SMTP_PASSWORD}`), never themselves.
"""

from __future__ import annotations

import json
import logging
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

from bihuan.app.notices.hearing import BY_SCHEME, Taken, fault_in, listening
from bihuan.core.notices import Channel
from bihuan.core.text import Language


class GatewayFault(RuntimeError):
    """A gateway did not take the message; says why without the address."""


NO_ANSWER, NO_GATEWAY, NOT_UNDERSTOOD = "no answer", "no gateway", "url"
"""Faults besides what a gateway answered; a page says them in words."""


class Gateway(Protocol):
    """One channel's way out."""

    def send(self, id_: str, address: str, subject: str, body: str) -> None:
        """Hand over one message; `id_` is the same for a message sent again. Raises GatewayFault."""


@dataclass(frozen=True, slots=True)
class FileGateway:
    """Writes messages to a file, one JSON line each: for demonstrations and tests."""

    path: Path

    def send(self, id_: str, address: str, subject: str, body: str) -> None:
        """Append it, durably."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        line = json.dumps({"id": id_, "to": address, "subject": subject, "body": body}, ensure_ascii=False)
        with self.path.open("a", encoding="utf-8") as out:
            out.write(line + "\n")
            out.flush()
            os.fsync(out.fileno())


@dataclass(frozen=True, slots=True)
class AppriseGateway:
    """Any service that Apprise knows; the address and the id take their places in the URL."""

    url: str = field(repr=False)
    """Holds keys."""
    taken: Taken | None = None
    """What the answer must say, where the service does not stand in BY_SCHEME; None: a status of 2xx is enough."""

    def send(self, id_: str, address: str, subject: str, body: str) -> None:
        """Send it and wait for the answer."""
        import apprise

        # It writes addresses, keys and messages into its log.
        logging.getLogger("apprise").disabled = True
        way = apprise.Apprise()
        if not way.add(self.url.replace("{address}", quote(address, safe="@")).replace("{id}", id_)):
            raise GatewayFault(NOT_UNDERSTOOD)
        with listening() as answers:
            went = way.notify(body=body, title=subject, body_format=apprise.NotifyFormat.TEXT)
        known = (BY_SCHEME[scheme] for scheme in way[0].schemas() if scheme in BY_SCHEME)
        rule = self.taken or next(known, None)
        if fault := fault_in(answers, rule if went else None):
            raise GatewayFault(fault)
        if not went:
            raise GatewayFault(NO_ANSWER)


@dataclass(frozen=True, slots=True)
class Gateways:
    """The ways out of one installation. A channel without one is not offered."""

    by_channel: Mapping[Channel, Gateway]
    robots: Mapping[str, Gateway]
    """Unit → its group robot."""
    languages: Mapping[str, Language] = field(default_factory=dict)
    """Unit → what its robot speaks, if not Chinese."""

    def of(self, channel: Channel, recipient: str) -> Gateway | None:
        """The gateway for a delivery, if there is one."""
        return self.robots.get(recipient) if channel is Channel.ROBOT else self.by_channel.get(channel)


NO_GATEWAYS = Gateways({}, {})
"""Of an installation whose operator named none: notices stay on the pages."""


class BadGateways(ValueError):
    """The file of gateways can't be used; says what is wrong and where, never a secret."""


def read_gateways(text: str, environment: Mapping[str, str], folder: Path) -> Gateways:
    """From the operator's TOML: `[email] url = "…"`, `[sms]`, `[robot.UNIT]`; `url = "file"` writes into `folder`.

    `taken = "FIELD=VALUE"` is what the JSON of an answer must say; `language = "en"` what a robot speaks.

    Raises BadGateways.
    """
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadGateways(f"channels: {error}") from error
    robots = said.pop("robot", {})
    unknown = sorted(set(said) - {Channel.EMAIL, Channel.SMS})
    if unknown:
        raise BadGateways(f"channels: unknown [{unknown[0]}]; known are email, sms, robot.UNIT")
    return Gateways(
        {Channel(name): _gateway(name, table, environment, folder) for name, table in said.items()},
        {unit: _gateway(f"robot.{unit}", table, environment, folder) for unit, table in robots.items()},
        {unit: _language(f"robot.{unit}", table) for unit, table in robots.items()},
    )


def _gateway(name: str, table: object, environment: Mapping[str, str], folder: Path) -> Gateway:
    url = table.get("url") if isinstance(table, dict) else None
    if not isinstance(url, str):
        raise BadGateways(f'channels: [{name}] needs url = "…"')
    missing = [found for found in re.findall(r"\$\{(\w+)\}", url) if found not in environment]
    if missing:
        raise BadGateways(f"channels: [{name}] names ${{{missing[0]}}}, which the environment does not have")
    filled = re.sub(r"\$\{(\w+)\}", lambda found: quote(environment[found[1]], safe=""), url)
    if filled == "file":
        return FileGateway(folder / f"{name}.jsonl")
    return AppriseGateway(filled, _taken(name, table))


def _taken(name: str, table: object) -> Taken | None:
    said = table.get("taken") if isinstance(table, dict) else None
    if said is None:
        return None
    path, equals, value = str(said).partition("=")
    if not (path and equals and value):
        raise BadGateways(f'channels: [{name}] taken is written "code=0"')
    return Taken(path.strip(), value.strip())


def _language(name: str, table: object) -> Language:
    match table.get("language", "zh") if isinstance(table, dict) else "zh":
        case "zh":
            return "zh"
        case "en":
            return "en"
    raise BadGateways(f'channels: [{name}] language is "zh" or "en"')
