-- PostgreSQL: what keeps facts, leaves and journals from being changed. On SQLite triggers do it.
--
-- The owner of the tables runs `bihuan migrate`; the service signs in as another role, with these privileges only.
-- Run once after each `bihuan migrate`, as the owner:  psql -v service=bihuan_service -f grants.sql
-- Whoever holds the owner's password can still change anything: the chains of hashes find it out, nothing prevents it.

GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO :service;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO :service;

REVOKE UPDATE, DELETE, TRUNCATE ON event, log_leaf, declaration, journal_entry FROM :service;
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM :service;
