"""From a member of the cast to the person who asks, as the policy function knows people. Nothing else."""

from __future__ import annotations

from bihuan.app.stories.script import Member
from bihuan.core.commands import Person, Post
from bihuan.core.programme import Programme, Scope


def person_of(member: Member, programme: Programme, *, raiser: bool) -> Person:
    """The person behind a member. `raiser`: whether this member raised the case in question, or raises one now."""
    role = programme.roles.get(member.role or "")
    post = Post(duty=member.duty, unit=member.unit, areas=member.areas) if member.duty and member.unit else None
    return Person(
        account=member.id,
        posts=(post,) if post else (),
        raiser=raiser,
        system=role is not None and role.scope is Scope.SYSTEM,
    )
