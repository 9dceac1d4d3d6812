# SPDX-License-Identifier: PostgreSQL
#
# The results of a benchmark: reading, writing, comparing and showing them.
package Figures;
use strict;
use warnings;
use JSON::PP;
use List::Util qw(min sum);

# Two medians closer than this count as equal.
use constant LEVEL => 0.03;

sub median {
    my @sorted = sort { $a <=> $b } @_;
    return ($sorted[($#sorted) / 2] + $sorted[@sorted / 2]) / 2;
}

# Like a standard deviation, but insensitive to outliers.
sub spread {
    my $middle = median(@_);
    return 1.4826 * median(map { abs($_ - $middle) } @_);
}

sub summary {
    my ($rounds, $unit) = @_;
    my ($median, $spread) = (median(@$rounds), spread(@$rounds));
    return { median => rounded($median), minimum => min(@$rounds), spread => rounded($spread), unit => $unit, rounds => $rounds };
}

sub rounded { return 0 + sprintf '%.6g', shift }

# One figure a line, so that diff can compare two results.
sub encode {
    my $result = shift;
    my $json = JSON::PP->new->canonical;
    my @figures = map { sprintf '    %s: %s', encode_text($_), $json->encode($result->{figures}{$_}) } sort keys %{$result->{figures}};
    my @facts = map { sprintf '  %s: %s', encode_text($_), $json->allow_nonref->encode($result->{$_}) } grep { $_ ne 'figures' } sort keys %$result;
    return "{\n" . join(",\n", @facts, "  \"figures\": {\n" . join(",\n", @figures) . "\n  }") . "\n}\n";
}

sub encode_text { return JSON::PP->new->allow_nonref->encode(shift) }

sub load {
    my $file = shift;
    open my $in, '<', $file or die "$file: $!\n";
    local $/;
    return JSON::PP->new->decode(<$in>);
}

# The rounds of a figure, or of the quotient of two figures, divided round by round, because they
# ran side by side. Nothing if either is missing.
sub rounds {
    my ($result, $name, $base) = @_;
    my $figure = $result->{figures}{$name} or return;
    return @{$figure->{rounds}} if !defined $base || $base eq '-';
    my $other = $result->{figures}{$base} or return;
    my ($n, $m) = (scalar @{$figure->{rounds}}, scalar @{$other->{rounds}});
    # A figure that isn't measured in every round is measured in the first ones.
    return map { $_ / $other->{median} } @{$figure->{rounds}} if $n > $m;
    return map { $figure->{rounds}[$_] / $other->{rounds}[$_] } 0 .. $n - 1;
}

# The median of these rounds, or nothing.
sub value {
    my @rounds = rounds(@_);
    return @rounds ? median(@rounds) : undef;
}

sub shown {
    my ($value, $unit) = @_;
    return 'not measured' if !defined $value;
    return sprintf '%.3f', $value if $unit eq 'b';
    return sprintf '%.2f x', $value if $unit eq 'x';
    return sprintf '%.3g %%', 100 * $value if $unit eq '%';
    return sprintf '%.2f ms', $value / 1e6 if $unit eq 'ns' && $value >= 1e6;
    return sprintf '%.2f us', $value / 1e3 if $unit eq 'ns' && $value >= 1e3;
    return sprintf $value < 10 ? '%.2f ns' : '%.0f ns', $value if $unit eq 'ns';
    return sprintf '%.0f %s', $value, $unit;
}

# The goals (what, figure, base, goal, unit, rivals), and what each figure reached.
sub goals {
    my ($file, $result) = @_;
    open my $in, '<', $file or die "$file: $!\n";
    my @goals;
    while (<$in>) {
        chomp;
        next if /^#/ || !/\S/;
        my ($place, $what, $figure, $base, $goal, $unit, $rivals) = split /\t/;
        my $value = value($result, $figure, $base);
        my @rivals;
        for (split /; /, $rivals // '-') {
            my ($label, $name) = /^(.*) = (\S+)$/ or next;
            my $theirs = value($result, $name, $base);
            push @rivals, { label => $label, value => $theirs } if defined $theirs;
        }
        push @goals, { place => $place, what => $what, value => $value, goal => $goal, unit => $unit, rivals => \@rivals,
                       missed => defined $value && $goal ne "-" && exceeds($value, $goal, $unit) };
    }
    return @goals;
}

# Whether a value exceeds the goal as displayed: a value that rounds to the goal has reached it.
sub exceeds {
    my ($value, $goal, $unit) = @_;
    return $value > $goal && shown($value, $unit) ne shown($goal, $unit);
}

# The rivals that are ahead of ours.
sub ahead {
    my $goal = shift;
    return () if !defined $goal->{value};
    return grep { $_->{value} < $goal->{value} * (1 - LEVEL) } @{$goal->{rivals}};
}

# The points of a chart's series, sorted: [x, y] of a metric, or of one metric against another.
sub points {
    my ($result, $chart, $series, $metric, $against) = @_;
    my $end = defined $metric ? "\\.\Q$metric\E" : '';
    my @points;
    for (keys %{$result->{figures}}) {
        my ($x) = m{^\Q$chart.$series\E/([\d.]+?)$end$} or next;
        my $figure = $result->{figures}{$_};
        if (defined $against) { $x = value($result, "$chart.$series/$x.$against") // next }
        push @points, [$x, $figure->{median}, $figure->{minimum}];
    }
    return sort { $a->[0] <=> $b->[0] } @points;
}

# The error that a top-k sketch of default capacity admits to, relative to that of a rival with as
# many bytes, interpolated between its two nearest sizes on logarithmic axes. Nothing if either was
# not measured.
sub error_at_equal_bytes {
    my $result = shift;
    my ($bytes, $error) = map { value($result, "accuracy_top.topk/256.$_") } qw(bytes admitted);
    my @rival = grep { $_->[1] > 0 } points($result, 'accuracy_top', 'ds_frequent', 'admitted', 'bytes');
    return if !defined $error;
    for my $i (1 .. $#rival) {
        my ($left, $right) = @rival[$i - 1, $i];
        next if $bytes < $left->[0] || $bytes > $right->[0];
        my $part = log($bytes / $left->[0]) / log($right->[0] / $left->[0]);
        return $error / exp((1 - $part) * log($left->[1]) + $part * log($right->[1]));
    }
    return;
}

1;
