-- Journals of administration and of identities opened; counted attempts.

-- name: open_journal
INSERT INTO journal_head (district, journal, n, hash) VALUES (?, ?, 0, ?)
ON CONFLICT (district, journal) DO NOTHING;

-- name: lock_journal
SELECT n, hash FROM journal_head WHERE district = ? AND journal = ?;

-- name: journal_head
SELECT n, hash FROM journal_head WHERE district = ? AND journal = ?;

-- name: move_journal
-- The fence: no row means that somebody else added an entry although the head was locked.
UPDATE journal_head SET n = ?, hash = ? WHERE district = ? AND journal = ? AND n = ?;

-- name: add_journal_entry
INSERT INTO journal_entry (district, journal, n, recorded, actor, kind, about, body, hash, sealed)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

-- name: journal_page
-- Newest first; an empty text or a zero leaves that filter out.
SELECT n, recorded, actor, kind, about, body, hash, sealed FROM journal_entry
WHERE district = ? AND journal = ? AND recorded >= ? AND recorded < ? AND n < ?
  AND (? = '' OR actor = ?) AND (? = '' OR kind = ?) AND (? = '' OR about = ?)
ORDER BY n DESC LIMIT ?;

-- name: journal_from
SELECT n, recorded, actor, kind, about, body, hash, sealed FROM journal_entry
WHERE district = ? AND journal = ? AND n > ? ORDER BY n LIMIT ?;

-- name: journal_kinds
SELECT DISTINCT kind FROM journal_entry WHERE district = ? AND journal = ? ORDER BY kind;

-- name: count_attempt
INSERT INTO attempt (district, target, slot, tries, until) VALUES (?, ?, ?, 1, ?)
ON CONFLICT (district, target, slot) DO UPDATE SET tries = attempt.tries + 1
RETURNING tries;

-- name: attempts
SELECT tries FROM attempt WHERE district = ? AND target = ? AND slot = ?;

-- name: take_back_attempt
UPDATE attempt SET tries = tries - 1 WHERE district = ? AND target = ? AND slot = ? AND tries > 0;

-- name: forget_attempts
DELETE FROM attempt WHERE district = ? AND until < ?;

-- name: forgive_attempts
DELETE FROM attempt WHERE district = ? AND target = ?;
