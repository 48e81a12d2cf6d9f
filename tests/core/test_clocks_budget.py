"""Reading a time limit as written in a programme file, and saying what is wrong with one."""

from __future__ import annotations

import pytest

from bihuan.core.clocks import Budget, BudgetProblem, TimeKind


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "budget_form"),
        ("2", "budget_form"),
        ("two urgent_hour", "budget_form"),
        ("2 hour", "budget_unit"),
        ("2 fixed", "budget_unit"),
        ("0 work_day", "budget_amount"),
        ("-1 work_day", "budget_form"),
        ("99999 work_day", "budget_amount"),
        ("٣ work_day", "budget_form"),
        ("9" * 5000 + " work_day", "budget_form"),
    ],
)
def test_what_is_no_budget_says_why(text: str, code: str) -> None:
    problem = Budget.parse(text)
    assert isinstance(problem, BudgetProblem)
    assert problem.code == code
    assert "{" not in problem.in_("zh") + problem.in_("en")


@pytest.mark.parametrize("kind", [kind for kind in TimeKind if kind is not TimeKind.FIXED])
def test_a_budget_reads_what_it_writes(kind: TimeKind) -> None:
    assert Budget.parse(Budget(3, kind).text) == Budget(3, kind)
