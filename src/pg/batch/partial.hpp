// SPDX-License-Identifier: PostgreSQL
//
// Citus sends its workers worker_partial_agg(aggregate, value). It returns the aggregate's state in
// the text form of its type. If the aggregate has several arguments, the value is a row.
#pragma once

#include "compat.hpp"

namespace sketch::pg {

// The aggregate that the node computes. For worker_partial_agg() of one of our aggregates that is
// ours, without its final function; otherwise it is `aggref` itself.
const Aggref* computed_aggregate(const Aggref* aggref);

// Whether only this node can compute it: Citus's own function doesn't support polymorphic
// aggregates.
bool only_in_batches(const Aggref* aggref, const Aggref* computed);

}  // namespace sketch::pg
