"""A register of published figures, the register of their texts, a second document: files of packs. Texts only."""

FIGURES = """[register]
id = "figures"
title = { zh = "刊出的数", en = "Figures" }
showing = "%s"
[key]
title = { zh = "名称", en = "Name" }
check = "word"
[field.said]
title = { zh = "说", en = "Says" }
type = "title"
[field.%s]
title = { zh = "归口", en = "Owner" }
type = "choice"
dictionary = "kind"
[field.of]
title = { zh = "刊在", en = "In" }
type = "entry"
register = "texts"
[claims]
says = ["said"]
place = ["said"]
value = "said"
system = "%s"
%s
[claims.text]
field = "of"
register = "texts"
title = ["name"]
issuer = ["name"]
published = "on"
"""
TEXTS = """[register]
id = "texts"
title = { zh = "文件", en = "Texts" }
showing = "public"
[field.name]
title = { zh = "标题", en = "Title" }
type = "title"
[field.on]
title = { zh = "日期", en = "On" }
type = "date"
"""

SECOND = """[document]
id = "other"
title = { zh = "另一份", en = "Another" }
issuer = { zh = "小区", en = "The district" }
published = 2021-07-02
lines = 1
systems = "kind"
basis = "本包读法：例"
[[claim]]
id = "mended"
at = ["1:1"]
says = { zh = "补好的", en = "Mended" }
system = "pothole"
value = "5"
"""
