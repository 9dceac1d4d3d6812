-- SPDX-License-Identifier: PostgreSQL
-- sketch_hll: input and output, casts, comparison, index support.

-- One sketch of each form, and of extreme precisions.
CREATE TEMP TABLE sample AS
  SELECT row_number() OVER (ORDER BY p, n) AS id, p, n,
         (SELECT coalesce(sketch_hll_agg(i, p), sketch_hll_empty(p)) FROM generate_series(1, n) i) AS s
  FROM unnest(ARRAY[4, 9, 18]) p, unnest(ARRAY[0, 1, 10, 300, 20000]) n;

-- Text is base64 of the bytes, and both ways round give the same value.
SELECT sketch_hll_empty(), sketch_hll_empty()::bytea, sketch_hll_empty(4)::bytea;
SELECT count(*), bool_and(s::text::sketch_hll = s) AS text, bool_and(s::bytea::sketch_hll = s) AS bytes,
       bool_and(_sketch_hll_send(s) = s::bytea) AS send, bool_and(decode(s::text, 'base64') = s::bytea) AS base64
  FROM sample;

-- Casts are explicit; what is assigned to a sketch may be a bytea.
SELECT castsource::regtype, casttarget::regtype, castcontext FROM pg_cast
  WHERE 'sketch_hll'::regtype IN (castsource, casttarget) ORDER BY castsource::regtype::text;
SELECT error_of('SELECT length(sketch_hll_empty())') ~ '^42883' AS no_text_function;

-- docs/format.md, to the byte: 1 hashes to 0x2FBC593564DB792E, so its token has the index 0xDB792E and 2
-- leading zeros. Header, n = 1, 24 low bits of the index, and 1 001 for no difference and 2 zeros.
SELECT sketch_hll_agg(1)::bytea;

-- Text that is not a sketch.
SELECT text, error_of(format('SELECT %L::sketch_hll', text)) FROM (VALUES
  ('hello, world'),   -- no base64
  ('AQEACQA'),        -- its padding is missing
  ('AQEACQA=='),      -- and too long
  ('AQEA CQA='),      -- space
  (''), ('AQ=='),     -- shorter than the header
  ('AQEACQ=='),       -- header alone
  ('AgEACQA='),       -- version 2
  ('AQIACQA='),       -- family 2
  ('AQEQCQA='),       -- hash domain 1
  ('AQEAAwA='), ('AQEAEwA='), ('AQEA/wA='),  -- precisions 3, 19, 255
  ('AQEHCQA='), ('AQEICQA='), ('AQEJCQA='),  -- forms 7 (unknown), 8 and 9 (an aggregate's own)
  ('AQEACQAA')        -- a byte too many
) t(text);

-- Comparison: total, consistent, and by bytes.
SELECT count(*) AS pairs,
       bool_and((a.s = b.s) = (a.s::bytea = b.s::bytea)) AS eq,
       bool_and((a.s <> b.s) = (a.s::bytea <> b.s::bytea)) AS ne,
       bool_and((a.s < b.s) = (a.s::bytea < b.s::bytea)) AS lt,
       bool_and((a.s <= b.s) = (a.s::bytea <= b.s::bytea)) AS le,
       bool_and((a.s > b.s) = (a.s::bytea > b.s::bytea)) AS gt,
       bool_and((a.s >= b.s) = (a.s::bytea >= b.s::bytea)) AS ge,
       bool_and(_sketch_hll_cmp(a.s, b.s) = sign(byteacmp(a.s::bytea, b.s::bytea))) AS cmp,
       bool_and((a.s = b.s) = (_sketch_hll_hash(a.s) = _sketch_hll_hash(b.s))) AS hash,
       bool_and((a.s = b.s) = (_sketch_hll_hash_extended(a.s, 7) = _sketch_hll_hash_extended(b.s, 7))) AS hash_extended
  FROM sample a, sample b;
-- PostgreSQL asks of hash functions that the seed 0 gives the 32-bit hash in the low half.
SELECT bool_and((_sketch_hll_hash(s)::bigint - _sketch_hll_hash_extended(s, 0)) % (1::bigint << 32) = 0) AS low_half,
       bool_and(_sketch_hll_hash_extended(s, 1) <> _sketch_hll_hash_extended(s, 2)) AS seeded
  FROM sample;
SELECT NULL::sketch_hll = sketch_hll_empty() AS eq, sketch_hll_empty() < NULL AS lt;

-- DISTINCT, GROUP BY and joins, by sorting and by hashing.
SET enable_hashagg = off;
SELECT count(*) FROM (SELECT DISTINCT s FROM (TABLE sample UNION ALL TABLE sample) twice) x;
RESET enable_hashagg;
SET enable_sort = off;
SELECT count(*) FROM (SELECT s FROM (TABLE sample UNION ALL TABLE sample) twice GROUP BY s) x;
SET enable_nestloop = off;
SET enable_mergejoin = off;
SELECT plan_shows('SELECT FROM sample a JOIN sample b USING (s)', 'Hash Join');
SELECT count(*), bool_and(a.id = b.id) FROM sample a JOIN sample b USING (s);
RESET enable_sort;
RESET enable_mergejoin;
SET enable_hashjoin = off;
SELECT plan_shows('SELECT FROM sample a JOIN sample b USING (s)', 'Merge Join');
SELECT count(*), bool_and(a.id = b.id) FROM sample a JOIN sample b USING (s);
RESET enable_nestloop;
RESET enable_hashjoin;

-- Indexes. (What a btree can't hold, a page's third, goes to a hash index.)
CREATE TEMP TABLE stored AS SELECT * FROM sample WHERE n < 20000 AND p < 18;
CREATE UNIQUE INDEX stored_btree ON stored (s);
SELECT error_of('INSERT INTO stored (s) SELECT s FROM stored LIMIT 1') ~ '^23505' AS unique;
SET enable_seqscan = off;
SET enable_bitmapscan = off;
SELECT plan_shows('SELECT id FROM stored WHERE s = sketch_hll_empty()', 'Index.* stored_btree');
SELECT p, n FROM stored WHERE s = sketch_hll_empty();
SELECT count(*) = (SELECT count(*) FROM sample WHERE n < 20000 AND p < 18 AND s::bytea < sketch_hll_empty()::bytea)
  FROM stored WHERE s < sketch_hll_empty();
DROP INDEX stored_btree;
INSERT INTO stored SELECT * FROM sample WHERE n = 20000 OR p = 18;
CREATE INDEX stored_hash ON stored USING hash (s);
SELECT plan_shows('SELECT id FROM stored WHERE s = sketch_hll_empty()', 'Index.* stored_hash');
SELECT bool_and((SELECT b.id FROM stored b WHERE b.s = a.s) = a.id) FROM sample a;
RESET enable_seqscan;
RESET enable_bitmapscan;
-- Hash partitioning takes the seeded hash.
CREATE TEMP TABLE part (id bigint, s sketch_hll) PARTITION BY HASH (s);
CREATE TEMP TABLE part0 PARTITION OF part FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TEMP TABLE part1 PARTITION OF part FOR VALUES WITH (MODULUS 2, REMAINDER 1);
INSERT INTO part SELECT id, s FROM sample;
SELECT bool_and(b.id = a.id) FROM sample a JOIN part b USING (s);
