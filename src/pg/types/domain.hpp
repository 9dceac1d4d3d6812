// SPDX-License-Identifier: PostgreSQL
//
// Aggregates that hash values as another system does: transition(state, value, parameter ...,
// domain).
#pragma once

#include "sketch/distinct/hll.hpp"

#include "types/aggregate.hpp"
#include "value/foreign_hash.hpp"

namespace sketch::pg {

// The precision that an argument gives. Other systems' HyperLogLogs allow higher ones.
template <class Sketch>
int domain_precision(FunctionCallInfo fcinfo, int argument, Domain domain) {
  if (Sketch::kFamily != Family::hll || domain == Domain::xxh3 || PG_ARGISNULL(argument))
    return parameter_argument<Sketch>(fcinfo, argument);
  const int32 precision = PG_GETARG_INT32(argument);
  const auto [least, most] = Hll::precisions(domain);
  if (precision < least || precision > most) {
    ereport(ERROR,
            (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
             errmsg("precision %d is out of range", precision),
             least == most
                 ? errhint("Use %d, which is that of %s.", least, name_of(domain))
                 : errhint("Use %d to %d; it is the other system's lg k, or log2m.", least, most)));
  }
  return precision;
}

template <class Sketch>
State created(Domain domain, int precision) {
  State state;
  run(Source::stored, [&](Host& host) {
    state = Sketch::create(domain, precision, host);
    return Status{};
  });
  return state;
}

inline void require_domain(State state, Domain domain) {
  const Domain known = image_domain(state.data());
  if (known != domain)
    raise(domain_mismatch(static_cast<Family>(state[1]), known, domain), Source::stored);
}

template <class Sketch>
Datum domain_transition(FunctionCallInfo fcinfo, int argument) {
  const Domain domain = domain_argument(fcinfo, argument, Sketch::kFamily);
  const int precision = domain_precision<Sketch>(fcinfo, 2, domain);
  if (PG_ARGISNULL(1)) return same_state(fcinfo);
  DomainArgument& values = domain_values(fcinfo, 1, domain, Sketch::kFamily);
  const std::uint64_t hash = values.hash(PG_GETARG_DATUM(1), PG_GET_COLLATION());
  State state =
      PG_ARGISNULL(0) ? created<Sketch>(domain, precision) : state_argument<Sketch>(fcinfo);
  require_domain(state, domain);
  if (precision < Sketch::parameter(state)) state = reduced<Sketch>(state, precision);
  return PointerGetDatum(varlena_of(with_hash<Sketch>(state, hash, values.values)));
}

// Raises an error unless the word, which the user gives, can be a hash of the domain.
inline void require_word(Domain domain, std::uint64_t word) {
  // sketch_hash() gives 0 for an empty string that the other system leaves out.
  if (PlainHll::is_value(domain, word) || domain == Domain::xxh3 ||
      (domain == Domain::datasketches && word == 0))
    return;
  ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                  errmsg("%lld is not a hash of the domain %s", static_cast<long long>(word),
                         name_of(domain)),
                  errhint("Use what sketch_hash(value, '%s') gives.", name_of(domain))));
}

// transition(state, hash ...).
template <class Sketch>
Datum add_hash(FunctionCallInfo fcinfo, Domain domain, int precision) {
  if (PG_ARGISNULL(1)) return same_state(fcinfo);
  const auto hash = static_cast<std::uint64_t>(PG_GETARG_INT64(1));
  require_word(domain, hash);
  State state =
      PG_ARGISNULL(0) ? created<Sketch>(domain, precision) : state_argument<Sketch>(fcinfo);
  require_domain(state, domain);
  if (precision < Sketch::parameter(state)) state = reduced<Sketch>(state, precision);
  return PointerGetDatum(varlena_of(with_hash<Sketch>(state, hash, ValueClass::other)));
}

// empty(parameter ..., domain).
template <class Sketch>
Datum domain_empty(FunctionCallInfo fcinfo, int argument) {
  const Domain domain = domain_argument(fcinfo, argument, Sketch::kFamily);
  const int precision = domain_precision<Sketch>(fcinfo, 0, domain);
  return frozen<Sketch>(created<Sketch>(domain, precision));
}

}  // namespace sketch::pg
