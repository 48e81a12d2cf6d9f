"""Addresses of signing in, of one's own account, and of the administrators."""

from __future__ import annotations

from django.urls import path

from bihuan.web.views import administration, audit, outside, security, sheets, signing, work

urlpatterns = [
    path("sign-in", signing.sign_in, name="sign_in"),
    path("sign-in/second", signing.second, name="second"),
    path("sign-in/enrol", signing.enrol, name="enrol"),
    path("sign-in/codes", signing.codes_kept, name="codes_kept"),
    path("sign-in/password", signing.change, name="change"),
    path("sign-in/with/<slug:provider_id>", outside.leave, name="openid_connect_login"),
    path("sign-in/with/<slug:provider_id>/back", outside.back, name="openid_connect_callback"),
    path("admin/accounts", administration.all_accounts, name="admin_accounts"),
    path("admin/accounts/<slug:account>", administration.one_account, name="admin_account"),
    path("admin/import", sheets.import_accounts, name="admin_import"),
    path("admin/import/template.xlsx", sheets.accounts_template, name="admin_template"),
    path("admin/sheets/<slug:sheet>", sheets.import_places, name="admin_sheet"),
    path("admin/sheets/<slug:sheet>.xlsx", sheets.system_file, name="admin_sheet_file"),
    path("admin/units", administration.all_units, name="admin_units"),
    path("admin/units/<slug:unit>", administration.one_unit, name="admin_unit"),
    path("admin/areas", administration.all_areas, name="admin_areas"),
    path("security/people", security.all_people, name="security_people"),
    path("security/people/<slug:account>", security.one_person, name="security_person"),
    path("security/import", sheets.import_posts, name="security_import"),
    path("security/import/template.xlsx", sheets.posts_template, name="security_template"),
    path("security/posts.xlsx", sheets.posts_file, name="security_posts_file"),
    path("audit", audit.audit, name="audit"),
    path("audit/export", audit.export, name="audit_export"),
    path("work/account", security.own_account, name="own_account"),
    path("work", work.work, name="work"),
    path("sign-out", signing.sign_out, name="sign_out"),
]
