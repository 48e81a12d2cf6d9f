"""`bihuan verify export DIR`, `receipt FILE`, `promise FILE`: no database, no Django, nothing but the files."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bihuan.transparency.checkpoints import times
from bihuan.transparency.faults import FAULTS, Fault
from bihuan.transparency.policy import Policy, read_policy
from bihuan.transparency.promises import check_kept, open_promise
from bihuan.transparency.receipt_files import check_file, holds
from bihuan.verifier import verify

MARKS = {"holds": "✓", "fails": "✗", "open": "○"}
CHECKS = {
    "file": ("文件读得懂", "the file can be read"),
    "trust": ("信任文件", "trust file"),
    "signature": ("日志的签名", "signature of the log"),
    "witnesses": ("见证方的签名", "witnesses"),
    "inclusion": ("在日志里：第几步", "in the log: step"),
    "waiting": ("等候并入：第几步", "waits to enter: step"),
    "promise": ("受理时的承诺", "promise of the first moment"),
    "chain": ("前后衔接，没有缺页", "no step is missing"),
    "code": ("回执码", "receipt code"),
    "word": ("诉求人的签名：第几步", "signature of the reporter: step"),
    "shown": ("出示的内容：第几步", "what is shown: step"),
}


def run(argv: Sequence[str]) -> int:
    """0 it holds, 1 it does not: what lies is named, 2 called wrongly."""
    parser = argparse.ArgumentParser(prog="bihuan verify", description="核对 / verify what is published")
    parser.add_argument("what", choices=("export", "receipt", "promise"))
    parser.add_argument("path", type=Path, help="导出的文件夹，或回执、承诺文件 / the folder, or the file")
    parser.add_argument("--export", type=Path, help="核对承诺所用的导出 / the export that a promise is held against")
    parser.add_argument("--trust", type=Path, help="自己留存的信任文件 / the trust file you kept yourself")
    asked = parser.parse_args(argv)
    if asked.what == "export":
        return verify.main([str(asked.path), *(["--trust", str(asked.trust)] if asked.trust else [])])
    folder = asked.export or asked.path.parent
    try:
        if asked.what == "receipt":
            near = asked.trust or (folder / "trust" if (folder / "trust").is_file() else None)
            return _receipt(asked.path.read_bytes(), near.read_text("utf-8") if near else None)
        policy = read_policy((asked.trust or folder / "trust").read_text("utf-8"))
        if isinstance(policy, Fault):
            return _no(policy)
        return _promise(asked.path.read_bytes(), folder, policy)
    except (OSError, verify.Lie) as missing:
        print(f"✗ 读不到所需的文件 / a file is missing: {missing}", file=sys.stderr)
    except UnicodeDecodeError:
        return _no(Fault("policy-line", "1"))
    return 1


def _promise(written: bytes, folder: Path, policy: Policy) -> int:
    """Whether the log of an export kept a promise."""
    promise = open_promise(written, policy.logs)
    opened = policy.open((folder / "checkpoint").read_text("utf-8"))
    if isinstance(promise, Fault) or isinstance(opened, Fault):
        return _no(promise if isinstance(promise, Fault) else opened)  # type: ignore[arg-type]
    checkpoint, note = opened
    seen = max(times(note, policy.witnesses.values()).values(), default=0)
    tiles = (hashes for _, _, hashes in verify.read(folder, checkpoint.size))
    hashes = {tile[at : at + 32] for tile in tiles for at in range(0, len(tile), 32)}
    if fault := check_kept(promise, hashes, seen):
        return _no(fault)
    if promise.leaf in hashes:
        print("✓ 承诺已兑现：记录在日志里 / the promise was kept: the leaf is in the log")
    else:
        by = datetime.fromtimestamp(promise.by, UTC).isoformat()
        print(f"… 承诺的时间未到，或没有见证方的时间可比：{by} / not due yet, or no witness tells the time")
    return 0


def _receipt(written: bytes, trust: str | None) -> int:
    """Every line of the receipt: what holds, what does not, what it leaves open."""
    lines = check_file(written, trust)
    for line in lines:
        zh, en = CHECKS[line.check]
        step = f" {line.n + 1}" if line.n is not None else ""
        fault = Fault(line.code, line.where) if line.code in FAULTS else None
        why = f"：{fault.message('zh')} / {fault.message('en')}" if fault else f" {line.where}" if line.where else ""
        print(f"{MARKS[line.state]} {zh}{step} / {en}{step}{why}")
    if trust is None:
        print("信任文件随回执而来，请与别处公布的核对。/ The trust file came along; compare it with another copy.")
    return 0 if holds(lines) else 1


def _no(fault: Fault) -> int:
    print(f"✗ {fault.message('zh')} / {fault.message('en')}", file=sys.stderr)
    return 1
