# SPDX-License-Identifier: PostgreSQL
#
# perl test/approximate_queries.pl SEED COUNT: prints queries with count(DISTINCT) and percentiles,
# hand-written ones and random ones. Each is a call of pg_temp.compared()
# (test/support/approximate.sql) over the table ev of test/t/approximate.sh.
use strict;
use warnings;

my ($seed, $count) = @ARGV;
srand($seed);

sub pick { return $_[int(rand(@_))]; }
sub chance { return rand() < $_[0]; }

sub compare {
  my ($query) = @_;
  $query =~ s/\s+/ /g;
  print "SELECT pg_temp.compared(\$q\$$query\$q\$);\n";
}

# Queries as dashboards send them: all kinds of groups, filters and combinations.
my @shapes = map { chomp; $_ } grep { /\S/ } split /\n/, <<'SQL';
SELECT count(DISTINCT u) AS n FROM ev
SELECT d AS k, count(DISTINCT u) AS n FROM ev GROUP BY d ORDER BY d
SELECT date_trunc('day', ts) AS k, count(DISTINCT u) AS n FROM ev GROUP BY 1
SELECT date_trunc('hour', ts) AS k, page AS k2, count(DISTINCT u) AS n, count(*) AS x FROM ev GROUP BY 1, 2 ORDER BY 1
SELECT page AS k, count(DISTINCT u) AS n, sum(amount) AS x FROM ev GROUP BY page
SELECT page AS k, count(DISTINCT u) AS n, avg(amount) AS x, max(amount) AS x2, max(page) AS x3 FROM ev GROUP BY page
SELECT page AS k, count(DISTINCT u) AS n, count(DISTINCT country) AS n2, bool_or(ok) AS x, array_agg(DISTINCT country) AS x2 FROM ev GROUP BY page
SELECT page AS k, count(DISTINCT u) AS n, round(stddev(ms)::numeric, 6) AS x, min(ts) AS x2 FROM ev GROUP BY page
SELECT country AS k, count(DISTINCT u) AS n FROM ev GROUP BY country
SELECT vc AS k, count(DISTINCT u) AS n FROM ev GROUP BY vc
SELECT ip AS k, count(DISTINCT u) AS n FROM ev GROUP BY ip
SELECT props->>'k' AS k, count(DISTINCT u) AS n FROM ev GROUP BY 1
SELECT props AS k, count(DISTINCT u) AS n FROM ev GROUP BY 1
SELECT amount AS k, count(DISTINCT u) AS n FROM ev GROUP BY 1
SELECT page AS k, country AS k2, count(DISTINCT u) AS n, GROUPING(page, country) AS k3 FROM ev GROUP BY ROLLUP (page, country)
SELECT page AS k, country AS k2, count(DISTINCT u) AS n, GROUPING(page, country) AS k3 FROM ev GROUP BY CUBE (page, country)
SELECT count(DISTINCT u) AS n FROM ev WHERE ts > timestamptz '2026-01-03' AND page LIKE 'page1%'
SELECT g AS k, percentile_disc(0.99) WITHIN GROUP (ORDER BY ms) / 10007.0 AS r FROM ev GROUP BY g
SELECT g AS k, (percentile_disc(ARRAY[0.5, 0.99]) WITHIN GROUP (ORDER BY amount))[2] / 125.0 AS r FROM ev GROUP BY g
SELECT count(DISTINCT (page, u)) AS n FROM ev
SELECT count(DISTINCT props) AS n, count(DISTINCT tags) AS n2, count(DISTINCT lower(page)) AS n3 FROM ev
SELECT count(DISTINCT u) FILTER (WHERE ok) AS n, count(DISTINCT CASE WHEN ok THEN u END) AS n2 FROM ev
SELECT e.page AS k, count(DISTINCT e.u) AS n FROM ev e JOIN ev f ON e.uid = f.uid AND e.i = f.i GROUP BY 1
SELECT ok AS k, count(DISTINCT uid) AS n, count(DISTINCT ip) AS n2, count(DISTINCT amount) AS n3 FROM ev GROUP BY ok
SELECT count(*) AS x FROM (SELECT u, count(DISTINCT page) FROM ev GROUP BY u) x
SELECT count(DISTINCT u ORDER BY u) AS n FROM ev
SELECT d AS k, sum(count(DISTINCT u)) OVER (ORDER BY d) AS n FROM ev GROUP BY d
SELECT mode() WITHIN GROUP (ORDER BY CASE WHEN i % 3 > 0 THEN 'most' ELSE page END) AS x, count(DISTINCT u) AS n FROM ev
SELECT string_agg(DISTINCT vc, ',') AS x, count(DISTINCT u) AS n FROM ev
SELECT extract(hour FROM ts) AS k, count(DISTINCT u) AS n FROM ev GROUP BY 1
SELECT (ts AT TIME ZONE 'UTC')::date AS k, count(DISTINCT u) AS n FROM ev GROUP BY 1
SELECT g % 10 AS k, count(DISTINCT u) AS n FROM ev GROUP BY 1 HAVING count(DISTINCT u) > 10 ORDER BY 2 DESC
SELECT count(u) AS x, sum(g) AS x2, count(DISTINCT u) AS n FROM ev TABLESAMPLE BERNOULLI (10) REPEATABLE (1)
SELECT a.n / b.n AS x FROM (SELECT count(DISTINCT d) AS n FROM ev) a, (SELECT count(DISTINCT country) AS n FROM ev) b
SQL
compare($_) for @shapes;

my @values = ('u', 'g', 'page', 'country', 'amount', 'ms', 'ts', 'ok', 'tags', '(page, u)', 'u % 100', 'upper(page)', 'i', "CASE WHEN ok THEN u END", 'NULL::int');
my @keys = ('g', 'page', 'country', 'ok', 'u % 10', 'ts::date');
my @conditions = ('ok', 'g < 5', 'u > 100', "page LIKE 'page1%'", 'ms < 9000', 'false', 'i % 3 = 0');
# Columns with evenly distributed values, and their ranges.
my %even = ('ms' => 10007, 'amount' => 125, 'i' => 20000, 'u' => 5000);

sub filter { return chance(0.2) ? ' FILTER (WHERE ' . pick(@conditions) . ')' : ''; }

# A random aggregate, and the letter that says how its answers are compared.
sub aggregate {
  if (chance(0.5)) { return ['n', 'count(DISTINCT ' . pick(@values) . ')' . filter()]; }
  if (chance(0.15)) { return ['x', pick('count(*)', 'sum(g)', 'min(page)', 'max(ts)', 'sum(DISTINCT g)', 'bool_or(ok)')]; }
  my $value = pick(sort keys %even);
  my $order = pick('', ' DESC', ' ASC');
  my $q = pick(0, 0.05, 0.25, 0.5, 0.9, 0.99, 1);
  my $kind = pick('disc', 'cont');
  # The values of a group with few rows have gaps, in which neighbouring percentiles would differ
  # too much. So there is no filter.
  return ['r', "percentile_$kind($q) WITHIN GROUP (ORDER BY $value$order) / $even{$value}.0"] if chance(0.7);
  return ['r', "(percentile_$kind(ARRAY[$q, 0.5]) WITHIN GROUP (ORDER BY $value$order))[" . pick(1, 2) . "] / $even{$value}.0"];
}

sub aggregation {
  my ($where) = @_;
  my @group = map { pick(@keys) } 1 .. pick(0, 0, 1, 1, 2);
  my ($n, $c) = (0, 0);
  my @aggregates = (['n', 'count(DISTINCT ' . pick(@values) . ')'], map { aggregate() } 1 .. pick(0, 1, 2, 3));
  my $query = 'SELECT ' . join(', ', (map { "$_ AS k" . $n++ } @group), map { "$_->[1] AS $_->[0]" . $c++ } @aggregates);
  $query .= ' FROM ' . pick('ev', 'ev', 'ev', '(SELECT * FROM ev ORDER BY i) ev', '(SELECT * FROM ev UNION ALL SELECT * FROM ev) ev', '(SELECT a.* FROM ev a JOIN ev b USING (i)) ev');
  my @where = grep { defined } $where, (chance(0.3) ? pick('i > 0', 'g >= 0', 'u IS NOT NULL') : undef);
  $query .= ' WHERE ' . join(' AND ', @where) if @where;
  if (@group) {
    $query .= ' GROUP BY ' . (chance(0.1) ? 'ROLLUP (' . join(', ', @group) . ')' : join(', ', 1 .. @group));
  }
  $query .= ' HAVING count(DISTINCT u) > 0' if chance(0.15);
  return $query;
}

for (1 .. $count) {
  my $query = aggregation();
  if (chance(0.1)) {
    $query = "WITH c AS MATERIALIZED ($query) SELECT * FROM c";
  } elsif (chance(0.1)) {
    $query = "SELECT * FROM ($query) q";
  } elsif (chance(0.1)) {
    $query = 'SELECT k.k, (SELECT count(DISTINCT u) FROM ev WHERE ev.g = k.k) AS n FROM generate_series(0, 8) k';
  } elsif (chance(0.05)) {
    $query = 'SELECT k.k AS k, l.* FROM generate_series(1, 3) k, LATERAL (' . aggregation('g >= k.k - k.k') . ') l';
  }
  compare($query);
}
