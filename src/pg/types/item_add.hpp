// SPDX-License-Identifier: PostgreSQL
//
// sketch_add() and sketch_add_all() for sketches that keep values as items.
#pragma once

#include "types/aggregate.hpp"
#include "types/item.hpp"

namespace sketch::pg {

// Adds an item to the state. Each family specialises this.
template <class Sketch>
State with_item(State state, ItemType type, const Item& item);

// How to encode an argument's values, cached in fn_extra. With `elements`: the elements of an
// array.
inline ItemCoder& coder_argument(FunctionCallInfo fcinfo, int argument, bool elements = false,
                                 bool as_text = true) {
  auto* known = static_cast<ItemCoder*>(fcinfo->flinfo->fn_extra);
  if (known != nullptr && known->is_current()) return *known;
  Oid type = argument_type(fcinfo, argument);
  // A type that is cast to text but has its own equality, such as citext.
  const Oid written = type == TEXTOID ? written_type(fcinfo, argument) : InvalidOid;
  if (OidIsValid(written)) type = written;
  if (elements) type = get_base_element_type(type);
  const MemoryContext lifetime = fcinfo->flinfo->fn_mcxt;
  auto* coder = static_cast<ItemCoder*>(MemoryContextAllocZero(lifetime, sizeof(ItemCoder)));
  coder->find(type, PG_GET_COLLATION(), lifetime, as_text);
  fcinfo->flinfo->fn_extra = coder;
  return *coder;
}

// How a transition function's value becomes an item, and its item type. This is for a type of
// value/types.def,
template <Oid oid, ToItem encode>
struct TypedItem {
  FunctionCallInfo fcinfo;

  ItemType type() const { return builtin_item_type(oid, PG_GET_COLLATION()); }
  Item operator()(Datum value) const { return encode(value, PG_GET_COLLATION()); }
};

// and this for any other type. char(n) only comes here for approx_mode() in place of mode(), whose
// result is char(n), too.
struct AnyItem {
  FunctionCallInfo fcinfo;

  ItemCoder& coder() const { return coder_argument(fcinfo, 1, false, false); }
  ItemType type() const { return coder().type(); }
  Item operator()(Datum value) const { return coder()(value); }
};

// Calls step(fcinfo, item) for the value's type (typed_step() in value/any.hpp); item is a
// TypedItem or an AnyItem.
template <class Step>
Datum item_step(FunctionCallInfo fcinfo, Step) {
  static constexpr TypedStep kSteps[] = {
#define SKETCH_VALUE_TYPE(name, sql, oid) \
  {oid, [](FunctionCallInfo call) { return Step{}(call, TypedItem<oid, item_##name>{call}); }},
#include "value/types.def"
#undef SKETCH_VALUE_TYPE
  };
  return typed_step(fcinfo, kSteps,
                    [](FunctionCallInfo call) { return Step{}(call, AnyItem{call}); });
}

// Adds a value to the state; if its type isn't that of the sketch's items, it is converted.
template <class Sketch, class Encode>
State with_value(State state, Datum value, Oid given, ItemType item_type, Encode encode,
                 Oid collation) {
  const ItemType type = Sketch::type(state);
  if (!type.known()) return with_item<Sketch>(state, item_type, encode(value));
  return with_item<Sketch>(state, type, converted_item(value, given, type, collation, true));
}

template <class Sketch>
State with_value(State state, Datum value, ItemCoder& coder, Oid collation) {
  return with_value<Sketch>(
      state, value, coder.oid(), coder.type(), [&](Datum datum) { return coder(datum); },
      collation);
}

// Adds a literal. In an empty sketch it is text.
template <class Sketch>
State with_literal(State state, Datum literal, Oid collation) {
  return with_value<Sketch>(
      state, literal, TEXTOID, builtin_item_type(TEXTOID, collation),
      [=](Datum value) { return item_text(value, collation); }, collation);
}

// add(sketch, value); a NULL sketch is empty.
template <class Sketch>
Datum add_item(FunctionCallInfo fcinfo) {
  State state = added_to<Sketch>(fcinfo);
  if (!PG_ARGISNULL(1))
    state = with_value<Sketch>(state, PG_GETARG_DATUM(1), coder_argument(fcinfo, 1),
                               PG_GET_COLLATION());
  return frozen<Sketch>(state);
}

// add_all(sketch, values[]).
template <class Sketch>
Datum add_items(FunctionCallInfo fcinfo) {
  State state = added_to<Sketch>(fcinfo);
  if (!PG_ARGISNULL(1)) {
    ItemCoder& coder = coder_argument(fcinfo, 1, true);
    each_element(PG_GETARG_ARRAYTYPE_P(1), [&](Datum element) {
      state = with_value<Sketch>(state, element, coder, PG_GET_COLLATION());
    });
  }
  return frozen<Sketch>(state);
}

template <class Sketch>
Datum add_item_literal(FunctionCallInfo fcinfo) {
  State state = added_to<Sketch>(fcinfo);
  if (!PG_ARGISNULL(1)) state = with_literal<Sketch>(state, PG_GETARG_DATUM(1), PG_GET_COLLATION());
  return frozen<Sketch>(state);
}

// add_all(sketch, literal of an array).
template <class Sketch>
Datum add_item_literals(FunctionCallInfo fcinfo) {
  State state = added_to<Sketch>(fcinfo);
  if (!PG_ARGISNULL(1)) {
    const Datum array = value_of_literal(PG_GETARG_DATUM(1), TEXTARRAYOID);
    each_element(DatumGetArrayTypeP(array), [&](Datum literal) {
      state = with_literal<Sketch>(state, literal, PG_GET_COLLATION());
    });
  }
  return frozen<Sketch>(state);
}

}  // namespace sketch::pg

// The C functions that add values to the type `stem`.
#define SKETCH_ITEM_ADD_FUNCTIONS(stem, Sketch)                                                  \
  SKETCH_FUNCTION(stem##_add) { return sketch::pg::add_item<Sketch>(fcinfo); }                   \
  SKETCH_FUNCTION(stem##_add_all) { return sketch::pg::add_items<Sketch>(fcinfo); }              \
  SKETCH_FUNCTION(stem##_add_literal) { return sketch::pg::add_item_literal<Sketch>(fcinfo); }   \
  SKETCH_FUNCTION(stem##_add_literals) { return sketch::pg::add_item_literals<Sketch>(fcinfo); }
