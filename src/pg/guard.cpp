// SPDX-License-Identifier: PostgreSQL
#include "guard.hpp"

namespace sketch::pg {
namespace {

// Memory of CurrentMemoryContext. If an error skips its release, it is freed with the context.
class ContextResource final : public std::pmr::memory_resource {
  void* do_allocate(std::size_t bytes, std::size_t) override {
    void* memory = bytes > MaxAllocHugeSize
                       ? nullptr
                       : MemoryContextAllocExtended(CurrentMemoryContext, bytes,
                                                    MCXT_ALLOC_HUGE | MCXT_ALLOC_NO_OOM);
    if (memory == nullptr) throw std::bad_alloc();
    return memory;
  }
  void do_deallocate(void* memory, std::size_t, std::size_t) override { pfree(memory); }
  bool do_is_equal(const memory_resource& other) const noexcept override { return this == &other; }
};

ContextResource context_resource;

int sqlstate_of(Code code, Source source) {
  switch (code) {
    case Code::out_of_range:
      return ERRCODE_INVALID_PARAMETER_VALUE;
    case Code::wrong_domain:
      return ERRCODE_DATATYPE_MISMATCH;
    default:
      break;
  }
  switch (source) {
    case Source::text:
      return ERRCODE_INVALID_TEXT_REPRESENTATION;
    case Source::binary:
      return ERRCODE_INVALID_BINARY_REPRESENTATION;
    default:
      return ERRCODE_DATA_CORRUPTED;
  }
}

}  // namespace

State PgHost::allocate(std::size_t bytes) {
  if (bytes > MaxAllocSize - VARHDRSZ) throw std::bad_alloc();
  void* memory =
      MemoryContextAllocExtended(CurrentMemoryContext, bytes + VARHDRSZ, MCXT_ALLOC_NO_OOM);
  if (memory == nullptr) throw std::bad_alloc();
  SET_VARSIZE(memory, bytes + VARHDRSZ);
  return state_of(static_cast<varlena*>(memory));
}

std::pmr::memory_resource* PgHost::scratch() noexcept { return &context_resource; }

// Each process seeds this generator with random bits of the operating system. setseed() doesn't
// change it.
std::uint64_t PgHost::random() noexcept { return pg_prng_uint64(&pg_global_prng_state); }

void report(Node* context, const Status& status, Source source) {
  SKETCH_REPORT(context, (errcode(sqlstate_of(status.code, source)), errmsg("%s", status.message),
                          status.hint[0] != '\0' ? errhint("%s", status.hint) : 0));
}

void raise(const Status& status, Source source) {
  report(nullptr, status, source);
  pg_unreachable();
}

void raise_out_of_memory() {
  ereport(ERROR, (errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory"),
                  errdetail("A sketch could not get memory.")));
  pg_unreachable();
}

void raise_interrupted() {
  CHECK_FOR_INTERRUPTS();
  ereport(ERROR,
          (errcode(ERRCODE_QUERY_CANCELED), errmsg("canceling statement due to user request")));
  pg_unreachable();
}

void raise_internal() {
  ereport(ERROR,
          (errcode(ERRCODE_INTERNAL_ERROR), errmsg("unexpected exception in a sketch kernel")));
  pg_unreachable();
}

}  // namespace sketch::pg
