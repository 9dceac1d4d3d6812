// SPDX-License-Identifier: PostgreSQL
//
// The SQL functions that read and write other systems' images.
#include "sketch/foreign/foreign.hpp"

#include "sketch/theta/tuple.hpp"

#include "types/aggregate.hpp"
#include "types/tuple.hpp"
#include "types/type_io.hpp"

using sketch::Bytes;
using sketch::Host;
using sketch::State;
using sketch::Status;
using sketch::Theta;
using sketch::Tuple;
using sketch::foreign::SampleChoice;
using sketch::foreign::Format;
using sketch::pg::image_argument;
using sketch::pg::run;
using sketch::pg::Source;

namespace {

Format format_argument(FunctionCallInfo fcinfo, int argument) {
  Format format;
  const text* name = PG_GETARG_TEXT_PP(argument);
  if (sketch::foreign::format_of(sketch::pg::image_of(name), format)) return format;
  StringInfoData known;
  initStringInfo(&known);
  for (unsigned i = 0; i < sketch::foreign::kFormats; ++i)
    appendStringInfo(&known, i == 0 ? "\"%s\"" : ", \"%s\"",
                     sketch::foreign::name_of(static_cast<Format>(i)));
  ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                  errmsg("unknown format \"%s\"", text_to_cstring(name)),
                  errhint("Formats are %s.", known.data)));
  pg_unreachable();
}

// from(image bytea, format text), and to(sketch, format text).
Datum converted(FunctionCallInfo fcinfo, Source source, sketch::foreign::From kernel) {
  const Bytes image = image_argument(fcinfo);
  const Format format = format_argument(fcinfo, 1);
  State result;
  run(source, [&](Host& host) { return kernel(format, image, host, result); });
  PG_RETURN_POINTER(sketch::pg::varlena_of(result));
}

// from(image bytea, format text, precision integer [, mode text]).
template <class Sketch>
Datum sampled(FunctionCallInfo fcinfo,
              Status (*kernel)(Format, Bytes, SampleChoice, Host&, State&)) {
  const Bytes image = image_argument(fcinfo);
  const Format format = format_argument(fcinfo, 1);
  SampleChoice wanted;
  wanted.precision = sketch::pg::parameter_argument<Sketch>(fcinfo, 2);
  wanted.mode_given = PG_NARGS() > 3;
  if (wanted.mode_given) wanted.mode = sketch::pg::mode_argument(fcinfo, 3);
  State result;
  run(Source::binary, [&](Host& host) { return kernel(format, image, wanted, host, result); });
  PG_RETURN_POINTER(sketch::pg::varlena_of(result));
}

}  // namespace

#define SKETCH_FOREIGN_FUNCTIONS(family)                                      \
  SKETCH_FUNCTION(sketch_##family##_from) {                                   \
    return converted(fcinfo, Source::binary, sketch::foreign::family##_from); \
  }                                                                           \
  SKETCH_FUNCTION(sketch_##family##_export) {                                 \
    return converted(fcinfo, Source::stored, sketch::foreign::family##_to);   \
  }
SKETCH_FOREIGN_FUNCTIONS(hll)
SKETCH_FOREIGN_FUNCTIONS(theta)
SKETCH_FOREIGN_FUNCTIONS(tuple)
SKETCH_FOREIGN_FUNCTIONS(kll)
SKETCH_FOREIGN_FUNCTIONS(tdigest)
SKETCH_FOREIGN_FUNCTIONS(topk)
SKETCH_FOREIGN_FUNCTIONS(bloom)
SKETCH_FUNCTION(sketch_theta_from_precision) {
  return sampled<Theta>(fcinfo, sketch::foreign::theta_from);
}
SKETCH_FUNCTION(sketch_tuple_from_precision) {
  return sampled<Tuple>(fcinfo, sketch::foreign::tuple_from);
}
SKETCH_FUNCTION(sketch_dd_from) {
  return converted(fcinfo, Source::binary, sketch::foreign::dd_from);
}

SKETCH_FUNCTION(sketch_detect) {
  const Bytes image = image_argument(fcinfo);
  sketch::foreign::Detected found;
  run(Source::binary, [&](Host& host) {
    found = sketch::foreign::detect(image, host);
    return Status{};
  });
  if (found.format == nullptr) PG_RETURN_NULL();
  Datum values[] = {CStringGetTextDatum(found.format), CStringGetTextDatum(found.kind)};
  return sketch::pg::record_result(fcinfo, values);
}
