#include "proving/judgement.h"

#include <algorithm>

namespace farsight::viewer {

bool Judgement::counts(int id) const {
    const auto place = static_cast<std::size_t>(id);
    return id >= 0 && place < full_frame.truths.size() && !full_frame.truths[place].ignore;
}

int Judgement::in_sight() const {
    return static_cast<int>(std::count_if(full_frame.truths.begin(), full_frame.truths.end(),
                                          [](const auto& truth) { return !truth.ignore; }));
}

int Judgement::seen(Side side) const {
    int seen = 0;
    for (int id = 0; id < static_cast<int>(full_frame.truths.size()); ++id) {
        if (counts(id) && found_by(id, side) >= 0) ++seen;
    }
    return seen;
}

int Judgement::found_by(int id, Side side) const {
    const auto place = static_cast<std::size_t>(id);
    const auto& detections = of(side).detection_of;
    return id >= 0 && place < detections.size() ? detections[place] : -1;
}

const Miss* Judgement::miss(int id, Side side) const {
    const auto& misses = of(side).misses;
    const auto found =
        std::find_if(misses.begin(), misses.end(), [&](const Miss& miss) { return miss.truth == id; });
    return found == misses.end() ? nullptr : &*found;
}

}  // namespace farsight::viewer
