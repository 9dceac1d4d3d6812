#!/usr/bin/env perl
# SPDX-License-Identifier: PostgreSQL
#
# Feeds thousands of mutated images to all input functions, and to every function, operator and
# aggregate that takes a sketch (test/support/mutated.sql). Each call must give a clean error or an
# answer: no crash, no hang, no unexpected SQLSTATE.
#
# Input functions (text, bytea) validate what they get. So that functions see the images
# nevertheless, a bytea column of a table is declared a sketch in the catalog, as if the disk had
# rotted. States of aggregates that are not sketches are attacked as well, because anyone can call
# an aggregate's steps with any arguments.
#
# All functions of a family use the same parser. So the input functions, which check everything, see
# every mutant, and each other function sees a share of the mutants in turn. An image of each
# possible form and domain is seen by one function of each name. With MUTANTS_SHARES=1 all functions
# see all mutants. MUTANTS is the number of mutants, and MUTANTS_SEED (-1 to 1) varies them.
use strict;
use warnings;
use lib 'test/support';
use Session qw(own_database run_file rows);
use Test::More;
use Time::HiRes qw(sleep);

use constant {
    MUTANTS => $ENV{MUTANTS} // 2500,
    SHARES => $ENV{MUTANTS_SHARES} // 6,
    SEED => $ENV{MUTANTS_SEED} // 0.25,
    # A query that takes longer hangs.
    TIMEOUT => '100s',
    # After a crash, how often a new session is tried, and how many seconds lie between.
    TRIES => 100,
    PAUSE => 0.2,
};

# Whatever was committed before a crash must be there after it. Plans are made once for a target:
# the image makes no difference to them.
$ENV{PGOPTIONS} = '-c client_min_messages=error -c synchronous_commit=on'
    . ' -c plan_cache_mode=force_generic_plan';

# A session, as soon as the server takes one.
sub attacking_session {
    for (1 .. TRIES) {
        my $session = Session->new;
        if ($session) {
            $session->ask("SET statement_timeout = '@{[TIMEOUT]}'");
            return $session;
        }
        sleep PAUSE;
    }
    BAIL_OUT('the server takes no connection');
}

# Tries all mutants on a target, and reports a case. False if the session has ended.
sub attack {
    my ($session, $number, $name) = @_;
    my $answer = $session->ask("SELECT a.* FROM target t, attack(t) a WHERE number = $number");
    my ($answers, $errors, $odd) = $answer =~ /^(\d+)\|(\d+)\|(.*)$/s;
    if (!defined $answers) {
        fail("$name: $answer");
        return $session->alive;
    }
    my $holds = $answers + $errors > 0 && $odd eq '';
    ok($holds, "$name: $answers answers, $errors errors") or diag($odd);
    return 1;
}

own_database('sketch_mutated');
run_file('test/support/mutated.sql');
for (rows('SELECT type FROM sketch_type UNION SELECT type FROM seed ORDER BY 1')) {
    my ($type) = @$_;
    note($type);
    rows("CALL breed('$type', @{[MUTANTS]}, @{[SHARES]}, @{[SEED]})");
    my $session;
    for my $target (rows('SELECT number, name FROM target ORDER BY number')) {
        $session //= attacking_session();
        attack($session, @$target) or undef $session;
    }
}
done_testing;
