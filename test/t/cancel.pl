#!/usr/bin/env perl
# SPDX-License-Identifier: PostgreSQL
#
# Cancels statements at random moments, and checks that they stop soon; test/support/Cancelled.pm
# explains how that is judged without a clock. The statements are every function on the largest
# sketches and on arrays of a million elements, every aggregate in both executors, groups that
# spill, and merges of the largest sketches. They come from the catalog (test/support/cancel.sql).
#
# CANCEL_SEED and CANCEL_ROUNDS vary the test. CANCEL_COLUMNS, at most 16, is the number of values
# of a tuple sketch's keys. With six or more, some kernels take longer than 100 ms, and would be
# noticed if they did not pause.
use strict;
use warnings;
use lib 'test/support';
use Cancelled qw(cancel);
use Session qw(own_database run_file rows);
use Test::More;

use constant {
    COLUMNS => $ENV{CANCEL_COLUMNS} // 6,
    ROUNDS => $ENV{CANCEL_ROUNDS} // 1,
    SEED => $ENV{CANCEL_SEED} // 1,
};

$ENV{PGOPTIONS} = '-c client_min_messages=error -c session_preload_libraries=sketch -c jit=off'
    . ' -c max_parallel_workers_per_gather=0';

# What became of a statement, for its case's name.
sub outcome {
    my ($result) = @_;
    my ($cancelled, $latest) = @$result{qw(cancelled latest)};
    return sprintf 'cancelled %d times within %.1f ms', $cancelled, $latest * 1e3
        if defined $cancelled;
    return "an error $1" if $result->{normal} =~ /ERROR: +(\S+)/;
    return 'too short to cancel';
}

sub test_statement {
    my ($session, $name, $statement) = @_;
    my $result = cancel($session, $statement, ROUNDS);
    my $case = sprintf '%s: %.0f ms, %s', $name, $result->{work} * 1e3, outcome($result);
    ok($result->{problem} eq '', $case) or diag($result->{problem});
}

srand(SEED);
own_database('sketch_cancel');
SKIP: {
    skip 'cancelled statements: there is no /proc/PID/schedstat', 1 if !-e '/proc/self/schedstat';
    run_file('test/support/cancel.sql', columns => COLUMNS, without_seeds => 1);
    my $session = Session->new('-v VERBOSITY=verbose') or die "there is no session\n";
    test_statement($session, @$_) for rows('SELECT name, text FROM statement ORDER BY number');
}
done_testing;
