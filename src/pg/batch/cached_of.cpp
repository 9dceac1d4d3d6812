// SPDX-License-Identifier: PostgreSQL
//
// Decides which expressions are cached, and on which grid of time their results change.
#include "batch/cached.hpp"
#include "batch/expression.hpp"

#include <algorithm>

namespace sketch::pg {
namespace {

constexpr std::int64_t kSecond = 1000000, kMinute = 60 * kSecond, kHour = 60 * kMinute,
                       kDay = 24 * kHour;

// What has been found in an expression so far.
struct Looking {
  Index varno;
  const Var* var;   // the attribute, or null
  bool each_input;  // the attribute is also used outside functions that have a grid
  bool worth;       // a function costs more than a look-up
  bool of_session;
  int grids;
  TimeGrid grid[Cached::kMostGrids];
};

const Const* constant(Expr* expression) {
  Expr* plain = without_relabel(expression);
  if (plain == nullptr || !IsA(plain, Const) || reinterpret_cast<Const*>(plain)->constisnull)
    return nullptr;
  return reinterpret_cast<Const*>(plain);
}

std::string_view text_of(const Const* text) {
  const auto* plain = PG_DETOAST_DATUM_PACKED(text->constvalue);
  return {VARDATA_ANY(plain), VARSIZE_ANY_EXHDR(plain)};
}

// ---- Functions

// Functions that cost more than a look-up, besides those that have a grid. They are immutable, or
// are stable and depend on nothing but the session's time zone (kOfSession).
constexpr Oid kOfSession[] = {
    F_DATE_TRUNC_TEXT_TIMESTAMPTZ, F_DATE_PART_TEXT_TIMESTAMPTZ,
    F_EXTRACT_TEXT_TIMESTAMPTZ,    F_DATE_TIMESTAMPTZ,
    F_TIMESTAMP_TIMESTAMPTZ,       F_TIMESTAMPTZ_DATE,
    F_TIMESTAMPTZ_TIMESTAMP,       F_TIME_TIMESTAMPTZ,
};
constexpr Oid kCostly[] = {
    F_DATE_TRUNC_TEXT_TIMESTAMPTZ_TEXT,
    F_TIMEZONE_TEXT_TIMESTAMPTZ,
    F_TIMEZONE_TEXT_TIMESTAMP,
    F_DATE_TRUNC_TEXT_TIMESTAMP,
    F_DATE_PART_TEXT_TIMESTAMP,
    F_DATE_PART_TEXT_TIME,
    F_EXTRACT_TEXT_TIMESTAMP,
    F_EXTRACT_TEXT_TIME,
    F_EXTRACT_TEXT_DATE,
    F_DATE_TIMESTAMP,
    F_DATE_BIN_INTERVAL_TIMESTAMP_TIMESTAMP,
    F_DATE_BIN_INTERVAL_TIMESTAMPTZ_TIMESTAMPTZ,
    F_LOWER_TEXT,
    F_UPPER_TEXT,
    F_INITCAP,
    F_SPLIT_PART,
    F_SUBSTR_TEXT_INT4,
    F_SUBSTR_TEXT_INT4_INT4,
    F_SUBSTRING_TEXT_INT4,
    F_SUBSTRING_TEXT_INT4_INT4,
    F_SUBSTRING_TEXT_TEXT,
    F_LEFT,
    F_RIGHT,
    F_REPLACE,
    F_TRANSLATE,
    kReverseText,
    F_LPAD_TEXT_INT4,
    F_LPAD_TEXT_INT4_TEXT,
    F_RPAD_TEXT_INT4,
    F_RPAD_TEXT_INT4_TEXT,
    F_BTRIM_TEXT,
    F_BTRIM_TEXT_TEXT,
    F_LTRIM_TEXT,
    F_LTRIM_TEXT_TEXT,
    F_RTRIM_TEXT,
    F_RTRIM_TEXT_TEXT,
    F_REGEXP_REPLACE_TEXT_TEXT_TEXT,
    F_REGEXP_REPLACE_TEXT_TEXT_TEXT_TEXT,
    F_TEXTREGEXEQ,
    F_TEXTREGEXNE,
    F_TEXTICREGEXEQ,
    F_TEXTICREGEXNE,
    F_NORMALIZE,
    F_MD5_TEXT,
    F_MD5_BYTEA,
    F_SHA224,
    F_SHA256,
    F_SHA384,
    F_SHA512,
    F_ENCODE,
    F_JSON_OBJECT_FIELD,
    F_JSON_OBJECT_FIELD_TEXT,
    F_JSON_EXTRACT_PATH,
    F_JSON_EXTRACT_PATH_TEXT,
    F_JSONB_OBJECT_FIELD,
    F_JSONB_OBJECT_FIELD_TEXT,
    F_JSONB_EXTRACT_PATH,
    F_JSONB_EXTRACT_PATH_TEXT,
};

template <std::size_t n>
bool contains(const Oid (&functions)[n], Oid function) {
  return std::find(functions, functions + n, function) != functions + n;
}

// Whether a function's result depends on its arguments alone, or on the session's time zone too.
// Only functions of the server itself are trusted to be what pg_proc says.
bool is_pure(Oid function, Looking& looking) {
  if (function >= FirstGenbkiObjectId) return false;
  const bool of_session = contains(kOfSession, function);
  looking.of_session |= of_session;
  if (of_session || contains(kCostly, function)) return looking.worth = true;
  return func_volatile(function) == PROVOLATILE_IMMUTABLE;
}

// ---- Grids

// The piece of local time during which date_trunc() or extract() of this field give the same.
std::int64_t size_of_part(const Const* name) {
  struct Part {
    std::string_view name;
    std::int64_t size;
  };
  static constexpr Part kParts[] = {{"second", kSecond}, {"minute", kMinute}, {"hour", kHour},
                                    {"day", kDay},       {"dow", kDay},       {"isodow", kDay},
                                    {"doy", kDay},       {"week", kDay},      {"month", kDay},
                                    {"quarter", kDay},   {"year", kDay},      {"isoyear", kDay},
                                    {"decade", kDay},    {"century", kDay},   {"millennium", kDay}};
  for (const Part& part : kParts)
    if (text_of(name) == part.name) return part.size;
  return 0;
}

std::int64_t microseconds_of(const Const* interval) {
  const Interval* value = DatumGetIntervalP(interval->constvalue);
  std::int64_t size;
  if (value->month != 0 || __builtin_mul_overflow(std::int64_t{value->day}, kDay, &size) ||
      __builtin_add_overflow(size, value->time, &size))
    return 0;
  return size;
}

// The time zone that a constant names. Only names with a slash: others might be abbreviations,
// which PostgreSQL looks for first.
const pg_tz* zone_of(Expr* expression) {
  const Const* name = constant(expression);
  if (name == nullptr || text_of(name).find('/') == std::string_view::npos) return nullptr;
  const std::string_view text = text_of(name);
  char* plain = pnstrdup(text.data(), text.size());
  const pg_tz* zone = text.size() < TZ_STRLEN_MAX ? pg_tzset(plain) : nullptr;
  pfree(plain);
  return zone;
}

// The attribute, if the expression is an attribute in local time; sets the grid's zone.
const Var* local_time(Expr* expression, const Looking& looking, TimeGrid& grid) {
  Expr* plain = without_relabel(expression);
  if (plain != nullptr && IsA(plain, FuncExpr) && !grid.of_session) {
    const auto* call = reinterpret_cast<const FuncExpr*>(plain);
    if (call->funcid == F_TIMESTAMP_TIMESTAMPTZ) {
      grid.of_session = true;
      return attribute_of(static_cast<Expr*>(linitial(call->args)), looking.varno);
    }
    if (call->funcid == F_TIMEZONE_TEXT_TIMESTAMPTZ) {
      grid.zone = zone_of(static_cast<Expr*>(linitial(call->args)));
      return grid.zone == nullptr
                 ? nullptr
                 : attribute_of(static_cast<Expr*>(lsecond(call->args)), looking.varno);
    }
  }
  return attribute_of(plain, looking.varno);
}

// TimescaleDB's time_bucket(). Its days have 24 hours, and its buckets are counted from a Monday.
bool is_time_bucket(Oid function) {
  if (function < FirstNormalObjectId) return false;
  const char* name = get_func_name(function);
  if (name == nullptr || strcmp(name, "time_bucket") != 0) return false;
  const Oid extension = getExtensionOfObject(ProcedureRelationId, function);
  const char* owner = OidIsValid(extension) ? get_extension_name(extension) : nullptr;
  return owner != nullptr && strcmp(owner, "timescaledb") == 0;
}

Expr* argument(const FuncExpr* call, int n) { return static_cast<Expr*>(list_nth(call->args, n)); }

// The attribute and the size of a call that puts UTC times into buckets of constant length.
const Var* bucket(const FuncExpr* call, const Looking& looking, TimeGrid& grid) {
  const Const* size = constant(argument(call, 0));
  if (size == nullptr || size->consttype != INTERVALOID) return nullptr;
  grid.size = microseconds_of(size);
  const Var* var = attribute_of(argument(call, 1), looking.varno);
  if (var == nullptr) return nullptr;
  const Oid type = getBaseType(var->vartype);
  return type == TIMESTAMPOID || type == TIMESTAMPTZOID ? var : nullptr;
}

// The attribute that a call depends on, and the grid on which its results change; null if there is
// none.
const Var* grid_of(const FuncExpr* call, const Looking& looking, TimeGrid& grid) {
  grid = {};
  switch (call->funcid) {
    case F_DATE_TRUNC_TEXT_TIMESTAMPTZ:
    case F_DATE_PART_TEXT_TIMESTAMPTZ:
    case F_EXTRACT_TEXT_TIMESTAMPTZ:
      grid.of_session = true;
      [[fallthrough]];
    case F_DATE_TRUNC_TEXT_TIMESTAMP:
    case F_DATE_PART_TEXT_TIMESTAMP:
    case F_EXTRACT_TEXT_TIMESTAMP:
    case F_DATE_TRUNC_TEXT_TIMESTAMPTZ_TEXT: {
      const Const* part = constant(argument(call, 0));
      if (part == nullptr) return nullptr;
      grid.size = size_of_part(part);
      const bool truncates = call->funcid == F_DATE_TRUNC_TEXT_TIMESTAMP ||
                             call->funcid == F_DATE_TRUNC_TEXT_TIMESTAMPTZ ||
                             call->funcid == F_DATE_TRUNC_TEXT_TIMESTAMPTZ_TEXT;
      if (!truncates && grid.size == kSecond)
        return nullptr;  // extract(second) includes the fraction
      if (call->funcid == F_DATE_TRUNC_TEXT_TIMESTAMPTZ_TEXT) {
        grid.zone = zone_of(argument(call, 2));
        return grid.zone == nullptr ? nullptr : attribute_of(argument(call, 1), looking.varno);
      }
      return local_time(argument(call, 1), looking, grid);
    }
    case F_DATE_TIMESTAMPTZ:
      grid.of_session = true;
      [[fallthrough]];
    case F_DATE_TIMESTAMP:
      grid.size = kDay;
      return local_time(argument(call, 0), looking, grid);
    // Before the origin some server versions put the first point of a bin into the bin before
    // (grid.open).
    case F_DATE_BIN_INTERVAL_TIMESTAMP_TIMESTAMP:
    case F_DATE_BIN_INTERVAL_TIMESTAMPTZ_TIMESTAMPTZ: {
      const Const* origin = constant(argument(call, 2));
      if (origin == nullptr) return nullptr;
      grid.phase = DatumGetInt64(origin->constvalue);
      grid.open = true;
      return bucket(call, looking, grid);
    }
    default:
      if (list_length(call->args) != 2 || !is_time_bucket(call->funcid)) return nullptr;
      grid.phase = 2 * kDay;  // 2000-01-03
      return bucket(call, looking, grid);
  }
}

// ---- Expressions

bool is_of(const Var* var, Looking& looking) {
  if (looking.var != nullptr && looking.var->varattno != var->varattno) return false;
  looking.var = var;
  return true;
}

// Adds the call's grid. Returns false if it has none, or there are too many already.
bool add_grid(const FuncExpr* call, Looking& looking) {
  TimeGrid grid;
  const Var* var = grid_of(call, looking, grid);
  constexpr std::int64_t kFarthest = 200000000000000000;
  if (var == nullptr || grid.size < kSecond || grid.size > kFarthest || grid.phase < -kFarthest ||
      grid.phase > kFarthest || looking.grids == Cached::kMostGrids || !is_of(var, looking))
    return false;
  looking.grid[looking.grids++] = grid;
  looking.worth = true;
  looking.of_session |= grid.of_session;
  // The finest grid comes first, because it determines a result's place in the cache.
  for (int g = looking.grids - 1; g > 0 && looking.grid[g].size < looking.grid[g - 1].size; --g)
    std::swap(looking.grid[g], looking.grid[g - 1]);
  return true;
}

// Walks the expression. Returns true if it finds a node whose result can't be cached.
bool look(Node* node, void* context) {
  auto& looking = *static_cast<Looking*>(context);
  if (node == nullptr) return false;
  switch (nodeTag(node)) {
    case T_Var: {
      looking.each_input = true;
      const Var* var = attribute_of(reinterpret_cast<Expr*>(node), looking.varno);
      return var == nullptr || !is_of(var, looking);
    }
    case T_Param:
      return reinterpret_cast<Param*>(node)->paramkind != PARAM_EXTERN;
    case T_FuncExpr: {
      const auto* call = reinterpret_cast<FuncExpr*>(node);
      if (call->funcretset) return true;
      if (add_grid(call, looking)) return false;
      if (!is_pure(call->funcid, looking)) return true;
      break;
    }
    case T_OpExpr:
      if (!is_pure(reinterpret_cast<OpExpr*>(node)->opfuncid, looking)) return true;
      break;
    case T_List:
    case T_Const:
    case T_RelabelType:
    case T_CaseExpr:
    case T_CaseWhen:
    case T_CaseTestExpr:
    case T_CoalesceExpr:
    case T_NullTest:
    case T_BoolExpr:
    case T_BooleanTest:
      break;
    default:
      return true;
  }
  return walk_tree(node, look, context);
}

}  // namespace

Cached* make_cached(Expr* expression, Index varno, EState* estate) {
  Looking looking = {};
  looking.varno = varno;
  if (look(reinterpret_cast<Node*>(expression), &looking) || !looking.worth ||
      looking.var == nullptr)
    return nullptr;
  std::int16_t length, result_length;
  bool by_value, result_by_value;
  get_typlenbyval(looking.var->vartype, &length, &by_value);
  get_typlenbyval(exprType(reinterpret_cast<Node*>(expression)), &result_length, &result_by_value);
  if ((!by_value && length != -1) || result_length == -2) return nullptr;
  auto* cached = make_array<Cached>(1);
  cached->attribute = looking.var->varattno;
  cached->by_value = by_value;
  cached->result_by_value = result_by_value;
  cached->result_length = result_length;
  cached->grids = looking.each_input ? 0 : looking.grids;
  std::copy_n(looking.grid, looking.grids, cached->grid);
  cached->of_session = looking.of_session;
  cached->memory =
      AllocSetContextCreate(estate->es_query_cxt, "sketch results", ALLOCSET_DEFAULT_SIZES);
  return cached;
}

}  // namespace sketch::pg
