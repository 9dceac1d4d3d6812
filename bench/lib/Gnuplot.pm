# SPDX-License-Identifier: PostgreSQL
#
# Draws charts as SVG. A chart is { file, title, columns, panels }. A panel is { title, xlabel,
# ylabel, logx, logy, yrange, series }; its series are curves { label, system, points => [[x, y,
# low, high], ...], line }, or, if the panel has { groups }, bars { label, system, values } with one
# value for each group. The background is white, so that pictures can be read on a dark page.
package Gnuplot;
use strict;
use warnings;

# Each system has the same colour in all pictures; ours are green and blue.
my %style = (
    sketch => ['#117733', 7], core => ['#7cc98f', 6], theta => ['#1f78b4', 7], kll => ['#117733', 7], req => ['#88ccee', 5], tdigest => ['#1f78b4', 7],
    dd => ['#66b032', 7], topk => ['#117733', 7], countmin => ['#1f78b4', 7],
    hll => ['#e07b00', 5], rival_tdigest => ['#c2185b', 5], ds => ['#6f42c1', 9], ds_cpc => ['#b49be0', 11], ds_theta => ['#3f1d80', 13],
    topn => ['#8d6e63', 4], ddsketch => ['#00a3a3', 8], exact => ['#57606a', 1], count => ['#a8b0b8', 2], theory => ['#000000', 2], known => ['#7a828a', 3],
);

# The panels that show more than theory.
sub measured { my $chart = shift; return grep { grep { ($_->{line} // '') ne 'theory' } @{$_->{series}} } @{$chart->{panels}} }

sub draw {
    my ($chart, $directory) = @_;
    my @panels = measured($chart);
    my $columns = @panels > 1 ? ($chart->{columns} // 2) : 1;
    my $rows = int((@panels + $columns - 1) / $columns);
    my ($width, $height) = ($columns > 1 ? 1100 : 900, 60 + 460 * $rows);
    my $script = <<"END";
set terminal svg size $width,$height font 'Helvetica,Arial,sans-serif,13' background '#ffffff' linewidth 1.2
set output '$directory/$chart->{file}.svg'
set encoding utf8
set border 3 lc rgb '#57606a'
set tics nomirror
set grid y lc rgb '#e3e6e9' lw 0.6
set key outside bottom center horizontal Left reverse samplen 2 spacing 1.15
set multiplot layout $rows,$columns title "$chart->{title}" font ',17'
END
    $script .= $_->{groups} ? bars($_) : curves($_) for @panels;
    $script .= "unset multiplot\n";
    open my $gnuplot, '|-', 'gnuplot' or die "gnuplot: $!\n";
    print $gnuplot $script;
    close $gnuplot or die "gnuplot failed on $chart->{file}:\n$script";
    return;
}

sub quoted { my $text = shift; $text =~ s/(["\\])/\\$1/g; $text =~ s/_/\\\\_/g; return "\"$text\"" }

sub axes {
    my $panel = shift;
    my $script = "unset logscale\nset autoscale\nset format x '%g'\nset format y '%g'\nset xtics auto\nunset xrange\n";
    $script =~ s/unset xrange\n//;
    $script .= 'set title ' . quoted($panel->{title}) . " font ',14'\n";
    $script .= 'set xlabel ' . quoted($panel->{xlabel} // '') . "\nset ylabel " . quoted($panel->{ylabel} // '') . "\n";
    $script .= "set logscale x 10\nset format x '%.0s%c'\n" if $panel->{logx};
    $script .= "set logscale y 10\n" if $panel->{logy};
    $script .= "set yrange [$panel->{yrange}]\n" if $panel->{yrange};
    $script .= "set xrange [$panel->{xrange}]\n" if $panel->{xrange};
    $script .= "set format y '$panel->{yformat}'\n" if $panel->{yformat};
    $script .= "set xtics 1\n" if $panel->{integers};
    return $script;
}

# Data is part of the script: '-' expects it after each plot, in order.
sub curves {
    my $panel = shift;
    my (@plots, $data);
    for my $series (@{$panel->{series}}) {
        my ($colour, $mark) = @{$style{$series->{system}}};
        my $line = $series->{line} // '';
        my $with = $line eq 'theory' ? "with lines dt $mark lw 1.6" : $line eq 'dashed' ? "with linespoints dt 4 lw 1.4 pt $mark ps 0.6" : "with linespoints lw 2 pt $mark ps 0.75";
        if (@{$series->{points}[0]} > 3) {
            push @plots, sprintf q{'-' using 1:2:3:4 with yerrorbars pt -1 lw 1 lc rgb '%s' notitle}, $colour;
            $data .= join('', map { "@$_\n" } @{$series->{points}}) . "e\n";
        }
        push @plots, sprintf q{'-' using 1:2 %s lc rgb '%s' title %s}, $with, $colour, quoted($series->{label});
        $data .= join('', map { "$_->[0] $_->[1]\n" } @{$series->{points}}) . "e\n";
    }
    return axes($panel) . 'plot ' . join(", \\\n  ", @plots) . "\n" . $data;
}

sub bars {
    my $panel = shift;
    my @series = @{$panel->{series}};
    my @groups = @{$panel->{groups}};
    my (@plots, $data, @place, @middle);
    # A group is as wide as the number of its bars.
    my $end = 0;
    for my $group (0 .. $#groups) {
        my $width = grep { defined $_->{values}[$group] } @series;
        push @place, $end;
        push @middle, $end + ($width - 1) / 2;
        $end += $width + 1.2;
    }
    for my $i (0 .. $#series) {
        my ($colour) = @{$style{$series[$i]{system}}};
        push @plots, sprintf q{'-' using 1:2 with boxes fs solid noborder lc rgb '%s' title %s}, $colour, quoted($series[$i]{label});
        push @plots, q{'-' using 1:2:3 with labels offset 0,0.6 font ',10' notitle};
        my @rows = map { [$place[$_]++, $series[$i]{values}[$_]] } grep { defined $series[$i]{values}[$_] } 0 .. $#groups;
        @rows = ([0, q{NaN}]) if !@rows;
        $data .= join('', map { "@$_\n" } @rows) . "e\n";
        $data .= join('', map { "@$_ " . label($_->[1]) . "\n" } @rows) . "e\n";
    }
    my $tics = join q{, }, map { quoted($groups[$_]) . q{ } . $middle[$_] } 0 .. $#groups;
    return axes($panel) . "set boxwidth 0.92\nset xtics ($tics) scale 0\nset xrange [-1.2:$end]\nplot " . join(", \\\n  ", @plots) . "\n" . $data;
}

sub label {
    my $value = shift;
    return '""' if $value eq 'NaN';
    return $value >= 9.95 ? sprintf '%.0f', $value : $value >= 1 ? sprintf '%.1f', $value : sprintf '%.2f', $value;
}

1;
