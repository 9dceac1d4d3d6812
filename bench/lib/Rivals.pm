# SPDX-License-Identifier: PostgreSQL
#
# Says in words where a rival's curves are better than all of ours in the same panel.
package Rivals;
use strict;
use warnings;
use List::Util qw(min max);
use Figures;

my %ours = map { $_ => 1 } qw(sketch core theta kll req tdigest dd topk countmin bloom sample);
my %none = map { $_ => 1 } qw(count exact theory known);

# The y of a curve at x, interpolated between its neighbours on logarithmic axes. Beyond the last
# point it is that point's y, because more room need not be used. Nothing before the first point.
sub at {
    my ($x, @points) = @_;
    return if !@points || $x < $points[0][0];
    return $points[-1][1] if $x >= $points[-1][0];
    for my $i (1 .. $#points) {
        my ($left, $right) = @points[$i - 1, $i];
        next if $x > $right->[0];
        return $left->[1] if $x == $left->[0];
        return $right->[1] if $x == $right->[0] || $left->[0] <= 0;
        my $part = log($x / $left->[0]) / log($right->[0] / $left->[0]);
        return exp((1 - $part) * log($left->[1]) + $part * log($right->[1]));
    }
}

# The places in a panel where a rival is ahead by more than the panel's margin.
sub in_panel {
    my ($chart, $panel) = @_;
    return () if $panel->{groups};
    my $margin = 1 - ($panel->{margin} // Figures::LEVEL);
    my @own = grep { $ours{$_->{system}} && !$_->{line} } @{$panel->{series}};
    my @lines;
    for my $rival (grep { !$ours{$_->{system}} && !$none{$_->{system}} && ($_->{line} // '') eq '' } @{$panel->{series}}) {
        my @ahead;
        for my $point (@{$rival->{points}}) {
            my @best = grep { defined } map { at($point->[0], @{$_->{points}}) } @own;
            next if !@best;
            my $wins = $panel->{higher} ? $point->[1] * $margin > max(@best) : $point->[1] < min(@best) * $margin;
            push @ahead, $point->[0] if $wins;
        }
        next if !@ahead;
        my $where = @ahead == 1 ? sprintf('at %s', short($ahead[0])) : sprintf('from %s to %s', map { short($_) } min(@ahead), max(@ahead));
        my $title = $panel->{title} ne '' ? ", $panel->{title}" : '';
        push @lines, "- $chart->{title}$title: $rival->{label}, $where $panel->{xlabel}.\n";
    }
    return @lines;
}

sub short {
    my $x = shift;
    return sprintf '%.3g million', $x / 1e6 if $x >= 1e6;
    return sprintf '%.0f', $x;
}

sub in_charts {
    my @lines = map { my $chart = $_; map { in_panel($chart, $_) } @{$chart->{panels}} } @_;
    s/[:,] (?:a flat line is perfect, )?(?:higher|lower|lower left) is better//g for @lines;
    return @lines;
}

1;
