"""What a gateway answered, and whether that means it took the message. Apprise reads the status of an answer alone;
robots and many gateways for text messages say "no" in an answer of 200. Only what listens to them may live here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from requests import Response

_heard: ContextVar[list[Response] | None] = ContextVar("heard", default=None)


@dataclass(frozen=True, slots=True)
class Taken:
    """What must stand in the JSON of an answer for the message to count as taken."""

    field: str
    """A path by dots; a number counts within a list."""
    value: str

    def fault(self, answer: Any) -> str:
        """Why it does not; empty if it does. Quotes a short code at most: an answer's words may hold a key."""
        found = answer
        for part in self.field.split("."):
            if isinstance(found, list) and part.isdecimal() and int(part) < len(found):
                found = found[int(part)]
            elif isinstance(found, Mapping) and part in found:
                found = found[part]
            else:
                return f"200 {self.field}?"
        said = str(found)
        if said == self.value:
            return ""
        return f"200 {self.field}={said if said.lstrip('-').isalnum() and len(said) <= 12 else '?'}"


BY_SCHEME: Mapping[str, Taken] = {
    "wecombot": Taken("errcode", "0"),
    "dingtalk": Taken("errcode", "0"),
    "feishu": Taken("code", "0"),
    "lark": Taken("code", "0"),
    "vonage": Taken("messages.0.status", "0"),
}
"""What the makers of these services write: WeCom "group robot", DingTalk "custom robot", Feishu "custom bot", Vonage
"SMS API"."""


@contextmanager
def listening() -> Iterator[list[Response]]:
    """The answers to what this thread sends by `requests` meanwhile, in their order."""
    _listen()
    answers: list[Response] = []
    token = _heard.set(answers)
    try:
        yield answers
    finally:
        _heard.reset(token)


def fault_in(answers: list[Response], taken: Taken | None) -> str:
    """Why the answers do not say that it was taken; empty if they do. Without a rule the status alone counts."""
    last = [answer for answer in answers if not answer.is_redirect]
    for answer in last:
        if not answer.ok:
            return str(answer.status_code)
        if taken is None:
            continue
        try:
            said = answer.json()
        except ValueError:
            said = None
        if fault := taken.fault(said):
            return fault
    # Nothing heard: the service is no longer reached by `requests`, so nobody knows what it said.
    return f"? {taken.field}" if taken is not None and not last else ""


def _listen() -> None:
    """Once a process. Apprise hands nobody the answer, and opens a session of its own for each request."""
    from requests import Session

    plain = Session.send
    if hasattr(plain, "overheard"):
        return

    def send(self: Session, request: Any, **more: Any) -> Response:
        answer = plain(self, request, **more)
        if (heard := _heard.get()) is not None:
            heard.append(answer)
        return answer

    send.overheard = True  # type: ignore[attr-defined]
    Session.send = send  # type: ignore[method-assign]
