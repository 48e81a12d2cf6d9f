"""What can be wrong with a file, a mapping or a row: values with words in zh and en. No reading happens here.

`PROBLEMS` is the whole list: a code is one fault, its message says what is wrong, its hint the way out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from bihuan.core.text import Language, Text


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault. `place` is a column heading, a line of the mapping or a file; `detail` fills the words."""

    code: str
    place: str
    detail: Mapping[str, object] = field(default_factory=dict)

    def message(self, language: Language) -> str:
        """What is wrong, in one sentence."""
        return PROBLEMS[self.code][0].in_(language, {"place": self.place, **self.detail})

    def hint(self, language: Language) -> str:
        """The way out, in one sentence."""
        return PROBLEMS[self.code][1].in_(language, {"place": self.place, **self.detail})


def nearest(word: str, known: list[str]) -> str:
    """The known name most like `word`, or a dash; used by hints only, never to guess what was meant."""
    found = get_close_matches(word, known, n=1, cutoff=0.4)
    if not found:
        found = [name for name in known if word and name and (word in name or name in word)]
    return found[0] if found else "–"


def _words(zh: str, en: str, hint_zh: str, hint_en: str) -> tuple[Text, Text]:
    return Text(zh, en), Text(hint_zh, hint_en)


# Message and hint of each code, in the order: the mapping file, the whole file, one row.
PROBLEMS: Mapping[str, tuple[Text, Text]] = {
    # ------------------------------------------------------------ the mapping file
    "mapping-syntax": _words(
        "映射文件不是有效的 TOML：{reason}",
        "The mapping file is not valid TOML: {reason}",
        "按提示的行列改正后重试。",
        "Correct the line and column named, then try again.",
    ),
    "mapping-unknown-key": _words(
        "映射文件里没有“{key}”这个项。",
        "A mapping file has no key `{key}`.",
        "最接近的是“{near}”；可用的有：{known}。",
        "The nearest is `{near}`; known are: {known}.",
    ),
    "mapping-missing-key": _words(
        "映射文件缺少“{key}”。",
        "The mapping file lacks `{key}`.",
        "补上这一项。",
        "Add it.",
    ),
    "mapping-wrong-value": _words(
        "“{key}”的值不对：应为{wanted_zh}。",
        "The value of `{key}` is wrong: it should be {wanted_en}.",
        "改为所要求的写法。",
        "Write it as asked.",
    ),
    "mapping-unknown-field": _words(
        "没有名为“{field}”的字段。",
        "There is no field `{field}`.",
        "最接近的是“{near}”；可用的有：{known}。",
        "The nearest is `{near}`; known are: {known}.",
    ),
    "mapping-unmapped-field": _words(
        "“{field}”在 {key} 里用到，却没有对应的列。",
        "`{field}` is used in {key} but no column is mapped to it.",
        "在 [columns] 里写明它对应哪一列，或删去。",
        "Name its column under [columns], or take it out.",
    ),
    "mapping-column-twice": _words(
        "列“{column}”同时对应了两个字段。",
        "The column “{column}” is mapped to two fields.",
        "一列只对应一个字段。",
        "Map a column to one field only.",
    ),
    "mapping-order-twice": _words(
        "日期写法同时列了日在前和月在前，无法分辨。",
        "Day-first and month-first dates are both listed.",
        "只留文件实际使用的一种。",
        "Keep the one that the file really uses.",
    ),
    # ------------------------------------------------------------ the whole file
    "file-missing": _words(
        "找不到或打不开文件：{reason}",
        "The file cannot be found or opened: {reason}",
        "核对路径和读取权限。",
        "Check the path and the right to read it.",
    ),
    "file-empty": _words(
        "文件是空的。",
        "The file is empty.",
        "重新导出后再导入。",
        "Export it again.",
    ),
    "file-suffix": _words(
        "不支持“{suffix}”这种文件。",
        "Files ending in “{suffix}” are not read.",
        "请另存为 .xlsx 或 .csv。",
        "Save it as .xlsx or .csv.",
    ),
    "file-not-its-suffix": _words(
        "文件后缀是“{suffix}”，内容却是{is_zh}。",
        "The file ends in “{suffix}” but its content is {is_en}.",
        "不要只改后缀；用原软件打开后另存为 .xlsx 或 .csv。",
        "Renaming does not convert: open it in its own program and save as .xlsx or .csv.",
    ),
    "file-password": _words(
        "工作簿设了打开密码。",
        "The workbook is protected by a password.",
        "打开后去掉密码另存再导入。",
        "Open it, remove the password, save, and import that.",
    ),
    "file-too-large": _words(
        "压缩包展开后过大（{what}：{size}，上限 {limit}），可能是压缩炸弹。",
        "The workbook unpacks to too much ({what}: {size}, limit {limit}); it may be a zip bomb.",
        "拆成几个文件，或另存为 CSV。",
        "Split it into several files, or save it as CSV.",
    ),
    "file-damaged": _words(
        "文件已损坏：{reason}",
        "The file is damaged: {reason}",
        "用原软件打开并重新另存。",
        "Open it in its own program and save it again.",
    ),
    "file-doctype": _words(
        "工作簿的 {part} 带有文档类型声明，拒绝读取。",
        "{part} in the workbook declares a document type; not read.",
        "正常软件不会这样写；请核实文件来源。",
        "No ordinary program writes that: check where the file comes from.",
    ),
    "file-encoding": _words(
        "文本编码是{is_zh}，不在支持之列。",
        "The text is encoded as {is_en}, which is not read.",
        "另存为“CSV UTF-8”。",
        "Save it as “CSV UTF-8”.",
    ),
    "sheet-missing": _words(
        "工作簿里没有名为“{sheet}”的工作表。",
        "The workbook has no sheet “{sheet}”.",
        "现有工作表：{known}；最接近的是“{near}”。",
        "It has: {known}; the nearest is “{near}”.",
    ),
    "sheet-several": _words(
        "工作簿有多个工作表，映射文件没有写明读哪个。",
        "The workbook has several sheets and none is named.",
        "在 [file] 里写 sheet；现有：{known}。",
        "Name one as `sheet` under [file]; it has: {known}.",
    ),
    "column-missing": _words(
        "文件里没有“{column}”这一列（字段 {field}）。",
        "The file has no column “{column}” (field {field}).",
        "最接近的是“{near}”；如果列改了名，把新名加进映射文件。",
        "The nearest is “{near}”; if it was renamed, add the new name to the mapping file.",
    ),
    "column-twice": _words(
        "表头“{column}”出现了不止一次（第 {positions} 列）。",
        "The heading “{column}” stands in columns {positions}.",
        "给每一列一个不同的名字。",
        "Give each column its own name.",
    ),
    "column-two-names": _words(
        "字段 {field} 的几个列名同时出现：{column}。",
        "Several headings of field {field} are present: {column}.",
        "只保留其中一列。",
        "Keep one of them.",
    ),
    "header-merged": _words(
        "表头在合并单元格 {range} 之内。",
        "The heading lies in the merged range {range}.",
        "取消合并，每列写自己的表头。",
        "Unmerge it and give every column its own heading.",
    ),
    # ------------------------------------------------------------ one row
    "words-missing": _words(
        "没有内容。",
        "There are no words.",
        "补上诉求内容，或确认这一行本来就是空的。",
        "Add the words, or leave the row out if it is empty.",
    ),
    "required-missing": _words(
        "必填项“{place}”是空的。",
        "“{place}” is required and empty.",
        "补上后重新导入。",
        "Fill it in and import again.",
    ),
    "identity-missing": _words(
        "用来识别这一行的“{place}”是空的。",
        "“{place}”, which identifies the row, is empty.",
        '补上编号；若文件没有编号，在映射文件里把 identity 设为 "row-hash"。',
        'Fill it in; if the file has no numbers, set identity = "row-hash" in the mapping.',
    ),
    "text-too-long": _words(
        "“{place}”有 {length} 个字，超过上限 {limit}。",
        "“{place}” has {length} characters, the limit is {limit}.",
        "缩短，或把全文作为附件。",
        "Shorten it, or attach the full text.",
    ),
    "control-character": _words(
        "“{place}”第 {position} 个字符是不可见的控制字符 {name}。",
        "Character {position} of “{place}” is the control character {name}.",
        "删去这个字符。",
        "Remove that character.",
    ),
    "undecodable": _words(
        "“{place}”第 {position} 个字符处的字节 {byte} 不是有效的 {encoding}。",
        "The byte {byte} at character {position} of “{place}” is not valid {encoding}.",
        "用原软件另存为“CSV UTF-8”后重新导入。",
        "Save the file as “CSV UTF-8” in its own program.",
    ),
    "date-unreadable": _words(
        "“{value}”不是可识别的时间。",
        "“{value}” is not a date that is understood.",
        "写成 2019-02-28 11:25:05 这样。",
        "Write it like 2019-02-28 11:25:05.",
    ),
    "date-not-listed": _words(
        "“{value}”的写法（{kind}）不在映射文件的 formats 之内。",
        "“{value}” is written {kind}, not among `formats`.",
        "改写，或在 [dates] formats 里加上它。",
        "Rewrite it, or add that kind to [dates] formats.",
    ),
    "date-ambiguous": _words(
        "“{value}”分不清年月日的先后。",
        "“{value}” does not say which part is day, month or year.",
        "写成 2019-04-03，或在 [dates] formats 里写明 day-first 或 month-first。",
        "Write 2019-04-03, or state day-first or month-first in [dates] formats.",
    ),
    "date-impossible": _words(
        "“{value}”这一天或这一刻不存在。",
        "“{value}” names a day or a time that does not exist.",
        "核对原始记录后改正。",
        "Correct it from the original record.",
    ),
    "date-future": _words(
        "“{value}”晚于现在。",
        "“{value}” lies in the future.",
        "核对年份和日月先后。",
        "Check the year and the order of day and month.",
    ),
    "date-too-old": _words(
        "“{value}”早于 {earliest}，多半是读错的数字。",
        "“{value}” is before {earliest}: likely a misread number.",
        "改正，或在 [dates] earliest 里放宽。",
        "Correct it, or set [dates] earliest.",
    ),
    "reply-before-message": _words(
        "答复时间 {replied} 早于留言时间 {occurred}。",
        "The reply ({replied}) is earlier than the message ({occurred}).",
        "核对两个时间。",
        "Check both times.",
    ),
    "count-unreadable": _words(
        "“{value}”不是不小于零的整数。",
        "“{value}” is not a whole number of zero or more.",
        "改成数字，没有就留空。",
        "Write a number, or leave it empty.",
    ),
    "value-unknown": _words(
        "“{value}”不在映射文件的取值表里。",
        "“{value}” is not in the mapping's table of values.",
        "最接近的是“{near}”；改正或把它加进 [values]。",
        "The nearest is “{near}”; correct it or add it to [values].",
    ),
    "formula-without-result": _words(
        "单元格 {cell} 是公式，文件里没有存它的结果。",
        "Cell {cell} is a formula and its result is not stored.",
        "用 Excel 打开并保存一次，或粘贴为数值。",
        "Open and save it in Excel once, or paste it as a value.",
    ),
    "formula-result": _words(
        "单元格 {cell} 是公式，取用了文件里存的结果。",
        "Cell {cell} is a formula; its stored result was taken.",
        "核对结果是否最新。",
        "Check that the result is up to date.",
    ),
    "cell-error": _words(
        "单元格 {cell} 是错误值 {value}。",
        "Cell {cell} holds the error {value}.",
        "改正公式或填入数值。",
        "Correct the formula or type a value.",
    ),
    "cell-merged": _words(
        "单元格 {cell} 在合并区域 {range} 之内，看不出值属于哪几行。",
        "Cell {cell} lies in the merged range {range}.",
        "取消合并，把值填进每一行。",
        "Unmerge it and write the value into every row.",
    ),
    "number-lost-digits": _words(
        "“{value}”是超过 15 位的数字，表格软件已丢失末位。",
        "“{value}” has over 15 digits; the program lost the last.",
        "把该列设为文本格式后重新导出。",
        "Export again with the column formatted as text.",
    ),
    "column-count": _words(
        "这一行有 {count} 列，表头有 {wanted} 列。",
        "The row has {count} columns, the header has {wanted}.",
        "检查多余的逗号和没有成对的引号。",
        "Look for a stray comma or an unpaired quotation mark.",
    ),
    "csv-quote": _words(
        "引号用法有误：{reason}",
        "A quotation mark is misplaced: {reason}",
        "内容里的引号要写成两个。",
        "Write a quotation mark inside a cell twice.",
    ),
    "csv-quote-open": _words(
        "从物理行 {line} 起有一个引号没有结束，其后的内容都没有读取。",
        "A quotation mark opened at line {line} never ends; nothing after it was read.",
        "补上引号后重新导入；已导入的行不会重复。",
        "Close it and import again; rows already in stay as they are.",
    ),
    "line-too-long": _words(
        "物理行 {line} 超过 {limit} 个字符，其后都没有读取。",
        "Line {line} exceeds {limit} characters; reading stopped.",
        "确认文件确实是逐行的表格。",
        "Check that the file really is a table of lines.",
    ),
    "too-many-rows": _words(
        "行数超过上限 {limit}，其后都没有读取。",
        "There are more than {limit} rows; the rest was not read.",
        "拆成几个文件分别导入。",
        "Split the file and import the parts.",
    ),
}
