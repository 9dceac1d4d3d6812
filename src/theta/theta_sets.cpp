// SPDX-License-Identifier: PostgreSQL
//
// Set operations on theta and tuple sketches, and the questions that hashes answer.
#include <algorithm>
#include <array>
#include <cmath>

#include "sketch/theta/theta.hpp"
#include "sketch/theta/theta_contents.hpp"

namespace sketch {
namespace {

// Walks through two ascending ranges side by side and keeps the elements of the first that are in
// both, or that are not in the second. Which range is behind is as good as random; a mispredicted
// branch on it would cost more than all the rest.
template <bool kInBoth>
struct Match {
  const std::uint64_t *x, *x_end, *y, *y_end;
  std::uint64_t* to;

  // As many steps can be taken without passing either end.
  std::ptrdiff_t safe() const noexcept { return std::min(x_end - x, y_end - y); }

  void step() noexcept {
    const std::uint64_t left = *x, right = *y;
    // In this form gcc 12 and clang 14 compile it without a branch.
    const std::ptrdiff_t behind = left < right;
    const std::ptrdiff_t ahead = left > right;
    *to = left;
    to += kInBoth ? 1 - behind - ahead : behind;
    x += 1 - ahead;
    y += 1 - behind;
  }

  void finish() noexcept {
    while (auto steps = safe()) {
      for (; steps != 0; --steps) step();
    }
    if (!kInBoth) to = std::copy(x, x_end, to);
  }
};

// Two sketches reduced to what is known of both: the lower precision, and the hashes below the
// lower theta. Each keeps at most k hashes, so that the bounds know how many the two may share by
// chance. Either may be a tuple sketch; if only b is, its values are not used.
struct Pair {
  ThetaContents a, b;

  explicit Pair(Host& host, Family of_a = Family::theta, Family of_b = Family::theta) noexcept
      : a(host, of_a), b(host, of_b) {}

  Status read(Bytes image_a, Bytes image_b) {
    if (const Status status = a.read(image_a); !status.ok()) return status;
    if (const Status status = b.read(image_b, a.last); !status.ok()) return status;
    if (a.domain() != b.domain()) return domain_mismatch(a.family, a.domain(), b.domain());
    const int precision = std::min(a.precision, b.precision);
    for (ThetaContents* each : {&a, &b}) {
      each->reduce(precision);
      each->trim();
    }
    if (a.grain != b.grain) {
      a.coarsen();
      b.coarsen();
    }
    const std::uint64_t last = std::min(a.last, b.last);
    a.lower(last);
    b.lower(last);
    return {};
  }

  // Keeps the hashes of a that are in b, or those that are not. Each step depends on the one
  // before, so four parts of a are processed in parallel.
  template <bool kInBoth>
  void keep() noexcept {
    if (a.hashes.empty()) return;
    constexpr std::size_t kParts = 4;
    std::uint64_t* const begin = a.hashes.data();
    const std::size_t size = a.hashes.size();
    const std::uint64_t* const b_end = b.hashes.data() + b.hashes.size();
    std::array<std::uint64_t*, kParts + 1> x;
    std::array<const std::uint64_t*, kParts + 1> y;
    for (std::size_t i = 0; i <= kParts; ++i) {
      x[i] = begin + size * i / kParts;
      y[i] = i == 0        ? b.hashes.data()
             : i == kParts ? b_end
                           : std::lower_bound(y[i - 1], b_end, *x[i]);
    }
    const auto part = [&](std::size_t i) {
      return Match<kInBoth>{x[i], x[i + 1], y[i], y[i + 1], x[i]};
    };
    Match<kInBoth> first = part(0), second = part(1), third = part(2), fourth = part(3);
    while (auto steps = std::min({first.safe(), second.safe(), third.safe(), fourth.safe()})) {
      for (; steps != 0; --steps) {
        first.step();
        second.step();
        third.step();
        fourth.step();
      }
    }
    std::uint64_t* to = begin;
    std::size_t i = 0;
    for (Match<kInBoth>* each : {&first, &second, &third, &fourth}) {
      each->finish();
      to = std::copy(x[i++], each->to, to);
    }
    a.hashes = {begin, to};
  }

  // The same for hashes with values. The values of hashes in both are combined if b has any.
  template <bool kInBoth>
  void keep_rows(Host& host) {
    std::size_t n = 0, j = 0;
    Pace pace(host, kPauseRows);
    for (std::size_t i = 0; i < a.hashes.size(); ++i) {
      pace.step();
      while (j < b.hashes.size() && b.hashes[j] < a.hashes[i]) ++j;
      const bool both = j < b.hashes.size() && b.hashes[j] == a.hashes[i];
      if (both != kInBoth) continue;
      a.move_row(i, n);
      if (kInBoth && b.shape.known()) combine(a.shape, a.row(n), b.row(j));
      ++n;
    }
    a.hashes = a.hashes.first(n);
  }
};

template <bool kInBoth>
Status combine(Bytes a, Bytes b, Host& host, State& canonical) {
  Pair pair(host);
  if (const Status status = pair.read(a, b); !status.ok()) return status;
  pair.keep<kInBoth>();
  if (kInBoth) pair.a.value_class = merged(pair.a.value_class, pair.b.value_class);
  canonical = canonical_image(pair.a, host);
  return {};
}

// Combines two tuple sketches, or a tuple sketch and a theta sketch.
template <bool kInBoth>
Status combine_tuples(Bytes a, Bytes b, Host& host, State& canonical) {
  const bool theta = b.size() > 1 && b[1] == static_cast<std::byte>(Family::theta);
  Pair pair(host, Family::tuple, theta ? Family::theta : Family::tuple);
  if (const Status status = pair.read(a, b); !status.ok()) return status;
  if (kInBoth && pair.b.shape.known()) {
    if (!pair.a.shape.known()) pair.a.shape = pair.b.shape;
    if (const Status status = same_shape(pair.a.shape, pair.b.shape); !status.ok()) return status;
  }
  pair.keep_rows<kInBoth>(host);
  if (kInBoth) pair.a.value_class = merged(pair.a.value_class, pair.b.value_class);
  // A sketch without a shape has seen no key, so everything is known of it.
  if (!pair.a.shape.known()) {
    pair.a.last = Theta::kAll;
    pair.a.grain = first_grain(pair.a.domain());
  }
  canonical = canonical_image(pair.a, host);
  return {};
}

constexpr double kMostValues = 0x1p64;  // the number of hashes

// An upper bound on the hashes that are in an intersection by chance. Each hash of one set meets a
// cell of the other set with the same probability, so their number is Poisson distributed. An
// octave has half the hashes of the next higher one, in as many cells.
double by_chance(double a, double b, const ThetaHead& head, double confidence) noexcept {
  return poisson_range(std::ldexp(a * b / 3, -head.bits()), confidence).high;
}

// The mean number of hashes of a set that are lost because another one has their cell.
double lost(const ThetaHead& head) noexcept {
  const auto n = static_cast<double>(head.count);
  return std::ldexp(n * n / 6, -head.bits());
}

}  // namespace

Status Theta::intersection(Bytes a, Bytes b, Host& host, State& canonical) {
  return combine<true>(a, b, host, canonical);
}

Status Theta::difference(Bytes a, Bytes b, Host& host, State& canonical) {
  return combine<false>(a, b, host, canonical);
}

Status Tuple::intersection(Bytes a, Bytes b, Host& host, State& canonical) {
  return combine_tuples<true>(a, b, host, canonical);
}

Status Tuple::difference(Bytes a, Bytes b, Host& host, State& canonical) {
  return combine_tuples<false>(a, b, host, canonical);
}

double cardinality_of(const ThetaHead& head) noexcept {
  return static_cast<double>(head.count) / head.theta();
}

Status Theta::cardinality(Bytes image, Host& host, double& value) {
  ThetaHead head;
  if (const Status status = read_head(kFamily, image, host, head); !status.ok()) return status;
  value = cardinality_of(head);
  return {};
}

namespace {

// The bounds if theta is 1. The lower one leaves out hashes that a set operation may have kept by
// chance; the upper one adds values that may share a cell. A coarse sketch is known to have had
// more than k values, even if it has slightly fewer hashes.
Estimate bounds_of_all(const ThetaHead& head, double confidence) noexcept {
  const auto count = static_cast<double>(head.count);
  const auto k = static_cast<double>(head.most());
  const double chance = std::min(by_chance(k, k, head, confidence), count);
  double more = poisson_range(lost(head), confidence).high;
  constexpr double kAlways = 1 - 1e-9;
  const double known = k + 1 - count;
  if (head.grain == Grain::coarse && known <= poisson_range(lost(head), kAlways).high)
    more += known;
  return {count - chance, count, count == 0 ? 0 : count + more};
}

// The bounds if k hashes are below theta, which is the (k + 1)st of n. At most k of n values are
// below theta with the same probability with which the (k + 1)st is above it. Hashes lost to shared
// cells matter while n is little more than k; their number is Poisson distributed. The squares of
// the two deviations add up.
Estimate bounds_of_full(const ThetaHead& head, double z) noexcept {
  const double theta = head.theta(), value = cardinality_of(head);
  const double more = lost(head);
  const double count = static_cast<double>(head.count) + more;
  const auto known = static_cast<double>(head.count + 1);
  const double middle = count / theta;
  const auto away = [&](double z) {
    const double off = binomial_trials(count, theta, z, kMostValues) - middle;
    return std::sqrt(off * off + z * z * more);
  };
  const double lower = std::max(middle - away(z), known);
  const double upper = std::clamp(middle + away(-z), known, kMostValues);
  return {std::min(lower, value), value, std::max(upper, value)};
}

}  // namespace

// Fewer than k hashes below theta are the result of a set operation. Their number is binomially
// distributed, with mean n theta and variance n theta (1 - theta). The bounds are the n for which
// the observed number is z standard deviations away from the mean (Wilson, "Probable inference, the
// law of succession, and statistical inference", 1927). The lower bound leaves out the hashes that
// are there by chance.
Estimate bounds_of(const ThetaHead& head, double confidence) noexcept {
  if (head.last == Theta::kAll) return bounds_of_all(head, confidence);
  const auto count = static_cast<double>(head.count);
  const auto k = static_cast<double>(head.most());
  const double theta = head.theta();
  const double z = two_sided_normal_quantile(confidence);
  if (count >= k) return bounds_of_full(head, z);
  const double square = z * z * (1 - theta);
  const double sure = std::max(count - by_chance(k, k, head, confidence), 0.0);
  const auto half = [square](double n) { return std::sqrt(square * (n + square / 4)); };
  const double value = cardinality_of(head);
  const double lower = std::max((sure + square / 2 - half(sure)) / theta, sure);
  const double upper = std::min((count + square / 2 + half(count)) / theta, kMostValues);
  return {std::min(lower, value), value, std::max(upper, value)};
}

Status Theta::bounds(Bytes image, double confidence, Host& host, Estimate& estimate) {
  if (const Status status = check_confidence(confidence); !status.ok()) return status;
  ThetaHead head;
  if (const Status status = read_head(kFamily, image, host, head); !status.ok()) return status;
  estimate = bounds_of(head, confidence);
  return {};
}

// Each hash in the union of both is in the intersection with the probability to be estimated. Since
// the hashes are a sample without replacement of all such values, the variance is smaller by the
// fraction that is known. The interval is Wilson's again.
Status Theta::jaccard(Bytes a, Bytes b, double confidence, Host& host, Estimate& estimate) {
  if (const Status status = check_confidence(confidence); !status.ok()) return status;
  Pair pair(host);
  if (const Status status = pair.read(a, b); !status.ok()) return status;
  const auto in_a = static_cast<double>(pair.a.hashes.size());
  const auto in_b = static_cast<double>(pair.b.hashes.size());
  pair.keep<true>();
  const auto common = static_cast<double>(pair.a.hashes.size());
  const double either = in_a + in_b - common;
  const double unknown = 1 - pair.a.theta();
  if (either == 0) {
    estimate = {unknown > 0 ? 0.0 : 1.0, 1, 1};
    return {};
  }
  const double z = two_sided_normal_quantile(confidence);
  const double square = z * z * unknown / either;
  const double value = common / either;
  const double chance = by_chance(in_a - common, in_b - common, pair.a.head(), confidence);
  const double sure = std::max(value - std::min(chance, common) / either, 0.0);
  const auto centre = [square](double part) { return (part + square / 2) / (1 + square); };
  const auto half = [square](double part) {
    return std::sqrt(square * (part * (1 - part) + square / 4)) / (1 + square);
  };
  estimate = {std::clamp(centre(sure) - half(sure), 0.0, value), value,
              std::clamp(centre(value) + half(value), value, 1.0)};
  return {};
}

Status Theta::contains(Bytes image, std::uint64_t hash, Host& host, Answer& answer) {
  ThetaContents contents(host, kFamily);
  if (const Status status = contents.read(image, hash); !status.ok()) return status;
  if (hash > contents.last) {
    answer = Answer::unknown;
    return {};
  }
  const std::uint64_t cell = truncated(hash, contents.bits());
  const bool found = std::binary_search(contents.hashes.begin(), contents.hashes.end(), cell);
  answer = found ? Answer::yes : Answer::no;
  return {};
}

Theta::Info info_of(const ThetaHead& head, std::size_t bytes) noexcept {
  const auto k = static_cast<double>(Theta::most_hashes(head.precision));
  constexpr const char* kForms[] = {"fine", "coarse", "whole"};
  return {head.last != Theta::kAll ? "sampled" : kForms[static_cast<unsigned>(head.grain)],
          domain_of(head.grain),
          head.precision,
          cardinality_of(head),
          head.count,
          head.theta(),
          bytes,
          1 / std::sqrt(k - 1)};
}

Status Theta::info(Bytes image, Host& host, Info& info) {
  ThetaHead head;
  if (const Status status = read_head(kFamily, image, host, head); !status.ok()) return status;
  info = info_of(head, image.size());
  return {};
}

}  // namespace sketch
