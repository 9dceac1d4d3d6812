-- SPDX-License-Identifier: PostgreSQL
--
-- A database that uses the extension: tables with sketches of every type and form, defaults,
-- indexes and views, for scripts that move such a database. The extension must exist. fingerprint()
-- describes the contents.

CREATE TABLE stored (n int PRIMARY KEY, s sketch_hll DEFAULT sketch_hll_empty());
-- One sketch of each form: none, few and many values, and every precision.
INSERT INTO stored SELECT n, (SELECT sketch_hll_agg(i) FROM generate_series(1, n) i)
  FROM unnest(ARRAY[1, 2, 10, 100, 1000, 30000]) n;
INSERT INTO stored SELECT 100000 + p, (SELECT sketch_hll_agg(i, p) FROM generate_series(1, 20000) i)
  FROM generate_series(4, 18) p;
INSERT INTO stored VALUES (0);
INSERT INTO stored VALUES (-1, NULL);
CREATE TABLE stored_theta (n int PRIMARY KEY, s sketch_theta DEFAULT sketch_theta_empty());
INSERT INTO stored_theta SELECT n, (SELECT sketch_theta_agg(i) FROM generate_series(1, n) i)
  FROM unnest(ARRAY[1, 2, 10, 4096, 30000]) n;
INSERT INTO stored_theta SELECT 100000 + p, (SELECT sketch_theta_agg(i, p) FROM generate_series(1, 20000) i)
  FROM generate_series(4, 20) p;
INSERT INTO stored_theta VALUES (0);
CREATE TABLE stored_tuple (n int PRIMARY KEY, s sketch_tuple DEFAULT sketch_tuple_empty());
INSERT INTO stored_tuple SELECT n, (SELECT sketch_tuple_agg(i, ARRAY[i, i / 7.0, 1], 8, mode) FROM generate_series(1, n) i)
  FROM (VALUES (1, 'sum'), (2, 'min'), (256, 'max'), (30000, 'sum')) x (n, mode);
INSERT INTO stored_tuple VALUES (0);
CREATE TABLE stored_kll (n int PRIMARY KEY, s sketch_kll DEFAULT sketch_kll_empty());
INSERT INTO stored_kll SELECT n, (SELECT sketch_kll_agg(i / 4.0) FROM generate_series(1, n) i)
  FROM unnest(ARRAY[1, 2, 10, 600, 601, 30000]) n;
INSERT INTO stored_kll VALUES (0);
CREATE TABLE stored_kll_of_dates AS SELECT n, (SELECT sketch_kll_agg(date '2026-01-01' + i, 50) AS s FROM generate_series(1, n) i)
  FROM unnest(ARRAY[1, 1000]) n;
CREATE TABLE stored_req (n int PRIMARY KEY, s sketch_req DEFAULT sketch_req_empty());
INSERT INTO stored_req SELECT n, (SELECT sketch_req_agg(i / 4.0, 12, CASE WHEN n % 2 = 0 THEN 'high' ELSE 'low' END) FROM generate_series(1, n) i)
  FROM unnest(ARRAY[2, 10, 288, 30000]) n;
INSERT INTO stored_req VALUES (0);
CREATE TABLE stored_dd (n int PRIMARY KEY, s sketch_dd DEFAULT sketch_dd_empty());
INSERT INTO stored_dd SELECT n, (SELECT sketch_dd_agg(i / 4.0) FROM generate_series(1, n) i)
  FROM unnest(ARRAY[1, 2, 64, 65, 30000]) n;
INSERT INTO stored_dd VALUES (0);
CREATE TABLE stored_tdigest (n int PRIMARY KEY, s sketch_tdigest DEFAULT sketch_tdigest_empty());
INSERT INTO stored_tdigest SELECT n, (SELECT sketch_tdigest_agg(i / 7.0) FROM generate_series(1, n) i)
  FROM unnest(ARRAY[1, 2, 200, 201, 30000]) n;
INSERT INTO stored_tdigest VALUES (0);
CREATE TABLE stored_countmin (n int PRIMARY KEY, s sketch_countmin DEFAULT sketch_countmin_empty());
INSERT INTO stored_countmin SELECT n, (SELECT sketch_countmin_agg(i % 1000) FROM generate_series(1, n) i)
  FROM unnest(ARRAY[1, 2, 849, 850, 30000]) n;
INSERT INTO stored_countmin VALUES (0);
CREATE TABLE stored_bloom (n int PRIMARY KEY, s sketch_bloom DEFAULT sketch_bloom_empty());
INSERT INTO stored_bloom SELECT n, (SELECT sketch_bloom_agg(i, 100) FROM generate_series(1, n) i)
  FROM unnest(ARRAY[1, 2, 32, 33, 30000]) n;
INSERT INTO stored_bloom VALUES (0);
CREATE TABLE stored_sample (n int PRIMARY KEY, s sketch_sample DEFAULT sketch_sample_empty());
INSERT INTO stored_sample SELECT n, (SELECT sketch_sample_agg_keyed('item ' || i, i) FROM generate_series(1, n) i)
  FROM unnest(ARRAY[1, 100, 101, 30000]) n;
INSERT INTO stored_sample SELECT -n, (SELECT sketch_sample_agg_weighted(i, i) FROM generate_series(1, n) i)
  FROM unnest(ARRAY[1, 3000]) n;
INSERT INTO stored_sample VALUES (0);
CREATE TABLE stored_topk (n int PRIMARY KEY, s sketch_topk DEFAULT sketch_topk_empty());
INSERT INTO stored_topk SELECT n, (SELECT sketch_topk_agg('item ' || i % 300) FROM generate_series(1, n) i)
  FROM unnest(ARRAY[1, 2, 256, 257, 30000]) n;
INSERT INTO stored_topk SELECT -n, (SELECT sketch_topk_agg(i::numeric / 8) FROM generate_series(1, n) i)
  FROM unnest(ARRAY[1, 3000]) n;
INSERT INTO stored_topk VALUES (0);
-- Rows, of which a column was dropped before, which no dump has.
CREATE TABLE visit (dropped int, id int, page text);
ALTER TABLE visit DROP COLUMN dropped;
INSERT INTO visit SELECT i, 'page ' || i FROM generate_series(1, 100) i;
CREATE TABLE stored_rows (n int PRIMARY KEY, s sketch_sample);
INSERT INTO stored_rows SELECT 1, sketch_sample_agg(v) FROM visit v;
CREATE VIEW total_of_visits AS SELECT sketch_hll_agg(value) AS s FROM stored_rows, sketch_values(s, NULL::visit);
CREATE VIEW total AS SELECT sketch_merge(s) AS s FROM stored WHERE n < 100000;
CREATE MATERIALIZED VIEW kept AS SELECT n, s | sketch_hll_empty() AS s FROM stored;
-- A view with an aggregate for each, and indexes. The size of btree entries is limited.
DO $$
DECLARE
  stored name;
BEGIN
  FOR stored IN SELECT tablename FROM pg_tables WHERE tablename ~ '^stored' LOOP
    EXECUTE format('CREATE VIEW total_of_%1$s AS SELECT sketch_merge(s) AS s FROM %1$s WHERE n > 0', stored);
    EXECUTE format('CREATE UNIQUE INDEX %1$s_btree ON %1$s (s) WHERE n BETWEEN 0 AND 100', stored);
    EXECUTE format('CREATE INDEX %1$s_hash ON %1$s USING hash (s)', stored);
  END LOOP;
END
$$;

-- Every stored sketch byte for byte; the answers of each function that takes only a sketch; the
-- views; the rows that an index finds; the definitions of the indexes.
CREATE FUNCTION fingerprint() RETURNS SETOF text LANGUAGE plpgsql SET extra_float_digits = 0 AS $$
DECLARE
  relation record;
  question text;
  answer text;
BEGIN
  FOR relation IN
    SELECT c.oid::regclass AS name, a.atttypid AS type, relkind FROM pg_class c JOIN pg_attribute a ON attrelid = c.oid AND attname = 's'
    WHERE relname ~ '^(stored|total|kept)' AND relkind IN ('r', 'v', 'm') ORDER BY relname
  LOOP
    FOR question IN
      SELECT 's' UNION ALL
      SELECT p.proname || '(s)' FROM pg_proc p JOIN pg_depend d ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
      WHERE pronargs = 1 AND proargtypes[0] = relation.type AND prokind = 'f' AND NOT proretset ORDER BY 1
    LOOP
      BEGIN
        EXECUTE format('SELECT count(*) || '' '' || md5(string_agg(coalesce(answer, ''NULL''), '','' ORDER BY answer)) FROM (SELECT (%s)::text AS answer FROM %s) x',
                       question, relation.name) INTO answer;
      EXCEPTION WHEN data_exception OR datatype_mismatch THEN
        -- Some sketches can't answer everything, for example the sum of dates.
        answer := SQLSTATE;
      END;
      RETURN NEXT concat_ws(' ', relation.name, question, answer);
    END LOOP;
    CONTINUE WHEN relation.name::text !~ '^stored';
    FOR question IN SELECT * FROM unnest(ARRAY['n BETWEEN 0 AND 100', 'n > 100']) LOOP
      SET LOCAL enable_seqscan = off;
      EXECUTE format('SELECT count(*) FROM %s a WHERE %s AND s = ANY (ARRAY(SELECT s FROM %1$s))', relation.name, question) INTO answer;
      RETURN NEXT concat_ws(' ', relation.name, 'found', answer);
      RESET enable_seqscan;
    END LOOP;
  END LOOP;
  RETURN QUERY SELECT indexdef FROM pg_indexes WHERE tablename ~ '^stored' ORDER BY indexname;
END
$$;
