# SPDX-License-Identifier: PostgreSQL
#
# perl test/batch_queries.pl SEED COUNT: random queries that aggregate, one a line, for test/t/batch.sh.
# A line is the settings that it runs under, a tab, and the query; every query has at least one aggregate
# that the batch executor takes, most have nothing that it can't take.
use strict;
use warnings;

my ($seed, $count) = @ARGV;
srand($seed);

sub pick { return $_[int(rand(@_))]; }
sub chance { return rand() < $_[0]; }

# Columns of every table of the test (test/t/batch.sh).
my @numbers = qw(i i2 i8 f8);
my @values = qw(i g i2 i8 f4 f8 n t v c b d ts tz u y j ip iv e);
my @keys = qw(g i2 b d ts t v u f8 f4 e y);
my @expressions = ('i % 7', 'i8 / 3', 'upper(t)', 't || v', 'f8 * 2', 'coalesce(i2, 5)', 'd + 1', 'length(t)',
  '100 / g', 'CASE WHEN i % 3 = 0 THEN i2 END', '(SELECT max(g) FROM plain)', 'ROW(i, g)', 'ARRAY[i, g]');
my @conditions = ('i > 500', 'i2 IS NOT NULL', 'g < 7', 't LIKE \'%1%\'', 'b', 'f8 <> 3', 'i % 5 = 1', 'd > date \'2026-01-10\'',
  'length(t) > 8', 'i IN (SELECT g FROM plain)', 'false', 'i8 IS NULL OR g = 3', '100 / g > 20', 'random() < 2');

sub value { return chance(0.75) ? pick(@values) : pick(@expressions); }

sub sketch {
  my $value = value();
  return pick("approx_count_distinct($value)", "approx_count_distinct($value)", "sketch_hll_agg($value)",
    "approx_count_distinct($value, 6)", "sketch_hll_agg($value, 12)", "approx_count_distinct(DISTINCT $value)", "sketch_merge(s)");
}

sub aggregate {
  my $aggregate = pick(sketch(), sketch(), 'count(*)', 'count(' . value() . ')', 'sum(' . pick(@numbers) . ')',
    'avg(' . pick(@numbers) . ')', pick('min', 'max') . '(' . pick(@numbers, 'd', 'ts', 'tz') . ')');
  $aggregate .= ' FILTER (WHERE ' . pick(@conditions) . ')' if chance(0.15);
  return $aggregate;
}

sub source {
  my $table = pick(qw(plain changed parted parent));
  return $table if chance(0.7);
  return pick("(SELECT * FROM $table WHERE g <> 2) x", "(SELECT * FROM $table ORDER BY i LIMIT 300) x", "(SELECT a.* FROM $table a JOIN plain b ON a.i = b.i) x",
    "(SELECT * FROM $table UNION ALL SELECT * FROM $table) x", "(SELECT * FROM $table ORDER BY i) x");
}

sub aggregation {
  my ($extra) = @_;
  my @group = map { chance(0.85) ? pick(@keys) : pick('i % 7', 'upper(t)', 'date_trunc(\'day\', ts)') } 1 .. pick(0, 0, 1, 1, 1, 2, 3);
  my @list = (sketch(), map { aggregate() } 1 .. pick(0, 1, 2, 4));
  my $n = 0;
  my @targets = map { "$_ AS c" . $n++ } @group, (map { chance(0.1) && /^(count|approx)/ ? "$_ * 2 + 1" : $_ } @list);
  my $query = 'SELECT ' . join(', ', @targets) . ' FROM ' . source();
  my @where = grep { defined } $extra, (chance(0.4) ? pick(@conditions) : undef), (chance(0.1) ? pick(@conditions) : undef);
  $query .= ' WHERE ' . join(' AND ', map { "($_)" } @where) if @where;
  $query .= ' GROUP BY ' . join(', ', 1 .. @group) if @group;
  $query .= ' HAVING ' . pick('count(*) > 3', 'approx_count_distinct(i) > 10', 'true') if chance(0.15);
  return $query;
}

for (1 .. $count) {
  my $parallel = chance(0.15);
  my @settings = ('enable_sort=' . pick('off', 'off', 'off', 'on'), 'work_mem=' . pick('64kB', '1MB', '4MB'));
  # Additions of floating-point numbers by several workers have no order to compare.
  push @settings, 'max_parallel_workers_per_gather=2', 'extra_float_digits=-3' if $parallel;
  my $query = aggregation();
  if (chance(0.08)) {
    $query = 'SELECT o.k, l.* FROM generate_series(1, 4) o(k), LATERAL (' . aggregation('g > o.k') . ') l';
  } elsif (chance(0.05)) {
    $query = "WITH c AS MATERIALIZED ($query) SELECT * FROM c UNION ALL SELECT * FROM c";
  }
  print join(',', @settings), "\t$query\n";
}
