-- Journals of administration and of identities opened; counted attempts.

-- name: open_journal
INSERT INTO journal_head (district, journal, n, hash) VALUES (%s, %s, 0, %s)
ON CONFLICT (district, journal) DO NOTHING;

-- name: lock_journal
SELECT n, hash FROM journal_head WHERE district = %s AND journal = %s FOR UPDATE;

-- name: journal_head
SELECT n, hash FROM journal_head WHERE district = %s AND journal = %s;

-- name: move_journal
-- The fence: no row means that somebody else added an entry although the head was locked.
UPDATE journal_head SET n = %s, hash = %s WHERE district = %s AND journal = %s AND n = %s;

-- name: add_journal_entry
INSERT INTO journal_entry (district, journal, n, recorded, actor, kind, about, body, hash, sealed)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s);

-- name: journal_page
-- Newest first; an empty text or a zero leaves that filter out.
SELECT n, recorded, actor, kind, about, body, hash, sealed FROM journal_entry
WHERE district = %s AND journal = %s AND recorded >= %s::timestamptz AND recorded < %s::timestamptz AND n < %s
  AND (%s::text = '' OR actor = %s) AND (%s::text = '' OR kind = %s) AND (%s::text = '' OR about = %s)
ORDER BY n DESC LIMIT %s;

-- name: journal_from
SELECT n, recorded, actor, kind, about, body, hash, sealed FROM journal_entry
WHERE district = %s AND journal = %s AND n > %s ORDER BY n LIMIT %s;

-- name: journal_kinds
SELECT DISTINCT kind FROM journal_entry WHERE district = %s AND journal = %s ORDER BY kind;

-- name: count_attempt
INSERT INTO attempt (district, target, slot, tries, until) VALUES (%s, %s, %s, 1, %s)
ON CONFLICT (district, target, slot) DO UPDATE SET tries = attempt.tries + 1
RETURNING tries;

-- name: attempts
SELECT tries FROM attempt WHERE district = %s AND target = %s AND slot = %s;

-- name: take_back_attempt
UPDATE attempt SET tries = tries - 1 WHERE district = %s AND target = %s AND slot = %s AND tries > 0;

-- name: forget_attempts
DELETE FROM attempt WHERE district = %s AND until < %s::timestamptz;

-- name: forgive_attempts
DELETE FROM attempt WHERE district = %s AND target = %s;
