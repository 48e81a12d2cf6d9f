"""The WSGI application that a server loads."""

from __future__ import annotations

import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from bihuan.site.process import end_with_parent, settle
from bihuan.site.shedding import Shedding

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.site.settings")

application = Shedding(get_wsgi_application())
import_module(settings.ROOT_URLCONF)  # Now, and not with the first request.
settle()
end_with_parent()
