// SPDX-License-Identifier: PostgreSQL
//
// Images that other systems store: reading them as sketches of ours, and writing ours as theirs. Each
// layout has a file of its own in src/foreign, which says where it is specified. Whatever the bytes are,
// a reader reads nothing outside of them, and takes no memory that they don't account for. What it gives
// is a canonical image of ours.
#pragma once

#include "sketch/core/host.hpp"
#include "sketch/core/image.hpp"
#include "sketch/theta/tuple.hpp"

namespace sketch::foreign {

enum class Format {
  datasketches,
  datasketches_float,  // the items of a KLL sketch, which its image doesn't tell
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

// As SQL calls it, and which one a name is; false if it is none.
const char* name_of(Format format) noexcept;
bool format_of(Bytes name, Format& format) noexcept;

// What bytes look like: the format, and the kind of sketch in the other system's words; of images of
// ours "sketch", and the type. Null if they look like nothing known.
struct Detected {
  const char* format = nullptr;
  const char* kind = nullptr;
};
Detected detect(Bytes image, Host& host);

// Reading an image of a format as a sketch_hll, and so on; writing a sketch in a format. A combination
// that there isn't is an error that says so.
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

// What images of theta and tuple sketches don't tell: the precision, within Theta's range; without one
// (0) it is the least that keeps all hashes of the image, and no less than the default. How values of a
// key are combined; if nobody says, added up, or as the image says.
struct SampleChoice {
  int precision = 0;
  bool mode_given = false;
  Mode mode = Mode::sum;
};
Status theta_from(Format format, Bytes image, SampleChoice wanted, Host& host, State& canonical);
Status tuple_from(Format format, Bytes image, SampleChoice wanted, Host& host, State& canonical);

}  // namespace sketch::foreign
