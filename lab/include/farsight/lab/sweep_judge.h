// Who is found in a sweep's frame, on the full frame alone and with the pyramid; and curves over many frames.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "farsight/detector.h"
#include "farsight/lab/run.h"
#include "farsight/lab/sweep_source.h"
#include "farsight/range.h"

namespace farsight::lab {

inline constexpr std::size_t kSweepConfigurations = 2;
inline constexpr std::array<const char*, kSweepConfigurations> kSweepConfigurationNames = {"full frame",
                                                                                           "pyramid"};

template <class T>
using BySweepConfiguration = std::array<T, kSweepConfigurations>;

/// How a sweep looks at its frames.
struct SweepDetector {
    /// Without a pyramid only the first configuration is looked at.
    DetectorOptions detector;
    MergeOptions merging;  ///< min_score is not used.
    double score = 0.3;    ///< From which a detection counts.
};

/// An object that counts, and the scores of the detections that found it; 0 where none did.
struct SweepObject {
    std::int32_t category = 0;
    double distance = 0;
    double height_px = 0;  ///< Of the whole object.
    double width_px = 0;
    BySweepConfiguration<double> scores{};
};

struct SweepFrameResult {
    std::vector<SweepObject> objects;
    BySweepConfiguration<std::int64_t> false_positives{};
    BySweepConfiguration<std::int64_t> tiles{};
};

/// By frame.
using SweepResults = std::map<std::int64_t, SweepFrameResult>;

/// How the run of a frame is created, so that judge_frame finds what it needs.
DetectorOptions judged_options(const SweepDetector& options);

/// Enters who was found in the frame by a run that is done. Fails as Run::decide and match do.
Result<SweepFrameResult> judge_frame(const SweepSource& source, const SweepFrame& frame,
                                     const SweepDetector& options, Run& run);

/// An object of a sweep, and its frame's group.
struct SweepTrial {
    const SweepObject* object;
    std::int32_t group;
};

/// All objects of all frames. They stay the results' own.
std::vector<SweepTrial> sweep_trials(const SweepSource& source, const SweepResults& results);

/// Recall of one configuration over a member of SweepObject: its distance or its height.
/// Fails as range_curve does.
Result<RangeCurve> sweep_curve(std::span<const SweepTrial> trials, std::size_t configuration,
                               double SweepObject::*place, double score, const RangeOptions& options);

/// Best IoU of any anchor with objects of these heights in a frame, by configuration. Aspect is width over
/// height. All 0 where the grid is not sized. Fails as TiledDetector::create does.
Result<BySweepConfiguration<std::vector<double>>> anchor_limits(const ModelCard& card,
                                                                const DetectorOptions& options, Size frame,
                                                                double aspect,
                                                                std::span<const double> heights_px);

}  // namespace farsight::lab
