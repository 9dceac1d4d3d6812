// SPDX-License-Identifier: PostgreSQL
//
// Makes conditions from expressions.
#include "batch/condition.hpp"
#include "batch/expression.hpp"

namespace sketch::pg {
namespace {

using Form = Condition::Form;
using Number = Condition::Number;
using Test = Condition::Test;

struct Making {
  Index varno;
  PlanState* parent;
};

bool is_operand(Expr* expression) {
  Expr* plain = without_relabel(expression);
  return plain != nullptr && (IsA(plain, Const) || IsA(plain, Param));
}

Test opposite(Test test) {
  switch (test) {
    case Test::equal:
      return Test::unequal;
    case Test::unequal:
      return Test::equal;
    case Test::less:
      return Test::at_least;
    case Test::at_most:
      return Test::greater;
    case Test::greater:
      return Test::at_most;
    case Test::at_least:
      return Test::less;
  }
  return test;
}

// The test with its operands exchanged.
Test exchanged(Test test) {
  switch (test) {
    case Test::less:
      return Test::greater;
    case Test::at_most:
      return Test::at_least;
    case Test::greater:
      return Test::less;
    case Test::at_least:
      return Test::at_most;
    default:
      return test;
  }
}

// The test that an operator's function computes. The names of these functions follow the same
// pattern for each type.
bool number_test(Oid function, Test& test) {
#define SKETCH_TESTS(eq, ne, lt, le, gt, ge) \
  case eq:                                   \
    test = Test::equal;                      \
    return true;                             \
  case ne:                                   \
    test = Test::unequal;                    \
    return true;                             \
  case lt:                                   \
    test = Test::less;                       \
    return true;                             \
  case le:                                   \
    test = Test::at_most;                    \
    return true;                             \
  case gt:                                   \
    test = Test::greater;                    \
    return true;                             \
  case ge:                                   \
    test = Test::at_least;                   \
    return true;
#define SKETCH_TESTS_OF(type) \
  SKETCH_TESTS(F_##type##EQ, F_##type##NE, F_##type##LT, F_##type##LE, F_##type##GT, F_##type##GE)
#define SKETCH_TESTS_OF_(type)                                                            \
  SKETCH_TESTS(F_##type##_EQ, F_##type##_NE, F_##type##_LT, F_##type##_LE, F_##type##_GT, \
               F_##type##_GE)
  switch (function) {
    SKETCH_TESTS_OF(INT2)
    SKETCH_TESTS_OF(INT4)
    SKETCH_TESTS_OF(INT8)
    SKETCH_TESTS_OF(INT24)
    SKETCH_TESTS_OF(INT42)
    SKETCH_TESTS_OF(INT28)
    SKETCH_TESTS_OF(INT82)
    SKETCH_TESTS_OF(INT48)
    SKETCH_TESTS_OF(INT84)
    SKETCH_TESTS_OF(FLOAT4)
    SKETCH_TESTS_OF(FLOAT8)
    SKETCH_TESTS_OF(FLOAT48)
    SKETCH_TESTS_OF(FLOAT84)
    SKETCH_TESTS_OF(OID)
    SKETCH_TESTS_OF(BOOL)
    SKETCH_TESTS_OF_(DATE)
    SKETCH_TESTS_OF_(TIME)
    SKETCH_TESTS_OF_(TIMESTAMP)
    SKETCH_TESTS_OF_(TIMESTAMPTZ)
    case F_CHAREQ:
    case F_ENUM_EQ:
      test = Test::equal;
      return true;
    case F_CHARNE:
    case F_ENUM_NE:
      test = Test::unequal;
      return true;
    default:
      return false;
  }
#undef SKETCH_TESTS_OF_
#undef SKETCH_TESTS_OF
#undef SKETCH_TESTS
}

bool number_type(Oid type, Number& number) {
  type = getBaseType(type);
  switch (type) {
    case BOOLOID:
    case CHAROID:
      number = Number::unsigned1;
      return true;
    case INT2OID:
      number = Number::integer2;
      return true;
    case INT4OID:
    case DATEOID:
      number = Number::integer4;
      return true;
    case OIDOID:
      number = Number::unsigned4;
      return true;
    case INT8OID:
    case TIMEOID:
    case TIMESTAMPOID:
    case TIMESTAMPTZOID:
      number = Number::integer8;
      return true;
    case FLOAT4OID:
      number = Number::float4;
      return true;
    case FLOAT8OID:
      number = Number::float8;
      return true;
    default:
      number = Number::unsigned4;
      return get_typtype(type) == TYPTYPE_ENUM;
  }
}

Condition* new_condition(Form form, Test test, const Var* var) {
  auto* condition = make_array<Condition>(1);
  condition->form = form;
  condition->test = test;
  condition->attribute = var == nullptr ? AttrNumber{0} : var->varattno;
  return condition;
}

void set_operand(Condition* condition, Expr* operand, const Making& making) {
  const Expr* plain = without_relabel(operand);
  condition->operand.state = ExecInitExpr(operand, making.parent);
  condition->operand.lasting =
      IsA(plain, Const) || reinterpret_cast<const Param*>(plain)->paramkind == PARAM_EXTERN;
}

// ---- Texts

enum class Pattern : std::uint8_t { none, exact, prefix };

// The kind of a constant LIKE pattern.
Pattern pattern_of(Expr* expression) {
  Expr* plain = without_relabel(expression);
  if (!IsA(plain, Const) || reinterpret_cast<Const*>(plain)->constisnull) return Pattern::none;
  const auto* pattern = PG_DETOAST_DATUM_PACKED(reinterpret_cast<Const*>(plain)->constvalue);
  const std::string_view text(VARDATA_ANY(pattern), VARSIZE_ANY_EXHDR(pattern));
  const std::size_t special = text.find_first_of("%_\\");
  if (special == text.npos) return Pattern::exact;
  return text[special] == '%' && special == text.size() - 1 ? Pattern::prefix : Pattern::none;
}

Condition* text_condition(Oid function, Oid collation, const Var* var, Expr* operand, bool negated,
                          const Making& making) {
  Form form = Form::text;
  bool equal = true;
  switch (function) {
    case F_TEXTNE:
      equal = false;
      break;
    case F_TEXTEQ:
      break;
    case F_TEXTNLIKE:
    case F_TEXTLIKE: {
      equal = function == F_TEXTLIKE;
      const Pattern pattern = pattern_of(operand);
      if (pattern == Pattern::none) return nullptr;
      if (pattern == Pattern::prefix) form = Form::prefix;
      break;
    }
    default:
      return nullptr;
  }
  if (!compares_bytes(collation)) return nullptr;
  Condition* condition = new_condition(form, equal != negated ? Test::equal : Test::unequal, var);
  set_operand(condition, operand, making);
  return condition;
}

// ---- Operators

Condition* of_operator(const OpExpr* op, bool negated, const Making& making) {
  if (list_length(op->args) != 2) return nullptr;
  auto* left = static_cast<Expr*>(linitial(op->args));
  auto* right = static_cast<Expr*>(lsecond(op->args));
  const Var* var = attribute_of(left, making.varno);
  const bool reversed = var == nullptr;
  if (reversed) {
    std::swap(left, right);
    var = attribute_of(left, making.varno);
  }
  if (var == nullptr || !is_operand(right)) return nullptr;
  Test test;
  if (!number_test(op->opfuncid, test)) {
    const bool like = op->opfuncid == F_TEXTLIKE || op->opfuncid == F_TEXTNLIKE;
    if (reversed && like) return nullptr;
    return text_condition(op->opfuncid, op->inputcollid, var, right, negated, making);
  }
  Number number, operand_number;
  if (!number_type(exprType(reinterpret_cast<Node*>(left)), number) ||
      !number_type(exprType(reinterpret_cast<Node*>(right)), operand_number))
    return nullptr;
  if (reversed) test = exchanged(test);
  if (negated) test = opposite(test);
  Condition* condition = new_condition(Form::number, test, var);
  condition->number = number;
  condition->operand_number = operand_number;
  set_operand(condition, right, making);
  return condition;
}

// x IN (...), x NOT IN (...), x = ANY (array), x <> ALL (array).
Condition* of_list(const ScalarArrayOpExpr* op, bool negated, const Making& making) {
  auto* array = static_cast<Expr*>(lsecond(op->args));
  const Var* var = attribute_of(static_cast<Expr*>(linitial(op->args)), making.varno);
  if (var == nullptr || !is_operand(array)) return nullptr;
  const Oid element = get_base_element_type(exprType(reinterpret_cast<Node*>(array)));
  if (!OidIsValid(element)) return nullptr;
  Test test;
  Condition* condition;
  if (number_test(op->opfuncid, test)) {
    Number number, operand_number;
    if (!number_type(exprType(static_cast<Node*>(linitial(op->args))), number) ||
        !number_type(element, operand_number))
      return nullptr;
    condition = new_condition(Form::number_in, test, var);
    condition->number = number;
    condition->operand_number = operand_number;
  } else if (op->opfuncid == F_TEXTEQ || op->opfuncid == F_TEXTNE) {
    if (!compares_bytes(op->inputcollid)) return nullptr;
    test = op->opfuncid == F_TEXTEQ ? Test::equal : Test::unequal;
    condition = new_condition(Form::text_in, test, var);
  } else {
    return nullptr;
  }
  if (test != (op->useOr ? Test::equal : Test::unequal)) return nullptr;
  if (negated) condition->test = opposite(test);
  set_operand(condition, array, making);
  return condition;
}

Condition* null_test(const Var* var, bool null) {
  return new_condition(Form::null, null ? Test::equal : Test::unequal, var);
}

Condition* joined(Form form, Condition* first, Condition* second) {
  Condition* condition = new_condition(form, Test::equal, nullptr);
  condition->parts[0] = first;
  condition->parts[1] = second;
  return condition;
}

Condition* truth(const Var* var, bool value, const Making& making) {
  Condition* condition = new_condition(Form::number, Test::equal, var);
  condition->number = condition->operand_number = Number::unsigned1;
  set_operand(condition, reinterpret_cast<Expr*>(makeBoolConst(value, false)), making);
  return condition;
}

Condition* of_boolean_test(const BooleanTest* test, bool negated, const Making& making) {
  const Var* var = attribute_of(test->arg, making.varno);
  if (var == nullptr) return nullptr;
  const auto is = [&](bool value, bool not_so) {
    return not_so ? joined(Form::any, null_test(var, true), truth(var, !value, making))
                  : truth(var, value, making);
  };
  switch (test->booltesttype) {
    case IS_TRUE:
      return is(true, negated);
    case IS_NOT_TRUE:
      return is(true, !negated);
    case IS_FALSE:
      return is(false, negated);
    case IS_NOT_FALSE:
      return is(false, !negated);
    case IS_UNKNOWN:
      return null_test(var, !negated);
    case IS_NOT_UNKNOWN:
      return null_test(var, negated);
  }
  return nullptr;
}

Condition* condition_of(Expr* expression, bool negated, const Making& making);

Condition* of_parts(const BoolExpr* expression, bool negated, const Making& making) {
  const bool all = (expression->boolop == AND_EXPR) != negated;
  Condition* result = nullptr;
  ListCell* cell;
  foreach (cell, expression->args) {
    Condition* part = condition_of(static_cast<Expr*>(lfirst(cell)), negated, making);
    if (part == nullptr) return nullptr;
    result = result == nullptr ? part : joined(all ? Form::all : Form::any, result, part);
  }
  return result;
}

// The condition that the expression is true; with `negated`, that it is false.
Condition* condition_of(Expr* expression, bool negated, const Making& making) {
  check_stack_depth();
  if (expression == nullptr) return nullptr;
  switch (nodeTag(expression)) {
    case T_OpExpr:
      return of_operator(reinterpret_cast<OpExpr*>(expression), negated, making);
    case T_ScalarArrayOpExpr:
      return of_list(reinterpret_cast<ScalarArrayOpExpr*>(expression), negated, making);
    case T_BoolExpr: {
      const auto* parts = reinterpret_cast<BoolExpr*>(expression);
      if (parts->boolop != NOT_EXPR) return of_parts(parts, negated, making);
      return condition_of(static_cast<Expr*>(linitial(parts->args)), !negated, making);
    }
    case T_NullTest: {
      const auto* test = reinterpret_cast<NullTest*>(expression);
      const Var* var = test->argisrow ? nullptr : attribute_of(test->arg, making.varno);
      return var == nullptr ? nullptr : null_test(var, (test->nulltesttype == IS_NULL) != negated);
    }
    case T_BooleanTest:
      return of_boolean_test(reinterpret_cast<BooleanTest*>(expression), negated, making);
    case T_Var: {
      const Var* var = attribute_of(expression, making.varno);
      return var == nullptr || var->vartype != BOOLOID ? nullptr : truth(var, !negated, making);
    }
    default:
      return nullptr;
  }
}

// Larger expressions aren't conditions: a long chain of ANDs or ORs would make the recursion as
// deep.
constexpr int kMostParts = 500;

bool count_parts(Node* node, void* count) {
  if (node == nullptr) return false;
  if (++*static_cast<int*>(count) > kMostParts) return true;
  return walk_tree(node, count_parts, count);
}

}  // namespace

Condition* make_condition(Expr* expression, Index varno, PlanState* parent) {
  int parts = 0;
  if (count_parts(reinterpret_cast<Node*>(expression), &parts)) return nullptr;
  return condition_of(expression, false, {varno, parent});
}

Condition* make_conditions(List* conjunction, Index varno, PlanState* parent) {
  Condition* result = nullptr;
  ListCell* cell;
  foreach (cell, conjunction) {
    Condition* part = make_condition(static_cast<Expr*>(lfirst(cell)), varno, parent);
    if (part == nullptr) return nullptr;
    result = both(result, part);
  }
  return result;
}

Condition* both(Condition* first, Condition* second) {
  if (first == nullptr || second == nullptr) return first == nullptr ? second : first;
  return joined(Form::all, first, second);
}

// Only LIKE with a constant pattern without escapes is known not to fail.
bool never_fails(Expr* expression) {
  if (!IsA(expression, OpExpr)) return false;
  const auto* op = reinterpret_cast<OpExpr*>(expression);
  if (op->opfuncid != F_TEXTLIKE && op->opfuncid != F_TEXTNLIKE) return false;
  Expr* left = without_relabel(static_cast<Expr*>(linitial(op->args)));
  Expr* right = without_relabel(static_cast<Expr*>(lsecond(op->args)));
  if (!IsA(left, Var) || !IsA(right, Const) || !compares_bytes(op->inputcollid)) return false;
  if (reinterpret_cast<Const*>(right)->constisnull) return true;
  const auto* pattern = PG_DETOAST_DATUM_PACKED(reinterpret_cast<Const*>(right)->constvalue);
  return std::memchr(VARDATA_ANY(pattern), '\\', VARSIZE_ANY_EXHDR(pattern)) == nullptr;
}

void add_attributes(const Condition* condition, Bitmapset*& attributes) {
  if (condition == nullptr) return;
  if (condition->attribute != 0) attributes = bms_add_member(attributes, condition->attribute);
  for (const Condition* part : condition->parts) add_attributes(part, attributes);
}

void resolve(Condition* condition, const Layout& layout) {
  if (condition == nullptr) return;
  if (condition->attribute != 0) condition->wanted = layout.index_of(condition->attribute);
  for (Condition* part : condition->parts) resolve(part, layout);
}

}  // namespace sketch::pg
