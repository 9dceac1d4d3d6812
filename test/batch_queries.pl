# SPDX-License-Identifier: PostgreSQL
#
# perl test/batch_queries.pl SEED COUNT: prints random aggregate queries for test/t/batch.sh, one a
# line: the settings, a tab, and the query. Every query has at least one aggregate that the batch
# executor takes, and most have only such ones.
use strict;
use warnings;

my ($seed, $count) = @ARGV;
srand($seed);

sub pick { return $_[int(rand(@_))]; }
sub chance { return rand() < $_[0]; }

# Whether sketches that depend on the order of rows can be compared. They can't if workers share the
# rows, or if PostgreSQL sorts them for DISTINCT, ORDER BY or groups: within a group the order is
# then arbitrary.
our ($order_is_certain, $has_distinct, $has_ordered);
# The number of errors the query is meant to cause. Which of several errors comes first is up to the
# executor.
my $errors;

# Columns that every table of test/t/batch.sh has.
my @numbers = qw(i i2 i8 f8);
my @values = qw(i g i2 i8 f4 f8 n t v c b d ts tz u y j ip iv e);
my @amounts = qw(i g i2 i8 f4 f8 n i*2.5 f8-10);
my @quantities = (@amounts, qw(tz d iv));
my @keys = qw(g i2 b d ts t v u f8 f4 e y);
my @expressions = ('i % 7', 'i8 / 3', 'upper(t)', 't || v', 'f8 * 2', 'coalesce(i2, 5)', 'd + 1', 'length(t)',
  '100 / g', 'CASE WHEN i % 3 = 0 THEN i2 END', '(SELECT max(g) FROM plain)', 'ROW(i, g)', 'ARRAY[i, g]');
my @conditions = ('i > 500', 'i2 IS NOT NULL', 'g < 7', 't LIKE \'%1%\'', 'b', 'f8 <> 3', 'i % 5 = 1', 'd > date \'2026-01-10\'',
  'length(t) > 8', 'i IN (SELECT g FROM plain)', 'false', 'i8 IS NULL OR g = 3', '100 / g > 20', 'random() < 2', 'i BETWEEN 700 AND 760',
  't = \'text 7\'', 't <> \'text 7\' OR i2 IS NULL', 'v IN (\'v1\', \'v5\')', 'g NOT IN (1, 2, 5)', 'NOT (g = 3 AND b)', 't LIKE \'text 1%\'', 'ts < \'2026-01-05\'',
  'f4 >= 2.5 AND f8 < 10', 'b IS NOT TRUE', 'e = \'ok\'', 'i8 > (SELECT 5)', 'tz BETWEEN \'2026-01-01 00:01+00\' AND \'2026-01-01 00:05+00\'');
my @tables = qw(plain changed parted ranged parent);

sub value { return chance(0.75) ? pick(@values) : pick(@expressions); }

# A sketch of another hash domain, mostly of values which that domain has, now and then of others.
sub sketch_of_domain {
  my ($family, $parameters, $domain) = @{ pick(['hll', pick(4, 9, '$6'), 'datasketches'], ['hll', pick(5, 11), 'postgresql-hll'], ['hll', 14, 'redis'], ['theta', pick(5, 9), 'datasketches'], ['bloom', '100, 0.05', 'parquet'],
    [pick('hll', 'theta'), 8, 'sketch']) };
  my $value = pick($domain eq 'redis' ? () : qw(i g i2 i8 f4 f8), qw(t v y), $domain eq 'datasketches' || $domain eq 'redis' ? () : qw(d ts tz u), $domain eq 'postgresql-hll' ? qw(b c) : ());
  ($value, $errors) = (pick(qw(n j iv ip)), $errors + 1) if chance(0.05) && $domain ne 'sketch';
  return ["sketch_${family}_agg($value, $parameters, '$domain')"];
}

# A sketch of any family, and whether its bytes depend on the order of rows.
sub sketch_of_values {
  my $value = value();
  my ($quantity, $amount) = (pick(@quantities), pick(@amounts));
  return pick(
    ["sketch_hll_agg($value)"], ["sketch_hll_agg($value)"], ["sketch_hll_agg($value, 12)"], ["sketch_hll_agg($value, \$6)"],
    ["sketch_theta_agg($value)"], ["sketch_theta_agg($value, " . pick(5, 8) . ')'],
    ["sketch_dd_agg($amount)"], ["sketch_dd_agg($amount, 0.05)"], ["sketch_countmin_agg($value)"], ["sketch_countmin_agg($value, 0.01)"], ["sketch_bloom_agg($value)"], ["sketch_bloom_agg($value, 100)"],
    ["sketch_bloom_agg($value, 60, 0.1)"], ["sketch_countmin_agg($value, " . pick('0.1, 0.9', '40, 3') . ')'], sketch_of_domain(), sketch_of_domain(),
    ["sketch_sample_agg_keyed(" . pick(qw(i t u j)) . ', ' . pick(qw(i t d)) . ", 20)"], ["sketch_n(sketch_sample_agg(" . pick(@values) . pick('', ', 3') . '))'],
    ["sketch_kll_agg($quantity)", 1], ["sketch_kll_agg($quantity, 20)", 1], ["sketch_req_agg($quantity)", 1], ["sketch_req_agg($quantity, 8, '" . pick('low', 'high') . "')", 1], ["sketch_tdigest_agg($amount)", 1],
    ["sketch_topk_agg(" . pick(qw(i g i2 i8 f4 f8 t v b d ts tz y)) . ')', 1],
    ["sketch_topk_agg(" . pick(qw(i g t v)) . ', ' . pick(8, 64) . ')', 1]);
}

sub merged_sketch {
  return pick(['sketch_merge(s)'], ['sketch_merge(s)'], ['sketch_merge(theta)'], ['sketch_merge(tuple)'], ['sketch_merge(dd)'], ['sketch_merge(countmin)'], ['sketch_merge(bloom)'], ['sketch_merge(sample)'],
    ['sketch_merge(kll)', 1], ['sketch_merge(req)', 1], ['sketch_merge(tdigest)', 1], ['sketch_merge(topk)', 1]);
}

# Sums of integers don't depend on the order.
my @weighted = ('sketch_tuple_agg(i, g)', 'sketch_kll_agg_weighted(i, g + 1)', 'sketch_kll_agg_weighted(f8, i::bigint)', 'sketch_kll_agg_weighted(d, n, 20)', 'sketch_req_agg_weighted(i, g * i + 1)',
  'approx_percentile_weighted(f8, g * 20, 0.9)', 'approx_percentile_weighted(ts, i::float8, ARRAY[0.1, 0.5])', 'sketch_tdigest_agg_weighted(n, i::bigint, 100)', 'sketch_dd_agg_weighted(f8, i::bigint)', 'sketch_dd_agg_weighted(i, g % 3, 0.05)', 'approx_percentile(f8, 0.9)', 'approx_median(i8)', 'approx_mode(t)', 'approx_top_k(g, 3)',
  'sketch_topk_agg(g, 16, i::bigint)', 'sketch_topk_agg(t, 8, g + 1)', 'sketch_topk_agg(i, 20, 1 + g)', 'approx_top_k(t, 4)', 'approx_mode(i8)',
  'sketch_tuple_agg(i % 300, f8, 6)', "sketch_tuple_agg(t, g, 'max')", 'sketch_tuple_agg(i8, ARRAY[g, i], 8)', "sketch_tuple_agg(v, ARRAY[g, g, i], 5, 'min')",
  "sketch_tuple_agg(i, g, 7, 'max', 'datasketches')", 'sketch_tuple_agg(n, g)', 'sketch_tuple_agg(f4, ARRAY[i])',
  'approx_percentile(f8, 0.5)', 'approx_percentile(f8, $1)', 'approx_percentile(f8, ARRAY[0.1, 0.9])', 'approx_median(f8)', 'sketch_kll_agg(f8)', 'sketch_tdigest_agg_weighted(f8, g + 1)', 'sketch_kll_agg(f8, 10)', 'sketch_intersect_agg(theta)');

# Quantiles in one step; parameters are those of test/t/batch.sh. At the best accuracy, all of so
# few values are kept.
sub percentile {
  my $form = pick('', '', '_descending', '_interpolated', '_interpolated_descending');
  my $value = pick(@amounts, $form =~ /inter/ ? 'iv' : qw(d ts tz iv));
  my $q = $order_is_certain ? pick('0.9', '0.5', '0.25', 'ARRAY[0.1, 0.5, 0.99]', 'ARRAY[[0, 0.2], [0.5, 1]]', "'{0.5}'::float8[]", '$1', '$2', '$1 / 2', 'ARRAY[$1, 0.5]')
    : pick('0', '1', 'ARRAY[0, 1]', 'ARRAY[1, 0, 1]');
  my $accuracy = $form ? '' : $order_is_certain ? pick('', '', ', 0.1', ', 0.004', ', $3', ', 0.1 + g * 0') : pick('', ', 0.0004');
  # Arguments that cause an error unless there are no rows.
  ($q, $errors) = (pick('1.5', 'NULL::float8', 'ARRAY[0.5, NULL]', "'{}'::float8[]", '$4', '$5', 'i % 2 * 0.5', 'ARRAY[-0.1]'), $errors + 1) if chance(0.08);
  ($accuracy, $errors) = (pick(', 5', ', NULL', ', $4'), $errors + 1) if $accuracy && chance(0.08);
  return "approx_percentile$form($value, $q$accuracy)";
}

sub sketch {
  my $value = value();
  return percentile() if chance(0.12);
  return "approx_count_distinct($value)" if chance(0.25);
  return pick("approx_count_distinct($value, 6)", "approx_count_distinct($value, " . pick('0.05::float8', '$3') . ')', $has_distinct ? "approx_count_distinct(DISTINCT $value)" : "sketch_theta_agg($value, 7)", $order_is_certain ? pick(@weighted) : 'sketch_tuple_agg(i, g)')
    if chance(0.12);
  my ($sketch, $depends) = @{ chance(0.7) ? sketch_of_values() : merged_sketch() };
  return $sketch if !$depends || $order_is_certain;
  # The part of the result that doesn't depend on the order.
  return "sketch_n($sketch)" if $sketch !~ /topk/;
  return "sketch_info($sketch)->>'total'";
}

# A random order. Only column i makes it unique.
sub order { return join(', ', (map { pick(qw(g i2 t v b d n f8 e)) . pick('', ' DESC', ' NULLS FIRST', ' DESC NULLS LAST') } 1 .. pick(0, 1, 2)), 'i' . pick('', ' DESC')); }

# The query's grouping keys, which direct arguments may refer to.
our @keys_of_query = ();

# Aggregates with DISTINCT, ORDER BY or FILTER. Values that compare equal look alike.
sub ordered {
  my ($value, $other) = map { pick(qw(i g i2 i8 f8 n t v b d ts tz u y iv e), 'upper(t)', 'i % 7') } 1 .. 2;
  my $number = pick(qw(i i2 i8 f8 n));
  my $order = order();
  my $fraction = pick('0.5', '0.9', '$1', '$1 / 2', 'NULL::float8', grep({ $_ eq 'g' } @keys_of_query) ? ('g / 20.0', 'g / 20.0') : ());
  my $sorted = pick('', ' DESC', ' NULLS FIRST');
  my $arguments = grep({ $_ eq 'g' } @keys_of_query) ? 'g' : '5';
  return pick("count(DISTINCT $value)", "count(DISTINCT $value)", "count(DISTINCT ($value, $other))", "sum(DISTINCT $number)", "avg(DISTINCT $number)", "max(DISTINCT $number)",
    "array_agg(DISTINCT $value)", "array_agg(DISTINCT $value ORDER BY $value DESC)", "array_agg(DISTINCT $value ORDER BY $value NULLS FIRST)", "string_agg(DISTINCT t, v ORDER BY t DESC NULLS FIRST, v)",
    "string_agg(DISTINCT v, '+')", "string_agg(DISTINCT t || v, '' ORDER BY t || v)",
    "array_agg($value ORDER BY $order)", "string_agg(t, ',' ORDER BY $order)", "string_agg(v, t ORDER BY $order)", "sum(f8 ORDER BY $order)", "count($value ORDER BY $order)", "sum(i ORDER BY $order)",
    "json_object_agg(i, $value ORDER BY $order)", "max(f8 ORDER BY $order)", "stddev(f8 ORDER BY $order)", "sketch_kll_agg(f8 ORDER BY $order)", "sketch_topk_agg(t ORDER BY $order)", "sketch_kll_agg(DISTINCT i)",
    "percentile_cont($fraction) WITHIN GROUP (ORDER BY f8$sorted)", "percentile_disc($fraction) WITHIN GROUP (ORDER BY $value$sorted)",
    "percentile_cont(ARRAY[0.1, 0.5]) WITHIN GROUP (ORDER BY i)", "percentile_disc(\$2) WITHIN GROUP (ORDER BY $value$sorted)", "mode() WITHIN GROUP (ORDER BY $value$sorted)",
    "rank($arguments) WITHIN GROUP (ORDER BY i2$sorted)", "dense_rank('text 5', $arguments) WITHIN GROUP (ORDER BY t$sorted, g)", "percent_rank($arguments) WITHIN GROUP (ORDER BY i)",
    "cume_dist($arguments, 7) WITHIN GROUP (ORDER BY g, i DESC)");
}

# Aggregates that their own functions compute; most depend on the order of rows.
sub called {
  my $sum = pick(qw(sum avg stddev var_pop)) . '(' . pick(qw(n i8 i i2)) . ')';
  return $sum if !$order_is_certain;
  my $value = value();
  return pick($sum, $sum, "array_agg($value)", 'array_agg(ARRAY[i, g])', "string_agg(t, v)", "string_agg(y, '+')", "json_agg($value)", 'json_object_agg(i, v)', 'sum(f4)', 'corr(f8, i)', pick(qw(min max)) . '(' . pick(qw(t n u::text)) . ')', 'sum(iv)');
}

sub aggregate {
  if ($has_ordered && chance(0.5)) {
    my $ordered = ordered();
    $ordered .= ' FILTER (WHERE ' . pick(@conditions) . ')' if chance(0.2);
    return $ordered;
  }
  my $aggregate = chance(0.2) ? called() : pick(sketch(), sketch(), 'count(*)', 'count(' . value() . ')', 'sum(' . pick(@numbers) . ')',
    'avg(' . pick(@numbers) . ')', pick('min', 'max') . '(' . pick(@numbers, 'd', 'ts', 'tz') . ')');
  $aggregate .= ' FILTER (WHERE ' . pick(@conditions) . ')' if chance(0.15) && $aggregate =~ /\)$/ && $aggregate !~ /^sketch_(n|info)/;
  return $aggregate;
}

sub source {
  my $table = pick(@tables);
  return $table if chance(0.65);
  my $other = pick(@tables);
  return pick("(SELECT * FROM $table WHERE g <> 2) x", "(SELECT * FROM $table ORDER BY i LIMIT 300) x", "(SELECT a.* FROM $table a JOIN plain b ON a.i = b.i) x",
    "(SELECT i, g, i2, i8, f4, f8, n, t, v, c, b, d, ts, tz, u, y, j, ip, iv, e, s, theta, tuple, kll, req, dd, tdigest, topk, countmin, bloom, sample FROM $table
      UNION ALL SELECT -i, g, i2, i8 + 1, f4, f8, n, upper(t), v, c, b, d, ts, tz, u, y, j, ip, iv, e, s, theta, tuple, kll, req, dd, tdigest, topk, countmin, bloom, sample FROM $other) x",
    "(SELECT * FROM $table ORDER BY i) x", "$table LEFT JOIN (SELECT i AS k, t AS u2 FROM $other WHERE i % 4 = 0) o ON o.k = $table.i",
    "(SELECT x.* FROM $table x, generate_series(1, 2)) x");
}

sub grouping_sets {
  my $keys = join(', ', @_);
  my @some = map { my $set = join(', ', grep { chance(0.5) } @_); "($set)" } 1 .. pick(1, 2, 4);
  return pick("ROLLUP ($keys)", "CUBE ($keys)", 'GROUPING SETS ((' . $keys . '), ' . join(', ', @some) . ')',
    "$_[0], ROLLUP ($keys)");
}

sub aggregation {
  my ($extra) = @_;
  my $rolls_up = chance(0.2);
  local $order_is_certain = 0 if $rolls_up;
  my @group = map { chance(0.85) ? pick(@keys) : pick('i % 7', 'upper(t)', 'date_trunc(\'day\', ts)') } 1 .. pick(0, 0, 1, 1, 1, 2, 3);
  local @keys_of_query = @group;
  my @list = (sketch(), map { aggregate() } 1 .. pick(0, 1, 2, 4));
  my $n = 0;
  my @targets = map { "$_ AS c" . $n++ } @group, (map { chance(0.1) && /^(count|approx_count)/ ? "$_ * 2 + 1" : $_ } @list);
  push @targets, 'GROUPING(' . join(', ', @group) . ") AS c$n" if $rolls_up && @group && chance(0.7);
  my $query = 'SELECT ' . join(', ', @targets) . ' FROM ' . source();
  my @where = grep { defined } $extra, (chance(0.4) ? pick(@conditions) : undef), (chance(0.1) ? pick(@conditions) : undef);
  $query .= ' WHERE ' . join(' AND ', map { "($_)" } @where) if @where;
  $query .= ' GROUP BY ' . ($rolls_up ? grouping_sets(@group) : join(', ', 1 .. @group)) if @group;
  $query .= ' HAVING ' . pick('count(*) > 3', 'approx_count_distinct(i) > 10', 'sketch_n(sketch_dd_agg(f8)) > 4', 'max(i) > 100 AND sketch_theta_agg(g) IS NOT NULL', 'true')
    if chance(0.15);
  return $query;
}

# Sketches of groups, merged again.
sub rollup_of_rollup {
  my $key = pick(@keys, 'i % 100');
  my ($inner, $depends);
  do { ($inner, $depends) = @{ sketch_of_values() } } while $depends || $inner =~ /^sketch_n/;
  return 'SELECT ' . pick('count(k)', 'length(k)', 'k')
    . " AS c0, sketch_merge(s) AS c1, count(*) AS c2 FROM (SELECT ($key)::text AS k, $inner AS s FROM " . pick(@tables) . ' GROUP BY 1) x GROUP BY k';
}

sub query {
  return 'SELECT o.k, l.* FROM generate_series(1, 4) o(k), LATERAL (' . aggregation('g > o.k') . ') l' if chance(0.08);
  return 'SELECT o.g, (SELECT ' . sketch() . ' FROM ' . pick(@tables) . ' x WHERE x.g = o.g) FROM (SELECT DISTINCT g FROM plain) o' if chance(0.05);
  my $query = chance(0.05) ? rollup_of_rollup() : aggregation();
  return "WITH c AS MATERIALIZED ($query) SELECT * FROM c UNION ALL SELECT * FROM c" if chance(0.05);
  return "SELECT *, count(*) OVER () FROM ($query) q" if chance(0.05);
  return $query;
}

for (1 .. $count) {
  my $parallel = chance(0.15);
  my $memory = pick('64kB', '1MB', '4MB');
  $has_distinct = chance(0.1);
  # Without sorts there is no merge join; with sorts it is disabled.
  my $sort = pick('enable_sort=off', 'enable_sort=off', 'enable_sort=off', 'enable_sort=on,enable_mergejoin=off');
  $has_ordered = chance(0.35);
  $order_is_certain = !$parallel && !$has_distinct && !$has_ordered && $sort eq 'enable_sort=off';
  my @settings = ($sort, "work_mem=$memory");
  push @settings, 'plan_cache_mode=force_generic_plan' if chance(0.5);
  push @settings, 'enable_hashjoin=off' if chance(0.1);
  # Workers add floating-point numbers in an arbitrary order.
  push @settings, 'max_parallel_workers_per_gather=2', 'extra_float_digits=-3' if $parallel;
  my $query;
  do {
    $errors = 0;
    $query = query();
  } while ($errors + ($query =~ m{100 / g}) > 1);
  $query =~ s/\s+/ /g;
  print join(',', @settings), "\t$query\n";
}
