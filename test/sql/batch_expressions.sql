-- SPDX-License-Identifier: PostgreSQL
-- The batch executor keeps results of expressions, of times with the range of inputs that they hold for: they are what PostgreSQL's executor gives.
SET enable_sort = off;
SET max_parallel_workers_per_gather = 0;
SELECT approx_count_distinct(1);

-- Times in whole and half hours around the changes of many zones' offsets, at odd moments everywhere else, before Christ, infinite and NULL;
-- near to each other, and in no order.
SELECT setseed(0.375);
CREATE TABLE times (k int, at timestamp, atz timestamptz, day date, clock time);
INSERT INTO times (at)
  SELECT change + step * interval '20 minutes' - (step % 3) * interval '1 microsecond'
  FROM unnest('{1883-11-18 17:00, 1893-03-31 23:00, 1916-04-30 22:00, 1947-05-11 01:00, 1981-08-31 14:00, 1994-12-30 10:00, 2011-12-30 10:00, 2016-03-27 01:00,
                2022-09-21 19:30, 2026-03-08 07:00, 2026-03-29 01:00, 2026-04-04 15:00, 2026-10-03 15:30, 2026-10-25 01:00, 2026-11-01 06:00, 2051-03-26 01:00, 2402-10-27 01:00}'::timestamp[]) change,
    generate_series(-30, 30) step;
INSERT INTO times (at) SELECT timestamp '2026-06-01' + random() * interval '3 days' FROM generate_series(1, 300);
INSERT INTO times (at) SELECT timestamp '4000-01-01 BC' + random() * interval '8000 years' FROM generate_series(1, 200);
INSERT INTO times (at) SELECT timestamp '0001-01-02 BC' + i * interval '2 hours 1 microsecond' FROM generate_series(1, 50) i;
INSERT INTO times (at) SELECT at FROM unnest('{infinity, -infinity, 4713-01-03 00:00 BC, 4713-12-31 23:00 BC, 294276-12-20 23:59:59.999999, NULL, infinity}'::timestamp[]) at;
UPDATE times SET atz = at AT TIME ZONE 'UTC', day = at::date, clock = at::time;
CREATE TABLE mixed AS SELECT row_number() OVER () AS k, at, atz, day, clock FROM (SELECT * FROM times ORDER BY random()) x;
INSERT INTO mixed SELECT 10000 + row_number() OVER (ORDER BY at), at, atz, day, clock FROM times;
ANALYZE mixed;
-- Each row is a group, so that each result is compared.
CREATE FUNCTION pg_temp.in_zone(zone text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('timezone', zone, true);
  RETURN zone || ': ' || executors('SELECT k, ' || concat_ws(', ',
      (SELECT string_agg(format('date_trunc(%L, atz)', u), ', ') FROM unnest('{second,minute,hour,day,week,month,quarter,year,decade,century}'::text[]) u),
      (SELECT string_agg(format('extract(%s FROM atz)', u), ', ') FROM unnest('{minute,hour,day,dow,doy,isodow,week,month,quarter,year,isoyear}'::text[]) u),
      'atz::date', 'date_part(''hour'', atz)', 'date_trunc(''HOUR'', atz)', 'atz::timestamp', 'day::timestamptz', 'atz::time', 'extract(timezone FROM atz)')
    || ', approx_count_distinct(k) FROM mixed WHERE atz > ''4001-01-01 BC'' OR atz = ''-infinity'' GROUP BY 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29');
END
$$;
SELECT pg_temp.in_zone(zone) FROM unnest('{UTC, Europe/Berlin, America/New_York, Australia/Lord_Howe, Pacific/Apia, Asia/Kathmandu, Asia/Tehran, America/St_Johns,
  Africa/Casablanca, Antarctica/Troll, Pacific/Kwajalein, "<+0330>-03:30", "CET-1CEST,M3.5.0/2,M10.5.0/3", -5.5}'::text[]) zone;
RESET timezone;
-- Without a zone, with one in the query, bins, and expressions over them.
SELECT executors('SELECT k, ' || concat_ws(', ',
    (SELECT string_agg(format('date_trunc(%L, at)', u), ', ') FROM unnest('{milliseconds,second,minute,hour,day,week,month,year,century}'::text[]) u),
    (SELECT string_agg(format('extract(%s FROM at)', u), ', ') FROM unnest('{epoch,second,minute,hour,day,dow,julian,week,month,year}'::text[]) u),
    'at::date', 'extract(month FROM day)', 'extract(hour FROM clock)', 'date_trunc(''month'', day)')
  || ', approx_count_distinct(k) FROM mixed WHERE at > ''4001-01-01 BC'' OR at = ''-infinity'' GROUP BY 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24');
SELECT executors(format('SELECT k, date_bin(%L, at, %L), date_bin(%L, atz, %L), approx_count_distinct(k) FROM mixed WHERE at BETWEEN ''4001-01-01 BC'' AND ''9999-01-01'' GROUP BY 1, 2, 3', width, origin, width, origin))
FROM unnest('{1 second, 15 minutes, 1 hour, 7 hours, 1 day, 1 week 90 minutes}'::text[]) width, unnest('{2000-01-01, 2026-06-02 00:07:30.000001, 1001-01-01 BC}'::timestamp[]) origin;
SELECT executors('SELECT k, ' || string_agg(format('date_trunc(''day'', atz, %1$L), date_trunc(''day'', atz AT TIME ZONE %1$L), extract(hour FROM atz AT TIME ZONE %1$L), (atz AT TIME ZONE %1$L)::date', zone), ', ')
  || ', approx_count_distinct(k) FROM mixed WHERE isfinite(at) AND at > ''4700-01-01 BC'' GROUP BY 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17')
FROM unnest('{Europe/Berlin, CET, +03, America/St_Johns}'::text[]) zone;
SELECT executors('SELECT k, ' || expression || ', approx_count_distinct(k) FROM mixed WHERE isfinite(at) AND at > ''4700-01-01 BC'' GROUP BY 1, 2')
FROM unnest(ARRAY['date_trunc(''hour'', at)::date', 'extract(year FROM at) * 100 + extract(month FROM at)', 'extract(hour FROM at) + extract(minute FROM atz AT TIME ZONE ''Asia/Kathmandu'')',
  'coalesce(date_trunc(''day'', at), timestamp ''2000-01-01'')', 'CASE extract(dow FROM at) WHEN 0 THEN ''Sunday'' WHEN 6 THEN ''Saturday'' ELSE ''a day'' END',
  'at - date_trunc(''day'', at)', 'date_trunc(''hour'', at) = at', 'date_trunc(''day'', date_trunc(''hour'', at))', 'CASE WHEN k % 2 = 0 THEN date_trunc(''hour'', at) END', 'date_trunc(CASE WHEN k % 2 = 0 THEN ''hour'' ELSE ''day'' END, at)']) expression;
SELECT executors('SELECT k, date_trunc(''day'', at), date_trunc(''hour'', atz), atz::date, extract(month FROM at), approx_count_distinct(k) FROM mixed GROUP BY 1, 2, 3, 4, 5');
-- In arguments and filters, over a join, in what is prepared, in other processes.
SELECT executors($$SELECT m.k % 7, max(date_trunc('hour', m.atz)), sum(extract(hour FROM m.at)) FILTER (WHERE m.k % 3 = 0), approx_count_distinct(m.at::date), max(extract(week FROM m.day))
  FROM mixed m JOIN mixed n USING (k) WHERE isfinite(m.at) AND m.at > '4700-01-01 BC' GROUP BY 1$$);
SELECT executors($$SELECT k % 7, max(date_trunc('hour', atz)), sum(extract(hour FROM at)) FILTER (WHERE k % 3 = 0), approx_count_distinct(at::date) FILTER (WHERE extract(dow FROM at) < 5)
  FROM mixed WHERE isfinite(at) AND at > '4700-01-01 BC' GROUP BY 1$$);
PREPARE hours(text, interval) AS SELECT count(*), sum(hour::numeric), sum(n) FROM
  (SELECT extract(epoch FROM date_trunc($1, atz)) + extract(epoch FROM date_bin($2, at, '2000-01-01')) AS hour, approx_count_distinct(k) AS n FROM mixed WHERE isfinite(at) AND at > '4700-01-01 BC' GROUP BY 1) x;
SET plan_cache_mode = force_generic_plan;
EXECUTE hours('hour', '1 hour') \gset a
EXECUTE hours('day', '1 week') \gset b
SET sketch.batch_executor = off;
EXECUTE hours('hour', '1 hour') \gset c
EXECUTE hours('day', '1 week') \gset d
RESET sketch.batch_executor;
SELECT (:acount, :asum) = (:ccount, :csum) AS hours, (:bcount, :bsum) = (:dcount, :dsum) AS days, :acount > :bcount AS more;
RESET plan_cache_mode;
-- The zone changes while the query runs.
SELECT executors($$SELECT date_trunc('hour', atz), atz::date, count(set_config('timezone', CASE WHEN k % 2 = 0 THEN 'Europe/Berlin' ELSE 'Asia/Kathmandu' END, true)), approx_count_distinct(k)
  FROM (SELECT * FROM mixed WHERE k <= 2000 AND isfinite(at) AND at > '4700-01-01 BC' OFFSET 0) x GROUP BY 1, 2$$);
RESET timezone;

-- Texts and documents: of few values and of many, short, long, compressed and out of line.
CREATE TABLE words (k int, s text, c char(12), v varchar, j jsonb, b bytea);
INSERT INTO words SELECT i, CASE WHEN i % 11 <> 0 THEN (ARRAY['', 'Müller, Straße, ÄÖÜ', 'a,b,c', 'ΑΣΣ', repeat('X,y', 80), repeat('x,Y', 90), repeat('wort', 1000), 'I,i,İ', ' pad '])[1 + i % 9] || CASE WHEN i % 5 = 0 THEN '' ELSE i % 13 || '' END END,
    'C' || i % 6, 'V' || i % 700, jsonb_build_object('type', 'T' || i % 8, 'n', i % 5, 'more', repeat('z', i % 3 * 150)), sha256(convert_to((i % 40)::text, 'UTF8'))
  FROM generate_series(1, 1500) i;
INSERT INTO words (k, s) SELECT 5000 + i, string_agg(md5((i * j)::text), ',') FROM generate_series(1, 20) i, generate_series(1, 100) j GROUP BY i;
INSERT INTO words (k, v) SELECT 10000 + i, 'D' || i FROM generate_series(1, 9000) i;
INSERT INTO words (k, v) SELECT 20000 + i, 'E' || i % 500 FROM generate_series(1, 80000) i;
ANALYZE words;
SELECT executors('SELECT k, ' || expression || ', approx_count_distinct(k) FROM words WHERE k < 10000 GROUP BY 1, 2')
FROM unnest(ARRAY['lower(s)', 'upper(s COLLATE "C")', 'lower(s COLLATE "POSIX")', 'initcap(s)', 'split_part(s, '','', 2)', 'left(s, 3)', 'right(s, -2)', 'substr(s, 2, 5)', 'substring(s FROM 3)', 'md5(s)', 'md5(b)',
  'substring(s FROM ''[A-Z]+'')', 'regexp_replace(s, ''[a-z]+'', ''-'')', 'replace(s, ''x'', ''yy'')', 'translate(s, ''abc'', ''xyz'')', 'trim(s)', 'ltrim(s, ''X'')', 'reverse(s)', 'lpad(s, 9, ''*'')', 's ~ ''^[A-Z]''',
  'j ->> ''type''', 'j ->> ''none''', 'j -> ''n''', '(j ->> ''n'')::int', 'j #>> ''{type}''', 'lower(c)', 'upper(v)', 'lower(split_part(s, '','', 1)) || ''!''', 'coalesce(lower(s), ''none'')',
  'CASE WHEN s LIKE ''X%'' THEN upper(s) ELSE s END', 'nullif(lower(s), '''')', 'encode(b, ''hex'')', 'lower(s) || k', 'length(upper(s))', 'normalize(s, NFD)']) expression;
SELECT executors('SELECT upper(v), left(v, 2), approx_count_distinct(k), max(lower(v)), approx_top_k(lower(v), 3) FROM words GROUP BY 1, 2');
SELECT executors('SELECT w.k % 9, max(lower(w.s)), max(w.j ->> ''type''), approx_count_distinct(split_part(w.s, '','', 1)) FROM words w JOIN words x USING (k) WHERE w.k < 10000 GROUP BY 1');

-- WHERE and FILTER.
SELECT executors(format('SELECT k, approx_count_distinct(k) FILTER (WHERE %1$s), count(*) FILTER (WHERE %1$s), count(*) FROM words WHERE k < 10000 AND (%1$s OR k %% 3 = 0) GROUP BY 1', condition)) AS filter,
  executors(format('SELECT k %% 10, approx_count_distinct(k), max(upper(v)) FROM words WHERE %s GROUP BY 1', condition)) AS "where"
FROM unnest(ARRAY['lower(s) = ''wort''', 'lower(s) <> ''x,y'' AND length(v) > 2', 's ~ ''^[A-Z]''', 'j ->> ''type'' = ''T3''', 'NOT left(s, 1) = ''X''', 'lower(v) LIKE ''v1%''', 'lower(split_part(s, '','', 1)) IS NULL',
  'upper(v) > ''D5'' AND k % 2 = 0 AND lower(v) < ''e3'' AND s IS NULL']) condition;
SELECT executors(format('SELECT k, approx_count_distinct(k), count(*) FILTER (WHERE %1$s) FROM mixed WHERE %1$s GROUP BY 1', condition))
FROM unnest(ARRAY['atz::date = ''2026-03-29''', 'date_trunc(''hour'', atz) >= ''2026-03-29 03:00+00'' AND k % 2 = 0', 'extract(dow FROM at) = 0', 'extract(hour FROM atz AT TIME ZONE ''Europe/Berlin'') = 3', 'isfinite(date_trunc(''day'', at))']) condition;

-- What fails for a row fails here, too, and what comes before it does not count.
CREATE FUNCTION pg_temp.errors(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  batch text := error_of(query);
  core text;
BEGIN
  SET LOCAL sketch.batch_executor = off;
  core := error_of(query);
  SET LOCAL sketch.batch_executor = on;
  RETURN CASE WHEN batch = core THEN batch ELSE format('%s, not %s', batch, core) END;
END
$$;
SELECT pg_temp.errors(format('SELECT %s, approx_count_distinct(k) FROM %s GROUP BY 1', expression, source))
FROM (VALUES ('1 / (extract(hour FROM at)::int - 5)', 'mixed'), ('date_trunc(''century'', at)', 'mixed'), ('date_trunc(''fortnight'', at)', 'mixed'), ('date_bin(''0 s'', at, ''2000-01-01'')', 'mixed'),
  ('date_bin(''1 month'', at, ''2000-01-01'')', 'mixed'), ('split_part(s, '','', 0)', 'words'), ('substr(s, 2, -1)', 'words'), ('(j ->> ''type'')::int', 'words'), ('1 / (length(upper(v)) - 3)', 'words'),
  ('atz AT TIME ZONE ''Nowhere/City''', 'mixed'), ('k', 'words WHERE lower(s) <> ''q'' AND 1 / (length(upper(v)) - 3) = 1 AND k > 0')) x(expression, source);
DROP TABLE times, mixed, words;
