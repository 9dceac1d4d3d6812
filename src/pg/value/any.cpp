// SPDX-License-Identifier: PostgreSQL
#include "value/any.hpp"

#include <algorithm>

#include "batch/batch.hpp"
#include "value/other.hpp"

namespace sketch::pg {
namespace {

// The hash of a type that shares its `=` with a built-in type, such as the types of the extension
// isn.
ValueHash hash_for_equality(PGFunction equal) {
  struct Known {
    PGFunction equal;
    ValueHash hash;
  };
  static const Known kKnown[] = {
      {int2eq, value_hash_int2},
      {int4eq, value_hash_int4},
      {int8eq, value_hash_int8},
      {oideq, value_hash_oid},
      {float4eq, value_hash_float4},
      {float8eq, value_hash_float8},
      {texteq, value_hash_text},
      {byteaeq, value_hash_bytea},
      {numeric_eq, value_hash_numeric},
      {uuid_eq, value_hash_uuid},
      {timestamp_eq, value_hash_timestamp},
      {date_eq, value_hash_date},
  };
  for (const Known& known : kKnown) {
    if (known.equal == equal) return known.hash;
  }
  return nullptr;
}

// Whether equal values have equal bytes. The default btree operator class says so, for
// deduplication in indexes.
bool equal_images(const TypeCacheEntry& type, Oid collation) {
  if (!OidIsValid(type.btree_opf)) return false;
  const Oid function = get_opfamily_proc(type.btree_opf, type.btree_opintype, type.btree_opintype,
                                         BTEQUALIMAGE_PROC);
  return OidIsValid(function) &&
         DatumGetBool(
             OidFunctionCall1Coll(function, collation, ObjectIdGetDatum(type.btree_opintype)));
}

}  // namespace

AnyHasher* AnyHasher::new_parts(int count) const {
  return static_cast<AnyHasher*>(
      MemoryContextAllocZero(lifetime_, static_cast<Size>(count) * sizeof(AnyHasher)));
}

AnyHasher* AnyHasher::find_part(Oid type, Oid collation) {
  AnyHasher* part = new_parts(1);
  part->find(type, collation, lifetime_);
  return part;
}

void AnyHasher::find(Oid type, Oid collation, MemoryContext lifetime) {
  check_stack_depth();
  // type_ is set last, so that the object stays invalid if an error is raised here.
  type_ = InvalidOid;
  collation_ = collation;
  lifetime_ = lifetime;
  const Oid base = getBaseType(type);
  values_ = value_class(base, collation);
  direct_ = value_hash_of(base);
  if (direct_ == nullptr) direct_ = value_hash_of_extension(base);
  if (direct_ != nullptr) {
    kind_ = kDirect;
  } else {
    find_parts(base);
  }
  type_ = type;
}

void AnyHasher::find_parts(Oid base) {
  if (const Oid element = get_element_type(base); OidIsValid(element)) {
    kind_ = kArray;
    parts_ = find_part(element, collation_);
  } else if (type_is_rowtype(base)) {
    // Columns are looked up for each row.
    kind_ = kRow;
    parts_ = nullptr;
    part_count_ = 0;
  } else if (type_is_range(base) || type_is_multirange(base)) {
    TypeCacheEntry* found =
        lookup_type_cache(base, TYPECACHE_RANGE_INFO | TYPECACHE_MULTIRANGE_INFO);
    kind_ = found->rngtype != nullptr ? kMultirange : kRange;
    range_ = kind_ == kMultirange ? found->rngtype : found;
    parts_ = find_part(range_->rngelemtype->type_id, range_->rng_collation);
  } else if (type_is_enum(base)) {
    kind_ = kEnum;
    values_ = ValueClass::text;  // an enum is hashed as its label
    labels_ = nullptr;
  } else {
    find_by_operator_class(base);
  }
}

void AnyHasher::find_by_operator_class(Oid base) {
  const TypeCacheEntry* found = lookup_type_cache(
      base, TYPECACHE_BTREE_OPFAMILY | TYPECACHE_EQ_OPR_FINFO | TYPECACHE_HASH_EXTENDED_PROC);
  kind_ = kDirect;
  // Types that use the operators of another type, such as regclass those of oid.
  if (OidIsValid(found->btree_opintype)) direct_ = value_hash_of(found->btree_opintype);
  if (found->btree_opintype == OIDOID && base < FirstNormalObjectId) values_ = ValueClass::number;
  if (direct_ == nullptr) direct_ = hash_for_equality(found->eq_opr_finfo.fn_addr);
  if (direct_ != nullptr) return;
  if (equal_images(*found, collation_)) {
    kind_ = kImage;
    get_typlenbyval(base, &length_, &by_value_);
    return;
  }
  if (OidIsValid(found->hash_extended_proc)) {
    kind_ = kFunction;
    fmgr_info_cxt(found->hash_extended_proc, &function_, lifetime_);
    return;
  }
  ereport(
      ERROR,
      (errcode(ERRCODE_UNDEFINED_FUNCTION),
       OidIsValid(found->eq_opr)
           ? errmsg("could not identify an extended hash function for type %s",
                    format_type_be(base))
           : errmsg("could not identify an equality operator for type %s", format_type_be(base)),
       base == JSONOID ? errhint("Cast the value to jsonb.")
                       : errhint("Cast the value to a type that can be hashed, such as text.")));
}

std::uint64_t AnyHasher::operator()(Datum value) {
  switch (kind_) {
    case kDirect:
      return direct_(value, collation_);
    case kArray:
      return hash_array(value);
    case kRow:
      return hash_row(value);
    case kRange:
      return hash_range(value);
    case kMultirange:
      return hash_multirange(value);
    case kEnum:
      return hash_enum(DatumGetObjectId(value));
    case kImage:
      return hash_image(value);
    case kFunction:
      break;
  }
  return hash_u64(
      DatumGetUInt64(FunctionCall2Coll(&function_, collation_, value, Int64GetDatum(0))));
}

// By-value types are hashed as integers, all others as bytes.
std::uint64_t AnyHasher::hash_image(Datum value) const {
  if (by_value_) {
    switch (length_) {
      case 1:
        return hash_integer(DatumGetChar(value));
      case 2:
        return hash_integer(DatumGetInt16(value));
      case 4:
        return hash_integer(DatumGetInt32(value));
      default:
        return hash_integer(DatumGetInt64(value));
    }
  }
  if (length_ == -1) return value_hash_bytea(value, InvalidOid);
  const char* bytes = static_cast<const char*>(DatumGetPointer(value));
  return hash_bytes(bytes, length_ == -2 ? std::strlen(bytes) : static_cast<std::size_t>(length_));
}

static Oid declared_type(Oid function, int argument) {
  Oid* types;
  int count;
  get_func_signature(function, &types, &count);
  return argument < count && !IsPolymorphicType(types[argument]) ? types[argument] : InvalidOid;
}

// If the running aggregate is Citus's and computes one of ours, which its first argument names: our
// aggregate; otherwise InvalidOid.
static Oid computed_by_another(FunctionCallInfo fcinfo) {
  const Aggref* aggref = AggGetAggref(fcinfo);
  if (aggref == nullptr || aggref->args == NIL) return InvalidOid;
  const Expr* first = linitial_node(TargetEntry, aggref->args)->expr;
  if (!IsA(first, Const)) return InvalidOid;
  const auto* number = reinterpret_cast<const Const*>(first);
  if (number->consttype != OIDOID || number->constisnull) return InvalidOid;
  const HeapTuple tuple = SearchSysCache1(AGGFNOID, number->constvalue);
  if (!HeapTupleIsValid(tuple)) return InvalidOid;
  const auto* aggregate = reinterpret_cast<Form_pg_aggregate>(GETSTRUCT(tuple));
  const Oid function = fcinfo->flinfo->fn_oid;
  const bool calls = aggregate->aggtransfn == function || aggregate->aggfinalfn == function;
  ReleaseSysCache(tuple);
  return calls ? DatumGetObjectId(number->constvalue) : InvalidOid;
}

// Citus's aggregates call our transition functions from C, without a call expression. Then the
// declaration of the function may give the type, or that of the aggregate, whose arguments don't
// include the state.
Oid known_argument_type(FunctionCallInfo fcinfo, int argument) {
  if (const Oid type = get_fn_expr_argtype(fcinfo->flinfo, argument); OidIsValid(type)) return type;
  if (const Oid type = declared_type(fcinfo->flinfo->fn_oid, argument); OidIsValid(type))
    return type;
  const Oid aggregate = computed_by_another(fcinfo);
  return OidIsValid(aggregate) ? declared_type(aggregate, argument - 1) : InvalidOid;
}

Oid argument_type(FunctionCallInfo fcinfo, int argument) {
  const Oid type = known_argument_type(fcinfo, argument);
  if (!OidIsValid(type)) {
    ereport(ERROR,
            (errcode(ERRCODE_INDETERMINATE_DATATYPE),
             errmsg("could not determine the type of the value"),
             errhint("Cast the value to bigint, text or another type that the aggregate names.")));
  }
  return type;
}

bool is_plain_text(Oid type) {
  const Oid base = getBaseType(type);
  return base == TEXTOID || base == VARCHAROID;
}

Oid written_type(const Node* expression) {
  while (IsA(expression, RelabelType)) {
    const auto* relabel = reinterpret_cast<const RelabelType*>(expression);
    if (relabel->relabelformat != COERCE_IMPLICIT_CAST) break;
    expression = reinterpret_cast<const Node*>(relabel->arg);
  }
  return exprType(const_cast<Node*>(expression));
}

// The same in a window. A transition function can't find out for which of the window functions it
// is called, so all that use it have to agree.
static Oid written_type_in_window(const WindowAggState* window, Oid transition, int argument) {
  Oid type = InvalidOid;
  ListCell* cell;
  foreach (cell, window->funcs) {
    const WindowFunc* function = static_cast<WindowFuncExprState*>(lfirst(cell))->wfunc;
    if (!function->winagg || transition_function(function->winfnoid) != transition) continue;
    auto* value = static_cast<Node*>(list_nth(function->args, argument - 1));
    // The transition function is called for another window function, if the value isn't text.
    if (exprType(value) != TEXTOID) continue;
    const Oid here = written_type(value);
    if (OidIsValid(type) && here != type && !(is_plain_text(here) && is_plain_text(type))) {
      ereport(ERROR, (errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
                      errmsg("could not tell values of type %s from those of type %s in one window",
                             format_type_be(type), format_type_be(here)),
                      errhint("Cast the values to text.")));
    }
    type = here;
  }
  return type;
}

Oid written_type(FunctionCallInfo fcinfo, int argument) {
  const Node* expression = nullptr;
  const Node* call = fcinfo->flinfo->fn_expr;
  if (const Aggref* aggregate = AggGetAggref(fcinfo); aggregate != nullptr) {
    // Another aggregate, such as Citus's, may call our transition function; its arguments aren't
    // those of this call.
    if (transition_function(aggregate->aggfnoid) != fcinfo->flinfo->fn_oid) return InvalidOid;
    const auto* target = static_cast<TargetEntry*>(list_nth(aggregate->args, argument - 1));
    expression = reinterpret_cast<const Node*>(target->expr);
  } else if (fcinfo->context != nullptr && IsA(fcinfo->context, WindowAggState)) {
    return written_type_in_window(reinterpret_cast<const WindowAggState*>(fcinfo->context),
                                  fcinfo->flinfo->fn_oid, argument);
  } else if (call != nullptr && IsA(call, FuncExpr)) {
    expression = static_cast<const Node*>(
        list_nth(reinterpret_cast<const FuncExpr*>(call)->args, argument));
  }
  return expression == nullptr ? InvalidOid : written_type(expression);
}

AnyHasher plain_text_argument;

static AnyHasher& new_argument(FunctionCallInfo fcinfo, Oid type) {
  const MemoryContext lifetime = fcinfo->flinfo->fn_mcxt;
  auto* found = static_cast<AnyHasher*>(MemoryContextAllocZero(lifetime, sizeof(AnyHasher)));
  found->find(type, PG_GET_COLLATION(), lifetime);
  fcinfo->flinfo->fn_extra = found;
  return *found;
}

AnyHasher& text_argument(FunctionCallInfo fcinfo) {
  auto* known = static_cast<AnyHasher*>(fcinfo->flinfo->fn_extra);
  if (known != nullptr) return *known;
  const Oid type = written_type(fcinfo, 1);
  if (OidIsValid(type) && !is_plain_text(type)) return new_argument(fcinfo, type);
  fcinfo->flinfo->fn_extra = &plain_text_argument;
  return plain_text_argument;
}

AnyHasher& any_argument(FunctionCallInfo fcinfo, int argument) {
  auto* known = static_cast<AnyHasher*>(fcinfo->flinfo->fn_extra);
  if (known != nullptr) return *known;
  const Oid type = argument_type(fcinfo, argument);
  const Oid written = type == TEXTOID ? written_type(fcinfo, argument) : InvalidOid;
  return new_argument(fcinfo, OidIsValid(written) ? written : type);
}

Datum typed_step(FunctionCallInfo fcinfo, std::span<const TypedStep> steps, PGFunction other) {
  PGFunction& step = fcinfo->flinfo->fn_addr;
  // JIT-compiled plans call the function by its name each time, not by fn_addr.
  if (step == other) return step(fcinfo);
  for (const TypedStep& typed : steps)
    if (step == typed.step) return step(fcinfo);
  Oid type = getBaseType(argument_type(fcinfo, 1));
  // A type that is cast to text but has its own equality, such as citext, is any other type.
  const Oid written = type == TEXTOID ? written_type(fcinfo, 1) : InvalidOid;
  if (OidIsValid(written) && !is_plain_text(written)) type = InvalidOid;
  step = other;
  for (const TypedStep& typed : steps)
    if (type == typed.type) step = typed.step;
  return step(fcinfo);
}

}  // namespace sketch::pg
