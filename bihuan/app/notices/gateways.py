"""What carries a message out of the house: a port, and its two sides, a real gateway and a file for demonstrations.

Which gateway serves which channel stands in one file that only the operator reads; secrets in it are names of
environment variables (`${SMTP_PASSWORD}`), never themselves.
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

from bihuan.core.notices import Channel


class GatewayFault(RuntimeError):
    """A gateway did not take the message; says why without the address."""


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
    """Any service that Apprise knows; the address takes its place in the URL."""

    url: str

    def send(self, id_: str, address: str, subject: str, body: str) -> None:
        """Send it and wait for the answer."""
        import apprise

        way = apprise.Apprise()
        if not way.add(self.url.replace("{address}", quote(address, safe="@"))):
            raise GatewayFault("the gateway's address is not understood")
        if not way.notify(body=body, title=subject, body_format=apprise.NotifyFormat.TEXT):
            raise GatewayFault("the gateway did not take the message")


@dataclass(frozen=True, slots=True)
class Gateways:
    """The ways out of one installation. A channel without one is not offered."""

    by_channel: Mapping[Channel, Gateway]
    robots: Mapping[str, Gateway]
    """Unit → its group robot."""

    def of(self, channel: Channel, recipient: str) -> Gateway | None:
        """The gateway for a delivery, if there is one."""
        return self.robots.get(recipient) if channel is Channel.ROBOT else self.by_channel.get(channel)


NO_GATEWAYS = Gateways({}, {})
"""Of an installation whose operator named none: notices stay on the pages."""


class BadGateways(ValueError):
    """The file of gateways can't be used; says what is wrong and where, never a secret."""


def read_gateways(text: str, environment: Mapping[str, str], folder: Path) -> Gateways:
    """From the operator's TOML: `[email] url = "…"`, `[sms]`, `[robot.UNIT]`; `url = "file"` writes into `folder`.

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
    )


def _gateway(name: str, table: object, environment: Mapping[str, str], folder: Path) -> Gateway:
    url = table.get("url") if isinstance(table, dict) else None
    if not isinstance(url, str):
        raise BadGateways(f'channels: [{name}] needs url = "…"')
    missing = [found for found in re.findall(r"\$\{(\w+)\}", url) if found not in environment]
    if missing:
        raise BadGateways(f"channels: [{name}] names ${{{missing[0]}}}, which the environment does not have")
    filled = re.sub(r"\$\{(\w+)\}", lambda found: quote(environment[found[1]], safe=""), url)
    return FileGateway(folder / f"{name}.jsonl") if filled == "file" else AppriseGateway(filled)
