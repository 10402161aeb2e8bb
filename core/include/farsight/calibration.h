// Whether scores are probabilities: of detections scored 0.7, seventy in a hundred are right.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "farsight/evaluate.h"
#include "farsight/result.h"

namespace farsight {

/// A score and whether its detection is right.
struct JudgedScore {
    double score = 0;    ///< In [0, 1].
    bool right = false;  ///< The detection is an object of its class.
};

/// Detections of nearly one score: a point of the reliability diagram.
struct CalibrationBin {
    double low = 0;               ///< Scores are in [low, high), the last bin's in [low, 1].
    double high = 0;              ///< Upper edge.
    std::int64_t detections = 0;  ///< How many.
    std::int64_t right = 0;       ///< Of these, right.
    double mean_score = 0;        ///< NaN without detections.
    double share_right = 0;       ///< In [0, 1]; mean_score is best. NaN without detections.
    Interval interval;            ///< Wilson's, of share_right, 95 %.
};

/// The reliability of scores.
struct Calibration {
    std::vector<CalibrationBin> bins;  ///< Of equal width, from 0 to 1.
    std::int64_t detections = 0;       ///< Those that count.
    /// Expected calibration error, in [0, 1], 0 is best: the mean over detections of how far their bin's mean
    /// score lies from its share of right ones (Naeini et al. 2015). NaN without detections.
    double error = 0;
};

/// Scores of `from` and more count. Fails with kInvalidArgument when a score is not in [0, 1] or `bins` under
/// 1.
Result<Calibration> calibration(std::span<const JudgedScore> scores, double from = 0.1, int bins = 10);

}  // namespace farsight
