// SPDX-License-Identifier: PostgreSQL
//
// Status: how a kernel reports an error. The PostgreSQL layer turns it into an error with an
// SQLSTATE, the message and the hint. Kernels throw only std::bad_alloc and Interrupted
// (core/host.hpp), and one more thing: a Status, if a working state of their own can't be read.
// That means overwritten memory, or a bug.
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

// Throws the status of reading a working state, unless it is ok.
inline void demand(const Status& status) {
  if (!status.ok()) throw status;
}

}  // namespace sketch
