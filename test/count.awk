# SPDX-License-Identifier: PostgreSQL
#
# Counts passed and failed cases in the output of GoogleTest, pg_regress (before 16, and TAP since)
# and anything else that speaks TAP. A skipped case is neither.

function number_after(text) { sub(/^[^\]]*\] */, "", text); return text + 0 }

/^\[  PASSED  \] [0-9]+ tests?\./ { passed += number_after($0) }
/^\[  FAILED  \] .* \([0-9]+ ms\)$/ { failed++ }

/^(test|     ) [^ ]+ +\.\.\. ok/ { passed++ }
/^(test|     ) [^ ]+ +\.\.\. FAILED/ { failed++ }

/^ok( |$)/ && !/# SKIP/ { passed++ }
/^not ok( |$)/ { failed++ }

END { print passed + 0, failed + 0 }
