// SPDX-License-Identifier: PostgreSQL
//
// Parts of tuple sketches: their keys, the keys with certain values, their columns.
#include <algorithm>
#include <cmath>

#include "sketch/theta/tuple.hpp"
#include "sketch/theta/theta_contents.hpp"

namespace sketch {
namespace {

// Two passes over values divided by the greatest, so that no square overflows.
double variance_of(const ThetaContents& contents, std::size_t column) noexcept {
  const std::size_t n = contents.hashes.size();
  double greatest = 0;
  for (std::size_t i = 0; i < n; ++i)
    greatest = std::max(greatest, std::abs(contents.row(i)[column]));
  if (greatest == 0) return 0;
  double sum = 0, squares = 0;
  for (std::size_t i = 0; i < n; ++i) sum += contents.row(i)[column] / greatest;
  const double mean = sum / static_cast<double>(n);
  for (std::size_t i = 0; i < n; ++i) {
    const double part = contents.row(i)[column] / greatest - mean;
    squares += part * part;
  }
  return squares / static_cast<double>(n - 1) * greatest * greatest;
}

}  // namespace

Status Tuple::variances(Bytes image, Host& host, bool& some, PerColumn& variances) {
  ThetaContents contents(host, kFamily);
  if (const Status status = contents.read(image); !status.ok()) return status;
  some = contents.hashes.size() > 1;
  if (!some) return {};
  variances.count = contents.shape.columns;
  for (std::size_t i = 0; i < variances.count; ++i) {
    host.pause();
    variances.values[i] = variance_of(contents, i);
  }
  return {};
}

Status Tuple::keys_of(Bytes image, Host& host, State& canonical) {
  ThetaContents contents(host, kFamily), keys(host, Theta::kFamily);
  if (const Status status = contents.read(image); !status.ok()) return status;
  keys.precision = contents.precision;
  keys.grain = contents.grain;
  keys.last = contents.last;
  keys.value_class = contents.value_class;
  keys.hashes = contents.hashes;
  canonical = canonical_image(keys, host);
  return {};
}

Status Tuple::filtered(Bytes image, std::size_t column, double lower, double upper, Host& host,
                       State& canonical) {
  ThetaContents contents(host, kFamily);
  if (const Status status = read_column(contents, image, column); !status.ok()) return status;
  Pace pace(host, kPauseRows);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < contents.hashes.size(); ++i) {
    pace.step();
    const double value = contents.row(i)[column];
    if (value >= lower && value <= upper) contents.move_row(i, kept++);
  }
  contents.hashes = contents.hashes.first(kept);
  canonical = canonical_image(contents, host);
  return {};
}

Status Tuple::count_keys(Bytes image, Host& host, std::size_t& count) {
  ThetaContents contents(host, kFamily);
  if (const Status status = contents.read(image); !status.ok()) return status;
  count = contents.hashes.size();
  return {};
}

Status Tuple::column_values(Bytes image, std::size_t column, Host& host,
                            std::span<double> values) {
  ThetaContents contents(host, kFamily);
  if (const Status status = read_column(contents, image, column); !status.ok()) return status;
  Pace pace(host, kPauseRows);
  for (std::size_t i = 0; i < std::min(values.size(), contents.hashes.size()); ++i) {
    pace.step();
    values[i] = contents.row(i)[column];
  }
  return {};
}

}  // namespace sketch
