#!/usr/bin/env perl
# SPDX-License-Identifier: PostgreSQL
#
# test/links.pl: checks that every link in a document leads to a file or heading of this tree, that
# every document can be reached from README.md, and that files named in `code` exist. Prints TAP.
use strict;
use warnings;
use File::Basename qw(dirname);

my $failed = 0;
sub check {
    my ($holds, $name) = @_;
    print $holds ? 'ok' : 'not ok', " - $name\n";
    $failed = 1 if !$holds;
}

# A document without its fenced blocks, in which nothing is a link.
sub prose {
    my $file = shift;
    open my $in, '<', $file or die "$file: $!\n";
    my ($text, $fenced) = ('', 0);
    while (my $line = <$in>) {
        if ($line =~ /^```/) { $fenced = !$fenced; next }
        $text .= $line if !$fenced;
    }
    check(!$fenced, "$file closes its fenced blocks");
    return $text;
}

# The anchors of the headings, as GitHub makes them.
sub anchors {
    my (%count, %anchor);
    for my $heading ($_[0] =~ /^#+ +(.*?) *$/mg) {
        $heading =~ s/\[([^\]]*)\]\([^)]*\)/$1/g;
        my $name = lc $heading;
        $name =~ s/[^\w\- ]//g;
        $name =~ tr/ /-/;
        my $again = $count{$name}++;
        $anchor{$again ? "$name-$again" : $name} = 1;
    }
    return \%anchor;
}

# docs/guides/../a.md is docs/a.md.
sub normal {
    my $path = shift;
    1 while $path =~ s{(^|/)(?!\.\./)[^/]+/\.\./}{$1};
    return $path =~ s{(^|/)\./}{$1}gr;
}

my @documents = (glob('*.md'), glob('docs/*.md'), glob('docs/*/*.md'), glob('test/*.md'));
my %text = map { $_ => prose($_) } @documents;
my %anchors = map { $_ => anchors($text{$_}) } @documents;
my %leads;
for my $document (@documents) {
    my $here = dirname($document) eq '.' ? '' : dirname($document) . '/';
    for my $link ($text{$document} =~ /\]\(([^)\s]+)\)/g) {
        next if $link =~ /^https?:/;
        my ($path, $anchor) = split /#/, $link, 2;
        my $file = $path eq '' ? $document : normal("$here$path");
        check(-e $file && (!defined $anchor || $anchors{$file}{$anchor}), "$document: $link");
        push @{$leads{$document}}, $file;
    }
    for my $name ($text{$document} =~ /`((?:\.ci|bench|contrib|debian|docs|include|rpm|sql|src|test)\/[^`\s]*)`/g) {
        my @found = grep { -e } glob $name =~ s/NAME|NN/*/gr;  # these stand for any
        check(@found > 0, "$document names $name");
    }
}

my (%reached, @next);
@next = ('README.md');
while (defined(my $document = shift @next)) {
    next if $reached{$document}++;
    push @next, @{$leads{$document} // []};
}
check($reached{$_}, "$_ can be reached from README.md") for @documents;
exit $failed;
