#include "heads/candidate_sink.h"

#include <algorithm>
#include <cmath>

namespace farsight {

namespace {

/// A strict order: no two candidates of a tile share anchor and label.
bool before(const Candidate& a, const Candidate& b) {
    if (a.score != b.score) return a.score > b.score;
    if (a.anchor != b.anchor) return a.anchor < b.anchor;
    return a.label < b.label;
}

/// Unclipped, but at most an image's side away from it: an exponential can be beyond any float.
float placed(double start, double extent, double fraction, int limit) {
    const auto side = static_cast<double>(limit);
    return static_cast<float>(std::clamp(start + fraction * extent, -side, 2 * side));
}

float clipped(double start, double extent, double fraction, int limit) {
    return static_cast<float>(std::clamp(start + fraction * extent, 0.0, static_cast<double>(limit)));
}

}  // namespace

CandidateSink::CandidateSink(const PyramidPlan& plan, const Tile& tile, Size input,
                             const DecodeOptions& options, std::vector<Candidate>& kept)
    : plan_(plan), tile_(tile), input_(input), options_(options), kept_(kept) {
    kept_.clear();
}

CandidateSink::Placement CandidateSink::place(const UnitBox& box, Candidate& candidate) const {
    if (!std::isfinite(box.x0) || !std::isfinite(box.y0) || !std::isfinite(box.x1) ||
        !std::isfinite(box.y1)) {
        return Placement::kNonFinite;
    }
    const Rect& region = tile_.region;
    candidate.box = {clipped(region.x, region.width, box.x0, plan_.image.width),
                     clipped(region.y, region.height, box.y0, plan_.image.height),
                     clipped(region.x, region.width, box.x1, plan_.image.width),
                     clipped(region.y, region.height, box.y1, plan_.image.height)};
    const Box whole = {placed(region.x, region.width, box.x0, plan_.image.width),
                       placed(region.y, region.height, box.y0, plan_.image.height),
                       placed(region.x, region.width, box.x1, plan_.image.width),
                       placed(region.y, region.height, box.y1, plan_.image.height)};
    candidate.unclipped = whole == candidate.box ? Box{} : whole;
    const double tolerance_x = static_cast<double>(options_.edge_tolerance_px) / input_.width;
    const double tolerance_y = static_cast<double>(options_.edge_tolerance_px) / input_.height;
    unsigned touched = 0;
    if (box.x0 <= tolerance_x) touched |= kEdgeLeft;
    if (box.y0 <= tolerance_y) touched |= kEdgeTop;
    if (box.x1 >= 1 - tolerance_x) touched |= kEdgeRight;
    if (box.y1 >= 1 - tolerance_y) touched |= kEdgeBottom;
    candidate.cut_edges = static_cast<std::uint8_t>(touched & tile_.interior_edges);
    candidate.tile = tile_.index;
    candidate.level = static_cast<std::int16_t>(tile_.level);
    return candidate.box.empty() ? Placement::kEmpty : Placement::kInside;
}

void CandidateSink::add(const Candidate& candidate, Placement placement) {
    if (placement == Placement::kNonFinite) ++stats_.non_finite;
    if (placement != Placement::kInside) return;
    if (kept_.size() == 2 * static_cast<std::size_t>(options_.top_k)) keep_best();
    kept_.push_back(candidate);
}

/// Selecting whenever the room is full keeps memory bounded and the time linear.
void CandidateSink::keep_best() {
    const auto top = static_cast<std::ptrdiff_t>(options_.top_k);
    if (std::ssize(kept_) <= top) return;
    std::nth_element(kept_.begin(), kept_.begin() + top, kept_.end(), before);
    stats_.over_top_k += static_cast<int>(std::ssize(kept_) - top);
    kept_.resize(static_cast<std::size_t>(top));
    floor_ = std::min_element(kept_.begin(), kept_.end(), [](const Candidate& a, const Candidate& b) {
                 return a.score < b.score;
             })->score;
}

DecodeStats CandidateSink::finish(std::vector<Candidate>& out) {
    keep_best();
    std::sort(kept_.begin(), kept_.end(), before);
    out.insert(out.end(), kept_.begin(), kept_.end());
    return stats_;
}

}  // namespace farsight
