# SPDX-License-Identifier: PostgreSQL
#
# The pictures of docs/benchmarks.md: which figures each shows, and how they were measured.
package Charts;
use strict;
use warnings;
use Figures;

# In bits: the limit for any mergeable distinct counter (Pettie and Wang, "Information theoretic
# limits of cardinality estimation: Fisher meets Shannon", STOC 2021), and a HyperLogLog with 6-bit
# registers, 6 x 1.0389^2.
use constant { LIMIT => 1.98, HYPERLOGLOG => 6.48 };

my $result;
my $rows;

sub all {
    $result = shift;
    $rows = $result->{rows} >= 1e6 ? $result->{rows} / 1e6 . ' million' : $result->{rows};
    return (throughput(), merging(), distinct_error(), quantile_error(), frequency_error(), scaling(), memory(), concurrency());
}

# ---- Bars: millions of rows a second

sub rate { my $ns = Figures::value($result, shift); return $ns && 1000 / $ns }

# bars(panel, [label, system, figure of each group or undef], ...): the bars whose figures were
# measured.
sub bars {
    my ($panel, $of, @series) = @_;
    for my $series (@series) {
        my ($label, $system, @figures) = @$series;
        my @values = map { defined $_ ? $of->($_) : undef } @figures;
        push @{$panel->{series}}, { label => $label, system => $system, values => \@values } if grep { defined } @values;
    }
    $panel->{series} //= [];
    return $panel;
}

sub throughput {
    my %axes = (ylabel => 'million rows a second, one core', yrange => '0:*');
    my $counts = ['count(id)', 'count'];
    my $wide = defined Figures::value($result, 'wide.distinct') ? '; and over an access log of 105 columns, 550 bytes a row' : '';
    return (
        { file => 'throughput_distinct', title => 'Counting distinct values: higher is better',
          caption => "`approx_count_distinct` beside the exact count, and its rivals at about the same accuracy, on-CPU time of one backend over $rows rows, all distinct$wide.", columns => 1,
          panels => [bars({ title => 'A table of 5 columns', groups => ['bigint', 'text', '1000 groups', 'groups of 50 rows'], %axes }, \&rate,
            ['sketch', 'sketch', qw(whole.sketch_bigint whole.sketch_text g1k.sketch g100k.sketch)],
            ['sketch, without batches', 'core', qw(core.whole.sketch_bigint core.whole.sketch_text core.g1k.sketch core.g100k.sketch)],
            [@$counts, 'whole.count', undef, 'g1k.count', 'g100k.count'],
            ['hll', 'hll', qw(whole.hll_bigint whole.hll_text g1k.hll g100k.hll)],
            ['DataSketches HLL', 'ds', qw(whole.ds_hll_bigint whole.ds_hll_text g1k.ds_hll g100k.ds_hll)],
            ['DataSketches CPC', 'ds_cpc', qw(whole.ds_cpc_bigint whole.ds_cpc_text g1k.ds_cpc g100k.ds_cpc)],
            ['count(DISTINCT)', 'exact', 'whole.exact_bigint', undef, 'g1k.exact', 'g100k.exact']),
            bars({ title => 'A table of 105 columns', groups => ['10th column', '5000 regions', 'texts', 'half of the time', 'hours'], %axes }, \&rate,
            ['sketch', 'sketch', qw(wide.distinct wide.region wide.phrase wide.span.distinct wide.hour)],
            ['sketch, without batches', 'core', qw(core.wide.distinct core.wide.region core.wide.phrase core.wide.span.distinct core.wide.hour)],
            ['count(*)', 'count', 'wide.count', undef, undef, 'wide.span.count', undef],
            ['count(DISTINCT)', 'exact', 'wide.exact', 'click.region_exact', 'click.phrases_exact', undef, undef])] },
        { file => 'throughput_sets', title => 'Sets and quantiles: higher is better',
          caption => "Sketches that can be intersected (theta), and sketches of quantiles, on-CPU time of one backend over $rows rows.", columns => 1,
          panels => [bars({ title => 'Sets (theta)', groups => ['whole table', '1000 groups', 'groups of 50 rows'], %axes }, \&rate,
            ['sketch', 'sketch', qw(whole.theta g1k.theta g100k.theta)],
            ['sketch, without batches', 'core', qw(core.whole.theta core.g1k.theta core.g100k.theta)],
            [@$counts, qw(whole.count g1k.count g100k.count)],
            ['DataSketches theta', 'ds_theta', qw(whole.ds_theta g1k.ds_theta g100k.ds_theta)],
            ['count(DISTINCT)', 'exact', qw(whole.exact_bigint g1k.exact g100k.exact)]),
            bars({ title => 'Quantiles', groups => ['whole table', '1000 groups', 'groups of 50 rows'], %axes }, \&rate,
            ['sketch_kll', 'kll', qw(whole.kll g1k.kll g100k.kll)],
            ['sketch_tdigest', 'tdigest', qw(whole.tdigest g1k.tdigest g100k.tdigest)],
            ['sketch_dd', 'dd', qw(whole.dd g1k.dd g100k.dd)],
            [@$counts, qw(whole.count g1k.count g100k.count)],
            ['tdigest', 'rival_tdigest', qw(whole.tdigest_rival g1k.tdigest_rival g100k.tdigest_rival)],
            ['DataSketches KLL', 'ds', qw(whole.ds_kll g1k.ds_kll g100k.ds_kll)],
            ['ddsketch', 'ddsketch', qw(whole.dd_rival g1k.dd_rival g100k.dd_rival)],
            ['percentile_cont', 'exact', qw(whole.percentile g1k.percentile g100k.percentile)])] },
        { file => 'throughput_top', title => 'The most frequent values: higher is better',
          caption => "`sketch_topk_agg` with 256 counters, beside the exact GROUP BY and its rivals, on-CPU time of one backend over $rows rows.",
          panels => [bars({ title => '', groups => ['20 texts', 'bigint, by Zipf\'s law', 'bigint, all distinct'], %axes }, \&rate,
            ['sketch', 'sketch', qw(skewed.topk_few skewed.topk_zipf skewed.topk_id)],
            ['sketch, without batches', 'core', qw(core.skewed.topk_few core.skewed.topk_zipf core.skewed.topk_id)],
            [@$counts, qw(skewed.count skewed.count skewed.count)],
            ['DataSketches frequent strings', 'ds', qw(skewed.ds_frequent_few skewed.ds_frequent_zipf whole.ds_frequent_text)],
            ['topn', 'topn', 'skewed.topn_few', 'skewed.topn_zipf', undef],
            ['GROUP BY, LIMIT 10', 'exact', qw(skewed.exact_few skewed.exact_zipf skewed.exact_id)])] });
}

sub merging {
    my $us = sub { my $ns = Figures::value($result, "$_[0].net"); return defined $ns && $ns > 0 ? $ns / 1000 : undef };
    my $panel = sub {
        my ($title, $range, $distinct, $sets, $quantiles, $top) = @_;
        return bars({ title => $title, groups => ['distinct', 'sets', 'quantiles', 'top values'], ylabel => 'microseconds a sketch', logy => 1, yrange => $range }, $us,
            ['sketch', 'sketch', "core.$distinct.sketch", "core.$sets.theta", "core.$quantiles.kll", "core.$top.topk"],
            ['sketch_tdigest', 'tdigest', undef, undef, "core.$quantiles.tdigest", undef],
            ['hll', 'hll', "$distinct.hll12", undef, undef, undef],
            ['tdigest', 'rival_tdigest', undef, undef, "$quantiles.tdigest_rival", undef],
            ['DataSketches', 'ds', "$distinct.ds_hll", "$sets.ds_theta", "$quantiles.ds_kll", "$top.ds_frequent"],
            ['ddsketch', 'ddsketch', undef, undef, "$quantiles.dd_rival", undef],
            ['topn', 'topn', undef, undef, undef, "$top.topn"]);
    };
    return { file => 'merging', title => 'Merging stored sketches: lower is better', columns => 1,
             panels => [$panel->('Small ones, of 50 values', '0.05:2000', qw(small small_theta small_quantile small_top)),
                        $panel->('Full ones', '0.5:10000', qw(dense dense_theta full_quantile full_top))],
             caption => 'What a stored sketch costs in a rollup, reading the table taken off, without the batch executor. Distinct: `sketch_hll`, hll with log2m 12 (the same accuracy) and DataSketches HLL; sets: theta, k = 4096; quantiles: `sketch_kll` and DataSketches KLL.' };
}

# ---- Curves

# curve(label, system, chart, series, scale, metric, against): a series, or nothing if it was not
# measured.
sub curve {
    my ($label, $system, $chart, $series, $scale, $metric, $against, $line) = @_;
    # Errors too small to be drawn are left out.
    my $least = defined $metric && $metric ne 'bytes' ? 1e-4 : 0;
    my @points = grep { $_->[1] > $least } map { [$_->[0], $scale * $_->[1]] } Figures::points($result, $chart, $series, $metric, $against);
    return @points ? { label => $label, system => $system, points => \@points, line => $line } : ();
}

# The curve of a formula between two ends, on logarithmic axes.
sub theory {
    my ($label, $from, $to, $formula, $system) = @_;
    my @points = map { my $x = $from * ($to / $from) ** ($_ / 60); [$x, $formula->($x)] } 0 .. 60;
    return { label => $label, system => $system // 'theory', points => \@points, line => 'theory' };
}

# Error bars for the scatter of a standard error measured in this many trials.
sub with_scatter {
    my ($chart, $series) = splice @_, 0, 2;
    for my $curve (@_) {
        next if !$curve;
        my %trials = map { sprintf('%.6g', $_->[0]) => $_->[1] }
            $chart =~ /_n$/ ? Figures::points($result, $chart, $series, 'trials') : map { [$_->[0], $_->[1]] } Figures::points($result, $chart, $series, 'trials', 'bytes');
        for my $point (@{$curve->{points}}) {
            my $trials = $trials{sprintf '%.6g', $point->[0]} or next;
            my $off = 1 / sqrt(2 * $trials);
            push @$point, $point->[1] * (1 - $off), $point->[1] * (1 + $off);
        }
    }
    return @_;
}

my @counters = (['sketch_hll', 'sketch', 'hll'], ['sketch_theta', 'theta', 'theta'], ['hll', 'hll', 'rival_hll'],
                ['DataSketches HLL', 'ds', 'ds_hll'], ['DataSketches CPC', 'ds_cpc', 'ds_cpc'], ['DataSketches theta', 'ds_theta', 'ds_theta']);

sub distinct_error {
    my $bytes = 'accuracy_distinct';
    my $over_n = 'accuracy_distinct_n';
    my $percent = sub { my $mvp = shift; return sub { 100 * sqrt($mvp / 8 / shift) } };
    return (
        { file => 'error_bytes', title => 'Distinct counts: error against stored bytes, lower left is better',
          caption => 'Standard error of the counts of 100,000 values against the bytes stored, for each precision, in 100 trials; the bars are the scatter of that measurement. A sketch that so few values do not fill, as the largest ones, knows more than its size says, and can be below the limit for full ones. The limit is proven for any counter that can be merged (Pettie and Wang, 2021); DataSketches CPC and HLL go below it, or close to it, with what they remember of the order of the values, which a merge loses.',
          panels => [{ title => '', xlabel => 'bytes stored', ylabel => 'standard error, %', logx => 1, logy => 1, xrange => '20:70000', margin => 0.2,
            series => [(map { with_scatter($bytes, $_->[2], curve($_->[0], $_->[1], $bytes, $_->[2], 100, 'error', 'bytes')) } @counters),
                       theory('proven limit, 1.98 bits', 20, 70000, $percent->(LIMIT)), theory('HyperLogLog of 6 bits', 20, 70000, $percent->(HYPERLOGLOG), 'known')] }] },
        { file => 'error_n', title => 'Distinct counts: error and bytes against the number of values',
          caption => 'The default of each (hll with log2m 12, CPC with lg k 11, which have about the error of `sketch_hll`). No point: no error in any trial. The line is the theory of an ExaLogLog of 512 registers of 32 bits.', columns => 1,
          panels => [{ title => 'Error', xlabel => 'distinct values', ylabel => 'standard error, %', logx => 1, logy => 1, yrange => '0.001:10', margin => 0.2,
            series => [(map { with_scatter($over_n, $_->[2], curve($_->[0], $_->[1], $over_n, $_->[2], 100, 'error')) } @counters),
                       theory('ExaLogLog of 512 registers', 1000, 1e6, sub { 100 * sqrt(3.78 / 32 / 512) }, 'known')] },
            { title => 'Bytes', xlabel => 'distinct values', ylabel => 'bytes stored', logx => 1, logy => 1,
              series => [map { curve($_->[0], $_->[1], $over_n, $_->[2], 1, 'bytes') } @counters] }] });
}

my @quantiles = (['sketch_kll', 'kll', 'kll'], ['sketch_req', 'req', 'req'], ['sketch_tdigest', 'tdigest', 'tdigest'], ['sketch_dd', 'dd', 'dd'], ['tdigest', 'rival_tdigest', 'rival_tdigest'],
                 ['ddsketch', 'ddsketch', 'rival_dd'], ['DataSketches KLL', 'ds', 'ds_kll'], ['DataSketches REQ', 'ds_cpc', 'ds_req']);

sub quantile_error {
    my $bytes = 'accuracy_quantile';
    my $panel = sub {
        my ($title, $metric, $ylabel, @more) = @_;
        return { title => $title, xlabel => 'bytes stored', ylabel => $ylabel, logx => 1, logy => 1, margin => 0.2,
                 series => [(map { curve($_->[0], $_->[1], $bytes, $_->[2], 100, $metric, 'bytes') } @quantiles), @more] };
    };
    my $over_n = sub {
        my ($title, $metric, $ylabel, @more) = @_;
        return { title => $title, xlabel => 'values', ylabel => $ylabel, logx => 1, logy => 1, margin => 0.2,
                 series => [(map { curve($_->[0], $_->[1], "${bytes}_n", $_->[2], 100, $metric) } @quantiles), @more] };
    };
    return (
        { file => 'quantile_bytes', title => 'Quantiles: error against stored bytes, lower left is better',
          caption => 'Over 100,000 values of an exponential distribution in random order, for each parameter: the mean error of the rank of the median and of the 99th percentile in 15 trials, and the greatest relative error of a value at 0.5, 0.9, 0.99 and 0.999. KLL and dd promise theirs for any data; a t-digest promises nothing, and is good where the data is smooth, as here.',
          panels => [$panel->('Rank error of the median', 'rank0.5', 'mean rank error, %'), $panel->('Rank error of the 99th percentile', 'rank0.99', 'mean rank error, %'),
                     $panel->('Rank error of the 99.9th percentile', 'rank0.999', 'mean rank error, %'), $panel->('Greatest relative error of a value', 'value', 'error, %')] },
        { file => 'quantile_n', title => 'Quantiles: error and bytes against the number of values',
          caption => 'The default parameter of each, otherwise as above. No point: no error.',
          panels => [$over_n->('Rank error of the median', 'rank0.5', 'mean rank error, %'), $over_n->('Rank error of the 99th percentile', 'rank0.99', 'mean rank error, %'),
                     $over_n->('Greatest relative error of a value', 'value', 'error, %'),
                     { %{$over_n->('Bytes', 'bytes', 'bytes stored')}, series => [map { curve($_->[0], $_->[1], "${bytes}_n", $_->[2], 1, 'bytes') } @quantiles] }] });
}

# The parameter is the error that was asked for.
sub promised {
    my $counted = shift;
    my @points = map { [Figures::value($result, "$counted.countmin/$_->[0].bytes"), 100 * $_->[0]] } Figures::points($result, $counted, 'countmin', 'error');
    return { label => 'promised for 99 %', system => 'theory', line => 'theory', points => [sort { $a->[0] <=> $b->[0] } @points] };
}

sub frequency_error {
    my $counted = 'accuracy_frequency';
    my $top = 'accuracy_top';
    my $both = sub {
        my ($label, $system, $series) = @_;
        return (curve("$label, error", $system, $top, $series, 100, 'error', 'bytes'), curve("$label, admitted", $system, $top, $series, 100, 'admitted', 'bytes', 'dashed'));
    };
    return { file => 'frequency_bytes', title => 'Frequencies: error against stored bytes, lower left is better',
             caption => 'A million rows by Zipf\'s law with the exponent 1. On the left the greatest error of the 50 most frequent values, and the one that the sketch admits to, for each capacity; topn admits to nothing. On the right what 99 % of the errors of a count-min sketch are below, and the error that was asked for.',
             panels => [{ title => 'Most frequent values', xlabel => 'bytes stored', ylabel => 'error, % of all rows', logx => 1, logy => 1,
                          series => [$both->('sketch_topk', 'topk', 'topk'), $both->('DataSketches', 'ds', 'ds_frequent'), curve('topn, error', 'topn', $top, 'topn', 100, 'error', 'bytes')] },
                        { title => 'Count-min', xlabel => 'bytes stored', ylabel => 'error, % of all rows', logx => 1, logy => 1,
                          series => [curve('99 % of errors below', 'countmin', $counted, 'countmin', 100, 'error', 'bytes'),
                                     curve('mean error', 'core', $counted, 'countmin', 100, 'mean', 'bytes'), promised($counted)] }] };
}

my @scaled = (['sketch', 'sketch', 'sketch'], ['sketch, without batches', 'core', 'core'], ['count(id)', 'count', 'count'], ['count(*)', 'exact', 'all'],
              ['hll', 'hll', 'hll'], ['DataSketches CPC', 'ds_cpc', 'ds']);

sub scaling {
    my $panel = sub {
        my ($title, $chart, $xlabel, $ylabel, %more) = @_;
        return { title => $title, xlabel => $xlabel, ylabel => $ylabel, logy => 1, %more, series => [map { curve($_->[0], $_->[1], $chart, $_->[2], 1) } @scaled] };
    };
    return { file => 'scaling', title => 'Scaling: a flat line is perfect, lower is better',
             caption => 'Cost of a row, or of a stored sketch, as tables grow: whole tables; two million rows in more and more groups; parallel workers (time on the clock, ten million rows); rollups of more and more stored sketches of 50 values, reading included.',
             panels => [$panel->('Rows', 'rows', 'rows', 'ns a row', logx => 1), $panel->('Groups', 'groups', 'groups', 'ns a row', logx => 1),
                        $panel->('Parallel workers', 'workers', 'workers', 'ns a row, on the clock', integers => 1), $panel->('Stored sketches', 'stored', 'stored sketches', 'ns a sketch', logx => 1)] };
}

sub memory {
    my $panel = sub {
        my ($title, $chart, $xlabel) = @_;
        return { title => $title, xlabel => $xlabel, ylabel => 'MB', logx => 1, logy => 1, series => [map { curve($_->[0], $_->[1], $chart, $_->[2], 1 / 1024) } @scaled] };
    };
    return { file => 'memory', title => 'Memory that a query adds to its backend: lower is better',
             caption => 'The greatest private memory of the backend while the queries of the picture above ran, less what it had before; work_mem was 512 MB.',
             panels => [$panel->('Groups', 'groups_memory', 'groups'), $panel->('Rows', 'rows_memory', 'rows')] };
}

sub concurrency {
    my @kinds = (['sketch', 'sketch', 'sketch'], ['hll', 'hll', 'hll']);
    my $panel = sub {
        my ($title, $chart, $ylabel, $scale, %more) = @_;
        return { title => $title, xlabel => 'clients', ylabel => $ylabel, logx => 1, margin => 0.1, %more, series => [map { curve($_->[0], $_->[1], $chart, $_->[2], $scale) } @kinds] };
    };
    return { file => 'concurrency', title => 'Many sessions at once',
             caption => 'pgbench on the same machine: each transaction adds one value to one of 1000 stored, dense sketches by INSERT ... ON CONFLICT DO UPDATE; or answers a question about 30 days from a rollup. hll with log2m 12.',
             panels => [$panel->('Upserts: higher is better', 'upsert_tps', 'transactions a second', 1, yrange => '0:*', higher => 1), $panel->('Upserts, 99 % within: lower is better', 'upsert_p99', 'ms', 1e-6, logy => 1),
                        $panel->('Rollup queries: higher is better', 'rollup_tps', 'queries a second', 1, yrange => '0:*', higher => 1), $panel->('Rollup queries, 99 % within: lower is better', 'rollup_p99', 'ms', 1e-6, logy => 1)] };
}

1;
