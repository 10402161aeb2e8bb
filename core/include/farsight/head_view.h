// One output of a network, as a host gives it to the core.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace farsight {

/// One output of a network run, owned by the caller: `values` in row-major order of `shape`,
/// whose first dimension is the batch.
struct HeadView {
    std::string_view name;                ///< Of the output.
    std::span<const float> values;        ///< The host's.
    std::span<const std::int64_t> shape;  ///< Outermost first.
};

}  // namespace farsight
