"""Sign-ins as a Django application of their own, because accounts are no district's shard (design, invariant 10)."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Sign-ins, sessions and what guards them."""

    name = "bihuan.store.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
