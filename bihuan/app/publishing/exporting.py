"""The static folder that anyone may serve, mirror and check: tiles, checkpoints, definitions, the table, the verifier.

Everything in it is made of published leaves; the database is not asked. `log.json` only saves typing: what it says
is checked against the log or is a rule of the district.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

from bihuan.app.district import District
from bihuan.app.publishing.figures import cases_of
from bihuan.app.publishing.place import PublicLog
from bihuan.store.logfiles import write_whole
from bihuan.transparency.checkpoints import open_checkpoint
from bihuan.transparency.faults import Fault
from bihuan.verifier import verify

COLUMNS = ("stream", "programme", "raised_on", "lead", "solved", "closed", "satisfied", "by", "score", "returns",
           "reworks", "reopens")  # fmt: skip

README = """# {title}

这里是公开日志的全部内容，任何人都可以复制、核对。不含个人信息。
Everything of the public log, for anyone to copy and to check. No personal data is in it.

    python verify.py .                     # Python 3.11, pip install cryptography
    python verify.py . --trust MY-TRUST    # 用自己留存的信任文件 / with the trust file you kept yourself

| | |
|---|---|
| checkpoint, checkpoints/, tile/ | C2SP tlog-tiles, signed-note; RFC 6962 |
| trust | C2SP tlog-policy |
| definitions/ | 指标定义，其摘要写在公布的数里 / definitions; their hash stands in each figure |
| cases.csv | 由日志记录整理的表（打包下载不含）/ a table made of the leaves (not in the archive) |

不能由此证明的 / what this does not prove:
从未登记的事项在日志里没有痕迹；手里有承诺文书的人可以证明。办理是否属实，要靠核查、回访和诉求人自己的确认。
A matter that was never entered leaves no trace; whoever holds its promise can prove it. Whether the work was really
done is for checks, call-backs and the reporter's own word to say.
"""


def export_public(log: PublicLog, district: District, folder: Path) -> int | Fault:
    """Write the folder anew; how many leaves it holds. Raises OSError; FileExistsError if it holds other things."""
    written = log.files.checkpoint()
    opened = open_checkpoint(written, (*log.keys, *log.policy.logs)) if written else Fault("not-yet")
    if isinstance(opened, Fault):
        return opened
    if folder.exists() and any(folder.iterdir()) and not (folder / "log.json").exists():
        raise FileExistsError(str(folder))
    size = opened[0].size
    # The checkpoint goes last, as when it was published: nobody meets a head without its tiles.
    shutil.copytree(log.files.public, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("checkpoint", ".new-*"))
    write_whole(folder / "log.json", about(log, district))
    write_whole(folder / "cases.csv", _table(log, size).encode())
    write_whole(folder / "README.md", guide(district))
    shutil.copyfile(str(verify.__file__), folder / "verify.py")
    write_whole(folder / "checkpoint", str(written).encode())
    return size


def about(log: PublicLog, district: District) -> bytes:
    """`log.json`: the rules of the district by which the log is checked."""
    pack = district.pack.district
    said = {
        "origin": log.origin,
        "title": {"zh": pack.title.zh, "en": pack.title.en},
        "zone": pack.zone,
        "within": pack.log.within,
        "smallest": pack.log.smallest,
    }
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()


def guide(district: District) -> bytes:
    """`README.md` of the folder."""
    title = district.pack.district.title
    return README.format(title=f"{title.zh} {title.en}").encode()


def _table(log: PublicLog, size: int) -> str:
    """One row a case, of what its leaves tell; unknown is empty."""
    out = io.StringIO()
    rows = csv.DictWriter(out, COLUMNS, extrasaction="ignore", lineterminator="\n")
    rows.writeheader()
    for stream, case in cases_of(log, size).items():
        rows.writerow({"stream": stream, **case.facts({}), "by": case.by})
    return out.getvalue()
