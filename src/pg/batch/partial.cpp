// SPDX-License-Identifier: PostgreSQL
#include "batch/partial.hpp"

#include <algorithm>

#include "batch/batch.hpp"

namespace sketch::pg {
namespace {

// Whether it is worker_partial_agg(). It is recognised by its transition function's C symbol, so
// its name and schema don't matter.
bool is_partial_aggregate(Oid aggregate) {
  const HeapTuple tuple =
      SearchSysCache1(PROCOID, ObjectIdGetDatum(transition_function(aggregate)));
  if (!HeapTupleIsValid(tuple)) raise_internal();
  bool is = false, null;
  if (reinterpret_cast<Form_pg_proc>(GETSTRUCT(tuple))->prolang == ClanguageId) {
    const Datum symbol = SysCacheGetAttr(PROCOID, tuple, Anum_pg_proc_prosrc, &null);
    is = !null && strcmp(TextDatumGetCString(symbol), "worker_partial_agg_sfunc") == 0;
  }
  ReleaseSysCache(tuple);
  return is;
}

Expr* argument(const Aggref* aggref, int i) {
  return static_cast<const TargetEntry*>(list_nth(aggref->args, i))->expr;
}

// Our aggregate that a call of worker_partial_agg() names, or InvalidOid.
Oid named_aggregate(const Aggref* aggref) {
  if (aggref->aggfnoid < FirstNormalObjectId || aggref->aggkind != AGGKIND_NORMAL ||
      aggref->aggvariadic || aggref->aggdistinct != NIL || aggref->aggorder != NIL ||
      aggref->aggsplit != AGGSPLIT_SIMPLE || list_length(aggref->args) != 2 ||
      !IsA(argument(aggref, 0), Const)) {
    return InvalidOid;
  }
  const auto* name = reinterpret_cast<const Const*>(argument(aggref, 0));
  if (name->consttype != OIDOID || name->constisnull || !is_partial_aggregate(aggref->aggfnoid))
    return InvalidOid;
  const Oid aggregate = DatumGetObjectId(name->constvalue);
  return SearchSysCacheExists1(AGGFNOID, ObjectIdGetDatum(aggregate)) && is_ours(aggregate)
             ? aggregate
             : InvalidOid;
}

bool takes_any(Oid declared) { return declared == ANYELEMENTOID || declared == ANYCOMPATIBLEOID; }

// Whether the values have exactly the aggregate's declared types, polymorphic ones apart, and its
// state can be written as text.
bool fits(const Form_pg_proc function, const Aggref& inner, char kind) {
  if (kind != AGGKIND_NORMAL || get_typtype(inner.aggtranstype) == TYPTYPE_PSEUDO ||
      function->pronargs != list_length(inner.args)) {
    return false;
  }
  for (int i = 0; i < function->pronargs; ++i) {
    const Oid declared = function->proargtypes.values[i];
    if (!takes_any(declared) && declared != exprType(reinterpret_cast<Node*>(argument(&inner, i))))
      return false;
  }
  return true;
}

}  // namespace

const Aggref* computed_aggregate(const Aggref* aggref) {
  const Oid aggregate = named_aggregate(aggref);
  if (!OidIsValid(aggregate)) return aggref;
  auto* inner = makeNode(Aggref);
  *inner = *aggref;
  inner->aggfnoid = aggregate;
  inner->aggsplit = AGGSPLIT_INITIAL_SERIAL;
  Expr* value = argument(aggref, 1);
  const bool several = IsA(value, RowExpr) && get_func_nargs(aggregate) != 1;
  const List* values = several ? reinterpret_cast<RowExpr*>(value)->args : list_make1(value);
  inner->args = inner->aggargtypes = NIL;
  ListCell* cell;
  foreach (cell, values) {
    auto* one = static_cast<Expr*>(lfirst(cell));
    inner->args = lappend(
        inner->args, makeTargetEntry(one, static_cast<AttrNumber>(list_length(inner->args) + 1),
                                     nullptr, false));
    inner->aggargtypes = lappend_oid(inner->aggargtypes, exprType(reinterpret_cast<Node*>(one)));
  }
  const HeapTuple definition = SearchSysCache1(AGGFNOID, ObjectIdGetDatum(aggregate));
  const HeapTuple tuple = SearchSysCache1(PROCOID, ObjectIdGetDatum(aggregate));
  if (!HeapTupleIsValid(definition) || !HeapTupleIsValid(tuple)) raise_internal();
  const auto* form = reinterpret_cast<Form_pg_aggregate>(GETSTRUCT(definition));
  auto* function = reinterpret_cast<Form_pg_proc>(GETSTRUCT(tuple));
  inner->aggtranstype = inner->aggtype = form->aggtranstype;
  const bool fit = fits(function, *inner, form->aggkind);
  ReleaseSysCache(tuple);
  ReleaseSysCache(definition);
  return fit ? inner : aggref;
}

bool only_in_batches(const Aggref* aggref, const Aggref* computed) {
  if (aggref == computed) return false;
  Oid* types;
  int count;
  get_func_signature(computed->aggfnoid, &types, &count);
  return std::any_of(types, types + count, takes_any);
}

}  // namespace sketch::pg
