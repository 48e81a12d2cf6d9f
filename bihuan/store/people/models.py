"""A sign-in: how one person proves to be an account of a district. What the account may do is said by its posts."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class SignIns(BaseUserManager["SignIn"]):
    """Makes and finds sign-ins."""

    def create_user(self, name: str, account: str, district: str, password: str | None = None, **more: Any) -> SignIn:
        """A new sign-in; without a password nobody can use it until one is set."""
        made = SignIn(name=name, account=account, district=district, **more)
        made.set_password(password)
        made.save(using=self._db)
        return made


class SignIn(AbstractBaseUser):
    """A name to sign in with, and whose account it opens."""

    name = models.CharField(max_length=64, unique=True)
    """What is typed to sign in; never shown to the public."""
    email = models.EmailField(blank=True)
    district = models.CharField(max_length=63)
    account = models.CharField(max_length=64)
    """Opaque id in the district's register of accounts: the only name that events know."""
    is_active = models.BooleanField(default=True)
    opened_at = models.DateTimeField(auto_now_add=True)
    must_change = models.BooleanField(default=False)
    """Somebody else knows the password: the first thing after signing in is a new one."""
    outside = models.CharField(max_length=200, null=True, unique=True)
    """What the single sign-on calls the person; None where the person signs in here alone."""

    objects = SignIns()

    USERNAME_FIELD = "name"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        db_table = "people_sign_in"
        constraints = (models.UniqueConstraint(name="one_sign_in_an_account", fields=["district", "account"]),)

    def __str__(self) -> str:
        return self.name


class Visit(models.Model):
    """A session of somebody who signed in: from where, since when, when last seen. Ended with its session."""

    key = models.CharField(max_length=40, primary_key=True)
    """Key of the session."""
    sign_in = models.ForeignKey(SignIn, on_delete=models.CASCADE, related_name="visits")
    address = models.CharField(max_length=45)
    agent = models.CharField(max_length=200)
    since = models.DateTimeField()
    seen = models.DateTimeField()

    class Meta:
        db_table = "people_visit"
