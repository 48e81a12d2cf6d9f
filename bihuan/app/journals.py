"""Writing down what is administered and who signs in, and reading it. One function writes; nothing is changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bihuan.app.district import District
from bihuan.app.publishing.anchoring import anchors
from bihuan.core.text import Text
from bihuan.store import journal, registers
from bihuan.store.journal import Act, Entry, Journal, Wanted

__all__ = ["KINDS", "Act", "Entry", "Journal", "Wanted", "acts", "done_to", "note", "sound"]

KINDS: Mapping[str, Text] = {
    "sign-in.done": Text("登录", "signed in"),
    "sign-in.failed": Text("登录失败", "sign-in failed"),
    "sign-in.locked": Text("登录被锁定", "sign-in locked out"),
    "sign-in.second-failed": Text("第二重验证失败", "second factor failed"),
    "sign-out": Text("退出", "signed out"),
    "session.ended": Text("结束会话", "session ended"),
    "password.changed": Text("修改密码", "password changed"),
    "factor.added": Text("启用第二重验证", "second factor set up"),
    "factor.used": Text("使用恢复码", "recovery code used"),
    "factor.removed": Text("解除第二重验证", "second factor removed"),
    "lock.lifted": Text("解除锁定", "lock lifted"),
    "account.opened": Text("开设账号", "account opened"),
    "account.closed": Text("停用账号", "account closed"),
    "account.reopened": Text("恢复账号", "account reopened"),
    "account.renamed": Text("修改姓名", "name changed"),
    "account.reset": Text("重设密码", "password reset"),
    "account.connected": Text("关联单点登录", "single sign-on connected"),
    "accounts.imported": Text("批量导入账号", "accounts imported"),
    "post.granted": Text("授予岗位", "post granted"),
    "post.ended": Text("免去岗位", "post ended"),
    "unit.changed": Text("变更单位", "unit changed"),
    "unit.ended": Text("撤销单位", "unit ended"),
    "area.changed": Text("变更区域", "area changed"),
    "shift.planned": Text("排班", "shift planned"),
    "shift.withdrawn": Text("取消排班", "shift withdrawn"),
    "leave.planned": Text("登记请假和替班", "leave planned"),
    "leave.withdrawn": Text("取消请假", "leave withdrawn"),
    "refused": Text("被拒绝的操作", "refused"),
    "erased": Text("删除私密内容", "private content erased"),
    "retention.proposed": Text("提出到期清理批次", "batch to be erased proposed"),
    "retention.approved": Text("批准清理批次", "batch approved"),
    "retention.refused": Text("不批准清理批次", "batch refused"),
    "retention.held": Text("从清理批次中保留", "held out of a batch"),
    "journal.exported": Text("导出日志", "journal exported"),
    "words.exported": Text("导出含诉求内容的台账", "ledger with words exported"),
    "identity.opened": Text("查看身份", "identity opened"),
    "identity.called": Text("转接电话", "call relayed"),
    "receipt.reissued": Text("补发回执码", "receipt code given anew"),
    "identity.matched": Text("按电话查往来", "found by telephone number"),
    "identity.refused": Text("查看身份被拒", "identity refused"),
}
"""Every kind of act that is written down, in words."""


def note(district: District, act: Act, which: Journal = Journal.ADMINISTRATION) -> int:
    """Write down one act by itself; its number. What changes a table writes its act in the same transaction instead."""
    if act.kind not in KINDS:
        raise ValueError(f"no such kind of act: {act.kind}")
    with district.door.readers.lend() as session, session.transaction():
        return journal.append(session, district.id, which, act, district.door.clock())


def acts(district: District, which: Journal, wanted: Wanted) -> tuple[Sequence[Entry], Mapping[str, Text]]:
    """Entries, the newest first, and the names of all accounts."""
    with district.door.readers.lend() as session, session.glance():
        names = {one.id: one.title for one in registers.accounts(session, district.id)}
        return journal.page(session, district.id, which, wanted), names


def done_to(district: District, account: str, most: int = 20) -> tuple[Sequence[Entry], Mapping[str, Text]]:
    """What others lately did with somebody's account, or tried: whose it is should hear of a reset or a connection."""
    found, names = acts(district, Journal.ADMINISTRATION, Wanted(about=account, most=5 * most))
    return [one for one in found if one.actor != account][:most], names


def sound(district: District, which: Journal) -> int | None:
    """None if the chain of a journal holds from its first entry to its head and is what the public log says of it.

    Else the first number that does not hold.
    """
    with district.door.readers.lend() as session, session.glance():
        return journal.first_break(session, district.id, which, anchors(session, district.id, which))
