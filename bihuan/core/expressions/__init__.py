"""The expression language of guards, routing, due rules, indicators, coverage and claims. Only public names here.

Total, typed, without side effects: what `infer` accepts, `evaluate` computes without raising, in work bounded by
the size of its input. Written by officers in a programme file:

    not any(covers where not closed) and sum(materials, quantity) == 0
    minutes(required - actual) <= 30
    category in ['flooding', 'road'] and lookup('units', area, 'kind', date(raised)) == 'street'

Unknown. Every value may be unknown (None). `and`, `or`, `not`, `any`, `all`, `in` and `between` follow Kleene's
three-valued logic; everything else is unknown as soon as a part is, except `x is known`, `known(x)` and
`otherwise(x, y)`. A list filtered by a condition that is unknown for one item is unknown, so nothing is ever
counted as absent because it wasn't recorded. A guard holds only if it is exactly true (`holds`). A division by
zero is unknown.

Items. In the second part of `where`, `any`, `all`, `each`, `rank` and of `sum(items, x)` and its like, a bare name
is a field of the item and nothing else; `item` is the item itself; names from outside are written `outer.name`,
one `outer.` for each level. (So a new field never changes the meaning of an old expression.) A field of a list of
records is the list of the fields: `covers.opened`.

Types: bool, number (exact), text, date, instant, duration (to the microsecond), span, set of spans (from the start
up to, not including, the end), list of T, record, member of a dictionary (a text; comparing it with a text that is
no member is a problem). Instants are tz-aware. `date(instant)` is the day in Beijing time.

Grammar (EBNF), loosest first; comparisons don't chain; `if` reaches as far to the right as it can:

    expression  = either , { "where" either } ;
    either      = both , { "or" both } ;
    both        = negation , { "and" negation } ;
    negation    = "not" negation | comparison ;
    comparison  = sum , [ ( "==" | "!=" | "<" | "<=" | ">" | ">=" ) sum
                        | [ "not" ] "in" sum
                        | "between" sum "and" sum
                        | "is" ( "known" | "unknown" ) ] ;
    sum         = product , { ( "+" | "-" ) product } ;
    product     = signed , { ( "*" | "/" ) signed } ;
    signed      = "-" signed | part ;
    part        = primary , { "." word } ;
    primary     = literal | { "outer" "." } ( name | "item" ) | name "(" [ list ] ")"
                | "[" [ list ] "]" | "(" expression ")" | conditional | "not" negation ;
    conditional = "if" expression "then" expression "else" expression ;
    list        = expression , { "," expression } ;
    literal     = number | text | date | instant | duration | "true" | "false" | "unknown" ;
    number      = digits [ "." digits ] [ "%" ] ;
    duration    = digits ( "min" | "h" ) ;
    date        = YYYY "-" MM "-" DD ;
    instant     = date "T" hh ":" mm [ ":" ss ] ( "Z" | ( "+" | "-" ) hh ":" mm ) ;
    text        = "'" { character | "''" } "'" | '"' { character | '""' } '"' ;    (* on one line *)
    word        = ( letter | "_" ) , { letter | digit | "_" } ;              (* Chinese letters too *)
    name        = word ;                                                     (* but no reserved word *)

Limits: 2,000 characters (also in normal form), 40 levels, 200 items in a list, 3 levels of items.
"""

from bihuan.core.expressions.compile import compile_
from bihuan.core.expressions.evaluate import evaluate, holds
from bihuan.core.expressions.functions import FORMS, FUNCTIONS
from bihuan.core.expressions.infer import infer, infer_guard
from bihuan.core.expressions.parse import parse
from bihuan.core.expressions.problems import Problem
from bihuan.core.expressions.source import to_source
from bihuan.core.expressions.spans import Span, Spans, spans_of
from bihuan.core.expressions.tree import Expression, names
from bihuan.core.expressions.types import (
    Basic,
    Env,
    ListOf,
    Lookup,
    Member,
    Number,
    Record,
    Scope,
    Type,
    Value,
    belongs,
)

__all__ = [
    "FORMS",
    "FUNCTIONS",
    "Basic",
    "Env",
    "Expression",
    "ListOf",
    "Lookup",
    "Member",
    "Number",
    "Problem",
    "Record",
    "Scope",
    "Span",
    "Spans",
    "Type",
    "Value",
    "belongs",
    "compile_",
    "evaluate",
    "holds",
    "infer",
    "infer_guard",
    "names",
    "parse",
    "spans_of",
    "to_source",
]
