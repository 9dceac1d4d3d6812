-- SPDX-License-Identifier: PostgreSQL
-- sketch_hll in tables: rollups and their upkeep, COPY, TOAST, and what must never be stored.

CREATE TABLE view_log (day date, page text, visitor int);
INSERT INTO view_log SELECT date '2026-01-01' + i % 4, 'page ' || i % 3, i * i % 1009 FROM generate_series(1, 4000) i;

-- --- A rollup table, kept up to date

CREATE TABLE page_daily (day date, page text, views bigint NOT NULL, visitors sketch_hll NOT NULL DEFAULT sketch_hll_empty(),
                         PRIMARY KEY (day, page));
INSERT INTO page_daily (day, page, views) VALUES ('2026-01-01', 'page 0', 0);
CREATE VIEW page_daily_new AS SELECT day, page, count(*) AS views, sketch_hll_agg(visitor) AS visitors FROM view_log GROUP BY day, page;
INSERT INTO page_daily AS d TABLE page_daily_new
  ON CONFLICT (day, page) DO UPDATE SET views = d.views + EXCLUDED.views, visitors = d.visitors | EXCLUDED.visitors;
SELECT count(*), bool_and(p.views = n.views AND p.visitors = n.visitors) AS same
  FROM page_daily p JOIN page_daily_new n USING (day, page);
-- More rows, of old and new days, read alone and merged in.
WITH new AS (INSERT INTO view_log SELECT date '2026-01-03' + i % 3, 'page ' || i % 5, i FROM generate_series(500, 1500) i RETURNING *)
INSERT INTO page_daily AS d SELECT day, page, count(*), sketch_hll_agg(visitor) FROM new GROUP BY day, page
  ON CONFLICT (day, page) DO UPDATE SET views = d.views + EXCLUDED.views, visitors = d.visitors | EXCLUDED.visitors;
SELECT count(*), bool_and(p.views = n.views AND p.visitors = n.visitors) AS same
  FROM page_daily p FULL JOIN page_daily_new n USING (day, page);
-- The same rows once more change the views, never the sketches.
CREATE TEMP TABLE before AS TABLE page_daily;
INSERT INTO page_daily AS d TABLE page_daily_new
  ON CONFLICT (day, page) DO UPDATE SET views = d.views + EXCLUDED.views, visitors = d.visitors | EXCLUDED.visitors;
SELECT bool_and(p.views = 2 * b.views AND p.visitors = b.visitors) AS idempotent FROM page_daily p JOIN before b USING (day, page);
-- One value at a time.
INSERT INTO page_daily AS d VALUES ('2026-01-01', 'page 0', 1, sketch_add(NULL::sketch_hll, -1)), ('2027-01-01', 'page 0', 1, sketch_add(NULL::sketch_hll, -1))
  ON CONFLICT (day, page) DO UPDATE SET visitors = d.visitors | EXCLUDED.visitors;
UPDATE page_daily SET visitors = sketch_add(visitors, -1) WHERE page = 'page 0';
SELECT bool_and(p.visitors = CASE WHEN page = 'page 0' THEN sketch_add(b.visitors, -1) ELSE b.visitors END)
  FROM page_daily p LEFT JOIN before b USING (day, page);
-- Any way of asking gives what the raw rows give.
DELETE FROM page_daily WHERE day = '2027-01-01';
UPDATE page_daily p SET visitors = b.visitors FROM before b WHERE (p.day, p.page) = (b.day, b.page);
SELECT count(*), bool_and(a.n = e.n)
  FROM (SELECT day, page, round(# sketch_merge(visitors)) AS n FROM page_daily GROUP BY CUBE (day, page)) a
  JOIN (SELECT day, page, approx_count_distinct(visitor) AS n FROM view_log GROUP BY CUBE (day, page)) e
    ON (a.day, a.page) IS NOT DISTINCT FROM (e.day, e.page);

-- --- Materialized views, generated columns, expression indexes

CREATE MATERIALIZED VIEW by_page AS SELECT page, sketch_hll_agg(visitor) AS visitors FROM view_log GROUP BY page;
CREATE UNIQUE INDEX by_page_page ON by_page (page);
INSERT INTO view_log VALUES ('2026-01-09', 'page 0', 1000000);
REFRESH MATERIALIZED VIEW CONCURRENTLY by_page;
SELECT count(*), bool_and(visitors = n) AS refreshed FROM by_page JOIN (SELECT page, sketch_hll_agg(visitor) AS n FROM view_log GROUP BY page) x USING (page);
CREATE TABLE measured (s sketch_hll, n bigint GENERATED ALWAYS AS (round(# s)) STORED, CHECK (# s < 1000));
CREATE INDEX ON measured ((# s));
INSERT INTO measured SELECT sketch_hll_agg(i) FROM generate_series(1, 100) i;
SELECT n FROM measured;
SELECT error_of('INSERT INTO measured SELECT sketch_hll_agg(i) FROM generate_series(1, 2000) i') ~ '^23514' AS checked;

-- --- Forms and precisions through COPY, arrays and composites

CREATE TABLE sample (id int PRIMARY KEY, s sketch_hll);
INSERT INTO sample SELECT 100 * p + k, sketch_hll_agg(i, p)
  FROM unnest(ARRAY[4, 9, 14]) p, unnest(ARRAY[1, 10, 513, 20000]) WITH ORDINALITY sizes(n, k), generate_series(1, n) i GROUP BY p, k;
INSERT INTO sample VALUES (0, sketch_hll_empty()), (1, NULL);
CREATE TABLE copied (LIKE sample);
\copy sample TO 'results/hll_storage.text'
\copy copied FROM 'results/hll_storage.text'
SELECT count(*), bool_and(c.s IS NOT DISTINCT FROM s.s) AS text FROM sample s FULL JOIN copied c USING (id);
TRUNCATE copied;
\copy sample TO 'results/hll_storage.csv' (FORMAT csv)
\copy copied FROM 'results/hll_storage.csv' (FORMAT csv)
SELECT count(*), bool_and(c.s IS NOT DISTINCT FROM s.s) AS csv FROM sample s FULL JOIN copied c USING (id);
TRUNCATE copied;
\copy sample TO 'results/hll_storage.binary' (FORMAT binary)
\copy copied FROM 'results/hll_storage.binary' (FORMAT binary)
SELECT count(*), bool_and(c.s IS NOT DISTINCT FROM s.s) AS binary FROM sample s FULL JOIN copied c USING (id);
-- The binary format is that of bytea: the image itself.
TRUNCATE copied;
\copy (SELECT id, s::bytea FROM sample) TO 'results/hll_storage.binary' (FORMAT binary)
\copy copied FROM 'results/hll_storage.binary' (FORMAT binary)
SELECT count(*), bool_and(c.s IS NOT DISTINCT FROM s.s) AS bytea FROM sample s FULL JOIN copied c USING (id);
SELECT array_agg(s ORDER BY id)::text::sketch_hll[] = array_agg(s ORDER BY id) AS arrays FROM sample;
SELECT bool_and(r::text::sample = r) AS composites FROM sample r;

-- --- TOAST: a sketch is the same inline, out of line and compressed

SELECT typstorage, typalign, typlen FROM pg_type WHERE typname = 'sketch_hll';
-- At the default precision it stays in the row.
CREATE TABLE inline AS SELECT k, sketch_hll_agg(i) AS s FROM generate_series(1, 3) k, generate_series(1, 10000) i GROUP BY k;
SELECT pg_relation_size(reltoastrelid) = 0 AS inline FROM pg_class WHERE oid = 'inline'::regclass;
SELECT bool_and(pg_column_size(s) < 1200) AS small FROM inline;
CREATE TABLE toasted (k int, p int, s sketch_hll, copy sketch_hll);
ALTER TABLE toasted ALTER s SET STORAGE external, ALTER copy SET STORAGE extended;
INSERT INTO toasted SELECT 1, p, s, s FROM (SELECT p, sketch_hll_agg(i, p) AS s FROM unnest(ARRAY[4, 12, 14, 18]) p, generate_series(1, 30000) i GROUP BY p) x;
SELECT pg_relation_size(reltoastrelid) > 0 AS toasted FROM pg_class WHERE oid = 'toasted'::regclass;
SELECT bool_and(s = copy AND NOT s < copy AND _sketch_hll_hash(s) = _sketch_hll_hash(copy)) AS equal, bool_and(# s = # copy) AS cardinality,
       bool_and(s | copy = s) AS union, bool_and(sketch_add(s, 1) = s) AS add, bool_and(s::text::sketch_hll = s AND s::bytea::sketch_hll = s) AS text,
       bool_and(sketch_bounds(s) = sketch_bounds(copy) AND sketch_info(s)->'precision' = to_jsonb(p)) AS asked
  FROM toasted;
SELECT bool_and(merged = s) AS merged, bool_and(other = s) AS copies
  FROM toasted JOIN (SELECT p, sketch_merge(s) AS merged, sketch_merge(copy) AS other FROM (TABLE toasted UNION ALL TABLE toasted) x GROUP BY p) m USING (p);
SELECT sketch_merge(s) = (SELECT s FROM toasted WHERE p = 4) AS lowest FROM toasted;
UPDATE toasted SET s = sketch_add(s, -1);
SELECT bool_and(s = sketch_add(copy, -1)) AS updated FROM toasted;

-- --- What must not be stored

CREATE TABLE bad (what text, image bytea);
-- Of ten values: tokens, behind their number in byte 4. Of 2000: registers, behind their scale.
CREATE FUNCTION pg_temp.image(n int) RETURNS bytea LANGUAGE sql AS $$
  SELECT sketch_hll_agg(i)::bytea FROM generate_series(1, n) i
$$;
INSERT INTO bad VALUES
  ('nothing', ''), ('half a header', '\x0101'), ('a header', '\x01010009'),
  ('no sketch', decode(repeat('00', 40), 'hex')), ('text', convert_to('hello, world', 'SQL_ASCII')),
  ('version 0', set_byte(pg_temp.image(10), 0, 0)), ('version 2', set_byte(pg_temp.image(10), 0, 2)),
  ('family 0', set_byte(pg_temp.image(10), 1, 0)), ('family 255', set_byte(pg_temp.image(10), 1, 255)),
  ('form 3', set_byte(pg_temp.image(10), 2, 3)), ('form 8', set_byte(pg_temp.image(10), 2, 8)),
  ('form 9', set_byte(pg_temp.image(10), 2, 9)), ('form 15', set_byte(pg_temp.image(10), 2, 15)),
  ('hash domain 1', set_byte(pg_temp.image(10), 2, 16)), ('hash domain 15', set_byte(pg_temp.image(10), 2, 240)),
  ('precision 0', set_byte(pg_temp.image(10), 3, 0)), ('precision 3', set_byte(pg_temp.image(10), 3, 3)),
  ('precision 19', set_byte(pg_temp.image(10), 3, 19)),
  ('too few tokens', set_byte(pg_temp.image(10), 4, 9)), ('too many', set_byte(pg_temp.image(10), 4, 11)),
  ('far too many', overlay(pg_temp.image(10) PLACING '\xffff7f' FROM 5)),
  ('a count of three bytes', overlay(pg_temp.image(10) PLACING '\x8a8000' FROM 5 FOR 1)),
  ('more tokens than registers', set_byte(pg_temp.image(17), 3, 4)),
  ('the same token twice', '\x01010009020000000000c003'), ('tokens in disorder', '\x01010009020000000000c006'),
  ('a byte too many', pg_temp.image(10) || '\x00'), ('a byte missing', substr(pg_temp.image(10), 1, length(pg_temp.image(10)) - 1)),
  ('registers as tokens', set_byte(pg_temp.image(2000), 2, 0)), ('tokens as registers', set_byte(pg_temp.image(10), 2, 1)),
  ('registers of another precision', set_byte(pg_temp.image(2000), 3, 8)),
  ('raw registers, too few', set_byte(pg_temp.image(2000), 2, 2)),
  ('raw registers that coding makes smaller', '\x01010204' || decode(repeat('00', 64), 'hex')),
  ('registers, a byte too many', pg_temp.image(2000) || '\x00'),
  ('registers, half of them', substr(pg_temp.image(2000), 1, 500)),
  ('registers, header alone', substr(pg_temp.image(2000), 1, 4)),
  ('another scale', set_byte(pg_temp.image(2000), 4, get_byte(pg_temp.image(2000), 4) + 1)),
  ('no scale', set_byte(pg_temp.image(2000), 4, 255));
-- (Which of two faults in a body is seen first is the parser's business.)
SELECT what, regexp_replace(split_part(error_of(format('SELECT %L::bytea::sketch_hll', image)), E'\n', 1),
                            '(malformed|not in its canonical form)$', 'malformed or not canonical') AS error FROM bad;
-- The two tokens of the index 0 that differ, in order: a sketch.
SELECT round(# '\x01010009020000000000c005'::bytea::sketch_hll);
-- Text meets the same checks.
SELECT what, left(t, 5) AS text
  FROM bad, error_of(format('SELECT %L::sketch_hll', translate(encode(image, 'base64'), E'\n', ''))) t
  WHERE substr(t, 6) <> substr(error_of(format('SELECT %L::bytea::sketch_hll', image)), 6) OR left(t, 5) NOT IN ('22P02', '42804');
-- Every bit of small images, every seventh of large ones, changed: an error, or another sketch, never the same one.
CREATE FUNCTION pg_temp.flipped(image bytea, step int, OUT errors bigint, OUT sketches bigint, OUT wrong bigint) LANGUAGE plpgsql AS $$
DECLARE
  other sketch_hll;
BEGIN
  errors := 0; sketches := 0; wrong := 0;
  FOR bit IN 0 .. 8 * length(image) - 1 BY step LOOP
    BEGIN
      other := set_bit(image, bit, 1 - get_bit(image, bit))::sketch_hll;
      sketches := sketches + 1;
      IF other = image::sketch_hll OR other::bytea = image OR # other IS NULL THEN wrong := wrong + 1; END IF;
    EXCEPTION WHEN invalid_binary_representation OR datatype_mismatch THEN
      errors := errors + 1;
    END;
  END LOOP;
END
$$;
SELECT n, errors > 0 AS errors, wrong FROM unnest(ARRAY[1, 10, 100, 2000, 100000]) n, 
       pg_temp.flipped(pg_temp.image(n), CASE WHEN n > 100 THEN 7 ELSE 1 END);

-- One bad field stops a COPY, and nothing of it is stored.
CREATE TABLE accepted (s sketch_hll);
COPY accepted FROM STDIN;
AQEACQA=
AQEACQE=
\.
\copy (SELECT pg_temp.image(10) UNION ALL SELECT image FROM bad WHERE what = 'too few tokens') TO 'results/hll_storage.binary' (FORMAT binary)
\set VERBOSITY sqlstate
\copy accepted FROM 'results/hll_storage.binary' (FORMAT binary)
\set VERBOSITY default
SELECT count(*) FROM accepted;

DROP VIEW page_daily_new;
DROP MATERIALIZED VIEW by_page;
DROP TABLE view_log, page_daily, measured, sample, copied, inline, toasted, bad, accepted;
