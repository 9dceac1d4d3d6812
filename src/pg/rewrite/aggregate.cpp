// SPDX-License-Identifier: PostgreSQL
//
// Replaces an exact aggregate by one that estimates the same. An aggregate stays exact if the
// estimate could mean something else: if it uses other operators than the type's default ones, if
// the values can't be hashed as `=` compares them, or if the exact aggregate treats the fraction in
// a special way.
#include <algorithm>
#include <initializer_list>

#include "sketch/distinct/hll.hpp"

#include "rewrite/rewrite.hpp"

namespace sketch::pg {
namespace {

// Whether aggregates have their own declarations for the type.
bool is_value_type(Oid type) {
  switch (type) {
#define SKETCH_VALUE_TYPE(name, sql, oid) case oid:
#include "value/types.def"
#undef SKETCH_VALUE_TYPE
    return true;
    default:
      return false;
  }
}

bool is_quantile_type(Oid type) {
  switch (type) {
#define SKETCH_QUANTILE_TYPE(name, sql, oid, kind) case oid:
#include "value/quantile_types.def"
#undef SKETCH_QUANTILE_TYPE
    return true;
    default:
      return false;
  }
}

Oid type_of(const Expr* expression) { return exprType(reinterpret_cast<const Node*>(expression)); }

Expr* coerced(Expr* expression, Oid type) {
  if (type == ANYELEMENTOID || type_of(expression) == type) return expression;
  return reinterpret_cast<Expr*>(coerce_type(nullptr, reinterpret_cast<Node*>(expression),
                                             type_of(expression), type, -1, COERCION_IMPLICIT,
                                             COERCE_IMPLICIT_CAST, -1));
}

// ---- Functions of the extension

bool is_member(Oid function) {
  const Oid extension = get_extension_oid("sketch", true);
  return OidIsValid(extension) && getExtensionOfObject(ProcedureRelationId, function) == extension;
}

// The extension's function with this name and these argument types, in any schema; or InvalidOid.
Oid member(const char* name, std::initializer_list<Oid> types) {
  CatCList* list = SearchSysCacheList1(PROCNAMEARGSNSP, CStringGetDatum(name));
  Oid found = InvalidOid;
  for (int i = 0; i < list->n_members && !OidIsValid(found); ++i) {
    const auto* row = reinterpret_cast<Form_pg_proc>(GETSTRUCT(&list->members[i]->tuple));
    if (row->pronargs == static_cast<int>(types.size()) &&
        std::equal(types.begin(), types.end(), row->proargtypes.values) && is_member(row->oid)) {
      found = row->oid;
    }
  }
  ReleaseSysCacheList(list);
  return found;
}

// The same, if the user may execute it.
Oid allowed_member(Rewriting& rewriting, const char* name, std::initializer_list<Oid> types) {
  const Oid function = member(name, types);
  if (!OidIsValid(function)) return InvalidOid;
  rewriting.depends_on_role = true;
  return may_execute(function, GetUserId()) ? function : InvalidOid;
}

// A plain aggregate over the same rows as the exact one.
Expr* plain_aggregate(const Aggref* exact, Oid function, Oid result,
                      std::initializer_list<Expr*> arguments) {
  auto* aggref = makeNode(Aggref);
  aggref->aggfnoid = function;
  aggref->aggtype = result;
  aggref->aggcollid = type_is_collatable(result) ? exact->aggcollid : InvalidOid;
  aggref->inputcollid = exprCollation(reinterpret_cast<Node*>(*arguments.begin()));
  for (Expr* argument : arguments) {
    aggref->aggargtypes = lappend_oid(aggref->aggargtypes, type_of(argument));
    const auto number = static_cast<AttrNumber>(list_length(aggref->args) + 1);
    aggref->args = lappend(aggref->args, makeTargetEntry(argument, number, nullptr, false));
  }
  aggref->aggfilter = exact->aggfilter;
  aggref->aggkind = AGGKIND_NORMAL;
  aggref->agglevelsup = exact->agglevelsup;
  aggref->aggsplit = AGGSPLIT_SIMPLE;
  aggref->aggno = aggref->aggtransno = -1;
  aggref->location = exact->location;
  return reinterpret_cast<Expr*>(aggref);
}

// ---- Values

bool has_collation(const Expr* value) {
  return !type_is_collatable(type_of(value)) ||
         OidIsValid(exprCollation(reinterpret_cast<const Node*>(value)));
}

// Whether values of the type can be hashed so that equal values have the same hash.
bool is_hashable(Oid type) {
  check_stack_depth();
  const Oid base = getBaseType(type);
  if (is_value_type(base)) return true;
  if (const Oid element = get_element_type(base); OidIsValid(element)) return is_hashable(element);
  if (type_is_rowtype(base)) {
    // The columns of an anonymous row type are unknown here.
    if (base == RECORDOID) return false;
    const TupleDesc columns = lookup_rowtype_tupdesc_copy(base, -1);
    for (int i = 0; i < columns->natts; ++i) {
      const auto* column = TupleDescAttr(columns, i);
      if (!column->attisdropped && !is_hashable(column->atttypid)) return false;
    }
    return true;
  }
  return OidIsValid(lookup_type_cache(base, TYPECACHE_EQ_OPR | TYPECACHE_HASH_EXTENDED_PROC)
                        ->hash_extended_proc);
}

bool is_hashable(Expr* value) {
  if (!IsA(value, RowExpr)) return is_hashable(type_of(value));
  ListCell* cell;
  foreach (cell, reinterpret_cast<RowExpr*>(value)->args)
    if (!is_hashable(static_cast<Expr*>(lfirst(cell)))) return false;
  return true;
}

// The argument type of the declaration that takes values of this type.
Oid declared_type(Oid type) {
  const Oid base = getBaseType(type);
  if (is_value_type(base)) return base;
  return base == VARCHAROID || base == BPCHAROID ? TEXTOID : ANYELEMENTOID;
}

// ---- count(DISTINCT x)

Expr* count_distinct(const Aggref* exact, Rewriting& rewriting) {
  if (list_length(exact->args) != 1) return nullptr;
  Expr* value = linitial_node(TargetEntry, exact->args)->expr;
  if (!is_hashable(value) || !has_collation(value)) return nullptr;
  const Oid type = declared_type(type_of(value));
  if (rewriting.precision == Hll::kDefaultPrecision) {
    const Oid function = allowed_member(rewriting, "approx_count_distinct", {type});
    return OidIsValid(function)
               ? plain_aggregate(exact, function, INT8OID, {coerced(value, type)})
               : nullptr;
  }
  const Oid function = allowed_member(rewriting, "approx_count_distinct", {type, INT4OID});
  if (!OidIsValid(function)) return nullptr;
  auto* precision = makeConst(INT4OID, -1, InvalidOid, sizeof(int32),
                              Int32GetDatum(rewriting.precision), false, true);
  return plain_aggregate(exact, function, INT8OID,
                         {coerced(value, type), reinterpret_cast<Expr*>(precision)});
}

// ---- Ordered-set aggregates

enum class Order { ascending, descending, other };

Order order_of(const Aggref* exact) {
  const auto* order = linitial_node(SortGroupClause, exact->aggorder);
  const Oid type = type_of(linitial_node(TargetEntry, exact->args)->expr);
  const TypeCacheEntry* entry = lookup_type_cache(type, TYPECACHE_LT_OPR | TYPECACHE_GT_OPR);
  if (order->sortop == entry->lt_opr) return Order::ascending;
  return order->sortop == entry->gt_opr ? Order::descending : Order::other;
}

Expr* mode(const Aggref* exact, Rewriting& rewriting) {
  Expr* value = linitial_node(TargetEntry, exact->args)->expr;
  const Oid type = type_of(value), base = getBaseType(type);
  if (order_of(exact) == Order::other || !has_collation(value)) return nullptr;
  const Oid collation = exprCollation(reinterpret_cast<Node*>(value));
  if (OidIsValid(collation) && !get_collation_isdeterministic(collation)) return nullptr;
  // Values of other types are compared by their text, and `=` may compare them in another way.
  // char(n) is fine, because all values have the same length.
  const bool padded = base == BPCHAROID && exprTypmod(reinterpret_cast<Node*>(value)) >= 0;
  if ((!is_value_type(base) || base == JSONBOID) && base != VARCHAROID && !padded &&
      !type_is_enum(base))
    return nullptr;
  const Oid declared = padded ? ANYELEMENTOID : declared_type(type);
  const Oid function = allowed_member(rewriting, "approx_mode", {declared});
  if (!OidIsValid(function)) return nullptr;
  Expr* found = plain_aggregate(exact, function, declared == ANYELEMENTOID ? type : declared,
                                {coerced(value, declared)});
  return type_of(found) == exact->aggtype
             ? found
             : reinterpret_cast<Expr*>(makeRelabelType(found, exact->aggtype, -1, exact->aggcollid,
                                                       COERCE_IMPLICIT_CAST));
}

// The value without percentile_cont()'s cast to double precision. Its key in a sketch is the same.
Expr* without_cast(Expr* value) {
  if (!IsA(value, FuncExpr)) return value;
  const auto* cast = reinterpret_cast<FuncExpr*>(value);
  switch (cast->funcid) {
    case F_FLOAT8_INT2:
    case F_FLOAT8_INT4:
    case F_FLOAT8_INT8:
    case F_FLOAT8_FLOAT4:
      return static_cast<Expr*>(linitial(cast->args));
    default:
      return value;
  }
}

enum class Fractions { refused, checked, unknown };

// Whether both aggregates treat the fraction alike. A fraction that isn't known yet may be NULL.
Fractions examine(const Node* q, bool array) {
  if (!IsA(q, Const)) {
    const bool replaceable = !array && !contain_volatile_functions(const_cast<Node*>(q)) &&
                             !contain_subplans(const_cast<Node*>(q));
    return replaceable ? Fractions::unknown : Fractions::refused;
  }
  const auto* constant = reinterpret_cast<const Const*>(q);
  if (constant->constisnull) return Fractions::refused;
  const auto in_range = [](double fraction) { return fraction >= 0 && fraction <= 1; };
  if (!array)
    return in_range(DatumGetFloat8(constant->constvalue)) ? Fractions::checked : Fractions::refused;
  const ArrayType* fractions = DatumGetArrayTypeP(constant->constvalue);
  const int count = ArrayGetNItems(ARR_NDIM(fractions), ARR_DIMS(fractions));
  if (count == 0 || array_contains_nulls(const_cast<ArrayType*>(fractions)))
    return Fractions::refused;
  const auto* values = reinterpret_cast<const double*>(ARR_DATA_PTR(fractions));
  return std::all_of(values, values + count, in_range) ? Fractions::checked : Fractions::refused;
}

// Makes the result NULL if the fraction is NULL, as the exact aggregate does it; ours would raise
// an error. A filter then leaves out all rows.
void require_fraction(Expr* aggregate, Expr* fraction) {
  auto* test = makeNode(NullTest);
  test->arg = static_cast<Expr*>(copyObjectImpl(fraction));
  test->nulltesttype = IS_NOT_NULL;
  test->location = -1;
  auto* aggref = castNode(Aggref, aggregate);
  auto* known = reinterpret_cast<Expr*>(test);
  aggref->aggfilter = aggref->aggfilter == nullptr
                          ? known
                          : makeBoolExpr(AND_EXPR, list_make2(aggref->aggfilter, known), -1);
}

Expr* percentile(const Aggref* exact, Rewriting& rewriting, bool interpolated) {
  const Order order = order_of(exact);
  if (order == Order::other || list_length(exact->aggdirectargs) != 1) return nullptr;
  Node* q = static_cast<Node*>(copyObjectImpl(linitial(exact->aggdirectargs)));
  const bool array = exprType(q) == FLOAT8ARRAYOID;
  q = eval_const_expressions(rewriting.root, q);
  const Fractions fractions = examine(q, array);
  if (fractions == Fractions::refused) return nullptr;
  // A fraction may be a grouping key. In some grouping sets that is NULL, but it isn't in the rows
  // they are made of.
  if (fractions == Fractions::unknown &&
      contain_vars_of_level(q, static_cast<int>(exact->agglevelsup))) {
    if (exact->agglevelsup > 0 || rewriting.query->groupingSets != NIL) return nullptr;
    q = without_group_relation(rewriting.query, q);
  }

  Expr* value = linitial_node(TargetEntry, exact->args)->expr;
  if (interpolated) value = without_cast(value);
  const Oid type = getBaseType(type_of(value));
  if (!is_quantile_type(type)) return nullptr;
  // An array stores its element type. For a domain that would be the base type.
  if (array && !interpolated && type != type_of(value)) return nullptr;
  const bool descending = order == Order::descending;
  const Oid function = allowed_member(
      rewriting,
      interpolated ? (descending ? "approx_percentile_interpolated_descending"
                                 : "approx_percentile_interpolated")
                   : (descending ? "approx_percentile_descending" : "approx_percentile"),
      {type, static_cast<Oid>(array ? FLOAT8ARRAYOID : FLOAT8OID)});
  if (!OidIsValid(function)) return nullptr;
  auto* fraction = reinterpret_cast<Expr*>(q);
  Expr* result = plain_aggregate(exact, function, get_func_rettype(function),
                                 {coerced(value, type), fraction});
  if (fractions == Fractions::unknown) require_fraction(result, fraction);
  if (type_of(result) != exact->aggtype) {
    result = reinterpret_cast<Expr*>(
        makeRelabelType(result, exact->aggtype, -1, exact->aggcollid, COERCE_IMPLICIT_CAST));
  }
  return result;
}

// ---- Which aggregates

enum class Exact { none, count_distinct, mode, disc, cont, within_disc, within_cont };

Exact exact_of(const Aggref* aggref) {
  switch (aggref->aggfnoid) {
    case F_COUNT_ANY:
      return aggref->aggdistinct != NIL ? Exact::count_distinct : Exact::none;
    case F_MODE:
      return Exact::mode;
    case F_PERCENTILE_DISC_FLOAT8_ANYELEMENT:
    case F_PERCENTILE_DISC__FLOAT8_ANYELEMENT:
      return Exact::disc;
    case F_PERCENTILE_CONT_FLOAT8_FLOAT8:
    case F_PERCENTILE_CONT_FLOAT8_INTERVAL:
    case F_PERCENTILE_CONT__FLOAT8_FLOAT8:
    case F_PERCENTILE_CONT__FLOAT8_INTERVAL:
      return Exact::cont;
    default:
      break;
  }
  if (aggref->aggfnoid < FirstNormalObjectId || aggref->aggkind != AGGKIND_ORDERED_SET)
    return Exact::none;
  const char* name = get_func_name(aggref->aggfnoid);
  if (name == nullptr || strncmp(name, "approx_percentile_", 18) != 0 ||
      !is_member(aggref->aggfnoid))
    return Exact::none;
  return strcmp(name + 18, "cont") == 0 ? Exact::within_cont : Exact::within_disc;
}

}  // namespace

bool sorts_descending(const SortGroupClause* order) {
  bool reverse = false;
  get_equality_op_for_ordering_op(order->sortop, &reverse);
  return reverse;
}

bool is_candidate(const Aggref* aggref, const Rewriting& rewriting) {
  switch (exact_of(aggref)) {
    case Exact::none:
      return false;
    case Exact::within_disc:
    case Exact::within_cont:
      return true;
    case Exact::count_distinct:
      return rewriting.count_distinct;
    default:
      return rewriting.percentile;
  }
}

Expr* approximation_of(const Aggref* aggref, Rewriting& rewriting) {
  if (!is_candidate(aggref, rewriting)) return nullptr;
  const Exact exact = exact_of(aggref);
  if (exact == Exact::within_disc || exact == Exact::within_cont)
    return percentile(aggref, rewriting, exact == Exact::within_cont);
  if (rewriting.exact) return nullptr;
  switch (exact) {
    case Exact::count_distinct:
      return count_distinct(aggref, rewriting);
    case Exact::mode:
      return mode(aggref, rewriting);
    default:
      return percentile(aggref, rewriting, exact == Exact::cont);
  }
}

}  // namespace sketch::pg
