// SPDX-License-Identifier: PostgreSQL
//
// How Citus has an aggregate computed on its workers: worker_partial_agg(aggregate, value) gives the
// aggregate's state as the text of its type, and takes a row of values where the aggregate has several
// arguments.
#pragma once

#include "compat.hpp"

namespace sketch::pg {

// The aggregate that is computed: where Citus's is around one of ours, that one, without its final
// function; else the same.
const Aggref* computed_aggregate(const Aggref* aggref);

// Whether nobody else can compute it: Citus's own takes no values of any type.
bool only_in_batches(const Aggref* aggref, const Aggref* computed);

}  // namespace sketch::pg
