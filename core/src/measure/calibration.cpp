#include "farsight/calibration.h"

#include <algorithm>
#include <cmath>

#include "farsight/range.h"

namespace farsight {

Result<Calibration> calibration(std::span<const JudgedScore> scores, double from, int bins) {
    if (bins < 1) return fail(ErrorCode::kInvalidArgument, "a calibration has 1 bin or more.");
    Calibration made;
    std::vector<double> sums(static_cast<std::size_t>(bins), 0);
    for (int i = 0; i < bins; ++i) {
        CalibrationBin bin;
        bin.low = static_cast<double>(i) / bins;
        bin.high = static_cast<double>(i + 1) / bins;
        made.bins.push_back(bin);
    }
    for (const JudgedScore& judged : scores) {
        if (!(judged.score >= 0 && judged.score <= 1)) {
            return fail(ErrorCode::kInvalidArgument, "a score to calibrate lies outside [0, 1].");
        }
        if (judged.score < from) continue;
        // An edge belongs to the bin above it, also where score * bins rounds to under it.
        auto place = static_cast<std::size_t>(std::min(judged.score * bins, bins - 1.0));
        if (place + 1 < made.bins.size() && judged.score >= made.bins[place].high) ++place;
        if (judged.score < made.bins[place].low) --place;
        ++made.bins[place].detections;
        made.bins[place].right += judged.right ? 1 : 0;
        sums[place] += judged.score;
        ++made.detections;
    }
    double apart = 0;
    for (std::size_t i = 0; i < made.bins.size(); ++i) {
        CalibrationBin& bin = made.bins[i];
        const auto count = static_cast<double>(bin.detections);
        bin.mean_score = sums[i] / count;
        bin.share_right = static_cast<double>(bin.right) / count;
        bin.interval = wilson_interval(bin.right, bin.detections);
        if (bin.detections > 0) apart += count * std::abs(bin.mean_score - bin.share_right);
    }
    made.error = apart / static_cast<double>(made.detections);
    return made;
}

}  // namespace farsight
