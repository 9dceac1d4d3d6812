-- SPDX-License-Identifier: PostgreSQL
--
-- A typical access log: 105 columns, 28 of them text, some 550 bytes a row, of which a query reads
-- few. Its shape and the shape of the queries are those of ClickBench. :wide_rows is the number of
-- rows. Most texts are empty, the others follow Zipf's law.
\set QUIET on
\set ON_ERROR_STOP on
SELECT setseed(0.25) \g /dev/null
CREATE UNLOGGED TABLE wide (
  watch_id bigint, java smallint, title text, good smallint, at timestamp, day date, counter int, ip int, region int, user_id bigint,
  class smallint, os smallint, agent smallint, url text, referer text, refresh smallint, referer_category smallint, referer_region int,
  url_category smallint, url_region int, width smallint, height smallint, depth smallint, flash_major smallint, flash_minor smallint,
  flash_rest text, net_major smallint, net_minor smallint, agent_major smallint, agent_minor varchar(255), cookie smallint,
  script smallint, mobile smallint, phone smallint, phone_model text, params text, network int, source smallint, engine smallint,
  phrase text, adv_engine smallint);
-- The other 64 columns: two thirds are numbers.
SELECT 'ALTER TABLE wide ' || string_agg(format('ADD c%s %s', i, CASE WHEN i % 16 IN (1, 4, 7, 10, 13) THEN 'text' WHEN i % 8 = 0 THEN 'int' ELSE 'smallint' END), ', ' ORDER BY i)
FROM generate_series(42, 105) i \gexec
SELECT string_agg(CASE WHEN i % 16 IN (1, 4, 7) THEN '''''' WHEN i % 16 IN (10, 13) THEN format('chr(97 + i %% %s) || word || word', i % 20 + 2) ELSE format('i %% %s', i * 7) END, ', ' ORDER BY i) AS others
FROM generate_series(42, 105) i \gset
INSERT INTO wide
  SELECT i * 2654435761 % 4294967296, 1, 'Page ' || page || ' of the catalogue, ' || repeat('part ', page % 9), 1,
    timestamp '2026-03-01' + (i * 30.0 / :wide_rows) * interval '1 day', date '2026-03-01' + (i * 30 / :wide_rows)::int,
    exp(random() * ln(6000))::int, (random() * 4e9 - 2e9)::int, exp(random() * ln(5000))::int,
    (visitor * 2654435761 % 4294967296) * 1000003, i % 3, i % 44, i % 60, 'https://example.org/shop/' || page || '/item?ref=' || i % 97 || repeat('/sub', page % 12),
    CASE WHEN i % 3 <> 0 THEN 'https://example.net/search/' || page % 9999 || repeat('&x=1', page % 10) ELSE '' END,
    0, i % 9000, i % 300, i % 9000, i % 300, 1024 + i % 7 * 128, 768, 24, 10, i % 5, '700', 0, 0, i % 40, 'D' || chr(65 + i % 9), 1, 1, mobile::int, mobile::int * (i % 8),
    CASE WHEN mobile THEN 'model ' || exp(random() * ln(160))::int ELSE '' END, '', i % 100000, i % 10, i % 90,
    CASE WHEN random() < 0.13 THEN 'how to find ' || exp(random() * ln(:wide_rows / 10))::int ELSE '' END, CASE WHEN i % 50 = 0 THEN i % 30 ELSE 0 END,
    :others
  FROM (SELECT i, exp(random() * ln(100000))::int AS page, exp(random() * ln(:wide_rows / 4))::bigint AS visitor, random() < 0.06 AS mobile,
          substr('abcdefghijklmnop', 1 + i % 5, i % 9) AS word
        FROM generate_series(1, :wide_rows) i) x;
VACUUM ANALYZE wide;
-- Copies of a part: unchanged; with one NULL in twenty in the counted column; with NULLs in half of
-- the rows of each column before it.
SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) AS plain,
  string_agg(CASE WHEN attname = 'user_id' THEN 'CASE WHEN random() >= 0.05 THEN user_id END AS user_id' ELSE quote_ident(attname) END, ', ' ORDER BY attnum) AS few,
  string_agg(CASE WHEN attnum < 10 THEN format('CASE WHEN random() >= 0.5 THEN %1$I END AS %1$I', attname) ELSE quote_ident(attname) END, ', ' ORDER BY attnum) AS half
FROM pg_attribute WHERE attrelid = 'wide'::regclass AND attnum > 0 \gset
CREATE UNLOGGED TABLE wide_none AS SELECT :plain FROM wide LIMIT :wide_rows / 4;
CREATE UNLOGGED TABLE wide_few AS SELECT :few FROM wide LIMIT :wide_rows / 4;
CREATE UNLOGGED TABLE wide_half AS SELECT :half FROM wide LIMIT :wide_rows / 4;
-- For an index scan in the physical order of the rows.
CREATE INDEX ON wide_none (at);
