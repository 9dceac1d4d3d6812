// SPDX-License-Identifier: PostgreSQL
//
// Kinds for PostgreSQL's own aggregates that rollups often have: count, sum, avg, min and max. They
// give what PostgreSQL gives: the same values, NULLs and overflow errors, and additions of
// floating-point numbers in the same order. The end of the file recognises aggregates.
#include "batch/batch.hpp"
#include "value/any.hpp"

extern "C" Datum sketch_planner_support(FunctionCallInfo);

namespace sketch::pg {
namespace {

template <class S>
const S& state_as(const std::byte* state) noexcept {
  return *reinterpret_cast<const S*>(state);
}

// Kind::update that calls update(state, word) for each row that isn't NULL.
template <class S, void (*update)(S&, std::uint64_t)>
void update_each(const Transition& transition, const Step& step) {
  for (int i = 0; i < step.rows; ++i) {
    if (step.nulls[i]) continue;
    update(*reinterpret_cast<S*>(state_at(step.groups[i], transition)), step.words[i]);
  }
}

// Kind::merge that calls merge(state, other).
template <class S, void (*merge)(S&, const S&)>
void merge_states(const Transition&, std::byte* state, const std::byte* other, Arena&) {
  merge(*reinterpret_cast<S*>(state), state_as<S>(other));
}

// ---- count

struct Count {
  std::int64_t n;
};

void update_count(const Transition& transition, const Step& step) {
  if (step.only != nullptr && !step.any_null) {
    reinterpret_cast<Count*>(state_at(step.only, transition))->n += step.rows;
    return;
  }
  for (int i = 0; i < step.rows; ++i)
    reinterpret_cast<Count*>(state_at(step.groups[i], transition))->n += !step.nulls[i];
}

Datum count_value(const Transition&, const std::byte* state, bool* null) {
  *null = false;
  return Int64GetDatum(state_as<Count>(state).n);
}

void merge_count(Count& state, const Count& other) { state.n += other.n; }

constexpr Kind kCount = {
    sizeof(Count), update_count, count_value, nullptr,
    nullptr,       nullptr,      nullptr,     merge_states<Count, merge_count>};

// ---- sum and avg of integers

__extension__ using Wide = __int128;
__extension__ using UnsignedWide = unsigned __int128;

// The sum is in two words, because a group is aligned to 8 bytes only.
struct IntegerSum {
  std::int64_t n;
  std::uint64_t low;
  std::int64_t high;

  Wide sum() const noexcept {
    return static_cast<Wide>((static_cast<UnsignedWide>(high) << 64) | low);
  }
};

void add_integer(IntegerSum& state, std::uint64_t word) {
  ++state.n;
  state.high +=
      (static_cast<std::int64_t>(word) >> 63) + __builtin_add_overflow(state.low, word, &state.low);
}

Datum integer_sum_value(const Transition&, const std::byte* state, bool* null) {
  const auto& s = state_as<IntegerSum>(state);
  *null = s.n == 0;
  return Int64GetDatum(static_cast<int64>(s.low));
}

// The transition value of avg(int2) and avg(int4): the array {count, sum}.
Datum integer_avg_value(const Transition&, const std::byte* state, bool* null) {
  const auto& s = state_as<IntegerSum>(state);
  *null = false;
  Datum elements[] = {Int64GetDatum(s.n), Int64GetDatum(static_cast<int64>(s.low))};
  return PointerGetDatum(
      construct_array(elements, 2, INT8OID, sizeof(int64), FLOAT8PASSBYVAL, TYPALIGN_DOUBLE));
}

Datum numeric_of(int64 value) { return NumericGetDatum(int64_to_numeric(value)); }

Datum numeric_of(Wide value) {
  if (value == static_cast<int64>(value)) return numeric_of(static_cast<int64>(value));
  constexpr int64 kBase = 1000000000000000000;
  const Datum upper =
      DirectFunctionCall2(numeric_mul, numeric_of(value / kBase), numeric_of(kBase));
  return DirectFunctionCall2(numeric_add, upper, numeric_of(static_cast<int64>(value % kBase)));
}

Datum numeric_sum_result(const Transition&, const std::byte* state, bool* null) {
  const auto& s = state_as<IntegerSum>(state);
  *null = s.n == 0;
  return *null ? Datum{0} : numeric_of(s.sum());
}

Datum numeric_avg_result(const Transition&, const std::byte* state, bool* null) {
  const auto& s = state_as<IntegerSum>(state);
  *null = s.n == 0;
  if (*null) return 0;
  return DirectFunctionCall2(numeric_div, numeric_of(s.sum()), numeric_of(s.n));
}

// The bytes that int8_avg_serialize() would write. Another process deserialises them.
Datum serialised_sum(const Transition&, const std::byte* state, bool* null) {
  const auto& s = state_as<IntegerSum>(state);
  *null = false;
  StringInfoData bytes;
  pq_begintypsend(&bytes);
  pq_sendint64(&bytes, s.n);
  send_sum(&bytes, s.sum());
  return PointerGetDatum(pq_endtypsend(&bytes));
}

void merge_integers(IntegerSum& state, const IntegerSum& other) {
  state.n += other.n;
  state.high += other.high + __builtin_add_overflow(state.low, other.low, &state.low);
}

constexpr auto kAddInteger = update_each<IntegerSum, add_integer>;
constexpr Kind integer_kind(decltype(Kind::value) value, decltype(Kind::result) result) {
  return {sizeof(IntegerSum), kAddInteger, value, result, nullptr, nullptr, nullptr,
          merge_states<IntegerSum, merge_integers>};
}
constexpr Kind kSumInt4 = integer_kind(integer_sum_value, nullptr);
constexpr Kind kAvgInt4 = integer_kind(integer_avg_value, nullptr);
constexpr Kind kSumInt8 = integer_kind(serialised_sum, numeric_sum_result);
constexpr Kind kAvgInt8 = integer_kind(serialised_sum, numeric_avg_result);

// ---- sum and avg of float8

struct FloatSum {
  std::int64_t n;
  float8 sum;
};

void add_float(FloatSum& state, std::uint64_t word) {
  const auto value = std::bit_cast<float8>(word);
  state.sum = state.n++ == 0 ? value : float8_pl(state.sum, value);
}

Datum float_sum_value(const Transition&, const std::byte* state, bool* null) {
  const auto& s = state_as<FloatSum>(state);
  *null = s.n == 0;
  return Float8GetDatum(s.sum);
}

// The state of float8_accum(): count, sum, and sum of squared differences. avg() doesn't need the
// last, but reports an error if it overflows.
struct FloatMoments {
  float8 n, sum, squares;
};

void add_moment(FloatMoments& state, std::uint64_t word) {
  const auto value = std::bit_cast<float8>(word);
  const float8 n = state.n + 1, sum = state.sum + value;
  if (state.n > 0) {
    const float8 difference = value * n - sum;
    state.squares += difference * difference / (n * state.n);
    if (std::isinf(sum) || std::isinf(state.squares)) {
      if (!std::isinf(state.sum) && !std::isinf(value)) float_overflow_error();
      state.squares = get_float8_nan();
    }
  } else if (std::isnan(value) || std::isinf(value)) {
    state.squares = get_float8_nan();
  }
  state.n = n;
  state.sum = sum;
}

Datum float_avg_value(const Transition&, const std::byte* state, bool* null) {
  const auto& s = state_as<FloatMoments>(state);
  *null = false;
  Datum elements[] = {Float8GetDatum(s.n), Float8GetDatum(s.sum), Float8GetDatum(s.squares)};
  return PointerGetDatum(
      construct_array(elements, 3, FLOAT8OID, sizeof(float8), FLOAT8PASSBYVAL, TYPALIGN_DOUBLE));
}

constexpr Kind kSumFloat8 = {
    sizeof(FloatSum), update_each<FloatSum, add_float>, float_sum_value, nullptr, nullptr, nullptr,
    nullptr};
constexpr Kind kAvgFloat8 = {sizeof(FloatMoments),
                             update_each<FloatMoments, add_moment>,
                             float_avg_value,
                             nullptr,
                             nullptr,
                             nullptr,
                             nullptr};

// ---- min and max

struct Extreme {
  std::int64_t has_value;
  std::uint64_t word;
};

inline bool before(std::int64_t a, std::int64_t b) { return a < b; }
inline bool before(float8 a, float8 b) { return float8_lt(a, b); }

// The state is replaced unless it is strictly beyond the new value, as in float8larger() and
// similar functions.
template <class T, bool largest>
void take_extreme(Extreme& state, std::uint64_t word) {
  const T old = std::bit_cast<T>(state.word), value = std::bit_cast<T>(word);
  const bool stays = state.has_value && (largest ? before(value, old) : before(old, value));
  state.has_value = 1;
  if (!stays) state.word = word;
}

Datum extreme_value(const Transition&, const std::byte* state, bool* null) {
  const auto& s = state_as<Extreme>(state);
  *null = !s.has_value;
  return Datum{s.word};
}

template <class T, bool largest>
void merge_extreme(Extreme& state, const Extreme& other) {
  if (other.has_value) take_extreme<T, largest>(state, other.word);
}

template <class T, bool largest>
constexpr Kind kExtreme = {sizeof(Extreme), update_each<Extreme, take_extreme<T, largest>>,
                           extreme_value,   nullptr,
                           nullptr,         nullptr,
                           nullptr,         merge_states<Extreme, merge_extreme<T, largest>>};

// ---- Recognition

// count, sum and avg.
const Kind* kind_of_total(Oid aggregate) {
  switch (aggregate) {
    case F_COUNT_:
    case F_COUNT_ANY:
      return &kCount;
    case F_SUM_INT2:
    case F_SUM_INT4:
      return &kSumInt4;
    case F_SUM_INT8:
      return &kSumInt8;
    case F_AVG_INT2:
    case F_AVG_INT4:
      return &kAvgInt4;
    case F_AVG_INT8:
      return &kAvgInt8;
    case F_SUM_FLOAT8:
      return &kSumFloat8;
    case F_AVG_FLOAT8:
      return &kAvgFloat8;
    default:
      return nullptr;
  }
}

// min and max of types whose words are integers.
const Kind* kind_of_integer_extreme(Oid aggregate) {
  switch (aggregate) {
    case F_MIN_INT2:
    case F_MIN_INT4:
    case F_MIN_INT8:
    case F_MIN_DATE:
    case F_MIN_TIMESTAMP:
    case F_MIN_TIMESTAMPTZ:
      return &kExtreme<std::int64_t, false>;
    case F_MAX_INT2:
    case F_MAX_INT4:
    case F_MAX_INT8:
    case F_MAX_DATE:
    case F_MAX_TIMESTAMP:
    case F_MAX_TIMESTAMPTZ:
      return &kExtreme<std::int64_t, true>;
    default:
      return nullptr;
  }
}

const Kind* kind_of_float_extreme(Oid aggregate) {
  if (aggregate == F_MIN_FLOAT8) return &kExtreme<float8, false>;
  return aggregate == F_MAX_FLOAT8 ? &kExtreme<float8, true> : nullptr;
}

// The recipe of one of PostgreSQL's own aggregates.
bool core_recipe(Oid aggregate, Recipe& recipe) {
  recipe.read = Read::word;
  if (const Kind* total = kind_of_total(aggregate)) {
    recipe.kind = total;
    if (total == &kCount) recipe.read = Read::nothing;
    recipe.ignores_order = total != &kSumFloat8 && total != &kAvgFloat8;
  } else if (const Kind* extreme = kind_of_integer_extreme(aggregate)) {
    recipe.kind = extreme;
    recipe.ignores_order = recipe.ignores_repeats = true;
  } else {
    // 0 and -0 are equal, so order and repeats matter.
    recipe.kind = kind_of_float_extreme(aggregate);
  }
  return recipe.kind != nullptr;
}

// The recipe of one of our aggregates. It is recognised by the address of its transition function,
// so its name and schema don't matter.
bool family_recipe(const Aggref* aggref, Oid transition_function, Recipe& recipe) {
  const HeapTuple tuple = SearchSysCache1(PROCOID, ObjectIdGetDatum(transition_function));
  if (!HeapTupleIsValid(tuple)) return false;
  const auto* function = reinterpret_cast<Form_pg_proc>(GETSTRUCT(tuple));
  const bool in_c = function->prolang == ClanguageId;
  ReleaseSysCache(tuple);
  if (!in_c) return false;
  FmgrInfo info;
  fmgr_info(transition_function, &info);
  Oid value = InvalidOid;
  if (aggref->args != NIL)
    value = getBaseType(
        exprType(reinterpret_cast<const Node*>(linitial_node(TargetEntry, aggref->args)->expr)));
  for (const auto& functions : {
#define SKETCH_FAMILY(name, alike, adding) name##_batch_functions(),
#include "types/families.def"
#undef SKETCH_FAMILY
           percentile_batch_functions()}) {
    for (const FamilyFunction& candidate : functions) {
      if (candidate.function != info.fn_addr ||
          (OidIsValid(candidate.type) && candidate.type != value))
        continue;
      recipe = candidate.recipe;
      return true;
    }
  }
  return false;
}

}  // namespace

Oid transition_function(Oid aggregate) {
  const HeapTuple tuple = SearchSysCache1(AGGFNOID, ObjectIdGetDatum(aggregate));
  if (!HeapTupleIsValid(tuple)) raise_internal();
  const Oid transition = reinterpret_cast<Form_pg_aggregate>(GETSTRUCT(tuple))->aggtransfn;
  ReleaseSysCache(tuple);
  return transition;
}

bool is_ours(Oid aggregate) {
  if (aggregate < FirstNormalObjectId) return false;
  const Oid support = get_func_support(transition_function(aggregate));
  if (!OidIsValid(support)) return false;
  FmgrInfo info;
  fmgr_info(support, &info);
  return info.fn_addr == sketch_planner_support;
}

namespace {

Fixed fixed_value(const Expr* expression, ParamListInfo parameters) {
  if (IsA(expression, Const)) {
    const auto* constant = reinterpret_cast<const Const*>(expression);
    return {constant->consttype, constant->constvalue, constant->constisnull};
  }
  if (!IsA(expression, Param) || parameters == nullptr) return {};
  const auto* param = reinterpret_cast<const Param*>(expression);
  if (param->paramkind != PARAM_EXTERN || param->paramid > parameters->numParams) return {};
  ParamExternData room;
  const ParamExternData* given =
      parameters->paramFetch != nullptr
          ? parameters->paramFetch(parameters, param->paramid, false, &room)
          : &parameters->params[param->paramid - 1];
  if (given->ptype != param->paramtype) return {};
  return {given->ptype, given->value, given->isnull};
}

// Whether the recipe supports what the query asks for; sets what the arguments say in `recognised`.
bool follows(const Aggref* aggref, ParamListInfo parameters, Recognised& recognised) {
  const Recipe& recipe = recognised.recipe;
  // A type that is cast to text but has its own equality, such as citext, isn't supported.
  if (recipe.ours && aggref->args != NIL) {
    const auto* first = static_cast<const TargetEntry*>(linitial(aggref->args));
    const auto* value = reinterpret_cast<const Node*>(first->expr);
    if (exprType(value) == TEXTOID && !is_plain_text(written_type(value))) return false;
  }

  // A nondeterministic collation doesn't compare bytes.
  if (recipe.read == Read::bytes && !compares_bytes(aggref->inputcollid)) return false;
  if (aggref->aggdistinct != NIL && !recipe.ignores_repeats) return false;
  if (aggref->aggorder != NIL && !recipe.ignores_order) return false;
  recognised.parameter = recipe.default_parameter;
  Fixed extra[kMostExtraArguments] = {};
  std::size_t arguments = 0;
  Oid type = InvalidOid;
  ListCell* cell;
  foreach (cell, aggref->args) {
    const auto* target = static_cast<TargetEntry*>(lfirst(cell));
    if (target->resjunk) continue;
    if (arguments++ == 0) {
      type = exprType(reinterpret_cast<const Node*>(target->expr));
      continue;
    }
    if (arguments - 1 > kMostExtraArguments) return false;
    extra[arguments - 2] = fixed_value(target->expr, parameters);
  }
  if (arguments <= 1) return true;
  return recipe.take != nullptr && recipe.take({type, {extra, arguments - 1}}, recognised);
}

}  // namespace

Recognised recognise(const Aggref* aggref, ParamListInfo parameters) {
  Recognised recognised = {};
  const HeapTuple tuple = SearchSysCache1(AGGFNOID, ObjectIdGetDatum(aggref->aggfnoid));
  if (!HeapTupleIsValid(tuple)) raise_internal();
  const auto* aggregate = reinterpret_cast<Form_pg_aggregate>(GETSTRUCT(tuple));
  const Oid transition_function = aggregate->aggtransfn;
  recognised.final_function = aggregate->aggfinalfn;
  bool starts_empty;
  SysCacheGetAttr(AGGFNOID, tuple, Anum_pg_aggregate_agginitval, &starts_empty);
  ReleaseSysCache(tuple);

  bool has_kind = aggref->aggkind == AGGKIND_NORMAL && !aggref->aggvariadic &&
                  (aggref->aggfnoid < FirstNormalObjectId
                       ? core_recipe(aggref->aggfnoid, recognised.recipe)
                       : family_recipe(aggref, transition_function, recognised.recipe));
  // A user's aggregate over our transition functions may have an initial value (initcond).
  if (has_kind && recognised.recipe.ours && !starts_empty) has_kind = false;
  if (has_kind) has_kind = follows(aggref, parameters, recognised);
  if (!has_kind) {
    recognised.called = true;
    recognised.recipe = {};
    recognised.recipe.kind = &kCalled;
  }
  // A partial aggregate puts out transition values.
  if (DO_AGGSPLIT_SKIPFINAL(aggref->aggsplit) || recognised.recipe.kind->result != nullptr)
    recognised.final_function = InvalidOid;
  return recognised;
}

}  // namespace sketch::pg
