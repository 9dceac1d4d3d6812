# SPDX-License-Identifier: PostgreSQL
#
# Counts passed, failed and skipped cases in the output of GoogleTest, pg_regress (before 16, and TAP since)
# and anything else that speaks TAP.

function number_after(text) { sub(/^[^\]]*\] */, "", text); return text + 0 }

/^\[  PASSED  \] [0-9]+ tests?\./ { passed += number_after($0) }
/^\[  FAILED  \] .* \([0-9]+ ms\)$/ { failed++ }

/^(test|     ) [^ ]+ +\.\.\. ok/ { passed++ }
/^(test|     ) [^ ]+ +\.\.\. FAILED/ { failed++ }

/^\[  SKIPPED \] .* \([0-9]+ ms\)$/ { skipped++ }

# TAP leaves it open how the word is written.
/^ok( |$)/ { if (tolower($0) ~ /# skip/) skipped++; else passed++ }
/^not ok( |$)/ { failed++ }

END { print passed + 0, failed + 0, skipped + 0 }
