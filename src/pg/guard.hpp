// SPDX-License-Identifier: PostgreSQL
//
// The border between kernels and PostgreSQL. Kernels return a Status, or throw: std::bad_alloc,
// Interrupted, or a Status if a state is damaged. PostgreSQL's errors are longjmps, which skip
// destructors. run() keeps the two apart. The kernel runs inside it, and calls no function of
// PostgreSQL that can raise an error. When all of the kernel's objects have been destroyed, run()
// raises the error.
#pragma once

#include <cstdint>
#include <memory_resource>
#include <new>

#include "sketch/core/bytes.hpp"
#include "sketch/core/host.hpp"
#include "sketch/core/status.hpp"

#include "compat.hpp"

namespace sketch::pg {

// Where bytes that can't be read come from. This decides the SQLSTATE.
enum class Source {
  stored,  // a value of the type, which must be damaged
  text,    // the type's text input
  binary,  // its binary input, or bytea
};

[[noreturn]] void raise(const Status& status, Source source);
// The same for input functions. If the caller has asked for a soft error (SKETCH_REPORT), it
// returns.
void report(Node* context, const Status& status, Source source);
[[noreturn]] void raise_out_of_memory();
[[noreturn]] void raise_interrupted();
[[noreturn]] void raise_internal();

// The Host of kernels in PostgreSQL: images are varlenas in CurrentMemoryContext, scratch memory is
// there too.
class PgHost : public Host {
 public:
  State allocate(std::size_t bytes) override;
  bool interrupted() noexcept override {
    return (QueryCancelPending || ProcDiePending) && InterruptHoldoffCount == 0 &&
           CritSectionCount == 0;
  }
  std::pmr::memory_resource* scratch() noexcept override;
  std::uint64_t random() noexcept override;
};

inline varlena* varlena_of(State image) {
  return reinterpret_cast<varlena*>(image.data() - VARHDRSZ);
}

// The image in a varlena with a four-byte header, as bytes that may be changed.
inline State state_of(varlena* value) {
  return {reinterpret_cast<std::byte*>(VARDATA(value)), VARSIZE(value) - VARHDRSZ};
}

// Whether a varlena is neither compressed nor out of line.
inline bool is_plain(const void* stored) noexcept {
  return VARATT_IS_4B_U(stored) || (VARATT_IS_1B(stored) && !VARATT_IS_1B_E(stored));
}

// The image in a detoasted varlena.
inline Bytes image_of(const varlena* value) {
  return {reinterpret_cast<const std::byte*>(VARDATA_ANY(value)), VARSIZE_ANY_EXHDR(value)};
}

// Calls kernel(host), which returns a Status, and reports an error. Returns false after a soft
// error.
template <class Kernel, class H = PgHost>
bool run_or_report(Node* context, Source source, Kernel kernel, H host = {}) {
  enum { done, no_memory, interrupted, unknown } end = done;
  Status status;
  try {
    status = kernel(host);
  } catch (const std::bad_alloc&) {
    end = no_memory;
  } catch (const Interrupted&) {
    end = interrupted;
  } catch (const Status& thrown) {
    status = thrown;
  } catch (...) {
    end = unknown;
  }
  if (end == no_memory) raise_out_of_memory();
  if (end == interrupted) raise_interrupted();
  if (end == unknown) raise_internal();
  if (status.ok()) return true;
  report(context, status, source);
  return false;
}

// Calls kernel(host), which returns a Status, and raises an error if it fails.
template <class Kernel, class H = PgHost>
void run(Source source, Kernel kernel, H host = {}) {
  run_or_report(nullptr, source, kernel, host);
}

}  // namespace sketch::pg
