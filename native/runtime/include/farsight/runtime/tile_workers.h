// Runs a TiledDetector over an image, tiles in parallel.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "farsight/detector.h"
#include "farsight/image.h"
#include "farsight/preprocess.h"
#include "farsight/resample.h"
#include "farsight/result.h"
#include "farsight/runtime/model_file.h"
#include "farsight/runtime/network.h"
#include "farsight/stage_times.h"

namespace farsight {

/// Called between tiles, one call at a time, from any of the worker threads. No other thread touches the
/// detector meanwhile.
struct TileCallbacks {
    std::function<void(int done, int total)> progress;  ///< Empty: none.
    std::function<bool()> cancelled;                    ///< True stops the run; empty: never.
    /// A batch was absorbed, and these were its heads; empty: none asked for.
    std::function<void(const TileBatch& batch, std::span<const HeadView> heads)> absorbed = {};
    /// True starts no further region, and what was found so far stands; asked once the full frame is in.
    /// Empty: never.
    std::function<bool()> enough = {};
};

/// A lane is a thread's preprocessor and run buffers. They stay between images, so a second image allocates
/// next to nothing. Memory does not grow with the pyramid: each lane holds one region.
class TileWorkers {
public:
    /// `threads` 1 to 256; 0: one a hardware thread. Fails as NetworkRun::create does.
    static Result<TileWorkers> create(const Model& model, Filter filter, int threads);

    int threads() const { return static_cast<int>(lanes_.size()); }  ///< At least 1.

    /// Runs every region that `detector` gives out and adds the times to `times`. The detections are the
    /// same to the bit for any number of threads.
    /// Fails with kCancelled, or as Preprocessor::fill, NetworkRun::run and TiledDetector::absorb do.
    Result<void> run(const ImageView& image, TiledDetector& detector, const TileCallbacks& callbacks,
                     StageTimes& times);

    /// What one thread works with.
    struct Lane {
        Preprocessor preprocessor;        ///< Fills the inputs of both networks.
        NetworkRun network;               ///< Model::network.
        std::optional<NetworkRun> close;  ///< Model::close.
    };

private:
    explicit TileWorkers(std::vector<Lane> lanes) : lanes_(std::move(lanes)) {}

    std::vector<Lane> lanes_;
};

}  // namespace farsight
