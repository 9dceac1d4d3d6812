// SPDX-License-Identifier: PostgreSQL
//
// The border between kernels and PostgreSQL. Kernels throw std::bad_alloc and Interrupted, and give
// back a Status, which they throw of a damaged state; PostgreSQL's errors are longjmps that skip
// destructors. run() keeps the two apart: what a kernel does runs inside it and calls nothing of
// PostgreSQL's that can raise, and what went wrong is raised when all of the kernel's objects are
// gone.
#pragma once

#include <cstdint>
#include <memory_resource>
#include <new>

#include "sketch/core/bytes.hpp"
#include "sketch/core/host.hpp"
#include "sketch/core/status.hpp"

#include "compat.hpp"

namespace sketch::pg {

// What the bytes at fault are, which decides the SQLSTATE.
enum class Source {
  stored,  // a value of the type: damaged if it can't be read
  text,    // the type's text input
  binary,  // its binary input, or bytea
};

[[noreturn]] void raise(const Status& status, Source source);
// The same where the caller of an input function can take an error (compat.hpp): then it returns.
void report(Node* context, const Status& status, Source source);
[[noreturn]] void raise_out_of_memory();
[[noreturn]] void raise_interrupted();
[[noreturn]] void raise_internal();

// Images as varlenas in CurrentMemoryContext, scratch memory there too.
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

// The image of a varlena with a four-byte length word, as changeable bytes.
inline State state_of(varlena* value) {
  return {reinterpret_cast<std::byte*>(VARDATA(value)), VARSIZE(value) - VARHDRSZ};
}

// Whether a varlena's bytes are there as they are: not compressed, not out of line.
inline bool is_plain(const void* stored) noexcept {
  return VARATT_IS_4B_U(stored) || (VARATT_IS_1B(stored) && !VARATT_IS_1B_E(stored));
}

// The image of any varlena that is not toasted.
inline Bytes image_of(const varlena* value) {
  return {reinterpret_cast<const std::byte*>(VARDATA_ANY(value)), VARSIZE_ANY_EXHDR(value)};
}

// Calls kernel(host), which gives a Status, and reports what went wrong; false if that was taken.
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

// Calls kernel(host), which gives a Status, and raises what went wrong.
template <class Kernel, class H = PgHost>
void run(Source source, Kernel kernel, H host = {}) {
  run_or_report(nullptr, source, kernel, host);
}

}  // namespace sketch::pg
