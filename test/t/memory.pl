#!/usr/bin/env perl
# SPDX-License-Identifier: PostgreSQL
#
# Memory that the operating system refuses. A backend with a limited address space runs every
# aggregate with more groups than fit into memory, in both executors, and merges and queries the
# largest sketches (test/support/memory.sql). It must fail with 53200, keep the session usable,
# answer the next query correctly, and keep no memory. Each query has a session of its own.
use strict;
use warnings;
use lib 'test/support';
use POSIX qw(sysconf _SC_PAGESIZE);
use Session qw(own_database run_file rows);
use Test::More;

# What a session may hold at the end beyond what it held before, in bytes. Caches grow.
use constant MAY_KEEP => 512 * 1024;
# What `bounded` queries may have, in kB; a whole batch of their values would take 200 MB.
use constant BOUND => 60_000;
# The error of a session whose memory ran out; `t` if a kernel saw it first.
use constant OUT_OF_MEMORY => qr/^53200\|([ft])\|$/;

$ENV{PGOPTIONS} = '-c client_min_messages=error -c session_preload_libraries=sketch -c jit=off'
    . ' -c max_parallel_workers_per_gather=0';

my $kernels = 0;  # how often a kernel was the first to see that there is no memory

# The outcome of a query: SQLSTATE, whether a kernel raised it, and the answer, as psql shows them.
sub outcome {
    my ($session, $query) = @_;
    return $session->ask("SELECT state, kernel, answer FROM outcome(\$q\$$query\$q\$)");
}

sub answered { return "|f|$_[0]" }

# The answer of a query in a session without a limit.
sub answer_without_limit {
    my ($query) = @_;
    return (rows("SELECT answer FROM outcome(\$q\$$query\$q\$)"))[0][0];
}

# The memory that the session holds at the end of a transaction, in bytes.
sub memory { return $_[0]->ask('SELECT sum(used_bytes) FROM pg_backend_memory_contexts') }

# The address space of the backend, in bytes.
sub address_space {
    my ($session) = @_;
    open my $statm, '<', '/proc/' . $session->backend . '/statm' or return 0;
    return (split ' ', <$statm>)[0] * sysconf(_SC_PAGESIZE);
}

# Limits the address space of the backend. False if the backend is gone. Who runs the server may do
# it: user postgres, if this is root (test/server.sh).
sub limit {
    my ($session, $bytes) = @_;
    my @as_server = $> == 0 ? qw(setpriv --reuid postgres --regid postgres --init-groups --) : ();
    return system(@as_server, 'prlimit', '--pid', $session->backend, "--as=$bytes:") == 0;
}

# ---- Next to no memory

# Runs the query with a few kB more than the session has. Returns what was wrong, and whether the
# memory was too little.
sub starve {
    my ($session, $case, $had, $kilobytes) = @_;
    limit($session, $had + 1024 * $kilobytes) or return 'the backend is gone', 0;
    my $answer = outcome($session, $case->{query});
    limit($session, 'unlimited') or return 'the backend is gone', 0;
    if ($answer =~ OUT_OF_MEMORY) {
        $kernels++ if $1 eq 't';
        return '', 1;
    }
    $case->{expected} //= answer_without_limit($case->{query}) if $answer =~ /^\|f\|/;
    return $answer eq answered($case->{expected} // '') ? '' : $answer, 0;
}

# Runs a query with each of its limits, and reports a case.
sub test_starved {
    my ($case) = @_;
    my $session = Session->new or return fail("$case->{name}: no session");
    my $simple = answered($case->{simple_answer});
    my ($failures, @odd) = (0);
    $session->ask("SET work_mem = '1GB'");
    $session->ask('SET enable_sort = off');
    $session->ask("SET sketch.batch_executor = $case->{batch}");
    # What a session allocates once is allocated before its memory is measured.
    my $answer = outcome($session, $case->{simple});
    push @odd, "at first: $answer" if $answer ne $simple;
    outcome($session, $case->{rehearsal});
    outcome($session, 'SELECT 1 / 0');
    my $held = memory($session);
    my $had = address_space($session);
    for my $kilobytes (split ' ', $case->{kilobytes}) {
        my ($problem, $failed) = starve($session, $case, $had, $kilobytes);
        push @odd, "with $kilobytes kB: $problem" if $problem ne '';
        $failures += $failed;
        $answer = outcome($session, $case->{simple});
        push @odd, "after $kilobytes kB: $answer" if $answer ne $simple;
        last if !$session->alive;
    }
    my $kept = $session->alive ? memory($session) - $held : 0;
    push @odd, sprintf 'it keeps %d kB', $kept / 1024 if $kept > MAY_KEEP;
    push @odd, 'the memory was enough' if $case->{must_fail} eq 't' && !$failures;
    ok(!@odd, "$case->{name}: out of memory $failures times") or diag(join "\n", @odd);
}

# ---- Enough memory for a part of the values

sub test_bounded {
    my ($name, $query, $expected) = @_;
    my $session = Session->new or return fail("$name: no session");
    $session->ask('SET enable_sort = off');
    outcome($session, 'SELECT approx_count_distinct(1)');
    limit($session, address_space($session) + 1024 * BOUND);
    is(outcome($session, $query), answered($expected), "$name: batches within 60 MB");
}

own_database('sketch_memory');
SKIP: {
    if (system('command -v prlimit >/dev/null') != 0) {
        skip 'a limit on memory: there is no prlimit', 1;
    }
    run_file('test/support/memory.sql', without_seeds => 1);
    my @columns = qw(name batch must_fail kilobytes query rehearsal simple simple_answer);
    for my $row (rows("SELECT name, batch, must_fail, array_to_string(kilobytes, ' '), query,
                       rehearsal, simple, (outcome(simple)).answer FROM starved")) {
        my %case;
        @case{@columns} = @$row;
        test_starved(\%case);
    }
    test_bounded(@$_) for rows('SET sketch.batch_executor = off',
        'SELECT name, query, (outcome(query)).answer FROM bounded');
    cmp_ok($kernels, '>', 0, "kernels saw it first $kernels times");
}
done_testing;
