"""The pages as a Django application: its label and nothing else."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates, styles and words of the pages."""

    name = "bihuan.web"
    label = "web"
