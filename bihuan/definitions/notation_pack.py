"""The notation of a pack's files other than programmes: district, calendars, registers … Declarations only."""

from __future__ import annotations

from bihuan.core.notices import Channel
from bihuan.core.programme import AskedOf, FieldType
from bihuan.core.text import Text
from bihuan.definitions import leaves as l
from bihuan.definitions.notation import Key, Many, Named, Table

TITLE = Key(l.TEXT, Text("给人看的名称。", "Name shown to people."), '{ zh = "受理", en = "Accept" }', required=True)
SINCE = Key(
    l.DATE, Text("从这一天起有效。", "In force from this day."), "2019-07-01", required=True, missing="P121"
)
UNTIL = Key(l.DATE, Text("最后有效的一天，含当日。", "Last day in force, included."), "2024-12-31")
BASIS = Key(
    l.BASIS,
    Text("出自哪里：先写文件和第几条，{名称} 换成文件标题；没有文件的写“本包读法：”和理由；刊出文字的原话写第几行。"
         "几处之间用分号。",
         "Where it comes from: first a document and the place in it, where {name} becomes its title; 本包读法： and the"
         " reason where no document says it; words of a printed text by their line. Several are parted by ；."),
    '"{fire-law}第二十八条；本包读法：天数没有规定"',
    required=True,
    missing="P120",
)  # fmt: skip
NOTED_BASIS = Key(l.BASIS, Text("出自哪里（可不写）。", "The rule it comes from, if there is one."), default="")
EDITION = Key(l.STRING, Text("版本。", "The edition's name."), '"2019-07"', required=True)


def name(kind: str) -> Key:
    """The key that names a thing of this kind."""
    return Key(l.NAME, Text("名称，写定后不改。", "Its name; never changed."), '"cn"', required=True, declares=kind)


FIELD = Table(
    Text("字段", "a field"),
    {
        "title": TITLE,
        "type": Key(
            l.one_of(FieldType),
            Text("能装什么。words 和 place 是私密的，只进保密库。",
                 "What it holds. words and place are private: they go to the vault only."),
            '"choice"', required=True,
        ),
        "dictionary": Key(
            l.NAME, Text("type 为 choice 时，从哪部字典里选。", "For a choice: the dictionary."), '"category"',
            refers="dictionary",
        ),
        "register": Key(
            l.NAME, Text("type 为 entry 时，是哪个名录的条目。", "For an entry: the register."), '"project"',
            refers="register",
        ),
        "identity": Key(
            l.BOOL, Text("是否指明提出人是谁；单独加密。", "Whether it names the one who raised the case."), "true",
            default=False,
        ),
        "asked_of": Key(
            l.one_of(AskedOf),
            Text("问谁：everybody 人人；offices 只问单位，提出人的表上没有；nobody 谁也不问，由系统得出。",
                 "Whom it is asked of: everybody; offices only, so that no form of a reporter has it; nobody."),
            '"offices"', default=AskedOf.EVERYBODY,
        ),
        "filters": Key(
            l.BOOL,
            Text("台账等列表是否可按它筛选；要取自字典。", "Whether lists can be narrowed by it; needs a dictionary."),
            "true", default=False,
        ),
        "contact": Key(
            l.one_of(Channel),
            Text("凭它用哪种渠道告知提出人：sms 或 email。", "How the person is told at it: sms, email."),
            '"sms"',
        ),
        "needs": Key(
            l.NAME,
            Text("填了它，就必须填这一栏：步骤里同时填（登记过去的事除外），名录里已有的也算。",
                 "Who gives it must give this field too: in a step at once, save of the past; in a register it may"
                 " stand there already."),
            '"authorisation"', refers="field",
        ),
        "most": Key(l.NUMBER, Text("最多多少字，或最大的数。", "Most characters, or the largest number."), "200"),
        "least": Key(l.NUMBER, Text("最小的数。", "The smallest number."), "0"),
        "currency": Key(l.STRING, Text("金额的币种（ISO 4217）。", "Currency of the money (ISO 4217)."), '"CNY"'),
        "currency_field": Key(
            l.NAME, Text("币种不一时，写明币种的那一栏。", "Or the field that says it, entry by entry."), '"currency"',
            refers="field",
        ),
        "measure": Key(l.STRING, Text("数量的计量单位。", "What a quantity counts."), '"m3"'),
        "measure_field": Key(
            l.NAME, Text("单位不一时，写明计量单位的那一栏。", "Or the field that says it, entry by entry."),
            '"measure"', refers="field",
        ),
        "english_field": Key(
            l.NAME,
            Text("名录里：写同一内容英文的那一栏；英文页面有它就显示它。",
                 "In a register: the field that says the same in English; English pages show it where it is filled."),
            '"name_en"', refers="field",
        ),
        "decimals": Key(
            l.NUMBER, Text("金额和数量的小数位；存的是最小单位的整数。",
                           "Digits behind the point of money and quantities; a whole number of the smallest is kept."),
            "2", default=0,
        ),
        "required": Key(l.BOOL, Text("名录里：是否必填。", "In a register: whether it must be there."), "true",
                        default=False),
        "masked": Key(
            l.BOOL, Text("名录里：只有 sees 写明的人看得到。", "In a register: shown only to rights that list it."),
            "true", default=False,
        ),
    },
)  # fmt: skip

DISTRICT = Table(
    Text("district.toml", "district.toml"),
    {
        "district": Key(
            Table(
                Text("[district]", "[district]"),
                {
                    "id": name("district"),
                    "title": TITLE,
                    "short": Key(l.TEXT, Text("简称；不写则同 title。", "Short name; `title` if left out.")),
                    "zone": Key(l.STRING, Text("时区。", "Time zone."), '"Asia/Shanghai"', required=True),
                    "calendar": Key(
                        l.NAME, Text("时限用的日历。", "Calendar of clocks that name none."), '"cn"', required=True,
                        refers="calendar",
                    ),
                    "number_prefix": Key(
                        l.STRING, Text("编号的字头。", "First letters of case numbers."), '"GZ"', required=True
                    ),
                    "code": Key(l.STRING, Text("统计用区划代码。", "Statistical code."), '"360702400"', default=""),
                    "phone": Key(l.STRING, Text("求助电话。", "Phone for people."), '"12345"', default=""),
                    "levels": Key(
                        l.NAME, Text("单位层级的字典；写了才检查层级。", "Dictionary of unit levels."),
                        '"unit-level"', refers="dictionary",
                    ),
                    "basis": NOTED_BASIS,
                },
            ),
            Text("这个区。", "The district."), required=True,
        ),
        "seeds": Key(
            Table(
                Text("[seeds]", "[seeds]"),
                {
                    "units": Key(l.STRING, Text("单位名录的文件。", "File of the units."), '"registers/units.toml"'),
                    "areas": Key(l.STRING, Text("区域名录的文件。", "File of the areas."), '"registers/areas.toml"'),
                    "posts": Key(l.STRING, Text("岗位职责的文件。", "File of the duties."), '"registers/posts.toml"'),
                    "boundaries": Key(
                        l.STRING,
                        Text("区域边界的文件；不写就没有地图。",
                             "File of the outlines of areas; without it there is no map."),
                        '"registers/boundaries.toml"',
                    ),
                    "cells": Key(
                        l.STRING,
                        Text("对外可以一并点名的单位、区域、分类；不写则全部点名。",
                             "File of the unit, area and category that may be named together in public; else all are."),
                        '"registers/public-cells.toml"',
                    ),
                    "policies": Key(
                        l.STRING,
                        Text("政策文件的文件；basis 指向它们。", "File of the documents that `basis` names."),
                        '"registers/policy-documents.toml"',
                    ),
                },
            ),
            Text("名录的首次播种。", "Where registers are seeded from, once."),
        ),
        "log": Key(
            Table(
                Text("[log]", "[log]"),
                {
                    "interval": Key(
                        l.NUMBER,
                        Text("隔多少分钟把新记录并入公开日志。", "Minutes between two batches for the public log."),
                        "15", required=True,
                    ),
                    "least": Key(
                        l.NUMBER,
                        Text("少于这么多条就再等等，免得由位置看出时间。",
                             "Fewer leaves wait longer, so that a place in the log betrays no time."),
                        "8", required=True,
                    ),
                    "within": Key(
                        l.NUMBER,
                        Text("承诺多少小时之内一定并入。", "Hours within which a leaf is promised to be there."),
                        "24", required=True,
                    ),
                    "smallest": Key(
                        l.NUMBER, Text("少于这么多件的格子不公布。", "Cells with fewer cases are not published."), "5",
                        required=True,
                    ),
                    "basis": BASIS,
                },
            ),
            Text("公开日志的节奏；不写则用默认值。", "The pace of the public log; defaults if left out."),
        ),
        "backup": Key(
            Many(Table(Text("[[backup]]", "[[backup]]"), {
                "title": TITLE,
                "days": Key(
                    l.NUMBER, Text("保留多少天；到期销毁。", "Days that one is kept; then it is destroyed."), "35",
                    required=True,
                ),
                "basis": BASIS,
            })),
            Text("钥匙表的各种备份：删除个人信息后，它们还留到什么时候。",
                 "Backups of the table of keys: until when they outlive an erasure."),
            default=(),
        ),
        "letterhead": Key(
            Table(
                Text("[letterhead]", "[letterhead]"),
                {
                    "issuer": Key(
                        l.TEXT, Text("发文机关。", "The office that issues documents."),
                        '{ zh = "管委会办公室", en = "General office" }', required=True,
                    ),
                    "code": Key(
                        l.STRING, Text("机关代字，发文字号的字头。", "First letters of the numbers of its documents."),
                        '"赣经开办字"', default="",
                    ),
                    "to": Key(
                        l.TEXT, Text("主送机关。", "Main recipients."),
                        '{ zh = "各有关单位", en = "All units concerned" }',
                    ),
                    "copies": Key(
                        l.TEXT, Text("抄送机关。", "Who gets a copy."), '{ zh = "区领导", en = "District leaders" }',
                    ),
                    "basis": BASIS,
                },
            ),
            Text("月报等公文的版头和版记；不写则以区名发文。",
                 "Head and imprint of official documents; the district's name if left out."),
        ),
    },
)  # fmt: skip

CALENDAR = Table(
    Text("calendars/*.toml", "calendars/*.toml"),
    {
        "calendar": Key(
            Table(
                Text("[calendar]", "[calendar]"),
                {
                    "id": name("calendar"),
                    "title": Key(l.TEXT, TITLE.about),
                    "edition": EDITION,
                    "zone": Key(l.STRING, Text("时区。", "Time zone."), '"Asia/Shanghai"', required=True),
                    "since": SINCE,
                },
            ),
            Text("这部日历。", "The calendar."), required=True,
        ),
        "hours": Key(
            Many(Table(Text("[[hours]]", "[[hours]]"), {
                "since": SINCE,
                "sessions": Key(
                    l.SESSIONS, Text("一天的办公时段。", "Sessions of a day."), '["08:30-12:00", "14:00-17:30"]',
                    required=True,
                ),
                "basis": BASIS,
            })),
            Text("从某天起的办公时间。", "Office hours from a day on."), default=(),
        ),
        "year": Key(
            Many(Table(Text("[[year]]", "[[year]]"), {
                "year": Key(l.NUMBER, Text("年份。", "The year."), "2026", required=True),
                "off": Key(l.DATES, Text("放假的工作日。", "Weekdays off."), "[2026-01-01]", default=frozenset()),
                "work": Key(l.DATES, Text("调休上班的周末。", "Weekend days worked."), "[2026-01-04]",
                            default=frozenset()),
                "basis": BASIS,
            })),
            Text("一年的放假安排。", "The holiday plan of a year."), default=(),
        ),
    },
)  # fmt: skip

DICTIONARY = Table(
    Text("dictionaries/*.toml", "dictionaries/*.toml"),
    {
        "dictionary": Key(
            Table(
                Text("[dictionary]", "[dictionary]"),
                {
                    "id": name("dictionary"), "title": TITLE, "edition": EDITION, "since": SINCE, "until": UNTIL,
                    "basis": BASIS,
                },
            ),
            Text("这部字典。", "The dictionary."), required=True,
        ),
        "entry": Key(
            Named(
                Table(
                    Text("条目", "an entry"),
                    {
                        "title": TITLE,
                        "definition": Key(l.TEXT, Text("定义。", "What it means, exactly."), required=True),
                        "parent": Key(l.NAME, Text("上级条目。", "The entry it stands under."), '"urban_rural"',
                                      refers="entry"),
                        "signs": Key(
                            l.STRING,
                            Text("提示它的词，用空格分开；分拣时只作建议，并显示命中的词。",
                                 "Words that hint at it, with spaces between; a suggestion only, shown with the word."),
                            '"路灯 灯不亮"', default="",
                        ),
                        "since": Key(l.DATE, Text("启用日期；不写则同字典。", "First day; or the dictionary's.")),
                        "until": UNTIL,
                        "basis": NOTED_BASIS,
                        "confidential": Key(
                            l.BOOL,
                            Text("是否默认保密：这样的案件对外只显示编号、环节和期限。",
                                 "Confidential: in public such a case shows its number, stage and deadlines only."),
                            "true", default=False,
                        ),
                        "recovers": Key(
                            l.BOOL,
                            Text("查看身份的目的：只用于补发丢失的回执码。",
                                 "Of a purpose: only for giving a lost receipt code again."),
                            "true", default=False,
                        ),
                        "suffices": Key(
                            l.BOOL,
                            Text("查看身份的目的：为它转接电话，不必另写理由（查看身份仍要写）。",
                                 "Of a purpose: a relayed call for it needs no reason (opening an identity does)."),
                            "true", default=False,
                        ),
                        "grave": Key(
                            l.BOOL,
                            Text("取这个值的事项是否重大：领导先看。",
                                 "Whether a case with it is one that leaders see first."),
                            "true", default=False,
                        ),
                        "by_page": Key(
                            l.BOOL,
                            Text("从公众网页提交的就是它，诉求人不用选；一部字典最多一个。",
                                 "What comes in by the public page is this, unasked; one of a dictionary at most."),
                            "true", default=False,
                        ),
                    },
                ),
                "entry",
            ),
            Text("条目；编码不改含义，停用的写 until。", "Its members; a code keeps its meaning for ever."), default={},
        ),
    },
)  # fmt: skip

UNITS = Table(
    Text("单位名录", "the file of units"),
    {
        "unit": Key(
            Named(
                Table(
                    Text("单位", "a unit"),
                    {
                        "title": TITLE,
                        "level": Key(l.NAME, Text("层级。", "Its level."), '"street"', required=True, refers="level"),
                        "parent": Key(l.NAME, Text("上级单位。", "The unit above."), '"committee"', refers="unit"),
                        "areas": Key(l.NAMES, Text("负责的区域。", "Areas it answers for."), '["zone"]', default=(),
                                     refers="area"),
                        "since": SINCE,
                        "until": UNTIL,
                    },
                ),
                "unit",
            ),
            Text("单位。", "Units."), default={},
        ),
    },
)  # fmt: skip

AREAS = Table(
    Text("区域名录", "the file of areas"),
    {
        "area": Key(
            Named(
                Table(
                    Text("区域", "an area"),
                    {
                        "title": TITLE,
                        "parent": Key(l.NAME, Text("上级区域。", "The area around it."), '"zone"', refers="area"),
                        "code": Key(l.STRING, Text("统计用区划代码。", "Statistical code."), '"360702400"', default=""),
                    },
                ),
                "area",
            ),
            Text("区域。", "Areas."), default={},
        ),
    },
)  # fmt: skip

POSTS = Table(
    Text("岗位职责名录", "the file of duties"),
    {
        "duty": Key(
            Named(Table(Text("岗位职责", "a duty"), {
                "title": TITLE,
                "heads": Key(
                    l.BOOL,
                    Text(
                        "是否为本单位负责人：当夜没有人在岗时，任务由其承担。",
                        "Whether it heads its unit: where nobody is on duty, tasks fall to whoever holds it.",
                    ),
                    "true", default=False,
                ),
            }), "duty"),
            Text("岗位职责；这里没有人。", "Duties of posts; no persons stand here."), default={},
        ),
    },
)  # fmt: skip
