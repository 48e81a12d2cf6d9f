-- Transactions.

-- name: begin
BEGIN IMMEDIATE;

-- name: begin_reading
BEGIN;

-- name: commit
COMMIT;

-- name: tables_made
SELECT app, name FROM django_migrations;
