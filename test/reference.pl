#!/usr/bin/env perl
# SPDX-License-Identifier: PostgreSQL
#
# test/reference.pl MEMBERS: compares the catalog, as test/t/reference.sh lists it, with
# docs/reference. A function is documented if the first cell of a table row has it with its
# arguments, optional ones in brackets.
use strict;
use warnings;

# The types whose functions a page may have. Other pages may have any.
my %types_of = (map({ $_ => [$_] } qw(hll theta tuple kll req dd tdigest topk countmin bloom sample)), quantiles => [qw(kll req dd tdigest)]);

my $failed = 0;
sub check {
    my ($holds, $name, @why) = @_;
    print $holds ? 'ok' : 'not ok', " - $name\n", map { "# $_\n" } $holds ? () : @why;
    $failed = 1 if !$holds;
}

# The least and greatest number of arguments in text like `value [, k [, accurate]]`.
sub arguments {
    my $text = shift;
    $text =~ s/\[\]//g;
    my $all = $text;
    $all =~ tr/[]//d;
    1 while $text =~ s/\[[^\[\]]*\]//;
    return map { my $list = $_; scalar grep { /\S/ } split /,/, $list } $text, $all;
}

my (%documented, %text);
for my $file (glob 'docs/reference/*.md') {
    my ($page) = $file =~ m{([^/]*)\.md$};
    open my $in, '<', $file or die "$file: $!\n";
    while (my $line = <$in>) {
        $text{$page} .= $line;
        my ($cell) = $line =~ /^\| (.*?) \|/ or next;
        while ($cell =~ /`([a-z_]+)\(([^)`]*)\)[^`]*`/g) {
            push @{$documented{$1}{$page}}, [arguments($2)];
        }
    }
}

sub covers { my ($page, $home) = @_; return $home eq '-' || !$types_of{$page} || grep { $_ eq $home } @{$types_of{$page}} }

my (%of, %known);
open my $in, '<', $ARGV[0] or die "$ARGV[0]: $!\n";
while (<$in>) {
    my ($kind, $name, $home, $least, $most, $commented) = split;
    check($commented eq 't', "$kind $name ($home) has a comment");
    if ($kind eq 'function') { push @{$of{$name}{$home}}, [$least, $most] }
    else { $known{$kind}{$name} = 1 }
}

# ---- Functions

my %found;
for my $name (sort keys %of) {
    for my $home (sort keys %{$of{$name}}) {
        my $what = $home eq '-' ? $name : "$name of $home";
        my @pages = grep { covers($_, $home) } sort keys %{$documented{$name} // {}};
        check(@pages == 1, "$what is on one page", 'it is on: ' . (join(', ', @pages) || 'none'));
        next if @pages != 1;
        my @ways = @{$documented{$name}{$pages[0]}};
        for my $call (@{$of{$name}{$home}}) {
            for my $count ($call->[0] .. $call->[1]) {
                my $there = grep { $_->[0] <= $count && $count <= $_->[1] } @ways;
                check($there, "$pages[0].md has $what with $count arguments");
                $found{$name}{$pages[0]}{$count} = 1;
            }
        }
    }
}
for my $name (sort keys %documented) {
    for my $page (sort keys %{$documented{$name}}) {
        my @extra = grep { !$found{$name}{$page}{$_} } map { $_->[0] .. $_->[1] } @{$documented{$name}{$page}};
        check(!@extra, "$name of $page.md is in the catalog", "not with @extra arguments");
    }
}

# ---- Types, operators, settings

my $all = join '', map { $text{$_} } sort keys %text;
for my $type (sort keys %{$known{type}}) {
    my $heading = ($text{$type} // '') =~ /^# sketch_$type$/m;
    check($heading || scalar($all =~ /^\| \[?`sketch_$type`/m), "type sketch_$type is in the reference");
    check($heading, "type sketch_$type has a page of its own") if $types_of{$type};
}
check(exists $known{type}{$_} || $_ eq 'quantiles', "type sketch_$_ is in the catalog") for sort keys %types_of;
for my $operator (sort keys %{$known{operator}}) {
    my $written = $operator =~ s/\|/\\|/r;
    check(scalar($text{common} =~ /`(?:a )?\Q$written\E(?: [ab])?`/), "operator $operator is in common.md");
}
for my $setting (sort keys %{$known{setting}}) {
    check(scalar($text{settings} =~ /^\| `\Q$setting\E` \|/m), "setting $setting is in settings.md");
}
check($known{setting}{$_}, "setting $_ of settings.md is there") for $text{settings} =~ /^\| `(sketch\.\w+)` \|/mg;
exit $failed;
