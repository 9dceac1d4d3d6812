# SPDX-License-Identifier: PostgreSQL
#
# Runs statements and cancels them at random moments in the first half of their work:
#
#   perl test/cancel.pl ROUNDS < statements      a line for each: NAME, tab, SQL
#
# Prints one line of TAP for each. A statement must end with the error of a cancelled statement, or
# normally. In at least one of TRIES it must stop before it has done LAST_PART of the work that was
# left. Work is the CPU time of the backend, and what counts is its fraction of the whole. So
# neither the speed of the machine nor its other load decides a test. A signal may still come late
# because this program waited for a processor, hence the several tries. PostgreSQL's own functions
# that process the result don't check for interrupts for a while, either.
#
# How soon a kernel stops is tested by the unit tests, which count its pauses. Here it is only
# printed.
use strict;
use warnings;
use IPC::Open2;
use Time::HiRes qw(sleep time);

use constant { TRIES => 8, SHORT => 0.05, LAST_PART => 0.9 };

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

# Reads the lines that a statement gives.
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
    my $left_off = 0;
    for my $try (1 .. TRIES) {
      my $moment = (0.02 + 0.43 * rand()) * $work;
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
      next if !$again || $late > LAST_PART * ($work - $moment);
      $left_off = 1;
      $worst = $late if $late > $worst;
      last;
    }
    $problem ||= sprintf 'cancelled %d times, it went on to the end', TRIES if !$left_off;
  }
  printf "%s - %s: %.0f ms, %s\n", $problem ? 'not ok' : 'ok', $name, $work * 1e3,
    $work > SHORT ? sprintf('cancelled %d times within %.1f ms', $cancelled, $worst * 1e3)
    : $normal =~ /ERROR: +(\S+)/ ? "an error $1" : 'too short to cancel';
  $failed = 1, print map { "# $_\n" } split /\n/, $problem if $problem;
}
exit $failed;
