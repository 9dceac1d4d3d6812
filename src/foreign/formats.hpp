// SPDX-License-Identifier: PostgreSQL
//
// The readers and writers, one for each layout. A writer must be given an image of the layout's
// domain.
#pragma once

#include "sketch/core/host.hpp"
#include "sketch/core/status.hpp"
#include "sketch/foreign/foreign.hpp"

namespace sketch::foreign {

// What the caller says of items whose type the image doesn't record.
enum class ItemChoice { any, single, number, integer };

Status read_datasketches_hll(Bytes image, Host& host, State& canonical);
Status write_datasketches_hll(Bytes image, Host& host, State& bytes);
Status read_postgresql_hll(Bytes image, Host& host, State& canonical);
Status write_postgresql_hll(Bytes image, Host& host, State& bytes);
Status read_redis_hll(Bytes image, Host& host, State& canonical);
Status write_redis_hll(Bytes image, Host& host, State& bytes);
bool is_redis_hll(Bytes image) noexcept;

Status read_datasketches_theta(Bytes image, SampleChoice wanted, Host& host, State& canonical);
Status write_datasketches_theta(Bytes image, Host& host, State& bytes);

Status read_datasketches_tuple(Bytes image, ItemChoice choice, SampleChoice wanted, Host& host,
                               State& canonical);
Status write_datasketches_tuple(Bytes image, Host& host, State& bytes);

Status read_datasketches_kll(Bytes image, ItemChoice choice, Host& host, State& canonical);
Status write_datasketches_kll(Bytes image, Host& host, State& bytes);
Status read_datasketches_tdigest(Bytes image, Host& host, State& canonical);
Status write_datasketches_tdigest(Bytes image, Host& host, State& bytes);
Status read_tvondra_tdigest(Bytes image, Host& host, State& canonical);
Status write_tvondra_tdigest(Bytes image, bool text, Host& host, State& bytes);

Status read_ddsketch(Bytes image, Host& host, State& canonical);
Status read_toolkit_dd(Bytes image, Host& host, State& canonical);
Status read_toolkit_tdigest(Bytes image, Host& host, State& canonical);

Status read_datasketches_items(Bytes image, ItemChoice choice, Host& host, State& canonical);
Status write_datasketches_items(Bytes image, Host& host, State& bytes);

}  // namespace sketch::foreign
