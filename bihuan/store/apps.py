"""The store as a Django application: its label and nothing else."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """Tables of facts, of the read model and of the vault."""

    name = "bihuan.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"
