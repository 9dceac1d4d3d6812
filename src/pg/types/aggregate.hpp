// SPDX-License-Identifier: PostgreSQL
//
// Aggregates over sketches. The state is the sketch type itself, in a working form: a flat varlena.
// No state is `internal`, none is serialised, and the combine function merges what workers send as
// it is. Inside an aggregate, the transition function changes a state in place. If the state has to
// grow, it returns a new varlena, which nodeAgg.c copies to its own memory before it frees the old
// one. Called by Citus or from SQL, the functions copy the state first, and don't depend on a call
// context.
#pragma once

#include "guard.hpp"
#include "value/any.hpp"
#include "value/foreign_hash.hpp"
#include "value/hash.hpp"

namespace sketch::pg {

// Whether the first argument is a state that this call may change: AggCheckCallContext(), inlined.
inline bool owns_state(FunctionCallInfo fcinfo) {
  return fcinfo->context != nullptr &&
         (IsA(fcinfo->context, AggState) || IsA(fcinfo->context, WindowAggState));
}

// The result of a transition function that doesn't change the state.
inline Datum same_state(FunctionCallInfo fcinfo) {
  if (PG_ARGISNULL(0)) PG_RETURN_NULL();
  return PG_GETARG_DATUM(0);
}

// A working state that may be changed, made from an image that was stored or sent.
template <class Sketch>
State thawed(Datum value) {
  const Bytes image = image_of(PG_DETOAST_DATUM_PACKED(value));
  State state;
  run(Source::stored, [&](Host& host) { return Sketch::thaw(image, host, state); });
  return state;
}

// The first argument as a state that may be changed: the argument itself, or a copy.
template <class Sketch>
inline State state_argument(FunctionCallInfo fcinfo) {
  const Datum value = PG_GETARG_DATUM(0);
  auto* stored = reinterpret_cast<varlena*>(DatumGetPointer(value));
  // Only our own functions make a working form with a four-byte header.
  if (owns_state(fcinfo) && VARATT_IS_4B_U(stored) && Sketch::is_state(state_of(stored)))
      [[likely]] {
    return state_of(stored);
  }
  return thawed<Sketch>(value);
}

template <class Sketch>
[[gnu::noinline]] State grown(State state, std::uint64_t hash) {
  run(Source::stored, [&](Host& host) {
    state = Sketch::add_all(state, {&hash, 1}, host);
    return Status{};
  });
  return state;
}

// Adds the hash of a value of some class to the state.
template <class Sketch>
State with_hash(State state, std::uint64_t hash, ValueClass values) {
  if (!Sketch::add(state, hash)) state = grown<Sketch>(state, hash);
  return of_values(state, values);
}

template <class Sketch>
[[gnu::noinline]] State created(int parameter) {
  State state;
  run(Source::stored, [&](Host& host) {
    state = Sketch::create(parameter, host);
    return Status{};
  });
  return state;
}

// The state for rows that give different parameters: the coarsest of them, in whatever order the
// rows come. Raises an error if sketches with different parameters can't be merged.
template <class Sketch>
[[gnu::noinline]] State reduced(State state, int parameter) {
  if constexpr (requires(Host & host) { Sketch::reduce(state, parameter, host); }) {
    run(Source::stored, [&](Host& host) {
      state = Sketch::reduce(state, parameter, host);
      return Status{};
    });
  } else {
    ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                    errmsg("%s must be the same for all rows", Sketch::kParameterName),
                    errhint("Build one sketch for each of them.")));
  }
  return state;
}

// The sketch's parameter, from the arguments from this one on. A family whose parameter isn't
// simply an argument specialises this.
template <class Sketch>
int parameter_argument(FunctionCallInfo fcinfo, int argument) {
  if (PG_NARGS() <= argument) return Sketch::kDefaultParameter;
  if (PG_ARGISNULL(argument)) {
    ereport(ERROR, (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
                    errmsg("%s must not be NULL", Sketch::kParameterName),
                    errhint("Leave it out for the default, %d.", Sketch::kDefaultParameter)));
  }
  const int32 parameter = PG_GETARG_INT32(argument);
  if (parameter < Sketch::kMinParameter || parameter > Sketch::kMaxParameter) {
    ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                    errmsg("%s %d is out of range", Sketch::kParameterName, parameter),
                    errhint("Use %d to %d; the default is %d.", Sketch::kMinParameter,
                            Sketch::kMaxParameter, Sketch::kDefaultParameter)));
  }
  return parameter;
}

template <class Sketch, class Value>
[[gnu::noinline]] Datum unusual_transition(FunctionCallInfo fcinfo, Value value, int parameter) {
  if (PG_ARGISNULL(1)) return same_state(fcinfo);
  State state = PG_ARGISNULL(0) ? created<Sketch>(parameter) : state_argument<Sketch>(fcinfo);
  if (PG_NARGS() > 2 && parameter != Sketch::parameter(state))
    state = reduced<Sketch>(state, parameter);
  const std::uint64_t hash = value(PG_GETARG_DATUM(1));
  return PointerGetDatum(varlena_of(with_hash<Sketch>(state, hash, value.values())));
}

// transition(state, value [, parameter ...]). `value` hashes the value (value/any.hpp). The usual
// case, a value for a state with room, is inline; the state knows its class already, because it has
// values.
template <class Sketch, class Value>
[[gnu::always_inline]] inline Datum transition(FunctionCallInfo fcinfo, Value value) {
  const NullableDatum* args = fcinfo->args;
  if (PG_NARGS() == 2 && !args[0].isnull && !args[1].isnull && owns_state(fcinfo)) [[likely]] {
    auto* stored = reinterpret_cast<varlena*>(DatumGetPointer(args[0].value));
    if (VARATT_IS_4B_U(stored) && Sketch::is_state(state_of(stored)) &&
        Sketch::add(state_of(stored), value(args[1].value))) [[likely]] {
      return args[0].value;
    }
  }
  return unusual_transition<Sketch>(fcinfo, value, parameter_argument<Sketch>(fcinfo, 2));
}

// The same for a value of any type.
template <class Sketch>
Datum any_transition(FunctionCallInfo fcinfo) {
  return value_step(
      fcinfo, [](FunctionCallInfo call, auto value) { return transition<Sketch>(call, value); });
}

// merge_transition(state, sketch), and combine(state, state).
template <class Sketch>
Datum merge_transition(FunctionCallInfo fcinfo) {
  if (PG_ARGISNULL(1)) return same_state(fcinfo);
  if (PG_ARGISNULL(0)) return PointerGetDatum(varlena_of(thawed<Sketch>(PG_GETARG_DATUM(1))));
  State state = state_argument<Sketch>(fcinfo);
  const Datum value = PG_GETARG_DATUM(1);
  const varlena* other = PG_DETOAST_DATUM_PACKED(value);
  run(Source::stored, [&](Host& host) { return Sketch::merge(state, image_of(other), host); });
  if (other != reinterpret_cast<varlena*>(DatumGetPointer(value)))
    pfree(const_cast<varlena*>(other));
  return PointerGetDatum(varlena_of(state));
}

// The canonical form of an image.
template <class Sketch>
Datum frozen(Bytes image) {
  State canonical;
  run(Source::stored, [&](Host& host) { return Sketch::freeze(image, host, canonical); });
  return PointerGetDatum(varlena_of(canonical));
}

// empty([parameter ...]).
template <class Sketch>
Datum empty(FunctionCallInfo fcinfo) {
  return frozen<Sketch>(created<Sketch>(parameter_argument<Sketch>(fcinfo, 0)));
}

// final(state): the canonical image. It doesn't change the state, which other aggregates may share,
// and which a window function goes on with.
template <class Sketch>
Datum final(FunctionCallInfo fcinfo) {
  if (PG_ARGISNULL(0)) PG_RETURN_NULL();
  return frozen<Sketch>(image_of(PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(0))));
}

// union(a, b), where NULL is empty.
template <class Sketch>
Datum union_of(FunctionCallInfo fcinfo) {
  if (PG_ARGISNULL(0) && PG_ARGISNULL(1)) PG_RETURN_NULL();
  State state = thawed<Sketch>(PG_GETARG_DATUM(PG_ARGISNULL(0) ? 1 : 0));
  State canonical;
  const varlena* other =
      PG_ARGISNULL(0) || PG_ARGISNULL(1) ? nullptr : PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(1));
  run(Source::stored, [&](Host& host) {
    if (other != nullptr) {
      if (const Status status = Sketch::merge(state, image_of(other), host); !status.ok())
        return status;
    }
    return Sketch::freeze(state, host, canonical);
  });
  return PointerGetDatum(varlena_of(canonical));
}

// The sketch that values are added to; NULL is an empty one.
template <class Sketch>
State added_to(FunctionCallInfo fcinfo) {
  return PG_ARGISNULL(0) ? created<Sketch>(Sketch::kDefaultParameter)
                         : thawed<Sketch>(PG_GETARG_DATUM(0));
}

// add(sketch, value). The value is hashed as the sketch's domain says.
template <class Sketch>
Datum add_value(FunctionCallInfo fcinfo) {
  State state = added_to<Sketch>(fcinfo);
  if (!PG_ARGISNULL(1)) {
    DomainArgument& values =
        domain_values(fcinfo, 1, image_domain(state.data()), Sketch::kFamily);
    const std::uint64_t hash = values.hash(PG_GETARG_DATUM(1), PG_GET_COLLATION());
    state = with_hash<Sketch>(state, hash, values.values);
  }
  return frozen<Sketch>(state);
}

// Calls use(element) for each element of an array that isn't NULL.
template <class Use>
void each_element(ArrayType* array, Use use) {
  ArrayIterator elements = array_create_iterator(array, 0, nullptr);
  Datum element;
  bool null;
  while (array_iterate(elements, &element, &null)) {
    CHECK_FOR_INTERRUPTS();
    if (!null) use(element);
  }
  array_free_iterator(elements);
}

// add_all(sketch, values[]).
template <class Sketch>
Datum add_elements(FunctionCallInfo fcinfo) {
  State state = added_to<Sketch>(fcinfo);
  if (!PG_ARGISNULL(1)) {
    DomainArgument& values =
        domain_values(fcinfo, 1, image_domain(state.data()), Sketch::kFamily, true);
    each_element(PG_GETARG_ARRAYTYPE_P(1), [&](Datum element) {
      const std::uint64_t hash = values.hash(element, PG_GET_COLLATION());
      state = with_hash<Sketch>(state, hash, values.values);
    });
  }
  return frozen<Sketch>(state);
}

// The envelope of a stored image, which says how its values were hashed.
inline Envelope envelope_of(Bytes image, Family family) {
  Envelope envelope;
  if (const Status status = read_envelope(image, family, envelope); !status.ok())
    raise(status, Source::stored);
  return envelope;
}

// The type that a call's literals are read as, and how its values are hashed.
struct LiteralType {
  Oid type, collation;
  ValueHash hash;

  LiteralType(FunctionCallInfo fcinfo, Bytes sketch, Family family)
      : collation(PG_GET_COLLATION()) {
    const Envelope envelope = envelope_of(sketch, family);
    const Domain domain = envelope.domain;
    type = literal_type(envelope.values, domain, collation);
    hash = domain == Domain::xxh3 ? value_hash_of(type) : foreign_hash_of(domain, family, type);
  }
  std::uint64_t hash_of(Datum literal) const {
    return hash(value_of_literal(literal, type), collation);
  }
  ValueClass values() const { return value_class(type, collation); }
};

// add(sketch, literal).
template <class Sketch>
Datum add_literal(FunctionCallInfo fcinfo) {
  State state = added_to<Sketch>(fcinfo);
  if (!PG_ARGISNULL(1)) {
    const LiteralType type(fcinfo, state, Sketch::kFamily);
    state = with_hash<Sketch>(state, type.hash_of(PG_GETARG_DATUM(1)), type.values());
  }
  return frozen<Sketch>(state);
}

// add_all(sketch, literal of an array).
template <class Sketch>
Datum add_literals(FunctionCallInfo fcinfo) {
  State state = added_to<Sketch>(fcinfo);
  if (!PG_ARGISNULL(1)) {
    const LiteralType type(fcinfo, state, Sketch::kFamily);
    const Datum array = value_of_literal(PG_GETARG_DATUM(1), get_array_type(type.type));
    each_element(DatumGetArrayTypeP(array), [&](Datum element) {
      state = with_hash<Sketch>(state, type.hash(element, type.collation), type.values());
    });
  }
  return frozen<Sketch>(state);
}

// merge(sketches[]): merges the sketches that are not NULL; NULL if there are none.
template <class Sketch>
Datum merge_elements(FunctionCallInfo fcinfo) {
  State state;
  each_element(PG_GETARG_ARRAYTYPE_P(0), [&](Datum element) {
    const Bytes image = image_of(PG_DETOAST_DATUM_PACKED(element));
    const bool first = state.empty();
    run(Source::stored, [&](Host& host) {
      return first ? Sketch::thaw(image, host, state) : Sketch::merge(state, image, host);
    });
  });
  if (state.empty()) PG_RETURN_NULL();
  return frozen<Sketch>(state);
}

}  // namespace sketch::pg

// The C functions that aggregates of the type `stem` need for merging.
#define SKETCH_MERGE_FUNCTIONS(stem, Sketch)                                             \
  SKETCH_FUNCTION(stem##_merge_transition) {                                             \
    return sketch::pg::merge_transition<Sketch>(fcinfo);                                 \
  }                                                                                      \
  SKETCH_FUNCTION(stem##_final) { return sketch::pg::final<Sketch>(fcinfo); }            \
  SKETCH_FUNCTION(stem##_union) { return sketch::pg::union_of<Sketch>(fcinfo); }         \
  SKETCH_FUNCTION(stem##_merge) { return sketch::pg::merge_elements<Sketch>(fcinfo); }

// Those that add values, in families of hashes.
#define SKETCH_ADD_FUNCTIONS(stem, Sketch)                                                     \
  SKETCH_FUNCTION(stem##_add) { return sketch::pg::add_value<Sketch>(fcinfo); }                \
  SKETCH_FUNCTION(stem##_add_all) { return sketch::pg::add_elements<Sketch>(fcinfo); }         \
  SKETCH_FUNCTION(stem##_add_literal) { return sketch::pg::add_literal<Sketch>(fcinfo); }      \
  SKETCH_FUNCTION(stem##_add_literals) { return sketch::pg::add_literals<Sketch>(fcinfo); }

// All of them, in families of hashes.
#define SKETCH_AGGREGATE_FUNCTIONS(stem, Sketch)                                          \
  SKETCH_MERGE_FUNCTIONS(stem, Sketch)                                                    \
  SKETCH_ADD_FUNCTIONS(stem, Sketch)                                                      \
  SKETCH_FUNCTION(stem##_transition) { return sketch::pg::any_transition<Sketch>(fcinfo); }
