"""The notation of a declared register: registers/*.toml that no seed names. Declarations only."""

from __future__ import annotations

from bihuan.core.programme import PageKind
from bihuan.core.registers import Act, KeyCheck, RightScope, Showing
from bihuan.core.text import Text
from bihuan.definitions import leaves as l
from bihuan.definitions.notation import Key, Many, Named, Table
from bihuan.definitions.notation_claims import REGISTERED
from bihuan.definitions.notation_pack import FIELD, NOTED_BASIS, TITLE, name
from bihuan.definitions.notation_pictures import ACYCLIC, FUNNEL, GRAPH, GUARD, UNIQUE

HEAD = Table(
    Text("[register]", "[register]"),
    {
        "id": name("register"),
        "title": TITLE,
        "basis": NOTED_BASIS,
        "showing": Key(
            l.one_of(Showing),
            Text("谁可以看：public 公众，staff 有岗位的人，rights 只有 [right.…] 写明的人。",
                 "Who may look: public, staff (everybody with a post), rights (only those named)."),
            '"staff"', default=Showing.STAFF,
        ),
        "title_field": Key(l.NAME, Text("条目以哪一栏称呼。", "The field entries are called by."), '"name"',
                           refers="field"),
        "unit_field": Key(l.NAME, Text("条目属于哪个单位。", "The field that says whose unit it is."), '"keeper"',
                          refers="field"),
        "area_field": Key(l.NAME, Text("条目在哪个区域。", "The field that says where it is."), '"area"',
                          refers="field"),
        "pages": Key(
            l.some_of(PageKind),
            Text("有哪几种页面；funnel 要有 [funnel]，graph 要有 [graph]。",
                 "Its kinds of page; funnel needs [funnel], graph needs [graph]."),
            '["list", "record", "funnel"]', default=frozenset({PageKind.LIST, PageKind.RECORD}),
        ),
        "columns": Key(l.NAMES, Text("清单默认显示哪些栏。", "Fields that lists show."), '["name", "state"]',
                       default=(), refers="column"),
    },
)  # fmt: skip

KEY = Table(
    Text("[key]", "[key]"),
    {
        "title": Key(l.TEXT, Text("编号叫什么。", "What the code is called."), required=True),
        "check": Key(
            l.one_of(KeyCheck),
            Text("credit_code 统一社会信用代码（GB 32100）；own 由平台编号；word 算式里能说的名称；free 不限。",
                 "credit_code: GB 32100; own: numbered here; word: a name formulas can speak; free: any."),
            '"credit_code"', default=KeyCheck.FREE,
        ),
        "prefix": Key(l.STRING, Text("平台编号的字头。", "What own codes begin with."), '"YL-"', default=""),
        "digits": Key(l.NUMBER, Text("平台编号的位数。", "Digits of own codes."), "6", default=6),
    },
)  # fmt: skip

STATE = Table(
    Text("状态", "a state"),
    {
        "title": TITLE,
        "next": Key(l.NAMES, Text("接下来可以是哪些状态；不写不限。", "States that may follow; any, if left out."),
                    '["closed"]', refers="state"),
    },
)  # fmt: skip

RIGHT = Table(
    Text("权限", "a right"),
    {
        "title": TITLE,
        "duty": Key(l.NAME, Text("担任哪种岗位职责的人有。", "The duty of those who have it."), '"desk"', required=True,
                    refers="duty"),
        "scope": Key(
            l.one_of(RightScope),
            Text("管全区、本单位还是本区域的条目。", "All entries, those of the unit, of the area."),
            '"unit"', default=RightScope.DISTRICT,
        ),
        "may": Key(
            l.some_of(Act), Text("可以做什么；不写只能看。", "What they may do; only look, if left out."),
            '["open", "change"]', default=frozenset(),
        ),
        "writes": Key(l.NAMES, Text("可以写哪些栏；不写是全部。", "Fields they may write; all, if left out."),
                      '["phone"]', default=(), refers="column"),
        "sees": Key(l.NAMES, Text("看得到哪些私密或遮蔽的栏。", "Private and masked fields they see."), '["phone"]',
                    default=(), refers="field"),
    },
)  # fmt: skip

SERIES = Table(
    Text("[series]", "[series]"),
    {
        "by": Key(l.NAMES, Text("哪些栏都相同才连成一个系列；第一个是系列的名称。",
                                "Fields alike in all points of a series; the first is its name."),
                  '["name", "issuer"]', required=True, refers="field"),
        "at": Key(l.NAME, Text("按哪一栏排先后：年份或日期。", "What orders the points: a year or a day."),
                  '"data_year"', required=True, refers="field"),
        "value": Key(l.NAME, Text("数值、名次或等次。", "The value, rank or grade."), '"place"', required=True,
                     refers="field"),
        "of": Key(l.NAME, Text("总数：名次必须写。", "Out of how many; a rank needs it."), '"population"',
                  refers="field"),
        "edition": Key(l.NAME, Text("办法的版本；变了就断开。",
                                    "Edition of the method; where it changes, the series breaks."),
                       '"method"', refers="field"),
        "says": Key(l.NAMES, Text("每个点还说明什么。", "What else is told with each point."), '["source"]', default=(),
                    refers="field"),
        "rank": Key(l.BOOL, Text("是不是名次（越小越好）。", "Whether it is a rank: the less, the better."), "true",
                    default=False),
    },
)  # fmt: skip

GOAL = Table(
    Text("[goal]", "[goal]"),
    {
        "measures": Key(
            l.NAMES,
            Text("指向系列里一个点的栏，填了的第一个算数；都没填就是口径不明。",
                 "Fields that name a point of a series; the first filled in counts, none: under-defined."),
            '["measure"]', required=True, refers="field",
        ),
        "wanted": Key(l.NAME, Text("要达到多少。", "What is to be reached."), '"wanted"', required=True,
                      refers="field"),
        "until": Key(l.NAME, Text("期限。", "By when."), '"until"', refers="field"),
    },
)  # fmt: skip

DOCUMENTS = Table(
    Text("[documents]", "[documents]"),
    {
        "title": Key(l.NAMES, Text("标题：中文栏、英文栏。", "Its title: Chinese, English."), '["name", "name_en"]',
                     required=True, refers="field"),
        "issuer": Key(l.NAMES, Text("发文机关：中文栏、英文栏。", "Who issued it: Chinese, English."),
                      '["issuer", "issuer_en"]', required=True, refers="field"),
        "issued": Key(l.NAME, Text("成文日期。", "When it was issued."), '"issued_on"', required=True, refers="field"),
        "in_force": Key(l.NAME, Text("施行日期。", "In force from."), '"in_force_on"', required=True, refers="field"),
        "until": Key(l.NAME, Text("有效期至。", "Valid until."), '"until"', required=True, refers="field"),
    },
)  # fmt: skip

REGISTER = Table(
    Text("registers/*.toml（其他名录）", "registers/*.toml (other registers)"),
    {
        "register": Key(
            HEAD, Text("一个名录：案件引用的长期事物，如项目、岗位。", "Things cases refer to: projects, posts."),
            required=True,
        ),
        "key": Key(KEY, Text("条目的编号。", "The code of its entries.")),
        "field": Key(Named(FIELD, "register field"), Text("各栏。", "Its fields."), default={}),
        "state": Key(Named(STATE, "state"), Text("状态，第一个是新增时的。", "States; new ones are in the first."),
                     default={}),
        "series": Key(SERIES, Text("条目连成系列，公开的名录有系列页。",
                                   "Entries make series; public ones have a page.")),
        "goal": Key(GOAL, Text("条目是目标，对照系列看进度。", "Entries are goals, with progress against a series.")),
        "documents": Key(DOCUMENTS, Text("条目是依据（basis）所指的政策文件；以配置包的文件为准。",
                                         "Entries are the policy documents of `basis`; the pack's file holds.")),
        "claims": Key(REGISTERED, Text("条目是刊出的数，结论由平台算出；[field] 里没有结论一栏。",
                                       "Entries are published figures, judged by computing; no field is a verdict.")),
        "guard": Key(Many(GUARD), Text("几栏之间、和别的条目之间的条件。", "Conditions over fields and other entries."),
                     default=()),
        "unique": Key(Many(UNIQUE), Text("不能有两条相同。", "No two are alike."), default=()),
        "acyclic": Key(Many(ACYCLIC), Text("不能绕成一圈。", "No circle."), default=()),
        "funnel": Key(FUNNEL, Text("条目走到了哪一级。", "How far its entries came.")),
        "graph": Key(GRAPH, Text("条目的先后关系。", "What comes after what.")),
        "right": Key(Named(RIGHT, "right"), Text("谁可以做什么。", "Who may do what."), default={}),
    },
)  # fmt: skip
