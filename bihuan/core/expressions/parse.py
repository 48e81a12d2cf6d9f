"""Tokens to a tree: a Pratt parser whose table of binding powers is the grammar's precedence. No types
here."""

from __future__ import annotations

from typing import NoReturn, cast

from bihuan.core.expressions.problems import START, Position, Problem, Stop, stop
from bihuan.core.expressions.scan import Token, tokens
from bihuan.core.expressions.source import to_source
from bihuan.core.expressions.tree import (
    And,
    Arithmetic,
    Between,
    Call,
    Compare,
    Comparison,
    Contains,
    DatedLookup,
    Expression,
    Field,
    If,
    Is,
    Item,
    Listing,
    Literal,
    Name,
    Negate,
    Not,
    Or,
    Over,
    Overs,
    walk,
)
from bihuan.core.expressions.types import Basic
from bihuan.core.text import Text

MOST_CHARACTERS = 2000
MOST_LEVELS = 40
MOST_SCOPES = 3
"""Conditions inside conditions over items: the work is at most (size of the input) to this power."""
MOST_ITEMS = 200
# Brackets leave no node behind, so the parser needs its own bound; a tree of 40 levels needs at most
# two steps for each.
_MOST_STEPS = 100

RESERVED = frozenset("and or not in is between where if then else true false unknown item outer".split())
PER_ITEM = frozenset({"sum", "min", "max", "mean", "median", "trimmed_mean"})
"""Functions that take `f(items, body)` for `f(each(items, body))`."""
_CONSTANTS = {"true": (Basic.BOOL, True), "false": (Basic.BOOL, False), "unknown": (Basic.UNKNOWN, None)}

WHERE, OR, AND, NOT, COMPARE, ADD, MULTIPLY, NEGATE, FIELD = range(1, 10)
"""Binding powers, loosest first."""
_COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">="})
_POWERS: dict[str, int] = {
    "where": WHERE, "or": OR, "and": AND, "in": COMPARE, "not": COMPARE, "between": COMPARE, "is": COMPARE,
    **dict.fromkeys(_COMPARISONS, COMPARE), "+": ADD, "-": ADD, "*": MULTIPLY, "/": MULTIPLY, ".": FIELD,
}  # fmt: skip

_VALUE = Text("一个值、名称或括号", "a value, a name or a bracket")
_OPERATOR = Text("运算符，或到此结束", "an operator, or the end")
_NAME = Text("名称", "a name")


def parse(source: str) -> Expression | Problem:
    """The tree of a source, or the first problem with its place. Never raises; never evaluates."""
    try:
        if len(source) > MOST_CHARACTERS:
            stop("too-long", START, length=len(source), most=MOST_CHARACTERS)
        parser = _Parser(list(tokens(source)))
        expression = parser.expression(0)
        parser.expect_end()
        _limit(expression)
        return expression
    except Stop as stopped:
        return stopped.problem


def _limit(expression: Expression) -> None:
    for node, level, scopes in walk(expression):
        if level > MOST_LEVELS:
            stop("too-deep", node.at, most=MOST_LEVELS)
        if scopes > MOST_SCOPES:
            stop("too-many-scopes", node.at, most=MOST_SCOPES)
    # The normal form must pass too, so that what is stored can always be read again.
    if (length := len(to_source(expression))) > MOST_CHARACTERS:
        stop("too-long", START, length=length, most=MOST_CHARACTERS)


class _Parser:
    """The tokens and how far they are read. `expression` reads everything that binds tighter than `power`."""

    def __init__(self, read: list[Token]) -> None:
        self._tokens = read
        self._next = 0
        self._steps = 0

    def expression(self, power: int) -> Expression:
        self._steps += 1
        if self._steps > _MOST_STEPS:
            stop("too-deep", self._peek.at, most=MOST_LEVELS)
        left = self._operand()
        while self._peek.kind != "literal" and _POWERS.get(self._peek.text, 0) > power:
            left = self._continue(left, self._take())
        self._steps -= 1
        return left

    def expect_end(self) -> None:
        if self._peek.kind != "end":
            self._unexpected(_OPERATOR)

    # Tokens.

    @property
    def _peek(self) -> Token:
        return self._tokens[self._next]

    def _take(self) -> Token:
        token = self._tokens[self._next]
        if token.kind != "end":
            self._next += 1
        return token

    def _at_sign(self, *texts: str) -> bool:
        return self._peek.kind in ("sign", "word") and self._peek.text in texts

    def _expect(self, text: str) -> Token:
        if not self._at_sign(text):
            self._unexpected(Text(f"“{text}”", f"“{text}”"))
        return self._take()

    def _unexpected(self, expected: Text) -> NoReturn:
        token = self._peek
        if token.kind == "end":
            stop("ends-early", token.at, expected=expected)
        stop("unexpected", token.at, given=token.text, expected=expected)

    # What an operand begins with.

    def _operand(self) -> Expression:
        token = self._peek
        if token.kind == "literal":
            self._take()
            return Literal(token.type, token.value, token.at)
        match token.text:
            case "(":
                self._take()
                inner = self.expression(0)
                self._expect(")")
                return inner
            case "[":
                return self._listing(self._take().at)
            case "-":
                self._take()
                return Negate(self.expression(NEGATE), token.at)
            case "not":
                self._take()
                return Not(self.expression(NOT), token.at)
            case "if":
                return self._if(self._take().at)
            case "item" | "outer":
                return self._scoped(token.at)
            case "true" | "false" | "unknown":
                self._take()
                return Literal(*_CONSTANTS[token.text], token.at)
        if token.kind != "word" or token.text in RESERVED:
            self._unexpected(_VALUE)
        self._take()
        return self._call(token) if self._at_sign("(") else Name(token.text, 0, token.at)

    def _listing(self, at: Position) -> Expression:
        items = self._until("]")
        if len(items) > MOST_ITEMS:
            stop("list-too-long", at, length=len(items), most=MOST_ITEMS)
        return Listing(items, at)

    def _until(self, close: str) -> tuple[Expression, ...]:
        """Expressions between commas, up to the closing bracket; none is allowed, a comma too many isn't."""
        items: list[Expression] = []
        if not self._at_sign(close):
            items.append(self.expression(0))
            while self._at_sign(","):
                self._take()
                items.append(self.expression(0))
        self._expect(close)
        return tuple(items)

    def _if(self, at: Position) -> Expression:
        condition = self.expression(0)
        self._expect("then")
        yes = self.expression(0)
        self._expect("else")
        return If(condition, yes, self.expression(0), at)

    def _scoped(self, at: Position) -> Expression:
        """`item`, or a name after as many `outer.` as there are."""
        ups = 0
        while self._at_sign("outer"):
            outer = self._take()
            if not self._at_sign("."):
                stop("outer-alone", outer.at)
            self._take()
            ups += 1
        if self._at_sign("item"):
            self._take()
            return Item(ups, at)
        if self._peek.kind != "word" or self._peek.text in RESERVED:
            self._unexpected(_NAME)
        return Name(self._take().text, ups, at)

    def _call(self, name: Token) -> Expression:
        self._expect("(")
        arguments = self._until(")")
        match name.text, arguments:
            case "any", (Over("where", items, body),):
                return Over("any", items, body, name.at)
            case ("any" | "all" | "each" | "rank") as kind, (items, body):
                return Over(cast(Overs, kind), items, body, name.at)
            case ("any" | "all" | "each" | "rank") as kind, _:
                example = f"{kind}(items where …)" if kind == "any" else f"{kind}(items, …)"
                stop("needs-condition", name.at, name=kind, example=example)
            case ("lookup" | "entries"), _:
                return self._lookup(name, arguments)
            case function, (items, body) if function in PER_ITEM:
                return Call(function, (Over("each", items, body, name.at),), name.at)
        return Call(name.text, arguments, name.at)

    def _lookup(self, name: Token, arguments: tuple[Expression, ...]) -> Expression:
        many = name.text == "entries"
        usage = "entries('register', 'field', value, date)" if many else "lookup('register', key, 'field', date)"
        if many and len(arguments) == 4:
            arguments = (arguments[0], arguments[2], arguments[1], arguments[3])
        match arguments:
            case Literal(Basic.TEXT, str(register)), key, Literal(Basic.TEXT, str(field)), day:
                return DatedLookup(register, key, field, day, name.at, many)
            case _, _, _, _:
                given = Text("算式", "an expression")
                expected = Text("引号里的名称", "a name in quotes")
                wrong = 0 if not isinstance(arguments[0], Literal) else 2
                which = ("register", "key", "field")[wrong]
                stop("wrong-argument", arguments[wrong].at, name=name.text, parameter=which, expected=expected,
                     given=given, usage=usage)  # fmt: skip
        stop("wrong-count", name.at, name=name.text, expected=4, given=len(arguments), usage=usage)

    # What may follow an operand.

    def _continue(self, left: Expression, token: Token) -> Expression:
        match token.text:
            case ".":
                if self._peek.kind != "word":
                    self._unexpected(_NAME)
                field = self._take()
                return Field(left, field.text, field.at)
            case "where":
                return Over("where", left, self.expression(WHERE), token.at)
            case "and":
                return And(self._chain(left, "and", AND), token.at)
            case "or":
                return Or(self._chain(left, "or", OR), token.at)
            case "+" | "-" | "*" | "/" as operator:
                return Arithmetic(operator, left, self.expression(_POWERS[operator]), token.at)
        compared = self._compare(left, token)
        if self._peek.kind != "literal" and _POWERS.get(self._peek.text, 0) == COMPARE:
            stop("chained-comparison", self._peek.at)
        return compared

    def _chain(self, left: Expression, word: str, power: int) -> tuple[Expression, ...]:
        parts = [left, self.expression(power)]
        while self._at_sign(word):
            self._take()
            parts.append(self.expression(power))
        return tuple(parts)

    def _compare(self, left: Expression, token: Token) -> Expression:
        match token.text:
            case "in":
                return Contains(left, self.expression(COMPARE), token.at)
            case "not":
                inside = self._expect("in")
                return Not(Contains(left, self.expression(COMPARE), inside.at), token.at)
            case "between":
                low = self.expression(COMPARE)
                self._expect("and")
                return Between(left, low, self.expression(COMPARE), token.at)
            case "is":
                if not self._at_sign("known", "unknown"):
                    self._unexpected(Text("“known”或“unknown”", "“known” or “unknown”"))
                return Is(left, self._take().text == "known", token.at)
        return Compare(cast(Comparison, token.text), left, self.expression(COMPARE), token.at)
