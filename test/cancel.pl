# SPDX-License-Identifier: PostgreSQL
#
# Runs statements and cancels them at random moments, spread over their time: perl test/cancel.pl ROUNDS, a line of
# NAME, tab and SQL for each statement on standard input. For each a line of TAP: whether it always ended within 100 ms of work,
# with the error of a cancelled statement, or as if nothing had been. Time is what the backend spends on a
# processor from the signal to the end, which other load on the machine doesn't prolong; work by the wall clock
# is bounded too, generously. What takes less than 20 ms in all is too short to be cancelled.
use strict;
use warnings;
use IPC::Open2;
use Time::HiRes qw(sleep time);

use constant { LIMIT => 0.1, PATIENCE => 20, SHORT => 0.02 };

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
    # What is too late once may have been the machine's fault, but not at the same moment again and again.
    # Early in each round's part of the time, so that a loop that doesn't look still has much to do.
    my $moment = ($_ - 1 + 0.05 + 0.35 * rand()) / $rounds * $work;
    for my $try (1 .. 3) {
      # The moment is one of work: on a busy machine the backend may not even have begun by the clock.
      my ($until, $at_most) = (on_processor() + $moment, time + 2 * $wall);
      start($statement);
      sleep(0.0005) while on_processor() < $until && time < $at_most;
      my ($signalled, $clock) = (on_processor(), time);
      kill 'INT', $backend;
      my $answer = join '', finish();
      my $late = on_processor() - $signalled;
      my $again = $answer =~ /57014/;
      $cancelled += $again;
      $problem = $answer if !$again && $answer ne $normal;
      $problem = 'it took ' . (time - $clock) . ' s' if time - $clock > PATIENCE;
      next if $late > LIMIT && $try < 3;
      $worst = $late if $late > $worst;
      last;
    }
  }
  $problem ||= sprintf 'it took %.0f ms', $worst * 1e3 if $worst > LIMIT;
  printf "%s - %s: %.0f ms, %s\n", $problem ? 'not ok' : 'ok', $name, $work * 1e3,
    $work > SHORT ? sprintf('cancelled %d times within %.0f ms', $cancelled, $worst * 1e3)
    : $normal =~ /ERROR: +(\S+)/ ? "an error $1" : 'too short to cancel';
  $failed = 1, print map { "# $_\n" } split /\n/, $problem if $problem;
}
exit $failed;
