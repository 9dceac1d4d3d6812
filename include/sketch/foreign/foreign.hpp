// SPDX-License-Identifier: PostgreSQL
//
// Reads images of other systems as our sketches, and writes our sketches as theirs. Each layout has
// a file of its own in src/foreign, which names its specification. Whatever the bytes are, a reader
// reads nothing outside of them, and allocates no more memory than they account for. The result is
// a canonical image.
#pragma once

#include "sketch/core/host.hpp"
#include "sketch/core/image.hpp"
#include "sketch/theta/tuple.hpp"

namespace sketch::foreign {

enum class Format {
  datasketches,
  datasketches_float,  // a KLL sketch with float items; its image doesn't say so
  datasketches_double,
  datasketches_long,
  postgresql_hll,
  tdigest,
  tdigest_text,
  ddsketch,
  toolkit,
  parquet,
  redis,
};
inline constexpr unsigned kFormats = 11;

// The format's name in SQL, and the format with a name; false if there is none.
const char* name_of(Format format) noexcept;
bool format_of(Bytes name, Format& format) noexcept;

// What an image seems to be: its format, and the kind of sketch in that system's words. For our own
// images "sketch" and the type. Null if the image is not recognised.
struct Detected {
  const char* format = nullptr;
  const char* kind = nullptr;
};
Detected detect(Bytes image, Host& host);

// Functions that read an image of a format as a sketch_hll (and so on), or write a sketch in a
// format. If the format has no such sketches, that is the error.
using From = Status (*)(Format format, Bytes image, Host& host, State& canonical);
using To = Status (*)(Format format, Bytes image, Host& host, State& bytes);

Status hll_from(Format format, Bytes image, Host& host, State& canonical);
Status hll_to(Format format, Bytes image, Host& host, State& bytes);
Status theta_from(Format format, Bytes image, Host& host, State& canonical);
Status theta_to(Format format, Bytes image, Host& host, State& bytes);
Status tuple_from(Format format, Bytes image, Host& host, State& canonical);
Status tuple_to(Format format, Bytes image, Host& host, State& bytes);
Status kll_from(Format format, Bytes image, Host& host, State& canonical);
Status kll_to(Format format, Bytes image, Host& host, State& bytes);
Status tdigest_from(Format format, Bytes image, Host& host, State& canonical);
Status tdigest_to(Format format, Bytes image, Host& host, State& bytes);
Status dd_from(Format format, Bytes image, Host& host, State& canonical);
Status topk_from(Format format, Bytes image, Host& host, State& canonical);
Status topk_to(Format format, Bytes image, Host& host, State& bytes);
Status bloom_from(Format format, Bytes image, Host& host, State& canonical);
Status bloom_to(Format format, Bytes image, Host& host, State& bytes);

// Parameters that images of theta and tuple sketches don't record. `precision` is within Theta's
// range; 0 stands for the least one that keeps all hashes, but not below the default. `mode`
// combines the values of a key; if it isn't given, the image's mode or sum.
struct SampleChoice {
  int precision = 0;
  bool mode_given = false;
  Mode mode = Mode::sum;
};
Status theta_from(Format format, Bytes image, SampleChoice wanted, Host& host, State& canonical);
Status tuple_from(Format format, Bytes image, SampleChoice wanted, Host& host, State& canonical);

}  // namespace sketch::foreign
