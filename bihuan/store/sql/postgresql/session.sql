-- Transactions.

-- name: begin
BEGIN;

-- name: begin_reading
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;

-- name: commit
COMMIT;

-- name: tables_made
SELECT app, name FROM django_migrations;
