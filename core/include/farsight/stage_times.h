// What the stages of detection took, as a host measured it: the core itself asks no clock.
#pragma once

namespace farsight {

/// Sums over threads, so that together they may exceed the time that passed.
struct StageTimes {
    double preprocess_ms = 0;    ///< Cutting and resampling tiles.
    double network_ms = 0;       ///< Inside the network's runtime.
    double decode_heads_ms = 0;  ///< From heads to candidates.
};

}  // namespace farsight
