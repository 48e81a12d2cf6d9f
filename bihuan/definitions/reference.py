"""The reference pages of the notation and of the checker, made from the declarations that the reader works from.

May live here: setting declarations as Markdown. May not: anything that isn't declared elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bihuan.core.decide.scope import ENVIRONMENT, Vocabulary, scope_of
from bihuan.core.expressions.types import spelled
from bihuan.core.indicators import FACTS
from bihuan.core.programme import Visibility
from bihuan.core.text import Text
from bihuan.core.verbs import VERBS, Verb
from bihuan.definitions import (
    notation_cells,
    notation_claims,
    notation_pack,
    notation_policies,
    notation_programme,
    notation_register,
)
from bihuan.definitions.check_roles import PARTIES
from bihuan.definitions.findings import CATALOGUE
from bihuan.definitions.notation import Chosen, Key, Leaf, Many, Named, Phrases, Table

Files = (
    notation_programme.PROGRAMME,
    notation_pack.DISTRICT,
    notation_pack.DICTIONARY,
    notation_pack.CALENDAR,
    notation_pack.UNITS,
    notation_pack.AREAS,
    notation_pack.POSTS,
    notation_cells.CELLS,
    notation_policies.POLICIES,
    notation_register.REGISTER,
    notation_claims.CLAIMS,
)

_FOREWORD = """# 配置包的写法 / The notation of a pack

<!-- 由声明生成，请勿手改：python -m bihuan.cli.reference docs/reference -->

配置包是一个文件夹，里面都是 TOML 文件；凡是各地不同的，都写在这里。
检查：`bihuan check 文件夹`；画图：`bihuan draw 文件夹`。
一个区的全部例子见 `districts/ganzhou-etdz/`。\\* 表示必写；“种类”里的名称都必须存在，写错会提示相近的。

A pack is a folder of TOML files that holds every local difference. Check it with `bihuan check FOLDER`, draw it with
`bihuan draw FOLDER`; `districts/ganzhou-etdz/` shows all of it. A \\* marks what must be there.

凡给人看的文字都写 `{ zh = "…", en = "…" }`。凡时限、规则、清单、条件都写 `basis`（出自哪里），
带有效期的写 `since`、`until`。
`[[step.guard]]`、`[step.outcome.…]` 等属于它前面最近的 `[[step]]`。步骤没有为某种结果另列表时，写在步骤上的
`to`、`starts`、`stops` 等对该结果有效。`from = "open"` 是所有未终结的环节。

Words for people are `{ zh = "…", en = "…" }`. Every limit, rule, list and guard names its `basis`; what is dated has
`since` and `until`. `[[step.guard]]`, `[step.outcome.…]` and their like belong to the last `[[step]]` before them. What
follows from an outcome without a table of its own stands on the step itself. `from = "open"` is every stage that
isn't final.
"""

_AHEAD = """## 写法走在引擎前面的地方 / Where the notation is ahead of the engine

| 写法 / key | 现在 / now |
|---|---|
| `step.seals`, verb `unseal` | 只记承诺值，启封的值还不能进条件 / opened values can't be spoken of yet |
| `step.spawns` | 子案件先提出，再由这一步认下（child）/ a child is raised first, then taken here (`child`) |
| `step.post` | 余额用条件约束（`balances`），没有另外的余额规则 / balances are kept by guards |
"""


def notation_page() -> str:
    """docs/reference/notation.md."""
    lines = [_FOREWORD]
    for table in Files:
        lines += _table(table, "", 2)
    lines += _verbs()
    lines += _names()
    lines.append(_AHEAD)
    return "\n".join(lines)


def findings_page() -> str:
    """docs/reference/findings.md."""
    lines = [
        "# 检查的结论 / What the checker says",
        "",
        "<!-- 由声明生成，请勿手改：python -m bihuan.cli.reference docs/reference -->",
        "",
        "编号写定后含义不变。E 拒绝装载，W 要看一看，N 只是说明。",
        "An id keeps its meaning. E is refused, W is to be looked at, N is only said.",
        "",
        "| 编号 id | | 什么不对 / what is wrong | 怎么办 / what to do |",
        "|---|---|---|---|",
    ]
    for id, words in CATALOGUE.items():
        what, how = (f"{_cell(text.zh)}<br>{_cell(text.en)}" for text in (words.message, words.hint))
        lines.append(f"| {id} | {words.severity.upper()[0]} | {what} | {how} |")
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("{{", "{").replace("}}", "}").replace("|", "\\|")


def _table(table: Table, name: str, depth: int) -> Iterator[str]:
    """A table's keys, then the tables inside it."""
    said = "" if table.title.en in (name, "") or table.title.zh.startswith("[") else _both(table.title)
    heading = f"`{name}` {said}".rstrip() if name else _both(table.title)
    yield f"{'#' * min(depth, 4)} {heading}\n"
    yield "| 键 key | 种类 kind | 默认 default | 含义 meaning | 例 example |"
    yield "|---|---|---|---|---|"
    for key, declared in table.keys.items():
        yield _row(key, declared)
    yield ""
    for key, declared in table.keys.items():
        inner = _inner(declared)
        if inner is not None:
            yield from _table(inner, _header(key, declared, name), depth + 1)


def _inner(key: Key) -> Table | None:
    match key.shape:
        case Table():
            return key.shape
        case Named(table) | Chosen(table) | Many(table):
            return table
        case Phrases() | Leaf():
            return None


def _header(key: str, declared: Key, outer: str) -> str:
    """How the table's header is written."""
    inside = outer.strip("[]").replace(".名称", ".…")
    path = f"{inside}.{key}" if inside else key
    match declared.shape:
        case Many():
            return f"[[{path}]]"
        case Named() | Chosen():
            return f"[{path}.…]"
        case _:
            return f"[{path}]"


def _row(key: str, declared: Key) -> str:
    star = " \\*" if declared.required else ""
    cells = (_kind(declared), _default(declared), _both(declared.about), _example(declared))
    return f"| `{key}`{star} | {' | '.join(cells)} |"


def _kind(key: Key) -> str:
    match key.shape:
        case Leaf() as leaf:
            said = _both(leaf.name)
            return f"{said} → {key.refers}" if key.refers else said
        case Table():
            return "表 / table"
        case Named():
            return "以名称为键的表 / tables by name"
        case Chosen():
            return "以结果为键的表 / tables by outcome"
        case Phrases():
            return "以名称为键的文字 / words by name"
        case Many():
            return "表的数组 / array of tables"


def _default(key: Key) -> str:
    if key.required:
        return ""
    value = key.default
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, int | Visibility) or (isinstance(value, str) and value):
        return f"`{value}`"
    return "—"


def _example(key: Key) -> str:
    return f"`{key.example}`".replace("|", "\\|") if key.example else ""


def _both(text: Text) -> str:
    return _cell(text.zh if text.zh == text.en else f"{text.zh} {text.en}")


def _verbs() -> Iterator[str]:
    """What each verb is, fixed for all programmes."""
    yield "## 动作 / Verbs\n"
    yield "| verb | 动作 | 可由哪一方做 / parties | 结果 / outcomes | 参数 / arguments | 评判 / judges | 任务 / task |"
    yield "|---|---|---|---|---|---|---|"
    for verb in Verb:
        rule = VERBS[verb]
        parties = "、".join(f"{party} {PARTIES[party].zh}" for party in PARTIES if party in rule.parties)
        outcomes, arguments = ", ".join(rule.outcomes), ", ".join(rule.arguments)
        marks = " | ".join("✓" if flag else "" for flag in (rule.judges, rule.on_task))
        yield f"| `{verb}` | {rule.title.zh} {rule.title.en} | {parties} | {outcomes} | {arguments} | {marks} |"
    yield ""


def _names() -> Iterator[str]:
    """What expressions may speak of."""
    yield "## 条件里的名称 / Names in expressions\n"
    yield "字段（私密的除外）和清单都可用其名。语言本身见 `bihuan/core/expressions`。"
    yield "Fields (but private ones) and lists go by their names; `bihuan/core/expressions` has the language.\n"
    yield "字段的名是这一步填的值，没有填的是原来的值；`before.字段` 总是这一步之前的值。"
    yield "A field's name is what the step brings, else what stood there; `before.field` is what stood there before.\n"
    yield "| 名称 name | 类型 type |"
    yield "|---|---|"
    for name, type_ in ENVIRONMENT.items():
        yield f"| `{name}` | {_cell(_both(spelled(type_)))} |"
    blank = Vocabulary(fields={}, dictionaries={}, stages=(), roles=())
    for record, fields in scope_of(blank).records.items():
        held = _fields(fields) if fields else "本机制不保密的字段 / those of the programme that are not private"
        yield f"| {record} 的字段 / fields of {record} | {held} |"
    yield "\n指标里可用的名称 / names in indicators：" + ", ".join(f"`{name}`" for name in FACTS)
    yield "以及各时限的 and for each clock `x`：`late_x`, `was_late_x`, `due_x`。\n"


def _fields(fields: Mapping[str, object]) -> str:
    return ", ".join(f"`{name}`" for name in fields)
