-- SPDX-License-Identifier: PostgreSQL
--
-- What the demo shows, once the tables are loaded.
\set QUIET on
\set ON_ERROR_STOP on
\pset footer off
\pset border 1
\pset linestyle ascii
SET client_min_messages = warning;

\echo
\echo '1. Count distinct values: exactly, and approximately'
\echo '   Same table, same process, better of two runs. A sketch is what is left to store.'
\echo
WITH question(i, what, value, source) AS (VALUES
  (1, 'maintainers of packages', 'maintainer', 'package'),
  (2, 'sections', 'section', 'package'),
  (3, 'installed sizes (bigint)', 'installed_kb', 'package'),
  (4, 'packages and versions (a row)', '(name, version)', 'package'),
  (5, 'packages that name another', 'package', 'relation'),
  (6, 'packages that are named', 'target', 'relation'),
  (7, 'pairs of section and target', 'section || '' '' || target', 'relation'))
SELECT q.what AS "distinct ...",
       lpad(number(c.exact), 8) AS "   exact",
       lpad(number(c.approx), 8) AS "  approx",
       lpad(off_by(c.approx, c.exact), 9) AS "    error",
       lpad(number(c.exact_ms) || ' ms', 9) AS "    exact",
       lpad(number(c.approx_ms) || ' ms', 9) AS "   approx",
       lpad(number(c.bytes) || ' B', 8) AS "  sketch"
FROM question q, count_both_ways(q.value, q.source) c
ORDER BY q.i;

\echo '   approx_count_distinct(value) promises 1.5 % (one standard error); up to 200 values it is'
\echo '   exact, and a sketch knows how sure it is:'
\echo
\set ECHO queries
SELECT lower, estimate, upper
FROM sketch_bounds((SELECT sketch_hll_agg(target) FROM relation), 0.95);
\set ECHO none

\echo '2. Store one small sketch a section: a rollup table'
\echo '   Only the packages up to "q" for now; the rest arrives in step 4.'
\echo
\set ECHO queries
CREATE TABLE rollup AS
  SELECT section, count(*) AS relations, sketch_hll_agg(target) AS targets
  FROM relation WHERE package < 'r'
  GROUP BY section;
ALTER TABLE rollup ADD PRIMARY KEY (section);
\set ECHO none
SELECT r.section,
       lpad(number(r.relations), 9) AS relations,
       lpad(number(e.exact), 8) AS "   exact",
       lpad(number(sketch_cardinality(r.targets)), 8) AS "  approx",
       lpad(off_by(sketch_cardinality(r.targets), e.exact), 9) AS "    error",
       lpad(number(pg_column_size(r.targets)) || ' B', 8) AS "  sketch"
FROM rollup r
JOIN (SELECT section, count(DISTINCT target) AS exact FROM relation WHERE package < 'r'
      GROUP BY section) e USING (section)
ORDER BY r.relations DESC LIMIT 8;

\echo '3. Merge what is stored: no raw row is read again'
\echo '   The sections overlap, so their counts cannot be added up. Their sketches can be merged.'
\echo
\set ECHO queries
SELECT sketch_cardinality(sketch_merge(targets)) FROM rollup;
\set ECHO none
SELECT lpad(number(e.result), 8) AS "   exact",
       lpad(number(s.result), 8) AS "  merged",
       lpad(off_by(s.result, e.result), 9) AS "    error",
       lpad(number(added.result), 8) AS "   added",
       lpad(number(e.ms) || ' ms', 9) AS "    exact",
       lpad(to_char(s.ms, 'FM990.0') || ' ms', 9) AS "   merged"
FROM timed('SELECT count(DISTINCT target) FROM relation WHERE package < ''r''') e,
     timed('SELECT sketch_cardinality(sketch_merge(targets)) FROM rollup') s,
     timed('SELECT sum(sketch_cardinality(targets)) FROM rollup') added;

\echo '4. New rows arrive: refresh the rollup, reading only them'
\echo
\set ECHO queries
INSERT INTO rollup AS r
  SELECT section, count(*), sketch_hll_agg(target)
  FROM relation WHERE package >= 'r'
  GROUP BY section
ON CONFLICT (section) DO UPDATE
  SET relations = r.relations + EXCLUDED.relations,
      targets = r.targets | EXCLUDED.targets;
\set ECHO none
SELECT lpad(number(e.exact), 8) AS "   exact",
       lpad(number(sketch_cardinality(s.merged)), 8) AS "  merged",
       lpad(off_by(sketch_cardinality(s.merged), e.exact), 9) AS "    error",
       CASE WHEN s.merged = e.whole THEN 'yes, byte for byte' ELSE 'NO' END
         AS "same as a sketch of the whole table?"
FROM (SELECT sketch_merge(targets) AS merged FROM rollup) s,
     (SELECT count(DISTINCT target) AS exact, sketch_hll_agg(target) AS whole FROM relation) e;

\echo '5. What it takes to store'
\echo '   To merge exact counts one would have to keep every pair of section and target.'
\echo
CREATE TABLE exact_rollup AS SELECT DISTINCT section, target FROM relation;
SELECT what AS "stored as", lpad(number(rows), 8) AS "    rows", lpad(number(bytes), 11) AS "      bytes",
       lpad(to_char(100.0 * bytes / max(bytes) OVER (), 'FM990.0') || ' %', 9) AS "share"
FROM (VALUES
  (1, 'raw table', (SELECT count(*) FROM relation), pg_table_size('relation')),
  (2, 'distinct pairs (exact)', (SELECT count(*) FROM exact_rollup), pg_table_size('exact_rollup')),
  (3, 'rollup table', (SELECT count(*) FROM rollup), pg_table_size('rollup')),
  (4, 'the sketches in it', (SELECT count(*) FROM rollup),
      (SELECT sum(pg_column_size(targets)) FROM rollup))) s(i, what, rows, bytes)
ORDER BY i;

\echo '6. Percentiles: package sizes by section, exactly, by a bound on the rank, by a bound on the value'
\echo '   Beside percentile_disc, which has to sort all values; sketches are stored and merge like those above.'
\echo '   kll promises ranks to 0.62 %, which in a long tail can be far from the value; dd values to 1 %.'
\echo
\set ECHO queries
CREATE TABLE sizes AS
  SELECT section, count(*) AS packages, sketch_kll_agg(bytes) AS ranks, sketch_dd_agg(bytes) AS values
  FROM package GROUP BY section;
\set ECHO none
WITH exact AS (
  SELECT section, percentile_disc(ARRAY[0.5, 0.99]) WITHIN GROUP (ORDER BY bytes) AS q FROM package GROUP BY section
), asked AS (
  SELECT s.*, e.q AS exact, sketch_quantile(ranks, ARRAY[0.5, 0.99]) AS kll, sketch_quantile("values", ARRAY[0.5, 0.99]) AS dd
  FROM sizes s JOIN exact e USING (section)
)
SELECT section, lpad(number(packages), 8) AS packages,
       lpad(number(exact[1]), 9) AS "  median", lpad(off_by(kll[1], exact[1]), 9) AS "      kll", lpad(off_by(dd[1], exact[1]), 9) AS "       dd",
       lpad(number(exact[2]), 11) AS "        p99", lpad(off_by(kll[2], exact[2]), 9) AS "      kll", lpad(off_by(dd[2], exact[2]), 9) AS "       dd"
FROM asked ORDER BY packages DESC LIMIT 8;

\echo '   The largest packages: how much is above the 99.9th and the 99.99th percentile? A rank there is wrong by a thousandth'
\echo '   of what kll promises: sketch_req is accurate at the end.'
\echo
WITH s AS (SELECT sketch_req_agg(bytes) AS req, sketch_kll_agg(bytes) AS kll FROM package)
SELECT q AS percentile, lpad(number(percentile_disc(q) WITHIN GROUP (ORDER BY bytes)), 13) AS "        exact",
       lpad(number(sketch_quantile(req, q)), 13) AS "          req", lpad(number(b.lower) || ' to ' || number(b.upper), 30) AS "                  99 % bounds",
       lpad(number(sketch_quantile(kll, q)), 13) AS "          kll"
FROM s, package, unnest(ARRAY[0.99, 0.999, 0.9999]) q, sketch_bounds(req, q) b GROUP BY q, req, kll, b.lower, b.upper ORDER BY q;

\echo '   All sections together, from what is stored: the sketches merged, beside the sorted table.'
\echo
SELECT what AS "  ", lpad(number(median), 9) AS "  median", lpad(number(p99), 11) AS "        p99", lpad(to_char(ms, 'FM9990.0') || ' ms', 10) AS "      time"
FROM (VALUES
  (0, 'percentile_cont', 'SELECT percentile_cont(%s) WITHIN GROUP (ORDER BY bytes) FROM package'),
  (1, 'percentile_disc', 'SELECT percentile_disc(%s) WITHIN GROUP (ORDER BY bytes) FROM package'),
  (2, 'sketch_kll', 'SELECT sketch_quantile(sketch_merge(ranks), %s) FROM sizes'),
  (3, 'sketch_dd', 'SELECT sketch_quantile(sketch_merge("values"), %s) FROM sizes')) q(i, what, query),
  LATERAL (SELECT result AS median, ms FROM timed(format(query, 0.5))) a,
  LATERAL (SELECT result AS p99 FROM timed(format(query, 0.99))) b
ORDER BY i;

\echo '7. Overlaps: which packages depend on both of two libraries?'
\echo '   One theta sketch for each library; sketches are intersected, and say how sure they are.'
\echo '   Exact counts read the table, which has no index. Small parts of large sets have larger errors.'
\echo
\set ECHO queries
CREATE TABLE dependants AS
  SELECT target, count(DISTINCT package) AS packages, sketch_theta_agg(package) AS sketch
  FROM relation WHERE kind = 'depends' GROUP BY target;
ALTER TABLE dependants ADD PRIMARY KEY (target);
\set ECHO none
WITH largest AS (
  SELECT target, row_number() OVER (ORDER BY packages DESC, target) AS i FROM dependants ORDER BY 2 LIMIT 5
), pair AS (
  SELECT a.target AS a, b.target AS b, row_number() OVER (ORDER BY a.i + b.i, a.i) AS i FROM largest a, largest b WHERE a.i < b.i
)
SELECT p.a AS "depends on", p.b AS "and on",
       lpad(number(e.result), 8) AS "   exact", lpad(number(s.result), 8) AS "  approx", lpad(off_by(s.result, e.result), 9) AS "    error",
       lpad(number(o.lower) || ' to ' || number(o.upper), 17) AS "      95 % bounds", lpad(to_char(100 * j.estimate, 'FM990.0') || ' %', 7) AS " alike",
       lpad(to_char(e.ms, 'FM9990.0') || ' ms', 10) AS "     exact", lpad(to_char(s.ms, 'FM9990.00') || ' ms', 10) AS "    approx"
FROM pair p JOIN dependants a ON a.target = p.a JOIN dependants b ON b.target = p.b,
  timed(format('SELECT count(*) FROM (SELECT package FROM relation WHERE kind = ''depends'' AND target = %L'
               ' INTERSECT SELECT package FROM relation WHERE kind = ''depends'' AND target = %L) x', p.a, p.b)) e,
  timed(format('SELECT # (a.sketch & b.sketch) FROM dependants a, dependants b WHERE a.target = %L AND b.target = %L', p.a, p.b)) s,
  sketch_bounds(a.sketch & b.sketch) o, sketch_jaccard(a.sketch, b.sketch) j
ORDER BY p.i;

\echo '   Membership: of the packages, which may depend on nothing that the other sections have? A Bloom filter for each kind.'
\echo
SELECT kind, lpad(number(sketch_cardinality(filter)), 10) AS "    values", lpad(number(length(filter::bytea)), 10) AS "     bytes",
       lpad(to_char(100 * sketch_error(filter), 'FM990.000') || ' %', 14) AS "false positive", sketch_contains(filter, 'no such package') AS "has none"
FROM (SELECT kind, sketch_bloom_agg(target) AS filter FROM relation GROUP BY kind) x ORDER BY kind;

\echo '   Samples: 1000 packages stand for all. How many are there of each section? With bounds of 95 %.'
\echo
CREATE TABLE sampled AS SELECT sketch_sample_agg(p, 1000) AS packages FROM package p;
SELECT section, lpad(number((b).estimate), 10) AS "  estimate", lpad(number((b).lower), 10) AS "     lower", lpad(number((b).upper), 10) AS "     upper",
       lpad(number((SELECT count(*) FROM package p WHERE p.section = s.section)), 10) AS "     exact"
FROM (SELECT (value).section, sketch_sum_bounds(weight, draw) AS b FROM sampled, sketch_values(packages, NULL::package) GROUP BY 1) s
ORDER BY (b).estimate DESC LIMIT 5;

\echo '8. Most frequent values: the most depended-upon packages, and the largest maintainers'
\echo '   A top-k sketch of 256 counters (the default) for each section, merged, beside GROUP BY over the table.'
\echo '   The true number is always within the bounds.'
\echo
\set ECHO queries
CREATE TABLE popular AS
  SELECT section, sketch_topk_agg(target) AS targets FROM relation WHERE kind = 'depends' GROUP BY section;
CREATE TABLE busy AS
  SELECT section, sketch_topk_agg(maintainer) AS maintainers FROM package GROUP BY section;
\set ECHO none
WITH exact AS (
  SELECT 1 AS i, 'depended upon' AS what, target AS item, count(*) AS n FROM relation WHERE kind = 'depends' GROUP BY target
  UNION ALL SELECT 2, 'maintainer', maintainer, count(*) FROM package GROUP BY maintainer
), top AS (
  SELECT 1 AS i, t.* FROM sketch_top((SELECT sketch_merge(targets) FROM popular), 5) t
  UNION ALL SELECT 2, t.* FROM sketch_top((SELECT sketch_merge(maintainers) FROM busy), 5) t
)
SELECT e.what AS "  ", left(item, 46) AS item, lpad(number(e.n), 8) AS "   exact", lpad(number(top.estimate), 8) AS "  approx",
       lpad(number(top.lower) || ' to ' || number(top.upper), 18) AS "            bounds"
FROM top JOIN exact e USING (i, item) ORDER BY i, top.estimate DESC;
\echo '   What is stored, and the error that the sketches promise, of all that was counted:'
SELECT what AS "  ", lpad(number((info->>'total')::float8), 9) AS "    total", lpad(number((info->>'error')::float8), 8) AS "   error", lpad(number((info->>'bytes')::float8) || ' B', 9) AS "   merged"
FROM (SELECT 'depended upon' AS what, sketch_info(sketch_merge(targets)) AS info FROM popular
      UNION ALL SELECT 'maintainer', sketch_info(sketch_merge(maintainers)) FROM busy) x;

\echo '9. Frequencies: how often is a given package depended upon?'
\echo '   A count-min sketch for each section, merged; it knows no names, answers for any, and is never too low.'
\echo '   Exact counts read the table, which has no index.'
\echo
\set ECHO queries
CREATE TABLE frequencies AS
  SELECT section, sketch_countmin_agg(target) AS targets FROM relation WHERE kind = 'depends' GROUP BY section;
CREATE TABLE frequency AS SELECT sketch_merge(targets) AS targets FROM frequencies;
\set ECHO none
WITH ranked AS (
  SELECT target, row_number() OVER (ORDER BY packages DESC, target) AS i FROM dependants
), asked AS (
  SELECT target, i FROM ranked WHERE i IN (1, 10, 100, 1000, 10000)
  UNION ALL SELECT 'no such package', NULL
)
SELECT lpad(coalesce(number(i), '-'), 7) AS "   rank", target AS "depended upon",
       lpad(number(e.result), 8) AS "   exact", lpad(number(s.result), 8) AS "  approx",
       lpad(number(b.lower) || ' to ' || number(b.upper), 18) AS "       99 % bounds",
       lpad(to_char(e.ms, 'FM9990.0') || ' ms', 10) AS "     exact", lpad(to_char(s.ms, 'FM9990.00') || ' ms', 10) AS "    approx"
FROM asked, frequency f,
  timed(format('SELECT count(*) FROM relation WHERE kind = ''depends'' AND target = %L', target)) e,
  timed(format('SELECT sketch_frequency(targets, %L) FROM frequency', target)) s,
  sketch_frequency_bounds(f.targets, target) b
ORDER BY i;
