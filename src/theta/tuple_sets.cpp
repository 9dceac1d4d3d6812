// SPDX-License-Identifier: PostgreSQL
//
// The questions that tuple sketches answer.
#include <algorithm>
#include <cmath>

#include "sketch/theta/tuple.hpp"
#include "sketch/theta/theta_contents.hpp"

namespace sketch {
namespace {

double sample_sum(const ThetaContents& contents, std::size_t column) noexcept {
  double sum = 0;
  for (std::size_t i = 0; i < contents.hashes.size(); ++i) sum += contents.row(i)[column];
  return sum;
}

// The sum of each column over the sample, divided by `divisor`.
Tuple::PerColumn sample_sums(const ThetaContents& contents, double divisor, Host& host) {
  Tuple::PerColumn result;
  result.count = contents.shape.columns;
  for (std::size_t i = 0; i < result.count; ++i) {
    host.pause();
    result.values[i] = sample_sum(contents, i) / divisor;
  }
  return result;
}

constexpr Status kNoColumn{Code::out_of_range, "the sketch has no such column",
                           "Columns are numbered from 1; sketch_info() tells how many there are."};

}  // namespace

Status read_column(ThetaContents& contents, Bytes image, std::size_t column) {
  if (const Status status = contents.read(image); !status.ok()) return status;
  const std::size_t columns = contents.shape.known() ? contents.shape.columns : Tuple::kMaxColumns;
  return column < columns ? Status{} : kNoColumn;
}

Status Tuple::cardinality(Bytes image, Host& host, double& value) {
  ThetaHead head;
  if (const Status status = read_head(kFamily, image, host, head); !status.ok()) return status;
  value = cardinality_of(head);
  return {};
}

Status Tuple::bounds(Bytes image, double confidence, Host& host, Estimate& estimate) {
  if (const Status status = check_confidence(confidence); !status.ok()) return status;
  ThetaHead head;
  if (const Status status = read_head(kFamily, image, host, head); !status.ok()) return status;
  estimate = bounds_of(head, confidence);
  return {};
}

Status Tuple::shape(Bytes image, Host& host, Shape& shape) {
  ThetaHead head;
  if (const Status status = read_head(kFamily, image, host, head); !status.ok()) return status;
  shape = head.shape;
  return {};
}

Status Tuple::sum(Bytes image, std::size_t column, double confidence, Host& host,
                  Estimate& estimate) {
  if (const Status status = check_confidence(confidence); !status.ok()) return status;
  ThetaContents contents(host, kFamily);
  if (const Status status = read_column(contents, image, column); !status.ok()) return status;
  double greatest = 0;
  const std::size_t n = contents.hashes.size();
  for (std::size_t i = 0; i < n; ++i)
    greatest = std::max(greatest, std::abs(contents.row(i)[column]));
  // Values are divided by the greatest, so that no square overflows.
  double squares = 0;
  for (std::size_t i = 0; i < n && greatest > 0; ++i) {
    const double part = contents.row(i)[column] / greatest;
    squares += part * part;
  }
  const double theta = contents.theta(), value = sample_sum(contents, column) / theta;
  const double error = std::sqrt((1 - theta) * squares) / theta * greatest;
  // Beyond the range of doubles the error is unknown.
  const bool known = error > 0 && std::isfinite(value);
  const double half = known ? two_sided_normal_quantile(confidence) * error : 0;
  estimate = {value - half, value, value + half};
  return {};
}

Status Tuple::mean(Bytes image, std::size_t column, Host& host, bool& some, double& value) {
  ThetaContents contents(host, kFamily);
  if (const Status status = read_column(contents, image, column); !status.ok()) return status;
  const std::size_t n = contents.hashes.size();
  some = n != 0;
  value = some ? sample_sum(contents, column) / static_cast<double>(n) : 0;
  return {};
}

Status Tuple::sums(Bytes image, Host& host, PerColumn& sums) {
  ThetaContents contents(host, kFamily);
  if (const Status status = contents.read(image); !status.ok()) return status;
  sums = sample_sums(contents, contents.theta(), host);
  return {};
}

Status Tuple::means(Bytes image, Host& host, bool& some, PerColumn& means) {
  ThetaContents contents(host, kFamily);
  if (const Status status = contents.read(image); !status.ok()) return status;
  some = !contents.hashes.empty();
  if (some) means = sample_sums(contents, static_cast<double>(contents.hashes.size()), host);
  return {};
}

Status Tuple::quantile(Bytes image, std::size_t column, double q, Host& host, bool& some,
                       double& value) {
  if (!(q >= 0 && q <= 1)) {
    return {Code::out_of_range, "quantile must be between 0 and 1", "Use 0.5 for the median."};
  }
  ThetaContents contents(host, kFamily);
  if (const Status status = read_column(contents, image, column); !status.ok()) return status;
  const std::size_t n = contents.hashes.size();
  some = n != 0;
  if (!some) return {};
  ScratchArray<double, 512> room(host.scratch());
  const auto values = room.make(n);
  for (std::size_t i = 0; i < n; ++i) values[i] = contents.row(i)[column];
  const auto rank = static_cast<std::size_t>(std::ceil(q * static_cast<double>(n)));
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(rank == 0 ? 0 : rank - 1);
  std::nth_element(values.begin(), at, values.end());
  value = *at;
  return {};
}

Status Tuple::info(Bytes image, Host& host, Info& info) {
  ThetaHead head;
  if (const Status status = read_head(kFamily, image, host, head); !status.ok()) return status;
  info = {info_of(head, image.size()), head.shape};
  return {};
}

}  // namespace sketch
