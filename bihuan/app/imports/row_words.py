"""Words for what can be wrong with one row.

Code: what is wrong in zh and en, the way out in zh and en. A table of data; nothing else may live here.
"""

from __future__ import annotations

from collections.abc import Mapping

ROW_WORDS: Mapping[str, tuple[str, str, str, str]] = {
    # ------------------------------------------------------------ one row
    "words-missing": (
        "没有内容。",
        "There are no words.",
        "补上诉求内容，或确认这一行本来就是空的。",
        "Add the words, or leave the row out if it is empty.",
    ),
    "required-missing": (
        "必填项“{place}”是空的。",
        "“{place}” is required and empty.",
        "补上后重新导入。",
        "Fill it in and import again.",
    ),
    "identity-missing": (
        "用来识别这一行的“{place}”是空的。",
        "“{place}”, which identifies the row, is empty.",
        '补上编号；若文件没有编号，在映射文件里把 identity 设为 "row-hash"。',
        'Fill it in; if the file has no numbers, set identity = "row-hash" in the mapping.',
    ),
    "text-too-long": (
        "“{place}”有 {length} 个字，超过上限 {limit}。",
        "“{place}” has {length} characters, the limit is {limit}.",
        "缩短，或把全文作为附件。",
        "Shorten it, or attach the full text.",
    ),
    "control-character": (
        "“{place}”第 {position} 个字符是不可见的控制字符 {name}。",
        "Character {position} of “{place}” is the control character {name}.",
        "删去这个字符。",
        "Remove that character.",
    ),
    "undecodable": (
        "“{place}”第 {position} 个字符处的字节 {byte} 不是有效的 {encoding}。",
        "The byte {byte} at character {position} of “{place}” is not valid {encoding}.",
        "用原软件另存为“CSV UTF-8”后重新导入。",
        "Save the file as “CSV UTF-8” in its own program.",
    ),
    "row-twice": (
        "第 {first} 行已经是 {key}，这一行又是它。",
        "Row {first} is {key} already, and so is this one.",
        "一条只写一行：核对后删去一行，或改正编号；真是后来的变更，就在“变更生效日期”一栏写明日期。",
        "One row for one entry: see which is right and remove the other, or correct the code; if it is a later change,"
        " fill in “Changes hold from”.",
    ),
    "date-unreadable": (
        "“{value}”不是可识别的时间。",
        "“{value}” is not a date that is understood.",
        "写成 2019-02-28 11:25:05 这样。",
        "Write it like 2019-02-28 11:25:05.",
    ),
    "date-not-listed": (
        "“{value}”的写法（{kind}）不在映射文件的 formats 之内。",
        "“{value}” is written {kind}, not among `formats`.",
        "改写，或在 [dates] formats 里加上它。",
        "Rewrite it, or add that kind to [dates] formats.",
    ),
    "date-ambiguous": (
        "“{value}”分不清年月日的先后。",
        "“{value}” does not say which part is day, month or year.",
        "写成 2019-04-03，或在 [dates] formats 里写明 day-first 或 month-first。",
        "Write 2019-04-03, or state day-first or month-first in [dates] formats.",
    ),
    "date-impossible": (
        "“{value}”这一天或这一刻不存在。",
        "“{value}” names a day or a time that does not exist.",
        "核对原始记录后改正。",
        "Correct it from the original record.",
    ),
    "date-future": (
        "“{value}”晚于现在。",
        "“{value}” lies in the future.",
        "核对年份和日月先后。",
        "Check the year and the order of day and month.",
    ),
    "date-too-old": (
        "“{value}”早于 {earliest}，多半是读错的数字。",
        "“{value}” is before {earliest}: likely a misread number.",
        "改正，或在 [dates] earliest 里放宽。",
        "Correct it, or set [dates] earliest.",
    ),
    "reply-before-message": (
        "答复时间 {replied} 早于留言时间 {occurred}。",
        "The reply ({replied}) is earlier than the message ({occurred}).",
        "核对两个时间。",
        "Check both times.",
    ),
    "count-unreadable": (
        "“{value}”不是不小于零的整数。",
        "“{value}” is not a whole number of zero or more.",
        "改成数字，没有就留空。",
        "Write a number, or leave it empty.",
    ),
    "value-unknown": (
        "“{value}”不在映射文件的取值表里。",
        "“{value}” is not in the mapping's table of values.",
        "{closest}请改正或把它加进 [values]。",
        "{closest}Correct it or add it to [values].",
    ),
    "formula-without-result": (
        "单元格 {cell} 是公式，文件里没有存它的结果。",
        "Cell {cell} is a formula and its result is not stored.",
        "用 Excel 打开并保存一次，或粘贴为数值。",
        "Open and save it in Excel once, or paste it as a value.",
    ),
    "formula-result": (
        "单元格 {cell} 是公式，取用了文件里存的结果。",
        "Cell {cell} is a formula; its stored result was taken.",
        "核对结果是否最新。",
        "Check that the result is up to date.",
    ),
    "cell-error": (
        "单元格 {cell} 是错误值 {value}。",
        "Cell {cell} holds the error {value}.",
        "改正公式或填入数值。",
        "Correct the formula or type a value.",
    ),
    "cell-merged": (
        "单元格 {cell} 在合并区域 {range} 之内，看不出值属于哪几行。",
        "Cell {cell} lies in the merged range {range}.",
        "取消合并，把值填进每一行。",
        "Unmerge it and write the value into every row.",
    ),
    "number-lost-digits": (
        "“{value}”是超过 15 位的数字，表格软件已丢失末位。",
        "“{value}” has over 15 digits; the program lost the last.",
        "把该列设为文本格式后重新导出。",
        "Export again with the column formatted as text.",
    ),
    "column-count": (
        "这一行有 {count} 列，表头有 {wanted} 列。",
        "The row has {count} columns, the header has {wanted}.",
        "检查多余的逗号和没有成对的引号。",
        "Look for a stray comma or an unpaired quotation mark.",
    ),
    "csv-quote": (
        "引号用法有误：{reason}",
        "A quotation mark is misplaced: {reason}",
        "内容里的引号要写成两个。",
        "Write a quotation mark inside a cell twice.",
    ),
    "csv-quote-open": (
        "从物理行 {line} 起有一个引号没有结束，其后的内容都没有读取。",
        "A quotation mark opened at line {line} never ends; nothing after it was read.",
        "补上引号后重新导入；已导入的行不会重复。",
        "Close it and import again; rows already in stay as they are.",
    ),
    "line-too-long": (
        "物理行 {line} 超过 {limit} 个字符，其后都没有读取。",
        "Line {line} exceeds {limit} characters; reading stopped.",
        "确认文件确实是逐行的表格。",
        "Check that the file really is a table of lines.",
    ),
    "too-many-rows": (
        "行数超过上限 {limit}，其后都没有读取。",
        "There are more than {limit} rows; the rest was not read.",
        "拆成几个文件分别导入。",
        "Split the file and import the parts.",
    ),
}
