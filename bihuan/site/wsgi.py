"""The WSGI application that a server loads."""

from __future__ import annotations

import os
from importlib import import_module

from django.conf import settings
from django.core.cache import close_caches
from django.core.handlers.base import reset_urlconf
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, reset_queries

from bihuan.site.process import end_with_parent, settle, share_heaps
from bihuan.site.shedding import Shedding

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.site.settings")

share_heaps()

# Asked with every request, and nothing for them to do: queries are kept with DEBUG alone, the cache lies in memory,
# there is one table of addresses, and connections are looked at when a request ends (CONN_HEALTH_CHECKS does the rest).
request_started.disconnect(reset_queries)
request_started.disconnect(close_old_connections)
request_finished.disconnect(close_caches)
request_finished.disconnect(reset_urlconf)

application = Shedding(get_wsgi_application())
import_module(settings.ROOT_URLCONF)  # Now, and not with the first request.
settle()
end_with_parent()
