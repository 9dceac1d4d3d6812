# SPDX-License-Identifier: PostgreSQL
#
# Counts passed, failed and skipped cases in the output of GoogleTest, of pg_regress (plain before
# version 16, TAP since), and of anything else that prints TAP.

function number_after(text) { sub(/^[^\]]*\] */, "", text); return text + 0 }

/^\[  PASSED  \] [0-9]+ tests?\./ { passed += number_after($0) }
/^\[  FAILED  \] .* \([0-9]+ ms\)$/ { failed++ }

/^(test|     ) [^ ]+ +\.\.\. ok/ { passed++ }
/^(test|     ) [^ ]+ +\.\.\. FAILED/ { failed++ }

/^\[  SKIPPED \] .* \([0-9]+ ms\)$/ { skipped++ }

# TAP doesn't prescribe the case of the word.
/^ok( |$)/ { if (tolower($0) ~ /# skip/) skipped++; else passed++ }
/^not ok( |$)/ { failed++ }

END { print passed + 0, failed + 0, skipped + 0 }
