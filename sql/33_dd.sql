-- SPDX-License-Identifier: PostgreSQL

-- sketch_dd ---------------------------------------------------------------------------------------
-- The aggregates' state: 128 bytes at first, 512 for 50 values, 16 kB and more for more than 1024.

COMMENT ON TYPE sketch_dd IS
  'a distribution of numbers, for quantiles with a relative error: DDSketch (Masson, Rim, Lee, VLDB 2019), 1 % by default';

-- @each number type
COMMENT ON AGGREGATE sketch_dd_agg(@type@) IS
  'a sketch of the distribution of the values, whose quantiles are off by at most 1 % of the value (DDSketch, VLDB 2019)';
COMMENT ON AGGREGATE sketch_dd_agg(@type@, double precision) IS
  'a sketch of the distribution of the values, whose quantiles are off by at most this accuracy, 0.0001 to 0.3, times the value (DDSketch, VLDB 2019)';
-- @end

CREATE FUNCTION sketch_dd_empty(accuracy double precision DEFAULT 0.01) RETURNS sketch_dd
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sketch_dd_empty(double precision) IS
  'an empty sketch, accuracy of 0.0001 to 0.3';
COMMENT ON FUNCTION sketch_bounds(sketch_dd, double precision) IS
  'a quantile, with its bounds';
COMMENT ON FUNCTION sketch_error(sketch_dd) IS
  'the greatest error of a quantile, relative to the value; 0 while all values are kept';
