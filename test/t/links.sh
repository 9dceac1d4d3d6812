#!/usr/bin/env bash
# SPDX-License-Identifier: PostgreSQL
#
# Checks links between documents, to files and to headings, and the length of README.md.
set -uo pipefail
. test/tap.sh

perl test/links.pl || status=1
lines=$(wc -l <README.md)
if ((lines <= 250)); then ok "README.md has at most 250 lines"; else not_ok "README.md has at most 250 lines" "$lines"; fi
exit $status
