"""Addresses of the record of a case and of the queues of those who handle, check and call back."""

from __future__ import annotations

from django.urls import path

from bihuan.web.views import duty, offline, record, tasks, tonight

urlpatterns = [
    path("work/tasks", tasks.tasks, name="tasks"),
    path("work/offline.js", offline.script, name="offline_script"),
    path("work/duty", duty.duty, name="duty"),
    path("work/tonight", tonight.tonight, name="tonight"),
    path("work/raised", tasks.raised, name="raised"),
    path("work/checks", tasks.checks, name="checks"),
    path("work/cases/<number:number>", record.record, name="record"),
    path("work/cases/<number:number>/steps/<id:step>", record.step, name="step"),
    path("work/cases/<number:number>/photos", record.photos, name="case_photos"),
    path("work/cases/<number:number>/photos/<address:address>", record.photo, name="case_photo"),
]
