-- Texts of packs, and how far imports have come.

-- name: pack_files
SELECT path, hash, text, kind, id, edition, since FROM pack_file WHERE district = %s
ORDER BY loaded_at, path;

-- name: put_pack_files
-- A text that is there already is the same text.
INSERT INTO pack_file (district, path, hash, text, kind, id, edition, since, loaded_at)
SELECT %s, * FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::date[],
    %s::timestamptz[])
ON CONFLICT (district, path, hash) DO NOTHING;

-- name: import_run
SELECT id, source, file_hash, mapping_hash, next_row, accepted, refused, state FROM import_run
WHERE district = %s AND file_hash = %s AND mapping_hash = %s;

-- name: open_import
INSERT INTO import_run (district, id, source, file_hash, mapping_hash, next_row, accepted, refused, state)
VALUES (%s, %s, %s, %s, %s, 0, 0, 0, 'running')
ON CONFLICT (district, file_hash, mapping_hash) DO NOTHING;

-- name: move_import
UPDATE import_run SET next_row = %s, accepted = %s, refused = %s, state = %s WHERE district = %s AND id = %s;
