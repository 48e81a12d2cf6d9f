"""Characters to tokens, each with its place. Knows signs and literals, and nothing of grammar."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import NoReturn

from bihuan.core.expressions.problems import Position, stop
from bihuan.core.expressions.types import Basic

LiteralValue = bool | int | Fraction | str | date | datetime | timedelta | None


@dataclass(frozen=True, slots=True)
class Token:
    """One token: `text` as written; `type` and `value` for literals. The end has kind "end"."""

    kind: str  # word, sign, literal, end
    text: str
    at: Position
    type: Basic = Basic.UNKNOWN
    value: LiteralValue = None


_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n]+)
    | (?P<instant>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2})?(?:Z|[+-][0-9]{2}:[0-9]{2}))(?!\w)
    | (?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})(?!\w)
    | (?P<duration>[0-9]+(?:min|h))(?!\w)
    | (?P<number>[0-9]+(?:\.[0-9]+)?%?)(?!\w)
    | (?P<badnumber>[0-9][\w.:%]*)
    | (?P<word>[^\W0-9\uff00-\uffef]\w*)
    | (?P<quote>['"])
    | (?P<sign>==|!=|<=|>=|[-+*/<>()\[\],.])
    """,
    re.VERBOSE,
)
_TEXT = {quote: re.compile(rf"{quote}((?:[^{quote}\x00-\x1f\x7f]|{quote}{quote})*){quote}") for quote in "'\""}

# Signs that other languages, or a Chinese keyboard, would write here, and what to write instead.
_INSTEAD = {
    "=": "==", "≠": "!=", "≤": "<=", "≥": ">=", "×": "*", "÷": "/", "−": "-", "–": "-", "—": "-",
    "&": "and", "|": "or", "!": "not", "%": "/ 100", ";": "and", "{": "(", "}": ")", "`": "'", "#": "'…'",
}  # fmt: skip
_FULL_WIDTH = {
    "“": "'", "”": "'", "‘": "'", "’": "'", "「": "'", "」": "'", "『": "'", "』": "'", "、": ",", "。": ".",
    "【": "[", "】": "]", "〔": "(", "〕": ")", "《": "'", "》": "'", "\u3000": "' '", "·": ".",
    "！": "not", "＝": "==", "＆": "and", "｜": "or", "｛": "(", "｝": ")", "；": "and", "：": "then",
}  # fmt: skip


def tokens(source: str) -> Iterator[Token]:
    """The tokens of a source and the end; stops (`Stop`) at the first character that begins none."""
    offset, line, start_of_line = 0, 1, 0
    while offset < len(source):
        at = Position(offset, line, offset - start_of_line + 1)
        match = _TOKEN.match(source, offset)
        if match is None:
            _refuse(source[offset], at)
        offset = match.end()
        match match.lastgroup:
            case "space":
                breaks = match[0].count("\n")
                line += breaks
                start_of_line = match.start() + match[0].rindex("\n") + 1 if breaks else start_of_line
            case "quote":
                literal = _TEXT[match[0]].match(source, at.offset)
                if literal is None:
                    stop("unclosed-text", at, quote=match[0])
                offset = literal.end()
                yield Token("literal", literal[0], at, Basic.TEXT, literal[1].replace(match[0] * 2, match[0]))
            case "word" | "sign" as kind:
                yield Token(kind, _narrow(match[0], at), at)
            case kind:
                yield _literal(str(kind), match[0], at)
    yield Token("end", "", Position(offset, line, offset - start_of_line + 1))


def _literal(kind: str, text: str, at: Position) -> Token:
    match kind:
        case "number":
            exact = Fraction(text.rstrip("%")) / (100 if text.endswith("%") else 1)
            value = exact.numerator if exact.denominator == 1 else exact
            return Token("literal", text, at, Basic.NUMBER, value)
        case "duration":
            try:
                number, unit = (text[:-3], 1) if text.endswith("min") else (text[:-1], 60)
                length = timedelta(minutes=int(number) * unit)
            except OverflowError:
                stop("bad-number", at, given=text)
            return Token("literal", text, at, Basic.DURATION, length)
        case "date" | "instant":
            try:
                if kind == "date":
                    return Token("literal", text, at, Basic.DATE, date.fromisoformat(text))
                return Token("literal", text, at, Basic.INSTANT, datetime.fromisoformat(text))
            except ValueError:
                stop("bad-date", at, given=text)
        case _:
            stop("bad-number", at, given=text)


def _narrow(word: str, at: Position) -> str:
    """The word, unless a full-width letter or digit hides in it."""
    for i, character in enumerate(word):
        if "\uff00" <= character <= "\uffef":
            _refuse(character, Position(at.offset + i, at.line, at.column + i))
    return word


def _refuse(character: str, at: Position) -> NoReturn:
    """Stop, saying which character and what belongs in its place."""
    if character in _FULL_WIDTH:
        stop("full-width", at, given=character, fix=_FULL_WIDTH[character])
    if "\uff01" <= character <= "\uff5e":
        # The full-width forms stand in the order of ASCII, 0xFEE0 further on.
        stop("full-width", at, given=character, fix=chr(ord(character) - 0xFEE0))
    if character in _INSTEAD:
        stop("not-this-sign", at, given=character, fix=_INSTEAD[character])
    stop("stray-character", at, given=character if character.isprintable() else f"U+{ord(character):04X}")
