# SPDX-License-Identifier: PostgreSQL
#
# perl test/approximate_queries.pl SEED COUNT: random queries with count(DISTINCT) and percentiles, each in a call of
# pg_temp.compared() (test/support/approximate.sql), over the table ev of test/t/approximate.sh.
use strict;
use warnings;

my ($seed, $count) = @ARGV;
srand($seed);

sub pick { return $_[int(rand(@_))]; }
sub chance { return rand() < $_[0]; }

my @values = ('u', 'g', 'page', 'country', 'amount', 'ms', 'ts', 'ok', 'tags', '(page, u)', 'u % 100', 'upper(page)', 'i', "CASE WHEN ok THEN u END", 'NULL::int');
my @keys = ('g', 'page', 'country', 'ok', 'u % 10', 'ts::date');
my @conditions = ('ok', 'g < 5', 'u > 100', "page LIKE 'page1%'", 'ms < 9000', 'false', 'i % 3 = 0');
# Spread evenly, with their ranges.
my %even = ('ms' => 10007, 'amount' => 125, 'i' => 20000, 'u' => 5000);

sub filter { return chance(0.2) ? ' FILTER (WHERE ' . pick(@conditions) . ')' : ''; }

# An aggregate, and the letter that says how its answers compare.
sub aggregate {
  if (chance(0.5)) { return ['n', 'count(DISTINCT ' . pick(@values) . ')' . filter()]; }
  if (chance(0.15)) { return ['x', pick('count(*)', 'sum(g)', 'min(page)', 'max(ts)', 'sum(DISTINCT g)', 'bool_or(ok)')]; }
  my $value = pick(sort keys %even);
  my $order = pick('', ' DESC', ' ASC');
  my $q = pick(0, 0.05, 0.25, 0.5, 0.9, 0.99, 1);
  my $kind = pick('disc', 'cont');
  # With few rows a group's values have gaps, so a filter would tell exact neighbours apart: no filter here.
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
  $query =~ s/\s+/ /g;
  print "SELECT pg_temp.compared(\$q\$$query\$q\$);\n";
}
