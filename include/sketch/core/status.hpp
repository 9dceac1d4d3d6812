// SPDX-License-Identifier: PostgreSQL
//
// Status: how a kernel says that it can't go on. Kernels throw std::bad_alloc and Interrupted
// (core/host.hpp); whatever else goes wrong comes back as a Status, which the PostgreSQL layer turns
// into an error with an SQLSTATE, the message and the hint. A Status is thrown only where a kernel
// can't read a working state of its own, which is memory that was overwritten, or a bug.
#pragma once

namespace sketch {

enum class Code {
  ok,
  malformed,      // bytes that no sketch of this family can have
  wrong_family,   // a sketch, but of another family
  wrong_version,  // written by a format version that this code does not know
  wrong_domain,   // hashes of another hash function: the values can't be compared
  out_of_range,   // a parameter outside its range
};

// Messages and hints are string literals: a Status owns nothing and can be copied across longjmp.
struct [[nodiscard]] Status {
  Code code = Code::ok;
  const char* message = "";
  const char* hint = "";

  bool ok() const noexcept { return code == Code::ok; }
};

// Of reading a working state: throws what is wrong with it.
inline void demand(const Status& status) {
  if (!status.ok()) throw status;
}

}  // namespace sketch
