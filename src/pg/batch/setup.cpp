// SPDX-License-Identifier: PostgreSQL
//
// Begins the node: makes columns, transitions and outputs from the plan (plan.cpp).
#include "sketch/simd/kernels.hpp"

#include "batch/calls.hpp"
#include "batch/expression.hpp"
#include "batch/partial.hpp"
#include "value/literal.hpp"

namespace sketch::pg {
namespace {

// Parts of the plan, and what has been made of them so far.
struct Parts {
  const List* targets;  // custom_scan_tlist
  const List* sources;  // custom_exprs
  int next_source;
  int child_columns;
  int* transition_of;  // see planned_transition()
  struct Fed* fed;     // for each transition
  Bitmapset* carried;  // columns of the child that direct arguments refer to
};

// The first aggregate that uses a transition. Empty for a called transition.
struct Fed {
  const Aggref* aggref;
  Recognised recognised;
};

// Turns references to the scan tuple into references to the child's output. Its columns come first
// in the scan tuple.
Node* over_child(Node* node, void* context) {
  if (node == nullptr) return nullptr;
  if (!IsA(node, Var)) return mutate_tree(node, over_child, context);
  auto* var = static_cast<Var*>(copyObjectImpl(node));
  if (var->varno == INDEX_VAR) var->varno = OUTER_VAR;
  return reinterpret_cast<Node*>(var);
}

Expr* next_source(Parts& parts) {
  auto* source = static_cast<Node*>(list_nth(parts.sources, parts.next_source++));
  return reinterpret_cast<Expr*>(over_child(source, nullptr));
}

Column& add_column(BatchScan& scan, Expr* source, Read read) {
  Column& column = scan.columns[scan.column_count++];
  column.source = source;
  column.by_value = true;
  column.read = read;
  if (source == nullptr) return column;
  get_typlenbyval(exprType(reinterpret_cast<Node*>(source)), &column.length, &column.by_value);
  if (is_invariant(source)) column.invariant = make_array<Invariant>(1);
  return column;
}

const TargetEntry* target_at(const Parts& parts, int attribute) {
  return static_cast<TargetEntry*>(list_nth(parts.targets, attribute - 1));
}

Expr* child_column(const Parts& parts, int attribute) {
  auto* source = reinterpret_cast<Node*>(target_at(parts, attribute)->expr);
  return reinterpret_cast<Expr*>(makeVar(OUTER_VAR, static_cast<AttrNumber>(attribute),
                                         exprType(source), exprTypmod(source),
                                         exprCollation(source), 0));
}

// ---- Keys

FmgrInfo* function_info(Oid function) {
  auto* info = make_array<FmgrInfo>(1);
  fmgr_info(function, info);
  return info;
}

// The hash function that belongs to the equality operator; the extended one, of 64 bits, if there
// is one.
FmgrInfo* hash_of_operator(Oid operator_, Oid type) {
  RegProcedure left, right;
  if (!get_op_hash_functions(operator_, &left, &right)) raise_internal();
  TypeCacheEntry* entry =
      lookup_type_cache(type, TYPECACHE_HASH_PROC | TYPECACHE_HASH_EXTENDED_PROC);
  const bool same = entry->hash_proc == left && OidIsValid(entry->hash_extended_proc);
  return function_info(same ? entry->hash_extended_proc : left);
}

void set_key(BatchScan& scan, const Parts& parts, int k, const List* private_data) {
  KeyColumn& key = scan.sets[0].groups.key[k];
  key.attribute = static_cast<AttrNumber>(
      list_nth_int(static_cast<List*>(list_nth(private_data, kKeyColumns)), k));
  const Oid operator_ = list_nth_oid(static_cast<List*>(list_nth(private_data, kKeyOperators)), k);
  key.collation = list_nth_oid(static_cast<List*>(list_nth(private_data, kKeyCollations)), k);
  const Oid equality = get_opcode(operator_);
  Read read;
  key_of(equality, key.collation, key.kind, read);
  Expr* source = child_column(parts, key.attribute);
  const Column& column = add_column(scan, source, read);
  key.by_value = column.by_value;
  key.length = column.length;
  if (key.kind != Key::any) return;
  key.equal = function_info(equality);
  key.hash = hash_of_operator(operator_, exprType(reinterpret_cast<Node*>(source)));
}

// ---- Transitions

Transition& add_transition(BatchScan& scan, const Kind* kind) {
  Transition& transition = scan.transition[scan.transitions++];
  transition.kind = kind;
  transition.column = scan.column_count;
  transition.second = -1;
  transition.offset = scan.group_bytes;
  scan.group_bytes += kind->state_bytes;
  return transition;
}

// The size of a state of type internal, as the planner estimates it.
std::size_t expected_bytes(const Aggref* aggref) {
  const HeapTuple tuple = SearchSysCache1(AGGFNOID, ObjectIdGetDatum(aggref->aggfnoid));
  if (!HeapTupleIsValid(tuple)) raise_internal();
  const int32 declared = reinterpret_cast<Form_pg_aggregate>(GETSTRUCT(tuple))->aggtransspace;
  ReleaseSysCache(tuple);
  return declared > 0 ? static_cast<std::size_t>(declared) : ALLOCSET_DEFAULT_INITSIZE;
}

void add_called(BatchScan& scan, Parts& parts, const Aggref* aggref) {
  const bool ordered = is_ordered(scan, aggref);
  Transition& transition = add_transition(scan, ordered ? &kOrdered : &kCalled);
  const int inputs = list_length(aggref->args);
  const bool filtered = call_columns(aggref) > inputs;
  if (filtered) add_column(scan, nullptr, Read::nothing);
  for (int i = 0; i < inputs; ++i)
    add_column(scan, next_source(parts), Read::datum).same_filter = aggref->aggfilter != nullptr;
  if (aggref->aggfilter != nullptr)
    scan.columns[transition.column].filter_source = next_source(parts);
  transition.call = make_call(scan, scan.transitions - 1, aggref);
  if (!ordered && aggref->aggtranstype == INTERNALOID && transition.call->packing == nullptr)
    scan.unpacked_bytes += expected_bytes(aggref);
}

void add_recognised(BatchScan& scan, Parts& parts, const Aggref* aggref,
                    const Recognised& recognised) {
  const Recipe& recipe = recognised.recipe;
  Transition& transition = add_transition(scan, recipe.kind);
  if (recipe.read != Read::hash)
    transition.hash_words =
        recipe.hash_words != nullptr ? recipe.hash_words : simd::kernels().hash_u64;
  transition.parameter = recognised.parameter;
  transition.domain = recognised.domain;
  transition.front = recognised.front;
  transition.values = recipe.values;
  // The class of a text depends on the collation, except where another system's hash compares
  // bytes.
  if (recipe.values == ValueClass::text && recognised.domain == Domain::xxh3)
    transition.values = value_class(TEXTOID, aggref->inputcollid);
  std::size_t arguments = 0;
  Expr* sources[1 + kMostExtraArguments] = {};
  ListCell* cell;
  foreach (cell, aggref->args) {
    Expr* source = next_source(parts);
    if (!static_cast<TargetEntry*>(lfirst(cell))->resjunk && arguments < std::size(sources))
      sources[arguments++] = source;
  }
  Column& column = add_column(scan, sources[0], recipe.read);
  if (aggref->aggfilter != nullptr) column.filter_source = next_source(parts);
  column.hash = recipe.hash;
  column.make = recipe.make;
  column.collation = aggref->inputcollid;
  column.hashes_bytes = recipe.hash == value_hash_bytea ||
                        (recipe.hash == value_hash_text && compares_bytes(aggref->inputcollid));
  if (recipe.second != 0 && sources[recipe.second] != nullptr) {
    transition.second = scan.column_count;
    add_column(scan, sources[recipe.second], recipe.second_read).same_filter =
        aggref->aggfilter != nullptr;
  }
}

// Adds the columns of the child that an expression over the scan tuple refers to.
bool carry(Node* node, void* context) {
  if (node == nullptr) return false;
  if (!IsA(node, Var)) return walk_tree(node, carry, context);
  const auto* var = reinterpret_cast<Var*>(node);
  auto*& carried = *static_cast<Bitmapset**>(context);
  if (var->varno == INDEX_VAR) carried = bms_add_member(carried, var->varattno);
  return false;
}

void add_carried(BatchScan& scan, const Parts& parts, int attribute) {
  Transition& transition = add_transition(scan, &kFirst);
  const Column& column = add_column(scan, child_column(parts, attribute), Read::datum);
  transition.length = static_cast<std::int16_t>(column.by_value ? 0 : column.length);
  Output& output = scan.output[scan.outputs++];
  output.attribute = static_cast<AttrNumber>(attribute);
  output.transition = transition;
}

void add_all_carried(BatchScan& scan, const Parts& parts) {
  const Plan* plan = scan.css.ss.ps.plan;
  Bitmapset* carried = parts.carried;
  carry(reinterpret_cast<Node*>(plan->targetlist), &carried);
  carry(reinterpret_cast<Node*>(plan->qual), &carried);
  for (int k = 0; k < scan.keys; ++k)
    carried = bms_del_member(carried, scan.sets[0].groups.key[k].attribute);
  for (int attribute = -1; (attribute = bms_next_member(carried, attribute)) >= 0;)
    if (attribute <= parts.child_columns) add_carried(scan, parts, attribute);
}

// ---- Aggregates

// Checks privileges, as ExecInitAgg() does: the user needs EXECUTE on the aggregate, and the
// aggregate's owner needs it on its functions.
void require_rights(const Aggref* aggref, Oid final_function) {
  const Oid aggregate = aggref->aggfnoid;
  require_execute(aggregate, GetUserId(), OBJECT_AGGREGATE);
  InvokeFunctionExecuteHook(aggregate);
  const HeapTuple tuple = SearchSysCache1(PROCOID, ObjectIdGetDatum(aggregate));
  if (!HeapTupleIsValid(tuple)) raise_internal();
  const Oid owner = reinterpret_cast<Form_pg_proc>(GETSTRUCT(tuple))->proowner;
  ReleaseSysCache(tuple);
  for (const Oid function : {transition_function(aggregate), final_function}) {
    if (!OidIsValid(function)) continue;
    require_execute(function, owner, OBJECT_FUNCTION);
    InvokeFunctionExecuteHook(function);
  }
}

// The final function, with the expression that tells a polymorphic function its argument types.
FmgrInfo* final_call(const Aggref* aggref, Oid function, int arguments) {
  FmgrInfo* call = function_info(function);
  Oid types[FUNC_MAX_ARGS];
  get_aggregate_argtypes(const_cast<Aggref*>(aggref), types);
  Expr* expression;
  build_aggregate_finalfn_expr(types, arguments, aggref->aggtranstype, aggref->aggtype,
                               aggref->inputcollid, function, &expression);
  fmgr_info_set_expr(reinterpret_cast<Node*>(expression), call);
  return call;
}

// The number of the final function's arguments: the state, the direct arguments, and with
// FINALFUNC_EXTRA also the aggregate's other arguments, as NULLs.
int final_arguments(const Aggref* aggref) {
  const HeapTuple tuple = SearchSysCache1(AGGFNOID, ObjectIdGetDatum(aggref->aggfnoid));
  if (!HeapTupleIsValid(tuple)) raise_internal();
  const bool all = reinterpret_cast<Form_pg_aggregate>(GETSTRUCT(tuple))->aggfinalextra;
  ReleaseSysCache(tuple);
  return 1 + list_length(all ? aggref->aggargtypes : aggref->aggdirectargs);
}

// Direct arguments are evaluated over the node's scan tuple.
void add_direct_arguments(BatchScan& scan, Parts& parts, Output& output, const Aggref* aggref) {
  output.direct_arguments = list_length(aggref->aggdirectargs);
  output.direct = make_array<ExprState*>(output.direct_arguments);
  for (int i = 0; i < output.direct_arguments; ++i) {
    auto* argument = static_cast<Node*>(list_nth(parts.sources, parts.next_source++));
    carry(argument, &parts.carried);
    output.direct[i] = ExecInitExpr(reinterpret_cast<Expr*>(argument), &scan.css.ss.ps);
  }
}

// Skips the sources of an aggregate that shares a transition.
void skip_sources(Parts& parts, const Aggref* aggref) {
  parts.next_source += list_length(aggref->args) + (aggref->aggfilter != nullptr);
}

// The output function of a type.
FmgrInfo* output_call(Oid type) {
  Oid output;
  bool is_varlena;
  getTypeOutputInfo(type, &output, &is_varlena);
  return function_info(output);
}

const Node* value_of(const Aggref* aggref) {
  return aggref->args == NIL
             ? nullptr
             : reinterpret_cast<const Node*>(linitial_node(TargetEntry, aggref->args)->expr);
}

// Whether an aggregate has the same states as a transition, byte by byte, though its results may
// differ: sum and avg, or several percentiles of one column.
bool feeds_alike(const Fed& fed, const Aggref* aggref, const Recognised& recognised) {
  if (fed.aggref == nullptr || recognised.called) return false;
  const Recipe &a = fed.recognised.recipe, &b = recognised.recipe;
  const Kind &x = *a.kind, &y = *b.kind;
  const Node* value = value_of(aggref);
  const auto plain = [](const Aggref* of) { return of->aggdistinct == NIL && of->aggorder == NIL; };
  return x.state_bytes == y.state_bytes && x.update == y.update &&
         x.packed_bytes == y.packed_bytes && x.pack == y.pack && x.unpack == y.unpack &&
         x.merge == y.merge && a.read == b.read && a.hash == b.hash &&
         a.hash_words == b.hash_words && a.make == b.make && a.values == b.values &&
         a.second == 0 && b.second == 0 && fed.recognised.parameter == recognised.parameter &&
         fed.recognised.domain == recognised.domain &&
         fed.aggref->inputcollid == aggref->inputcollid && plain(fed.aggref) && plain(aggref) &&
         equal(value_of(fed.aggref), value) && equal(fed.aggref->aggfilter, aggref->aggfilter) &&
         !contain_volatile_functions(const_cast<Node*>(value)) &&
         !contain_volatile_functions(reinterpret_cast<Node*>(aggref->aggfilter));
}

// The number from 1 of our transition for one of the planner's (aggtransno), or 0. There are two
// for each: aggregates with a kind, and called ones, don't share. avg() and var_pop() of double
// precision have the same aggtransno, but only avg() has a kind.
int& planned_transition(const Parts& parts, const Aggref* aggref, const Recognised& recognised) {
  return parts.transition_of[2 * aggref->aggtransno + recognised.called];
}

// The number from 1 of a transition that the aggregate can share, or 0.
int transition_to_share(const BatchScan& scan, const Parts& parts, const Aggref* aggref,
                        const Recognised& recognised) {
  const int t = planned_transition(parts, aggref, recognised);
  if (t != 0) return t;
  for (int i = 0; i < scan.transitions; ++i)
    if (feeds_alike(parts.fed[i], aggref, recognised)) return i + 1;
  return 0;
}

// Adds an aggregate. It shares a transition if it can.
void add_output(BatchScan& scan, Parts& parts, int attribute) {
  const auto* written = reinterpret_cast<const Aggref*>(target_at(parts, attribute)->expr);
  const Aggref* aggref = computed_aggregate(written);
  const Recognised recognised = recognise(aggref, scan.css.ss.ps.state->es_param_list_info);
  require_rights(aggref, recognised.final_function);
  if (aggref != written) require_rights(written, InvalidOid);
  int t = transition_to_share(scan, parts, aggref, recognised);
  if (t != 0) {
    scan.caller->pertrans[t - 1].aggshared = true;
    skip_sources(parts, aggref);
  } else if (recognised.called) {
    add_called(scan, parts, aggref);
    t = scan.transitions;
  } else {
    add_recognised(scan, parts, aggref, recognised);
    t = scan.transitions;
    parts.fed[t - 1] = {aggref, recognised};
  }
  planned_transition(parts, aggref, recognised) = t;
  Output& output = scan.output[scan.outputs++];
  output.attribute = static_cast<AttrNumber>(attribute);
  output.transition = scan.transition[t - 1];
  if (!recognised.called) {
    output.transition.kind = recognised.recipe.kind;
    output.transition.front = recognised.front;
  }
  output.collation = aggref->inputcollid;
  output.partial = DO_AGGSPLIT_SKIPFINAL(aggref->aggsplit);
  output.arguments = 1;
  add_direct_arguments(scan, parts, output, aggref);
  if (OidIsValid(recognised.final_function)) {
    output.arguments = final_arguments(aggref);
    output.final_function = final_call(aggref, recognised.final_function, output.arguments);
    output.length = get_typlen(aggref->aggtype);
    output.call = make_final_call(aggref, t - 1);
  } else if (aggref != written) {
    output.final_function = output_call(aggref->aggtranstype);
  }
}

// A GROUPING() among the aggregates.
void add_grouping(BatchScan& scan, int attribute, const List* private_data) {
  const auto* values = static_cast<List*>(
      list_nth(static_cast<List*>(list_nth(private_data, kGroupings)), scan.groupings));
  GroupingCall& call = scan.grouping[scan.groupings++];
  call.attribute = static_cast<AttrNumber>(attribute);
  call.values = make_array<int>(list_length(values));
  for (int i = 0; i < list_length(values); ++i) call.values[i] = list_nth_int(values, i);
}

const Aggref* aggregate_at(const Parts& parts, int attribute) {
  const auto* expression = target_at(parts, attribute)->expr;
  return IsA(expression, Aggref) ? computed_aggregate(reinterpret_cast<const Aggref*>(expression))
                                 : nullptr;
}

// Allocates the node's arrays.
void make_arrays(BatchScan& scan, Parts& parts) {
  const int targets = list_length(parts.targets);
  int columns = scan.keys + parts.child_columns, most = 0;
  for (int i = parts.child_columns + 1; i <= targets; ++i) {
    const Aggref* aggref = aggregate_at(parts, i);
    if (aggref == nullptr) continue;
    columns += std::max(call_columns(aggref), 3);
    most = std::max(most, aggref->aggtransno);
  }
  parts.transition_of = make_array<int>(2 * (most + 1));
  parts.fed = make_array<Fed>(targets);
  scan.columns = make_array<Column>(columns);
  scan.transition = make_array<Transition>(targets);
  scan.output = make_array<Output>(targets);
  scan.grouping = make_array<GroupingCall>(targets - parts.child_columns);
  scan.set_count = 1;
  scan.sets = make_array<GroupingSet>(1);
  scan.sets[0].groups.keys = scan.keys;
  scan.sets[0].groups.key = make_array<KeyColumn>(scan.keys);
  scan.group_bytes = sizeof(Group) + sizeof(std::uint64_t) * static_cast<std::size_t>(scan.keys);
  initStringInfo(&scan.record);
}

}  // namespace

void begin_batches(CustomScanState* node, EState* estate, int eflags) {
  BatchScan& scan = scan_of(node);
  const auto* plan = reinterpret_cast<CustomScan*>(node->ss.ps.plan);
  const List* private_data = plan->custom_private;
  Parts parts = {plan->custom_scan_tlist, plan->custom_exprs, 0,
                 intVal(list_nth(private_data, kChildColumns)), nullptr, nullptr, nullptr};
  scan.keys = list_length(static_cast<List*>(list_nth(private_data, kKeyColumns)));
  scan.needs_rows = intVal(list_nth(private_data, kNeedsRows)) != 0;
  make_arrays(scan, parts);
  scan.caller = make_caller(scan, estate);
  for (int k = 0; k < scan.keys; ++k) set_key(scan, parts, k, private_data);
  for (int i = parts.child_columns + 1; i <= list_length(parts.targets); ++i) {
    if (aggregate_at(parts, i) != nullptr) {
      add_output(scan, parts, i);
    } else {
      add_grouping(scan, i, private_data);
    }
  }
  scan.aggregates = scan.outputs;
  add_all_carried(scan, parts);
  open_input(scan, estate, eflags);
  scan.caller->tmpcontext = scan.input;
  make_sets(scan, static_cast<List*>(list_nth(private_data, kSets)));
  TupleTableSlot* slot = node->ss.ss_ScanTupleSlot;
  std::fill_n(slot->tts_isnull, slot->tts_tupleDescriptor->natts, true);
  if ((eflags & EXEC_FLAG_EXPLAIN_ONLY) == 0) start_sets(scan, estate);
}

}  // namespace sketch::pg
