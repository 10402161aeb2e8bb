// Runs a detector over a sweep's frames, full frame and pyramid side by side.
#pragma once

#include <array>
#include <map>
#include <string>
#include <vector>

#include "farsight/detector.h"
#include "farsight/runtime/model_file.h"
#include "sweep_frames.h"

namespace farsight::cli {

inline constexpr std::size_t kSweepConfigurations = 2;
inline constexpr std::array<const char*, kSweepConfigurations> kSweepConfigurationNames = {"full frame",
                                                                                           "pyramid"};

/// An object that counts, and the scores of the detections that found it; 0 where none did.
struct SweepObject {
    std::int32_t category = 0;
    double distance = 0;
    double height_px = 0;  ///< Of the whole object.
    double width_px = 0;
    std::array<double, kSweepConfigurations> scores{};
};

struct SweepFrameResult {
    std::vector<SweepObject> objects;
    std::array<std::int64_t, kSweepConfigurations> false_positives{};
    std::array<std::int64_t, kSweepConfigurations> tiles{};
};

/// By frame.
using SweepResults = std::map<std::int64_t, SweepFrameResult>;

struct SweepArguments {
    DetectorOptions detector;
    MergeOptions merging;  ///< min_score is not used.
    double score = 0.3;    ///< From which a detection counts.
    int threads = 0;
    /// File that keeps what is done, so that a stopped sweep continues; empty: none.
    std::string state;
};

/// Fails with kCancelled and a sentence when the user interrupts, with kMismatch when the state is of another
/// sweep.
Result<SweepResults> run_sweep(const SweepSource& source, const Model& model,
                               const SweepArguments& arguments);

/// What makes a sweep: the source, the model and the options, as JSON.
std::string sweep_terms(const SweepSource& source, const Model& model, const SweepArguments& arguments);

}  // namespace farsight::cli
