"""`bihuan claims`: every published figure, line by line, with the verdict that is computed for it and why.

Exit status: 0 printed; 1 with `--check` if a figure is in conflict, or if a pack has errors; 2 called wrongly.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from unicodedata import east_asian_width

from bihuan.app.claims import AsOf, Published, from_district, from_pack
from bihuan.app.figures import POPULATIONS
from bihuan.app.installation import Installation
from bihuan.app.registers.reading import known_at
from bihuan.core.claims import Judged, Verdict
from bihuan.core.refusals import Refusal
from bihuan.core.text import Language
from bihuan.definitions import errors, load_pack


def run(argv: Sequence[str], installation: Callable[[], Installation]) -> int:
    """Print the claims of a pack, or of the district with its own cases. `installation` is asked for only then."""
    asked = _parser().parse_args(argv)
    if bool(asked.pack) == asked.district:
        print("写一个配置包的文件夹，或 --district / name a pack's folder, or say --district", file=sys.stderr)
        return 2
    found = _of_district(installation(), asked) if asked.district else _of_pack(Path(asked.pack), asked.lang)
    if found is None:
        return 1
    for one in found:
        _print(one, asked.lang, asked.verdict)
    if not found:
        print("没有登记刊出的数。/ No published figures are registered.")
    conflicts = sum(judged.verdict is Verdict.CONFLICT for one in found for judged in one.judged)
    return 1 if asked.check and conflicts else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bihuan claims", description="刊出的数和结论 / published figures, judged")
    parser.add_argument("pack", nargs="?", help="配置包的文件夹 / folder of a pack")
    parser.add_argument("--district", action="store_true", help="用已装载的区和它的事项 / the district with its cases")
    parser.add_argument("--on", type=date.fromisoformat, help="截至哪天，2026-06-30 / as of which day")
    parser.add_argument(
        "--population", choices=POPULATIONS, default="live", help="名录里哪一类条目 / which entries of registers"
    )
    parser.add_argument("--check", action="store_true", help="有矛盾就退出 1 / exit 1 if a figure is in conflict")
    parser.add_argument("--verdict", choices=[str(one) for one in Verdict], help="只看这一种 / only these")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh")
    return parser


def _of_pack(folder: Path, language: Language) -> tuple[Published, ...] | None:
    try:
        pack = load_pack(folder)
    except OSError as error:
        print(f"{folder}: 读不了 / can't be read: {error.strerror or error}", file=sys.stderr)
        return None
    if isinstance(pack, tuple):
        print(*(one.in_(language) for one in errors(pack)), sep="\n", file=sys.stderr)
        return None
    return from_pack(pack)


def _of_district(installation: Installation, asked: argparse.Namespace) -> tuple[Published, ...] | None:
    with installation.opened() as district:
        known = known_at(district, asked.on)
        as_of = AsOf(moment=min(district.door.clock(), known), population=asked.population, day=asked.on)
        found = from_district(district, as_of)
    if isinstance(found, Refusal):
        for language in ("zh", "en"):
            print(found.message(language), found.hint(language), file=sys.stderr)
        return None
    return found


def _print(published: Published, language: Language, only: str | None) -> None:
    document = published.document
    kept = published.register.title.in_(language) if published.register is not None else ""
    head = [document.title.in_(language), document.issuer.in_(language), str(document.published), kept]
    print("\n" + " · ".join(word for word in head if word))
    for one in sorted(published.judged, key=lambda one: one.claim.places):
        if only in (None, one.verdict):
            _row(one, language)
    counted = Counter(one.verdict for one in published.judged)
    print("  ".join(f"{verdict.named.in_(language)} {counted[verdict]}" for verdict in Verdict))


def _row(one: Judged, language: Language) -> None:
    claim = one.claim
    unit = claim.unit.in_(language) if claim.unit is not None else ""
    figure = f"{claim.printed.text} {unit}".strip() if claim.printed is not None else "—"
    lines = claim.where.in_(language) if claim.where is not None else _lines(place.line for place in claim.places)
    print(
        f"{lines:>9}  {_wide(one.verdict.named.in_(language), 14)}  {_wide(claim.system, 4)}{_wide(figure, 22)}  "
        f"{claim.says.in_(language)}  [{claim.id}]"
    )
    if claim.formula is not None:
        print(f"{'':>11}= {claim.formula.source}")
    for why in one.why:
        print(f"{'':>11}{why.in_(language)}")
    if claim.settles is not None and one.verdict not in (Verdict.DERIVED, Verdict.CONSISTENT):
        print(f"{'':>11}→ {claim.settles.in_(language)}")


def _lines(numbers: Iterable[int]) -> str:
    found = sorted(set(numbers))
    return ",".join(map(str, found[:2])) + ("…" if len(found) > 2 else "")


def _wide(text: str, width: int) -> str:
    taken = sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
    return text + " " * max(width - taken, 0)
