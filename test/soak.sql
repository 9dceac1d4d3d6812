-- SPDX-License-Identifier: PostgreSQL
--
-- One cycle of the soak test: sketches of every family are built, stored, updated, merged and
-- queried in one session, by both executors, and bad input is refused. No memory may be left in
-- use.
CREATE OR REPLACE PROCEDURE soak_cycle(batch bool) LANGUAGE plpgsql AS $$
DECLARE
  family text;
  n bigint;
BEGIN
  PERFORM set_config('sketch.batch_executor', CASE WHEN batch THEN 'on' ELSE 'off' END, false);
  INSERT INTO rollup AS r
    SELECT k, sketch_hll_agg(v), sketch_theta_agg(v), sketch_tuple_agg(v, 1.0), sketch_kll_agg(v), sketch_req_agg(v), sketch_dd_agg(v),
           sketch_tdigest_agg(v), sketch_topk_agg(w), sketch_countmin_agg(w), sketch_bloom_agg(w), sketch_sample_agg(w)
    FROM (SELECT i % 40 AS k, (random() * 1e5)::bigint AS v, 'text ' || (1000 * random() ^ 3)::int AS w FROM generate_series(1, 20000) i) x
    GROUP BY k
  ON CONFLICT (k) DO UPDATE SET
    hll = r.hll | EXCLUDED.hll, theta = r.theta | EXCLUDED.theta, tuple = r.tuple | EXCLUDED.tuple, kll = r.kll | EXCLUDED.kll, req = r.req | EXCLUDED.req,
    dd = r.dd | EXCLUDED.dd, tdigest = r.tdigest | EXCLUDED.tdigest, topk = r.topk | EXCLUDED.topk, countmin = r.countmin | EXCLUDED.countmin,
    bloom = r.bloom | EXCLUDED.bloom, sample = r.sample | EXCLUDED.sample;
  UPDATE rollup SET hll = sketch_add(hll, k), theta = sketch_add(theta, k), topk = sketch_add(topk, 'text'), countmin = sketch_add(countmin, 'text'), sample = sketch_add(sample, 'text'),
    kll = sketch_add(kll, k), req = sketch_add(req, k), dd = sketch_add(dd, k), tdigest = sketch_add(tdigest, k);

  SELECT count(*) INTO n FROM (
    SELECT k % 3, sketch_cardinality(sketch_merge(hll)), sketch_cardinality(sketch_merge(theta)), sketch_sum(sketch_merge(tuple), 1),
           sketch_quantile(sketch_merge(kll), ARRAY[0.1, 0.9]), sketch_quantile(sketch_merge(dd), 0.5), sketch_quantile(sketch_merge(req), 0.999),
           sketch_quantile(sketch_merge(tdigest), 0.99), sketch_info(sketch_merge(topk)), sketch_frequency(sketch_merge(countmin), 'text 1'::text)
    FROM rollup, generate_series(1, 5) GROUP BY 1) x;
  SELECT count(*) INTO n FROM (
    SELECT # (a.theta & b.theta), # (a.theta - b.theta), sketch_jaccard(a.theta, b.theta), a.hll = b.hll, sketch_bounds(a.hll),
           sketch_inner_product(a.countmin, b.countmin), sketch_bounds(a.kll, 0.5), (SELECT count(*) FROM sketch_top(a.topk, 10)),
           a.hll::text::sketch_hll, a.tdigest::bytea::sketch_tdigest
    FROM rollup a, rollup b WHERE b.k < 5) x;
  -- Window aggregates with moving frames, and cursors that are abandoned.
  SELECT count(*) INTO n FROM (SELECT approx_count_distinct(k) OVER (ORDER BY k ROWS 5 PRECEDING) FROM rollup LIMIT 7) x;
  SELECT count(*) INTO n FROM (SELECT sketch_top(topk, 100) FROM rollup LIMIT 7) x;
  SELECT count(*) INTO n FROM (SELECT sketch_values(sample, NULL::text) FROM rollup LIMIT 7) x;
  SELECT (sketch_sum_bounds(weight, draw)).upper INTO n FROM rollup, sketch_values(sample);
  SELECT approx_median(i), approx_top_k(i % 7, 3), approx_percentile(i, 0.9) INTO n FROM generate_series(1, 5000) i;

  FOREACH family IN ARRAY ARRAY['hll', 'theta', 'tuple', 'kll', 'req', 'dd', 'tdigest', 'topk', 'countmin', 'bloom', 'sample'] LOOP
    FOR n IN 1 .. 20 LOOP
      BEGIN
        EXECUTE format('SELECT substr(%I::bytea, 1, length(%I::bytea) - $1)::sketch_%s FROM rollup WHERE k = 1', family, family, family) USING n::int;
      EXCEPTION WHEN OTHERS THEN NULL;
      END;
    END LOOP;
  END LOOP;
END $$;
