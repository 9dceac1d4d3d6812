# SPDX-License-Identifier: PostgreSQL
#
# Runs a statement, and cancels it at random moments in the first half of its work. It must end with
# the error of a cancelled statement, or normally. In at least one of TRIES it must stop before it
# has done LAST_PART of the work that was left.
#
# Work is the CPU time of the backend, and what counts is its fraction of the whole. So neither the
# speed of the machine nor its other load decides a test. A signal may still come late because this
# program waited for a processor, hence the several tries. PostgreSQL's own functions that process
# the result don't check for interrupts for a while, either.
#
# How soon a kernel stops is tested by the unit tests, which count its pauses. Here it is only
# reported.
package Cancelled;
use strict;
use warnings;
use Exporter 'import';
use Time::HiRes qw(sleep time);

our @EXPORT_OK = qw(cancel);

use constant {
    TRIES => 8,
    LAST_PART => 0.9,
    # Statements that do less work, in seconds, are over before they can be cancelled.
    SHORT => 0.05,
    # When to cancel, as fractions of the work.
    EARLIEST => 0.02,
    LATEST => 0.45,
    # How often the work is looked at, in seconds.
    PAUSE => 0.0005,
    # The SQLSTATE of a cancelled statement.
    CANCELLED => qr/57014/,
};

# The CPU time of a session's backend, in seconds.
sub work_of {
    my ($session) = @_;
    open my $file, '<', '/proc/' . $session->backend . '/schedstat' or die "the backend is gone\n";
    return (split ' ', <$file>)[0] / 1e9;
}

# Starts the statement and cancels it when it has done some work. Returns the answer, and the work
# done after that.
sub cancel_after {
    my ($session, $statement, $work, $at_most) = @_;
    my ($until, $end) = (work_of($session) + $work, time + $at_most);
    $session->start($statement);
    sleep PAUSE while work_of($session) < $until && time < $end;
    my $signalled = work_of($session);
    kill 'INT', $session->backend;
    my $answer = $session->finish;
    return $answer, work_of($session) - $signalled;
}

# cancel SESSION, STATEMENT, ROUNDS: cancels a statement ROUNDS times, unless it is short. The session
# must show SQLSTATEs. Returns
#   work        what the statement does, in seconds
#   normal      its answer
#   cancelled   how often it was cancelled; undefined if it is short
#   latest      the longest work after a signal, in seconds
#   problem     what was wrong, if anything
sub cancel {
    my ($session, $statement, $rounds) = @_;
    my ($before, $started) = (work_of($session), time);
    my %result = (normal => $session->ask($statement), latest => 0, problem => '');
    my ($work, $took) = (work_of($session) - $before, time - $started);
    $result{work} = $work;
    return \%result if $work <= SHORT;
    $result{cancelled} = 0;

    ROUND: for (1 .. $rounds) {
        for (1 .. TRIES) {
            my $moment = (EARLIEST + (LATEST - EARLIEST) * rand) * $work;
            my ($answer, $late) = cancel_after($session, $statement, $moment, 2 * $took);
            if ($answer !~ CANCELLED) {
                $result{problem} = $answer if $answer ne $result{normal};
                next;
            }
            $result{cancelled}++;
            next if $late > LAST_PART * ($work - $moment);
            $result{latest} = $late if $late > $result{latest};
            next ROUND;
        }
        $result{problem} ||= 'cancelled ' . TRIES . ' times, it went on to the end';
    }
    return \%result;
}

1;
