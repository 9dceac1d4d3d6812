#!/usr/bin/env bash
# SPDX-License-Identifier: PostgreSQL
#
# The files that packages are made from agree with the tree: the version is that of sketch.control,
# the description names each type, and the files installed are those that the RPM and Debian
# packages expect.
set -uo pipefail
. test/tap.sh

own_database sketch_packages || exit 1
version=$(sed -n "s/^default_version *= *'\(.*\)'/\1/p" sketch.control)
is "the Debian package's version" "$(sed -n '1s/.*(\([^)]*\)).*/\1/p' debian/changelog)" "$version"
is "the RPM's version" "$(sed -n 's/^Version: *//p' rpm/sketch.spec)" "$version"
is "debian/control is made of debian/control.in" "$(sed 's/postgresql-[0-9]*-sketch/postgresql-PGVERSION-sketch/' debian/control)" "$(cat debian/control.in)"

sql 'CREATE EXTENSION sketch' || exit 1
types=$(sql "SELECT string_agg(typname, ' ' ORDER BY typname) FROM pg_type WHERE typname ~ '^sketch_' AND typname <> 'sketch_literal' AND typtype = 'b' AND typcategory <> 'A'")
described=$(grep '"description"' META.json | grep -o 'sketch_[a-z]*' | sort | tr '\n' ' ')
is "META.json names all types" "${described% }" "$types"
is "META.json is JSON" "$(sql "SELECT jsonb_typeof(\$\$$(cat META.json)\$\$)")" object
is "what is installed" "$(cd "$("${PG_CONFIG:-pg_config}" --sharedir)/extension" && ls sketch*)" "sketch--$version.sql
sketch.control"
exit $status
