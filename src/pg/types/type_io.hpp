// SPDX-License-Identifier: PostgreSQL
//
// What every sketch type has: arguments and results, text and binary input and output, casts from
// and to bytea, comparison and hashing of the canonical bytes. A Sketch is a class like
// sketch::Hll, with kFamily, freeze and check. All functions take images of any form and return
// canonical ones. Input from outside goes through Sketch::check.
#pragma once

#include <algorithm>
#include <cstring>

#include "sketch/core/hash.hpp"
#include "sketch/core/image.hpp"

#include "guard.hpp"

namespace sketch::pg {

// The canonical image of an argument; the argument itself if it is canonical.
template <class Sketch>
Bytes canonical_argument(Datum value) {
  const Bytes image = image_of(PG_DETOAST_DATUM_PACKED(value));
  if (image.size() >= kEnvelopeBytes && image_form(image.data()) < kFirstWorkingForm) return image;
  State canonical;
  run(Source::stored, [&](Host& host) { return Sketch::freeze(image, host, canonical); });
  return canonical;
}

inline Bytes image_argument(FunctionCallInfo fcinfo, int argument = 0) {
  return image_of(PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(argument)));
}

// A record of the function's OUT parameters, none of which is NULL.
inline Datum record_result(FunctionCallInfo fcinfo, Datum* values) {
  TupleDesc columns;
  if (get_call_result_type(fcinfo, nullptr, &columns) != TYPEFUNC_COMPOSITE) raise_internal();
  auto* nulls = static_cast<bool*>(palloc0(sizeof(bool) * columns->natts));
  return HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(columns), values, nulls));
}

inline varlena* varlena_copy(Bytes bytes) {
  auto* result = static_cast<varlena*>(palloc(bytes.size() + VARHDRSZ));
  SET_VARSIZE(result, bytes.size() + VARHDRSZ);
  std::memcpy(VARDATA(result), bytes.data(), bytes.size());
  return result;
}

// Checks an image, and copies it. After a soft error (SKETCH_REPORT with `context`) there is no
// result.
template <class Sketch>
Datum checked_copy(Bytes bytes, Source source, Node* context = nullptr) {
  const auto check = [&](Host& host) { return Sketch::check(bytes, host); };
  return run_or_report(context, source, check) ? PointerGetDatum(varlena_copy(bytes)) : Datum{0};
}

// Sketches can be large, so base64 is coded in steps of this many groups (three bytes, four
// characters).
inline constexpr std::size_t kBase64Groups = 65536;

// Decodes a text to `bytes`, which has room for three bytes, and three for each four characters.
// Returns the number of bytes, or -1 if the text is malformed.
inline std::ptrdiff_t decode_base64(const char* text, std::size_t length, std::byte* bytes) {
  constexpr std::size_t kCharacters = 4 * kBase64Groups, kRoom = 3 * kBase64Groups;
  std::byte* to = bytes;
  for (; length > kCharacters; length -= kCharacters, text += kCharacters, to += kRoom) {
    CHECK_FOR_INTERRUPTS();
    // Only the end of the text may be padded.
    if (base64_decode(text, kCharacters, to, kRoom) != static_cast<int>(kRoom)) return -1;
  }
  // The room may not be larger than what is there: base64_decode() clears all of it after an error.
  const int rest =
      base64_decode(text, static_cast<int>(length), to, static_cast<int>(length / 4 * 3 + 3));
  return rest < 0 ? -1 : to - bytes + rest;
}

// Encodes bytes. Returns the number of characters.
inline std::ptrdiff_t encode_base64(Bytes bytes, char* text) {
  constexpr std::size_t kCharacters = 4 * kBase64Groups, kRoom = 3 * kBase64Groups;
  char* to = text;
  for (std::size_t i = 0; i < bytes.size(); i += kRoom) {
    CHECK_FOR_INTERRUPTS();
    const auto count = static_cast<int>(std::min(kRoom, bytes.size() - i));
    const int written = base64_encode(bytes.data() + i, count, to, kCharacters);
    if (written < 0) raise_internal();
    to += written;
  }
  return to - text;
}

// The text without white space, such as the ends of lines that encode() makes: the text itself, or
// a copy. Sets `length` to its length.
const char* without_white_space(const char* text, std::size_t& length);

// Whether a text is hexadecimal. The base64 of a sketch never is, because its second character is a
// Q.
bool is_hexadecimal(const char* text, std::size_t length);

// The error for a text that isn't the base64 of a sketch.
Status what_text_is(const char* text, std::size_t length);

template <class Sketch>
Datum type_in(PG_FUNCTION_ARGS) {
  const char* given = PG_GETARG_CSTRING(0);
  std::size_t length = std::strlen(given);
  if (length > MaxAllocSize / 2) {
    report(fcinfo->context, {Code::malformed, "sketch text is too long", ""}, Source::text);
    return Datum{0};
  }
  const char* text = without_white_space(given, length);
  auto* bytes = static_cast<std::byte*>(palloc(length / 4 * 3 + 3));
  const std::ptrdiff_t size = decode_base64(text, length, bytes);
  if (size < 0 || is_hexadecimal(text, length)) {
    report(fcinfo->context, what_text_is(text, length), Source::text);
    return Datum{0};
  }
  return checked_copy<Sketch>({bytes, static_cast<std::size_t>(size)}, Source::text,
                              fcinfo->context);
}

template <class Sketch>
Datum type_out(PG_FUNCTION_ARGS) {
  const Bytes image = canonical_argument<Sketch>(PG_GETARG_DATUM(0));
  const int room = pg_b64_enc_len(static_cast<int>(image.size()));
  auto* text = static_cast<char*>(palloc(static_cast<std::size_t>(room) + 1));
  text[encode_base64(image, text)] = '\0';
  PG_RETURN_CSTRING(text);
}

template <class Sketch>
Datum type_recv(PG_FUNCTION_ARGS) {
  auto* message = reinterpret_cast<StringInfo>(PG_GETARG_POINTER(0));
  const auto size = static_cast<std::size_t>(message->len - message->cursor);
  const char* bytes = pq_getmsgbytes(message, static_cast<int>(size));
  return checked_copy<Sketch>({reinterpret_cast<const std::byte*>(bytes), size}, Source::binary);
}

// Also the cast to bytea.
template <class Sketch>
Datum type_send(PG_FUNCTION_ARGS) {
  PG_RETURN_POINTER(varlena_copy(canonical_argument<Sketch>(PG_GETARG_DATUM(0))));
}

template <class Sketch>
Datum type_from_bytea(PG_FUNCTION_ARGS) {
  return checked_copy<Sketch>(image_of(PG_GETARG_BYTEA_PP(0)), Source::binary);
}

// Compares bytes. The order has no meaning, but lets sketches be sorted, grouped and indexed.
template <class Sketch>
int compare_images(FunctionCallInfo fcinfo) {
  const Bytes a = canonical_argument<Sketch>(PG_GETARG_DATUM(0));
  const Bytes b = canonical_argument<Sketch>(PG_GETARG_DATUM(1));
  const int order = std::memcmp(a.data(), b.data(), std::min(a.size(), b.size()));
  if (order != 0) return order < 0 ? -1 : 1;
  return a.size() == b.size() ? 0 : a.size() < b.size() ? -1 : 1;
}

template <class Sketch>
std::uint64_t hash_image(FunctionCallInfo fcinfo) {
  const Bytes image = canonical_argument<Sketch>(PG_GETARG_DATUM(0));
  return hash_bytes(image.data(), image.size());
}

}  // namespace sketch::pg

// The C functions of the type `stem`, such as sketch_hll.
#define SKETCH_TYPE_FUNCTIONS(stem, Sketch)                                                       \
  SKETCH_FUNCTION(stem##_in) { return sketch::pg::type_in<Sketch>(fcinfo); }                      \
  SKETCH_FUNCTION(stem##_out) { return sketch::pg::type_out<Sketch>(fcinfo); }                    \
  SKETCH_FUNCTION(stem##_recv) { return sketch::pg::type_recv<Sketch>(fcinfo); }                  \
  SKETCH_FUNCTION(stem##_send) { return sketch::pg::type_send<Sketch>(fcinfo); }                  \
  SKETCH_FUNCTION(stem##_from_bytea) { return sketch::pg::type_from_bytea<Sketch>(fcinfo); }      \
  SKETCH_FUNCTION(stem##_cmp) { PG_RETURN_INT32(sketch::pg::compare_images<Sketch>(fcinfo)); }    \
  SKETCH_FUNCTION(stem##_eq) { PG_RETURN_BOOL(sketch::pg::compare_images<Sketch>(fcinfo) == 0); } \
  SKETCH_FUNCTION(stem##_ne) { PG_RETURN_BOOL(sketch::pg::compare_images<Sketch>(fcinfo) != 0); } \
  SKETCH_FUNCTION(stem##_lt) { PG_RETURN_BOOL(sketch::pg::compare_images<Sketch>(fcinfo) < 0); }  \
  SKETCH_FUNCTION(stem##_le) { PG_RETURN_BOOL(sketch::pg::compare_images<Sketch>(fcinfo) <= 0); } \
  SKETCH_FUNCTION(stem##_gt) { PG_RETURN_BOOL(sketch::pg::compare_images<Sketch>(fcinfo) > 0); }  \
  SKETCH_FUNCTION(stem##_ge) { PG_RETURN_BOOL(sketch::pg::compare_images<Sketch>(fcinfo) >= 0); } \
  SKETCH_FUNCTION(stem##_hash) {                                                                  \
    PG_RETURN_INT32(static_cast<int32>(sketch::pg::hash_image<Sketch>(fcinfo)));                  \
  }                                                                                               \
  SKETCH_FUNCTION(stem##_hash_extended) {                                                         \
    const auto seed = static_cast<std::uint64_t>(PG_GETARG_INT64(1));                             \
    const std::uint64_t hash = sketch::pg::hash_image<Sketch>(fcinfo);                            \
    /* With the seed 0 the low half is the 32-bit hash. */                                        \
    PG_RETURN_UINT64(seed == 0 ? hash : sketch::hash_u64(hash ^ seed));                           \
  }
