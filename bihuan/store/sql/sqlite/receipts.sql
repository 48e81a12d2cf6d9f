-- Receipts: which code opens which case; and what the map and "somebody near you" are counted from.

-- name: put_receipts
-- The first row of a code stands.
INSERT INTO receipt (district, code, case_id, kind, issued_at, language)
VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (district, code) DO NOTHING;

-- name: receipt_of_code
SELECT case_id, kind, revoked_at FROM receipt WHERE district = ? AND code = ?;

-- name: raised_outside
-- Also with a receipt that was given up: the case stays that of whoever held it.
SELECT 1 FROM receipt WHERE district = ? AND case_id = ? AND kind = 'raiser' LIMIT 1;

-- name: language_of_raiser
-- A receipt given anew keeps the language of the one before.
SELECT language FROM receipt WHERE district = ? AND case_id = ? AND kind = 'raiser' ORDER BY issued_at DESC LIMIT 1;

-- name: revoke_receipts
UPDATE receipt SET revoked_at = ? WHERE district = ? AND case_id = ? AND kind = 'raiser' AND revoked_at IS NULL;

-- name: followers_of_case
SELECT COUNT(*) FROM receipt WHERE district = ? AND case_id = ? AND kind = 'follower' AND revoked_at IS NULL;

-- name: keep_follower_contact
UPDATE receipt SET channel = ?, contact = ?, language = ?
WHERE district = ? AND code = ? AND kind = 'follower' AND revoked_at IS NULL;

-- name: follower_contacts
SELECT code, channel, contact, language FROM receipt
WHERE district = ? AND case_id = ? AND kind = 'follower' AND revoked_at IS NULL AND contact IS NOT NULL ORDER BY code;

-- name: nearby_open
SELECT state FROM case_row
WHERE district = ? AND programme = ? AND population = ? AND area = ? AND category = ? AND NOT final AND occurred_at >= ?
ORDER BY occurred_at DESC, number DESC LIMIT ?;

-- name: open_by_area
SELECT area, programme, COUNT(*) FROM case_row
WHERE district = ? AND population = ? AND NOT final AND standing = 'open' AND area IS NOT NULL GROUP BY area, programme ORDER BY area, programme;

-- name: last_leaf_of_case
-- The end of a case's chain: what an answer is signed against.
SELECT leaf, leaf_hash FROM event WHERE district = ? AND stream = ? ORDER BY n DESC LIMIT 1;

-- name: vault_word
SELECT sealed FROM vault_word WHERE district = ? AND case_id = ? AND n = ? AND name = ?;
