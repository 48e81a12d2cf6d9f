"""Addresses that anyone may open."""

from __future__ import annotations

from django.urls import path

from bihuan.web.views import cases, claims, figures, home, house_keeping, look, programmes, published, reports, standing

urlpatterns = [
    # Tried in this order: what is asked for most, and by many at a time, comes first.
    path("report/<id:programme>", reports.form, name="report_form"),
    path("", home.home, name="home"),
    path("find", home.find, name="find"),
    path("log/", published.published, name="published"),
    path("log/export.tar", published.whole, name="log_export"),
    path("log/<path:name>", published.file, name="log_file"),
    path("figures/<id:indicator>", figures.named, name="figure_named"),
    path("figures/<id:programme>/<id:indicator>", figures.figure, name="figure"),
    path("waiting/<id:programme>/<id:reason>", figures.waiting, name="waiting"),
    path("cases/<number:number>", cases.case, name="case"),
    path("report", reports.choose, name="report"),
    path("reports/<number:number>", reports.by_number, name="by_number"),
    path("claims/", claims.claims, name="claims"),
    path("standing/", standing.standing, name="standing"),
    path("documents/", programmes.policies, name="policies"),
    path("programmes/", programmes.programmes, name="programmes"),
    path("programmes/<id:programme>", programmes.programme, name="programme"),
    path("programmes/<id:programme>/picture.svg", programmes.picture, name="picture"),
    path("display", house_keeping.display, name="display"),
    path("look", look.look, name="look"),
    path("health", house_keeping.health, name="health"),
]
