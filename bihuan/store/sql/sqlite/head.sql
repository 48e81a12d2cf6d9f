-- The head row of a district: its writer, its edition.

-- name: open_district
INSERT INTO head (district, position, cases, edition, registers) VALUES (?, 0, 0, '', 0)
ON CONFLICT (district) DO NOTHING;

-- name: lock_head
SELECT position, cases, edition, registers FROM head WHERE district = ?;

-- name: head
SELECT position, cases, edition, registers FROM head WHERE district = ?;

-- name: move_head
-- The fence: no row means that another writer was here although the head was locked.
UPDATE head SET position = ?, cases = ? WHERE district = ? AND position = ?;

-- name: set_edition
UPDATE head SET edition = ? WHERE district = ?;

-- name: touch_registers
UPDATE head SET registers = registers + 1 WHERE district = ?;
