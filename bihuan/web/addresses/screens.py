"""Addresses of what staff raise and of the screens of programmes."""

from __future__ import annotations

from django.urls import path

from bihuan.web.views import entering, screens

urlpatterns = [
    path("work/enter", entering.enter, name="enter"),
    path("work/enter/<id:programme>", entering.enter_one, name="enter_one"),
    path("screens", screens.index, name="screens"),
    path("screens/<id:programme>/board", screens.board, name="screen_board"),
    path("screens/<id:programme>/roster", screens.roster, name="screen_roster"),
    path("screens/<id:programme>/funnel", screens.funnel, name="screen_funnel"),
]
