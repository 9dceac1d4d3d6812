// SPDX-License-Identifier: PostgreSQL
#include "sketch/theta/theta_contents.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#include "sketch/core/varint.hpp"
#include "sketch/theta/theta_coder.hpp"
#include "value_coder.hpp"
#include "working.hpp"

namespace sketch {
namespace {

// The errors for an image, in words of its type.
struct Faults {
  Status malformed, precision, not_canonical;
};

constexpr const char* kDamaged = "The bytes are truncated or damaged.";
constexpr const char* kForeign = "The bytes were not written by this extension, or are damaged.";

constexpr Faults kThetaFaults{
    {Code::malformed, "sketch_theta image is malformed", kDamaged},
    {Code::malformed, "sketch_theta image has a precision outside 4 to 20",
     "The bytes are damaged, or are not a sketch_theta."},
    {Code::malformed, "sketch_theta image is not in its canonical form", kForeign}};
constexpr Faults kTupleFaults{
    {Code::malformed, "sketch_tuple image is malformed", kDamaged},
    {Code::malformed, "sketch_tuple image has a precision outside 4 to 20",
     "The bytes are damaged, or are not a sketch_tuple."},
    {Code::malformed, "sketch_tuple image is not in its canonical form", kForeign}};

constexpr const Faults& faults_of(Family family) noexcept {
  return family == Family::theta ? kThetaFaults : kTupleFaults;
}

// Insertion sort: a table's hashes are almost in order and need a few moves each. If many moves are
// needed, because hashes were chosen to collide, std::sort takes over.
template <class Item>
void sort_table(std::span<Item> items) noexcept {
  constexpr std::size_t kMovesForEach = 64;
  std::size_t moves = kMovesForEach * items.size();
  for (std::size_t i = 1; i < items.size(); ++i) {
    const Item item = items[i];
    std::size_t to = i;
    for (; to != 0 && item < items[to - 1]; --to) items[to] = items[to - 1];
    items[to] = item;
    if (i - to > moves) {
      std::sort(items.begin(), items.end());
      return;
    }
    moves -= i - to;
  }
}

// A hash and the number of the slot it was in.
struct Slot {
  std::uint64_t hash;
  std::size_t at;
  friend bool operator<(const Slot& a, const Slot& b) noexcept { return a.hash < b.hash; }
};

// Whole hashes are even and below the greatest theta, which stands for 1.
constexpr bool is_whole(std::uint64_t hash) noexcept {
  return hash % 2 == 0 && hash < Theta::kAll - 1;
}

bool all_finite(std::span<const double> values) noexcept {
  return std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); });
}

}  // namespace

bool ThetaContents::is_hash(std::uint64_t hash) const noexcept {
  return truncated(hash, bits()) == hash && (grain != Grain::whole || is_whole(hash));
}

// Whether a hash can be theta: the first one that is unknown. Fine sketches have none.
bool ThetaContents::is_theta(std::uint64_t first_above) const noexcept {
  return grain != Grain::fine && first_above != 0 && is_hash(first_above);
}

bool ThetaContents::valid() const noexcept {
  if (last != Theta::kAll && !is_theta(last + 1)) return false;
  std::uint64_t before = 0;
  for (const std::uint64_t hash : hashes) {
    if (hash <= before || hash > last || !is_hash(hash)) return false;
    before = hash;
  }
  return true;
}

// Reads the mode and the number of columns. Without columns the mode is 0.
bool ThetaContents::read_shape(const std::byte* at) noexcept {
  const auto mode = std::to_integer<unsigned>(at[0]);
  shape = {static_cast<Mode>(mode), std::to_integer<std::uint8_t>(at[1])};
  return mode < kModes && Tuple::fits(precision, shape.columns) && (shape.known() || mode == 0);
}

template <class Word>
bool ThetaContents::read_table(Bytes image) {
  const working::Layout layout(family, precision, grain, shape);
  if (image.size() < layout.words) return false;
  const std::size_t slots = layout.slots_in(image.size());
  const auto count = hash_table::count(image.data());
  if (count > slots) return false;
  const int bits = this->bits();
  hashes = room_.make(count);
  ScratchArray<Slot, 256> room(host_.scratch());
  const auto found = room.make(shape.known() ? count : 0);
  std::size_t n = 0;
  for (std::size_t i = 0; i < slots; ++i) {
    const auto word = load_native<Word>(image.data() + layout.words + sizeof(Word) * i);
    if (word == 0) continue;
    const std::uint64_t hash = hash_of(word, bits);
    if (n == count || !is_hash(hash) || word_of<Word>(hash, bits) != word) return false;
    if (shape.known()) found[n] = {hash, i};
    hashes[n++] = hash;
  }
  if (n != count) return false;
  if (shape.known()) {
    host_.pause();
    sort_table(found);
    const std::byte* stored = image.data() + layout.words + slots * layout.word_bytes;
    const std::size_t row_bytes = shape.columns * sizeof(double);
    values = value_room_.make(count * shape.columns).data();
    Pace pace(host_, kPauseRows);
    for (std::size_t i = 0; i < n; ++i) {
      pace.step();
      hashes[i] = found[i].hash;
      std::memcpy(row(i), stored + found[i].at * row_bytes, row_bytes);
    }
    if (!all_finite({values, count * shape.columns})) return false;
  } else {
    sort_table(hashes);
  }
  return (last == Theta::kAll || is_theta(last + 1)) && (n == 0 || hashes.back() <= last) &&
         std::adjacent_find(hashes.begin(), hashes.end()) == hashes.end();
}

// Takes what precedes the hashes off the front.
bool ThetaContents::take_head(Bytes& body, bool sampled) noexcept {
  last = Theta::kAll;
  if (family == Family::tuple) {
    if (body.size() < 2 || !read_shape(body.data())) return false;
    if ((sampled || grain == Grain::coarse) && !shape.known()) return false;
    body = body.subspan(2);
  }
  if (sampled) {
    if (body.size() < sizeof last) return false;
    const auto theta = load_le<std::uint64_t>(body.data());
    if (!is_theta(theta)) return false;
    last = theta - 1;
    body = body.subspan(sizeof last);
  }
  return true;
}

bool ThetaContents::read_coded(Bytes body, std::uint64_t limit) {
  Bytes columns;
  if (family == Family::tuple) {
    // The columns have a value for each hash, so all hashes are read.
    limit = Theta::kAll;
    std::uint64_t bytes;
    if (!take_varint(body, bytes) || bytes > body.size()) return false;
    columns = body.subspan(bytes);
    body = body.first(bytes);
  }
  theta_coder::Decoder decoder;
  if (!decoder.open(body, last, limit, bits())) return false;
  hashes = room_.make(decoder.count());
  if (!decoder.read(hashes.data()) || (!hashes.empty() && hashes.back() > last)) return false;
  return family == Family::theta || read_columns(columns);
}

bool ThetaContents::read_columns(Bytes coded) {
  if (hashes.empty()) return true;
  if (!shape.known() || coded.size() < shape.columns * value_coder::kLeastBytes) return false;
  values = value_room_.make(hashes.size() * shape.columns).data();
  for (std::size_t i = 0; i < shape.columns; ++i) {
    if (!value_coder::decode(coded, values + i, hashes.size(), shape.columns, host_)) return false;
  }
  return true;
}

Status ThetaContents::read_envelope_of(Bytes image, std::uint8_t& form) {
  Envelope envelope;
  if (const Status status = read_envelope(image, family, envelope); !status.ok()) return status;
  if (envelope.parameter < Theta::kMinPrecision || envelope.parameter > Theta::kMaxPrecision)
    return faults_of(family).precision;
  precision = envelope.parameter;
  value_class = envelope.values;
  form = envelope.form;
  if (envelope.domain != Domain::xxh3)
    grain = Grain::whole;
  else
    grain = form == Theta::kFine || form == Theta::kWorkingFine ? Grain::fine : Grain::coarse;
  return {};
}

Status ThetaContents::read_stored_head(Bytes image, Bytes& body) {
  std::uint8_t form = 0;
  if (const Status status = read_envelope_of(image, form); !status.ok()) return status;
  body = image.subspan(kEnvelopeBytes);
  const bool stored = form == Theta::kSampled || form == Theta::form_of(grain);
  const bool good = stored && take_head(body, form == Theta::kSampled);
  return good ? Status{} : faults_of(family).malformed;
}

Status read_head(Family family, Bytes image, Host& host, ThetaHead& head) {
  ThetaContents contents(host, family);
  if (image.size() >= kEnvelopeBytes && image_form(image.data()) >= kFirstWorkingForm) {
    if (const Status status = contents.read(image); !status.ok()) return status;
    head = contents.head();
    return {};
  }
  Bytes body;
  if (const Status status = contents.read_stored_head(image, body); !status.ok()) return status;
  std::uint64_t bytes = 0, count = 0;
  // A hash takes at least one bit.
  const bool good = (family == Family::theta || take_varint(body, bytes)) &&
                    take_varint(body, count) && count <= 8 * image.size();
  if (!good) return faults_of(family).malformed;
  head = contents.head();
  head.count = count;
  return {};
}

Status ThetaContents::read(Bytes image, std::uint64_t limit) {
  const Faults& faults = faults_of(family);
  std::uint8_t form = 0;
  if (const Status status = read_envelope_of(image, form); !status.ok()) return status;
  if (form < kFirstWorkingForm) {
    Bytes body;
    if (const Status status = read_stored_head(image, body); !status.ok()) return status;
    return read_coded(body, limit) ? Status{} : faults.malformed;
  }
  if (form != Theta::working_form_of(grain) ||
      image.size() < working::Layout(family, precision, grain, {}).words)
    return faults.malformed;
  if (family == Family::tuple && !read_shape(image.data() + Tuple::kShapeOffset))
    return faults.malformed;
  last = hash_table::last(image.data());
  const bool good = packs(precision, grain) ? read_table<std::uint32_t>(image)
                                            : read_table<std::uint64_t>(image);
  if (!good) return faults.malformed;
  if (family == Family::tuple && !shape.known() && (last != Theta::kAll || !hashes.empty()))
    return faults.malformed;
  trim();
  return {};
}

void ThetaContents::lower(std::uint64_t new_last) noexcept {
  if (new_last >= last) return;
  last = new_last;
  const auto end = std::upper_bound(hashes.begin(), hashes.end(), last);
  hashes = hashes.first(static_cast<std::size_t>(end - hashes.begin()));
}

void ThetaContents::reduce(int to) noexcept {
  if (precision <= to) return;
  precision = to;
  // Only a part of the cell that contained theta is known, so the cell is left out.
  if (last != Theta::kAll) lower(truncated(last + 1, bits()) - 1);
  truncate();
}

void ThetaContents::coarsen() noexcept {
  if (grain != Grain::fine) return;
  grain = Grain::coarse;
  truncate();
}

void ThetaContents::truncate() noexcept {
  for (auto& hash : hashes) hash = truncated(hash, bits());
  if (!shape.known()) {
    const auto end = std::unique(hashes.begin(), hashes.end());
    hashes = hashes.first(static_cast<std::size_t>(end - hashes.begin()));
    return;
  }
  std::size_t n = 0;
  for (std::size_t i = 0; i < hashes.size(); ++i) {
    if (n != 0 && hashes[n - 1] == hashes[i])
      combine(shape, row(n - 1), row(i));
    else
      move_row(i, n++);
  }
  hashes = hashes.first(n);
}

void ThetaContents::move_row(std::size_t from, std::size_t to) noexcept {
  if (from == to) return;
  hashes[to] = hashes[from];
  std::copy_n(row(from), shape.columns, row(to));
}

void ThetaContents::trim() noexcept {
  const std::size_t k = most();
  if (hashes.size() > k) coarsen();
  if (hashes.size() <= k) return;
  last = hashes[k] - 1;
  hashes = hashes.first(k);
}

void combine(Shape shape, double* row, const double* other) noexcept {
  constexpr double kMost = std::numeric_limits<double>::max();
  for (std::size_t i = 0; i < shape.columns; ++i) {
    switch (shape.mode) {
      case Mode::sum:
        row[i] = std::clamp(row[i] + other[i], -kMost, kMost);
        break;
      case Mode::min:
        row[i] = std::min(row[i], other[i]);
        break;
      case Mode::max:
        row[i] = std::max(row[i], other[i]);
        break;
    }
  }
}

// --- Storing

State canonical_image(ThetaContents& contents, Host& host) {
  host.pause();
  contents.trim();
  const bool tuple = contents.family == Family::tuple;
  const std::size_t n = contents.hashes.size();
  const std::size_t columns = n == 0 ? 0 : contents.shape.columns;
  const int bits = contents.bits();
  const bool sampled = contents.last != Theta::kAll;
  // An empty set, of which everything is known, has a single image.
  const Grain grain = n == 0 && !sampled ? first_grain(contents.domain()) : contents.grain;
  ScratchArray<std::byte, 4096> room(host.scratch()), coded_room(host.scratch());
  const auto coded = coded_room.make(theta_coder::max_bytes(n, bits));
  const std::size_t coded_bytes =
      theta_coder::encode(contents.hashes, contents.last, bits, coded.data());
  constexpr std::size_t kMostHead = 2 + sizeof contents.last + kMaxVarintBytes;
  const auto body = room.make(kMostHead + coded_bytes + columns * value_coder::max_bytes(n));
  std::byte* at = body.data();
  if (tuple) {
    *at++ = static_cast<std::byte>(contents.shape.mode);
    *at++ = static_cast<std::byte>(contents.shape.columns);
  }
  if (sampled) {
    store_le(at, contents.last + 1);
    at += sizeof contents.last;
  }
  if (tuple) at = put_varint(at, coded_bytes);
  std::memcpy(at, coded.data(), coded_bytes);
  at += coded_bytes;
  for (std::size_t i = 0; i < columns; ++i)
    at += value_coder::encode(contents.values + i, n, columns, at, host);
  const auto size = static_cast<std::size_t>(at - body.data());
  const State image = host.allocate(kEnvelopeBytes + size);
  const std::uint8_t form =
      sampled ? std::uint8_t{Theta::kSampled} : Theta::form_of(grain);
  write_envelope(image.data(), {contents.family, contents.domain(), form,
                                static_cast<std::uint8_t>(contents.precision),
                                n == 0 && !sampled ? ValueClass::none : contents.value_class});
  constexpr std::size_t kStep = std::size_t{1} << 20;
  for (std::size_t i = 0; i < size; i += kStep) {
    host.pause();
    std::memcpy(image.data() + kEnvelopeBytes + i, body.data() + i, std::min(kStep, size - i));
  }
  return image;
}

Status frozen_image(Family family, Bytes image, Host& host, State& canonical) {
  ThetaContents contents(host, family);
  if (const Status status = contents.read(image); !status.ok()) return status;
  canonical = canonical_image(contents, host);
  return {};
}

Status check_image(Family family, Bytes image, Host& host) {
  return check_frozen(image, faults_of(family).not_canonical,
                      [&](State& again) { return frozen_image(family, image, host, again); });
}

}  // namespace sketch
