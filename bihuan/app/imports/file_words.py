"""Words for what can be wrong with a mapping file and with a spreadsheet as a whole.

Code: what is wrong in zh and en, the way out in zh and en. A table of data; nothing else may live here.
"""

from __future__ import annotations

from collections.abc import Mapping

FILE_WORDS: Mapping[str, tuple[str, str, str, str]] = {
    "register-column-unknown": (
        "表头里的“{column}”不是这个名录的列。",
        "The column “{column}” is none of this register.",
        "{closest}列名用导出的原样；这个文件里还没有的列：{left_zh}。名录里没有的列请删去。",
        "{closest}Use the headings of the export; those this file does not have: {left_en}. Remove columns that the"
        " register does not have.",
    ),
    "register-column-missing": (
        "文件里没有必须有的“{column}”一列（{field}）。",
        "The file lacks the column “{field}” ({column}), which every entry needs.",
        "{closest}文件若是以前导出的，名录的列可能已经变了：请重新导出一份，把内容抄到新表里。",
        "{closest}If it was exported some time ago, the register has other columns now: export it again and put the"
        " contents there.",
    ),
    "verdict-column": (
        "表里有“{column}”一列：结论由平台算出，谁也不能填。",
        "There is a column “{column}”: verdicts are computed here, and nobody types one.",
        "请删去这一列，其余照旧再导入；把数、取舍方式、算式填对，结论自会出来，见条目页和“刊出的数”页。",
        "Remove the column and import the rest as it is: figure, rounding and formula give the verdict, shown on the"
        " page of the entry and among the published figures.",
    ),
    # ------------------------------------------------------------ the mapping file
    "mapping-syntax": (
        "映射文件不是有效的 TOML：{reason}",
        "The mapping file is not valid TOML: {reason}",
        "按提示的行列改正后重试。",
        "Correct the line and column named, then try again.",
    ),
    "mapping-unknown-key": (
        "映射文件里没有“{key}”这个项。",
        "A mapping file has no key `{key}`.",
        "{closest}可用的有：{known}。",
        "{closest}Known are: {known}.",
    ),
    "mapping-missing-key": (
        "映射文件缺少“{key}”。",
        "The mapping file lacks `{key}`.",
        "补上这一项。",
        "Add it.",
    ),
    "mapping-wrong-value": (
        "“{key}”的值不对：应为{wanted_zh}。",
        "The value of `{key}` is wrong: it should be {wanted_en}.",
        "改为所要求的写法。",
        "Write it as asked.",
    ),
    "mapping-unknown-field": (
        "没有名为“{field}”的字段。",
        "There is no field `{field}`.",
        "{closest}可用的有：{known}。",
        "{closest}Known are: {known}.",
    ),
    "mapping-unmapped-field": (
        "“{field}”在 {key} 里用到，却没有对应的列。",
        "`{field}` is used in {key} but no column is mapped to it.",
        "在 [columns] 里写明它对应哪一列，或删去。",
        "Name its column under [columns], or take it out.",
    ),
    "mapping-column-twice": (
        "列“{column}”同时对应了两个字段。",
        "The column “{column}” is mapped to two fields.",
        "一列只对应一个字段。",
        "Map a column to one field only.",
    ),
    "mapping-order-twice": (
        "日期写法同时列了日在前和月在前，无法分辨。",
        "Day-first and month-first dates are both listed.",
        "只留文件实际使用的一种。",
        "Keep the one that the file really uses.",
    ),
    # ------------------------------------------------------------ the whole file
    "file-missing": (
        "找不到或打不开文件：{reason}",
        "The file cannot be found or opened: {reason}",
        "核对路径和读取权限。",
        "Check the path and the right to read it.",
    ),
    "file-empty": (
        "文件是空的。",
        "The file is empty.",
        "重新导出后再导入。",
        "Export it again.",
    ),
    "file-suffix": (
        "不支持“{suffix}”这种文件。",
        "Files ending in “{suffix}” are not read.",
        "请另存为 .xlsx 或 .csv。",
        "Save it as .xlsx or .csv.",
    ),
    "file-not-its-suffix": (
        "文件后缀是“{suffix}”，内容却是{is_zh}。",
        "The file ends in “{suffix}” but its content is {is_en}.",
        "不要只改后缀；用原软件打开后另存为 .xlsx 或 .csv。",
        "Renaming does not convert: open it in its own program and save as .xlsx or .csv.",
    ),
    "file-password": (
        "工作簿设了打开密码。",
        "The workbook is protected by a password.",
        "打开后去掉密码另存再导入。",
        "Open it, remove the password, save, and import that.",
    ),
    "file-too-large": (
        "压缩包展开后过大（{what}：{size}，上限 {limit}），可能是压缩炸弹。",
        "The workbook unpacks to too much ({what}: {size}, limit {limit}); it may be a zip bomb.",
        "拆成几个文件，或另存为 CSV。",
        "Split it into several files, or save it as CSV.",
    ),
    "file-damaged": (
        "文件已损坏：{reason}",
        "The file is damaged: {reason}",
        "用原软件打开并重新另存。",
        "Open it in its own program and save it again.",
    ),
    "file-doctype": (
        "工作簿的 {part} 带有文档类型声明，拒绝读取。",
        "{part} in the workbook declares a document type; not read.",
        "正常软件不会这样写；请核实文件来源。",
        "No ordinary program writes that: check where the file comes from.",
    ),
    "file-encoding": (
        "文本编码是{is_zh}，不在支持之列。",
        "The text is encoded as {is_en}, which is not read.",
        "另存为“CSV UTF-8”。",
        "Save it as “CSV UTF-8”.",
    ),
    "sheet-missing": (
        "工作簿里没有名为“{sheet}”的工作表。",
        "The workbook has no sheet “{sheet}”.",
        "{closest}现有工作表：{known}。",
        "{closest}It has: {known}.",
    ),
    "sheet-several": (
        "工作簿有多个工作表，映射文件没有写明读哪个。",
        "The workbook has several sheets and none is named.",
        "在 [file] 里写 sheet；现有：{known}。",
        "Name one as `sheet` under [file]; it has: {known}.",
    ),
    "column-missing": (
        "文件里没有“{column}”这一列（字段 {field}）。",
        "The file has no column “{column}” (field {field}).",
        "{closest}如果列改了名，把新名加进映射文件。",
        "{closest}If it was renamed, add the new name to the mapping file.",
    ),
    "column-twice": (
        "表头“{column}”出现了不止一次（第 {positions} 列）。",
        "The heading “{column}” stands in columns {positions}.",
        "给每一列一个不同的名字。",
        "Give each column its own name.",
    ),
    "column-two-names": (
        "字段 {field} 的几个列名同时出现：{column}。",
        "Several headings of field {field} are present: {column}.",
        "只保留其中一列。",
        "Keep one of them.",
    ),
    "header-merged": (
        "表头在合并单元格 {range} 之内。",
        "The heading lies in the merged range {range}.",
        "取消合并，每列写自己的表头。",
        "Unmerge it and give every column its own heading.",
    ),
}
