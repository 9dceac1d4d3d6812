# SPDX-License-Identifier: PostgreSQL
#
# perl bench/cancel.pl ROUNDS < statements: cancels each statement ROUNDS times. The input has a
# line for each: NAME, tab, SQL. Prints the name and the longest CPU time until the statement ended,
# in nanoseconds.
use strict;
use warnings;
use lib 'test/support';
use Cancelled qw(cancel);
use Session;

my ($rounds) = @ARGV;
my $session = Session->new('-v VERBOSITY=verbose') or die "there is no session\n";
srand(1);
while (<STDIN>) {
    chomp;
    my ($name, $statement) = split /\t/;
    my $result = cancel($session, $statement, $rounds);
    if ($result->{problem} ne '' || !$result->{cancelled}) {
        warn "$name: ", $result->{problem} || 'too short to cancel', "\n";
        next;
    }
    printf "%s %.0f\n", $name, $result->{latest} * 1e9;
}
