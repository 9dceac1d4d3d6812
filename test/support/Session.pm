# SPDX-License-Identifier: PostgreSQL
#
# What the Perl programs of test/t share: a database of their own, and sessions of psql that are
# driven over pipes. Their TAP is that of Test::More.
package Session;
use strict;
use warnings;
use Exporter 'import';
use IPC::Open2;

our @EXPORT_OK = qw(own_database run_file rows);

# psql prints it after the answer to each query.
use constant END_OF_ANSWER => '-- end of answer';

# A write to a psql that has ended must fail, not end the test.
$SIG{PIPE} = 'IGNORE';

# ---- A database

my $database;

# own_database NAME: a new database for all clients from now on, dropped at the end.
sub own_database {
    my ($name) = @_;
    $ENV{PGDATABASE} = $database = $name;
    $SIG{INT} = $SIG{TERM} = sub { exit 1 };
    drop_database();
    system('createdb', $name) == 0 or die "there is no database $name\n";
}

sub drop_database {
    system "dropdb --if-exists --force $database 2>/dev/null";
}

END {
    local $?;  # what the test exits with
    drop_database() if defined $database;
}

# run_file FILE, VARIABLE => VALUE...: runs a file of SQL, with variables of psql.
sub run_file {
    my ($file, %variables) = @_;
    my @settings = map { ('-v', "$_=$variables{$_}") } sort keys %variables;
    system('psql', '-qXAt', '-v', 'ON_ERROR_STOP=1', @settings, '-f', $file) == 0
        or die "$file failed\n";
}

# rows QUERY...: the rows of queries that one session runs, each a reference to its columns.
sub rows {
    my @commands = map { ('-c', $_) } @_;
    open my $psql, '-|', 'psql', '-qXAt', '-F', "\t", '-v', 'ON_ERROR_STOP=1', @commands
        or die "psql: $!\n";
    my @rows = map { chomp; [split /\t/, $_, -1] } <$psql>;
    close $psql or die "a query failed: @_\n";
    return @rows;
}

# ---- A session

# Session->new OPTION...: a session of psql with more options. Nothing is returned if the server
# takes no connection.
sub new {
    my ($class, @options) = @_;
    my $self = bless {}, $class;
    $self->{psql} = open2($self->{from}, $self->{to}, "psql -qXAt @options 2>&1");
    $self->{to}->autoflush(1);
    $self->{backend} = $self->ask('SELECT pg_backend_pid()');
    return if !$self->alive;
    return $self;
}

# The process that serves the session.
sub backend { return $_[0]{backend} }

# Whether the session goes on, as far as its last answer tells.
sub alive { return !$_[0]{ended} }

# start SQL: sends a query; finish() reads its answer. ask() does both.
sub start {
    my ($self, $sql) = @_;
    print { $self->{to} } "$sql;\n\\echo @{[END_OF_ANSWER]}\n";
}

# The answer to a query, or the error: lines, without the last line's end. If the session ends, it
# is psql's last words.
sub finish {
    my ($self) = @_;
    my $answer = '';
    while (defined(my $line = readline $self->{from})) {
        chomp $answer, return $answer if $line eq END_OF_ANSWER . "\n";
        $answer .= $line;
    }
    $self->{ended} = 1;
    return "$answer(the session has ended)";
}

sub ask {
    my ($self, $sql) = @_;
    $self->start($sql);
    return $self->finish;
}

# Ends the session, and waits until psql has ended.
sub DESTROY {
    my ($self) = @_;
    local $?;
    close $self->{to};
    close $self->{from};
    waitpid $self->{psql}, 0;
}

1;
