// SPDX-License-Identifier: PostgreSQL
#include "kernels.hpp"

#include "bloom_traits.hpp"
#include "countmin_traits.hpp"
#include "dd_traits.hpp"
#include "hll_traits.hpp"
#include "kll_traits.hpp"
#include "plain_hll_traits.hpp"
#include "req_traits.hpp"
#include "sample_traits.hpp"
#include "tdigest_traits.hpp"
#include "theta_traits.hpp"
#include "topk_traits.hpp"
#include "tuple_traits.hpp"

namespace sketch::test {

const std::vector<Kernel>& kernels() {
  static const std::vector<Kernel> all = {
      kernel_of<BloomTraits>("Bloom"),
      kernel_of<CountMinTraits>("CountMin"),
      kernel_of<DdTraits>("Dd"),
      kernel_of<HllTraits>("Hll"),
      kernel_of<DataSketchesHllTraits>("DataSketchesHll"),
      kernel_of<PostgresqlHllTraits>("PostgresqlHll"),
      kernel_of<RedisHllTraits>("RedisHll"),
      kernel_of<KllTraits>("Kll"),
      kernel_of<ReqTraits>("Req"),
      kernel_of<UniformWords>("UniformSample"),
      kernel_of<WeightedStrings>("WeightedSample"),
      kernel_of<KeyedStrings>("KeyedSample"),
      kernel_of<TDigestTraits>("TDigest"),
      kernel_of<ThetaTraits>("Theta"),
      kernel_of<WholeThetaTraits>("WholeTheta"),
      kernel_of<TopKTraits<TopK::Items::words>>("TopKWords"),
      kernel_of<TopKTraits<TopK::Items::strings>>("TopKStrings"),
      kernel_of<TupleTraits<Mode::sum>>("TupleSum"),
      kernel_of<TupleTraits<Mode::max>>("TupleMax"),
      kernel_of<WholeTupleTraits>("WholeTuple"),
  };
  return all;
}

}  // namespace sketch::test
