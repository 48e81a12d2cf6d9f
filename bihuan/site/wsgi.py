"""The WSGI application that a server loads."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from bihuan.site.shedding import Shedding

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.site.settings")

application = Shedding(get_wsgi_application())
