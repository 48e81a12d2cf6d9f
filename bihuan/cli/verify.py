"""`bihuan verify export DIR`, `receipt FILE`, `promise FILE`: no database, no Django, nothing but the files."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bihuan.transparency.checkpoints import times
from bihuan.transparency.faults import Fault
from bihuan.transparency.policy import Policy, read_policy
from bihuan.transparency.promises import check_kept, open_promise
from bihuan.transparency.receipts import check_receipt, read_receipt
from bihuan.verifier import verify


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
        policy = read_policy((asked.trust or folder / "trust").read_text("utf-8"))
        if isinstance(policy, Fault):
            return _no(policy)
        if asked.what == "receipt":
            return _receipt(asked.path.read_bytes(), policy)
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
    hashes = {hash_ for _, _, hash_ in verify.read(folder, checkpoint.size)}
    if fault := check_kept(promise, hashes, seen):
        return _no(fault)
    if promise.leaf in hashes:
        print("✓ 承诺已兑现：记录在日志里 / the promise was kept: the leaf is in the log")
    else:
        by = datetime.fromtimestamp(promise.by, UTC).isoformat()
        print(f"… 承诺的时间未到，或没有见证方的时间可比：{by} / not due yet, or no witness tells the time")
    return 0


def _receipt(written: bytes, policy: Policy) -> int:
    receipt = read_receipt(written)
    if isinstance(receipt, Fault):
        return _no(receipt)
    checked = check_receipt(receipt, policy)
    if isinstance(checked, Fault):
        return _no(checked)
    checkpoint, _, entry = checked
    print(f"✓ {checkpoint.origin}：第 {receipt.index} 条，共 {checkpoint.size} 条 / leaf {receipt.index}")
    for name, value in json.loads(entry).items():
        print(f"    {name}: {value}")
    return 0


def _no(fault: Fault) -> int:
    print(f"✗ {fault.message('zh')} / {fault.message('en')}", file=sys.stderr)
    return 1
