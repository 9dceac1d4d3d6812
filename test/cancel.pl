# SPDX-License-Identifier: PostgreSQL
#
# Runs statements and cancels them at random moments, spread over their time: perl test/cancel.pl ROUNDS, a line of
# NAME, tab and SQL for each statement on standard input. For each a line of TAP: whether it always ended with the
# error of a cancelled statement, or as if nothing had been; and whether, cancelled early in its work, it left off
# before half of what was left had been done. Work is what the backend spends on a processor, and what counts is its
# share of the whole: neither how fast the machine is nor what else it does decides a test. Where a signal comes late
# because this program had to wait for a processor, it is sent once more, up to TRIES times: once is enough.
#
# How long it took to end is printed as well. The kernels' unit tests count their pauses; bench/run measures.
use strict;
use warnings;
use IPC::Open2;
use Time::HiRes qw(sleep time);

use constant { TRIES => 12, SHORT => 0.05, LEAST_PART => 0.5 };

my $rounds = shift // 3;
srand($ENV{CANCEL_SEED} // 1);
$| = 1;

my ($from, $to);
open2($from, $to, 'psql -qXAt -v VERBOSITY=verbose 2>&1') or die;
print {$to} "SELECT pg_backend_pid();\n";
$to->flush;
chomp(my $backend = <$from>);

sub on_processor {
  open my $file, '<', "/proc/$backend/schedstat" or die "the backend is gone\n";
  return (split ' ', <$file>)[0] / 1e9;
}

# The lines that a statement gives.
sub finish {
  my @lines;
  while (defined(my $line = <$from>)) {
    return @lines if $line eq "done\n";
    push @lines, $line;
  }
  die "the session ended\n";
}

sub start { print {$to} "$_[0];\n\\echo done\n"; $to->flush }

sub run { start($_[0]); return finish() }

my $failed = 0;
while (<STDIN>) {
  chomp;
  my ($name, $statement) = split /\t/;
  my ($before, $started) = (on_processor(), time);
  my $normal = join '', run($statement);
  my ($work, $wall) = (on_processor() - $before, time - $started);
  my ($worst, $cancelled, $problem) = (0, 0, '');
  for (1 .. ($work > SHORT ? $rounds : 0)) {
    # Early in each round's part of the work, so that a loop that doesn't look still has much to do.
    my $moment = ($_ - 1 + 0.05 + 0.35 * rand()) / $rounds * $work;
    my $left_off = 0;
    for my $try (1 .. TRIES) {
      my ($until, $at_most) = (on_processor() + $moment, time + 2 * $wall);
      start($statement);
      sleep(0.0005) while on_processor() < $until && time < $at_most;
      my $signalled = on_processor();
      kill 'INT', $backend;
      my $answer = join '', finish();
      my $late = on_processor() - $signalled;
      my $again = $answer =~ /57014/;
      $cancelled += $again;
      $problem = $answer if !$again && $answer ne $normal;
      next if !$again || $late > LEAST_PART * ($work - $moment);
      $left_off = 1;
      $worst = $late if $late > $worst;
      last;
    }
    $problem ||= sprintf 'cancelled %d times at %.0f ms of its work, it went on for more than half of the rest', TRIES, $moment * 1e3 if !$left_off;
  }
  printf "%s - %s: %.0f ms, %s\n", $problem ? 'not ok' : 'ok', $name, $work * 1e3,
    $work > SHORT ? sprintf('cancelled %d times within %.1f ms', $cancelled, $worst * 1e3)
    : $normal =~ /ERROR: +(\S+)/ ? "an error $1" : 'too short to cancel';
  $failed = 1, print map { "# $_\n" } split /\n/, $problem if $problem;
}
exit $failed;
