#include "farsight/lab/judgement.h"

#include <algorithm>

namespace farsight::lab {

bool Judgement::counts(int id) const {
    const auto place = static_cast<std::size_t>(id);
    return id >= 0 && place < full_frame.truths.size() && !full_frame.truths[place].ignore;
}

int Judgement::in_sight() const {
    return static_cast<int>(std::count_if(full_frame.truths.begin(), full_frame.truths.end(),
                                          [](const auto& truth) { return !truth.ignore; }));
}

int Judgement::seen(Scope scope) const {
    int seen = 0;
    for (int id = 0; id < static_cast<int>(full_frame.truths.size()); ++id) {
        if (counts(id) && found_by(id, scope) >= 0) ++seen;
    }
    return seen;
}

int Judgement::found_by(int id, Scope scope) const {
    const auto place = static_cast<std::size_t>(id);
    const auto& detections = of(scope).detection_of;
    return id >= 0 && place < detections.size() ? detections[place] : -1;
}

const Miss* Judgement::miss(int id, Scope scope) const {
    const auto& misses = of(scope).misses;
    const auto found =
        std::find_if(misses.begin(), misses.end(), [&](const Miss& miss) { return miss.truth == id; });
    return found == misses.end() ? nullptr : &*found;
}

Result<Judgement> judge(const Run& run, const GroundTruth& truth, std::span<const Label> labels) {
    auto full_frame = run.judge(Scope::kFullFrame, truth, labels);
    if (!full_frame) return tl::unexpected(full_frame.error());
    auto pyramid = run.judge(Scope::kPyramid, truth, labels);
    if (!pyramid) return tl::unexpected(pyramid.error());
    return Judgement{std::move(*full_frame), std::move(*pyramid)};
}

}  // namespace farsight::lab
