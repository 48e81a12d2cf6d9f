"""Addresses of the resident pages: what a receipt opens, what is open nearby, the map."""

from __future__ import annotations

from django.urls import path

from bihuan.web.views import checking, receipts, reports
from bihuan.web.views import map as map_view

urlpatterns = [
    path("report/<id:programme>/near", reports.nearby, name="near"),
    path("follow/<number:number>", reports.follow, name="follow"),
    path("r/", receipts.track, name="track"),
    path("r/enter", receipts.enter, name="enter_code"),
    path("r/receipt", receipts.paper, name="receipt"),
    path("r/told", receipts.told, name="follower_told"),
    path("r/again", reports.once_more, name="raise_again"),
    path("r/forget", receipts.forget, name="forget_code"),
    path("r/drop", receipts.drop, name="drop_code"),
    path("r/check", checking.check, name="check_receipt"),
    path("r/proofs", checking.proofs, name="proofs"),
    path("r/file", checking.keep, name="receipt_file"),
    path("r/trust", checking.trust, name="trust"),
    path("r/photos/<address:address>", receipts.photo, name="reporter_photo"),
    path("r/step/<id:step>", receipts.step, name="reporter_step"),
    # Any text: a code copied with a letter too few is told so, with the place to enter it again.
    path("r/<str:code>", receipts.scan, name="scan"),
    path("map", map_view.open_matters, name="map"),
    path("map/areas.geojson", map_view.outlines, name="outlines"),
]
