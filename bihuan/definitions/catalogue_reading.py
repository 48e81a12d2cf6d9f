"""Words of the findings about reading a pack: form, names, expressions. A table of data; no checking here.

id → (E error, W warning, N note; what is wrong zh, en; what to do zh, en). An id never changes its meaning.
"""

from __future__ import annotations

from collections.abc import Mapping

Row = tuple[str, str, str, str, str]

_KNOWN_ZH, _KNOWN_EN = "{guess}有：{known}。", "{guess}There are: {known}."

READING: Mapping[str, Row] = {
    # 文件和写法 / files and form
    "P101": ("E", "不是合格的 TOML：{reason}", "This isn't TOML: {reason}",
             "请改正这一行；常见原因是少了引号、括号或等号。",
             "Mend this line; often a quote, a bracket or an equals sign is missing."),
    "P102": ("E", "{table}里没有“{name}”这个键。", "{table} has no key {name}.", _KNOWN_ZH, _KNOWN_EN),
    "P103": ("E", "{table}缺少“{key}”。", "{table} lacks {key}.",
             "请补上：{about}例如 {example}", "Add it: {about} For example {example}"),
    "P104": ("E", "“{key}”应为{expected}。", "{key} must be {expected}.",
             "例如 {example}", "For example {example}"),
    "P105": ("E", "“{key}”缺少{language}文字。", "{key} has no words in {language}.",
             "凡给人看的文字都要有 zh 和 en，例如 {{ zh = \"受理\", en = \"Accept\" }}。",
             "Words for people stand in zh and en, like {{ zh = \"受理\", en = \"Accept\" }}."),
    "P106": ("E", "“{key}”的 zh 里没有一个汉字：{words}", "The zh of {key} has no Chinese character: {words}",
             "请写中文；英文写在 en 里。", "Write Chinese there; English belongs into en."),
    "P107": ("E", "“{name}”不是{table}的“{key}”可以用的词。", "{name} is no word for {key} of {table}.",
             "{guess}可用的有：{known}。", "{guess}Choose among: {known}."),
    "P108": ("E", "{problem}", "{problem}", "可用的单位：{known}。", "Units: {known}."),
    "P109": ("E", "“{name}”不能作名称。", "{name} can't be a name.",
             "名称以字母开头，只含字母、数字、_ 和 -；条件里要用的名称（字段、清单、时限）不含 -，也不是保留字。",
             "A name begins with a letter and has letters, digits, _ and -; one that expressions use (fields, lists,"
             " clocks) has no - and is no reserved word."),
    "P110": ("E", "“{name}”是条件里固有的名称，不能再作{kind}的名称。",
             "{name} already means something in every expression and can't name a {kind}.",
             "请改名。固有的名称：{known}。", "Choose another name. Taken: {known}."),
    "P111": ("E", "until（{until}）早于 since（{since}）。", "until ({until}) is before since ({since}).",
             "until 是最后有效的一天（含当日）。", "until is the last day of validity, included."),
    "P112": ("W", "没有人读这个文件。", "Nobody reads this file.",
             "配置包里有 district.toml 和 {known} 几个文件夹；名录文件要写在 district.toml 的 [seeds] 里，"
             "或以 [register] 开头。",
             "A pack has district.toml and the folders {known}; a file of registers is named in [seeds] of"
             " district.toml, or begins with [register]."),
    "P113": ("E", "找不到 {name}。", "{name} isn't there.",
             "{about}", "{about}"),
    "P114": ("E", "{kind}“{name}”出现两次，前一次在 {first}。", "The {kind} {name} occurs twice; first at {first}.",
             "请给其中一个另取名称；同一机制的不同版本用不同的 edition。",
             "Rename one of them; editions of one programme differ in `edition`."),
    "P115": ("E", "不是 UTF-8 文字。", "This isn't UTF-8 text.",
             "请把文件另存为 UTF-8（不带 BOM）。", "Save the file as UTF-8 without a byte order mark."),
    "P116": ("E", "时区“{name}”不存在。", "There is no time zone {name}.",
             "例如 Asia/Shanghai。", "For example Asia/Shanghai."),
    "P117": ("E", "日历有问题：{problem}。", "The calendar is wrong: {problem}.",
             "请对照当年的放假通知改正；截止时间要由它推算。",
             "Mend it by the year's holiday notice; deadlines are derived from it."),
    "P118": ("E", "[log] 的“{key}”至少是 1。", "The {key} of [log] is 1 at least.",
             "请写一个正整数。", "Write a whole number from 1 on."),
    "P119": ("E", "承诺的 {within} 小时还不到并入间隔（{interval} 分钟）的四倍，难以守约。",
             "The promised {within} hours are less than four intervals of {interval} minutes: hard to keep.",
             "请放宽 within，或缩短 interval。", "Raise `within`, or shorten `interval`."),
    "P120": ("E", "{table}没有依据（basis）。", "{table} names no basis.",
             "凡时限、规则和数字都要写明出自哪里；没有出处的，写“本配置包的理解”。",
             "Every limit, rule and number says where it comes from; if from nowhere, say it is this pack's reading."),
    "P121": ("E", "{table}没有生效日期（since）。", "{table} has no date of validity (since).",
             "请写从哪一天起有效，例如 since = 2019-07-01。", "Say from which day it holds: since = 2019-07-01."),
    "P122": ("E", "区域“{area}”画在了它的上级“{parent}”外面。",
             "The area {area} is drawn outside {parent}, to which it belongs.",
             "请核对角点：经度在前，纬度在后，每个角点用逗号隔开。",
             "Check its corners: longitude before latitude, a comma between corners."),
    # 名称 / names
    "P201": ("E", "没有“{name}”这个环节。", "There is no stage {name}.", _KNOWN_ZH, _KNOWN_EN),
    "P202": ("E", "没有“{name}”这个角色。", "There is no role {name}.", _KNOWN_ZH, _KNOWN_EN),
    "P203": ("E", "没有“{name}”这个字段。", "There is no field {name}.", _KNOWN_ZH, _KNOWN_EN),
    "P204": ("E", "没有“{name}”这个时限。", "There is no clock {name}.", _KNOWN_ZH, _KNOWN_EN),
    "P205": ("E", "没有“{name}”这部字典。", "There is no dictionary {name}.", _KNOWN_ZH, _KNOWN_EN),
    "P206": ("E", "字典 {dictionary} 里没有“{name}”。", "The dictionary {dictionary} has no {name}.",
             _KNOWN_ZH, _KNOWN_EN),
    "P207": ("E", "没有“{name}”这条告知。", "There is no notice {name}.", _KNOWN_ZH, _KNOWN_EN),
    "P208": ("E", "没有“{name}”这个对外步骤。", "There is no outward phase {name}.", _KNOWN_ZH, _KNOWN_EN),
    "P209": ("E", "单位名录里没有“{name}”。", "The register of units has no {name}.", _KNOWN_ZH, _KNOWN_EN),
    "P210": ("E", "区域名录里没有“{name}”。", "The register of areas has no {name}.", _KNOWN_ZH, _KNOWN_EN),
    "P211": ("E", "没有“{name}”这个单位层级。", "There is no unit level {name}.", _KNOWN_ZH, _KNOWN_EN),
    "P212": ("E", "没有“{name}”这项岗位职责。", "There is no duty {name}.", _KNOWN_ZH, _KNOWN_EN),
    "P213": ("E", "没有“{name}”这部日历。", "There is no calendar {name}.", _KNOWN_ZH, _KNOWN_EN),
    "P214": ("E", "没有“{name}”这一步。", "There is no step {name}.", _KNOWN_ZH, _KNOWN_EN),
    "P215": ("E", "{verb}没有“{name}”这种结果。", "{verb} can't end as {name}.", _KNOWN_ZH, _KNOWN_EN),
    "P216": ("E", "没有“{name}”这个工作机制。", "There is no programme {name}.", _KNOWN_ZH, _KNOWN_EN),
    "P217": ("E", "没有“{name}”这个名录。", "There is no register {name}.", _KNOWN_ZH, _KNOWN_EN),
    "P218": ("E", "名录 {register} 没有“{name}”这一栏。", "The register {register} has no field {name}.",
             _KNOWN_ZH, _KNOWN_EN),
    "P219": ("E", "没有“{name}”这个账户。", "There is no account {name}.", _KNOWN_ZH, _KNOWN_EN),
    "P220": ("E", "没有“{name}”这个上级条目。", "There is no entry {name} to stand under.", _KNOWN_ZH, _KNOWN_EN),
    "P221": ("E", "没有“{name}”这个告知对象。", "Nobody is called {name} to be told.", _KNOWN_ZH, _KNOWN_EN),
    "P222": ("E", "这里没有“{{{name}}}”可以填。", "Nothing fills {{{name}}} here.", _KNOWN_ZH, _KNOWN_EN),
    # 条件 / expressions
    "P230": ("E", "条件写错了：{problem}", "The expression is malformed: {problem}", "{advice}", "{advice}"),
    "P231": ("E", "条件不成立：{problem}", "The expression makes no sense: {problem}", "{advice}", "{advice}"),
    "P232": ("E", "这里要的是{wanted}，表达式给出的是{given}。", "This must be {wanted}; the expression gives {given}.",
             "请写成比较，例如 category == 'noise'；数量写成数的算式。",
             "Write a comparison like category == 'noise'; a quantity is arithmetic of numbers."),
    "P233": ("E", "条件里的字典成员不存在：{problem}", "A member that no dictionary has: {problem}",
             "{advice}", "{advice}"),
    "P234": ("E", "条件里用了私密字段“{name}”。", "The expression uses the private field {name}.",
             "文字、地点和身份只在保密库里，条件看不到；请另设一个选择或是非字段。",
             "Words, places and identities are in the vault only; use a choice or a yes/no field instead."),
}  # fmt: skip
