#include "farsight/attribution.h"

namespace farsight {

namespace {

constexpr std::array<std::string_view, kMissCauses> kNames = {"suppressed",  "confused",   "under-threshold",
                                                              "cut-by-tile", "mislocated", "never-proposed"};
constexpr std::array<std::string_view, kMissCauses> kSentences = {
    "It was found, but merging lowered its score, took its box away or gave it to a neighbour.",
    "It was found, but taken for another class.",
    "It was proposed, but its score stayed under the threshold.",
    "A tile cuts it, and only the part inside was proposed.",
    "A detection of its class touches it, but its box fits too badly.",
    "No anchor proposed a box for it."};

/// What candidates and detections have in common.
struct Proposal {
    Box box;
    float score;
    std::int32_t label;
};

/// The best proposal of each kind so far.
class Search {
public:
    Search(const ImageEvidence& evidence, const AttributionOptions& options, const TruthBox& truth)
        : evidence_(evidence), options_(options), truth_(truth) {}

    void look_at(const Candidate& candidate) {
        const Proposal proposal{candidate.box, candidate.score, candidate.label};
        look_at(proposal);
        if (own(proposal) && strong(proposal) && cut(candidate)) {
            offer(MissCause::kCutByTile, proposal, inside(proposal.box));
        }
    }

    void look_at(const Detection& detection, bool used) {
        const Proposal proposal{detection.box, detection.score, detection.label};
        look_at(proposal);
        if (used || !strong(proposal)) return;
        const double overlap = overlap_of(proposal.box);
        if (!own(proposal) && overlap >= options_.iou) offer(MissCause::kConfused, proposal, overlap);
        if (own(proposal) && overlap >= options_.near_iou) offer(MissCause::kMislocated, proposal, overlap);
    }

    Miss result(std::int32_t truth) const {
        for (std::size_t cause = 0; cause < best_.size(); ++cause) {
            const Best& best = best_[cause];
            if (best.rank < 0) continue;
            return {truth,
                    static_cast<MissCause>(cause),
                    best.proposal.box,
                    best.proposal.score,
                    best.proposal.label,
                    overlap_of(best.proposal.box)};
        }
        return {truth, MissCause::kNeverProposed, {}, 0, -1, 0};
    }

private:
    struct Best {
        double rank = -1;
        Proposal proposal{};
    };

    double overlap_of(const Box& box) const { return coco_iou(to_coco(box), truth_.box, false); }
    double inside(const Box& box) const { return coco_iou(to_coco(box), truth_.box, true); }
    bool strong(const Proposal& p) const { return p.score >= options_.min_score; }
    bool own(const Proposal& p) const {
        return evidence_.category_of_label[static_cast<std::size_t>(p.label)] == truth_.category;
    }

    void look_at(const Proposal& proposal) {
        if (!own(proposal)) return;
        const double overlap = overlap_of(proposal.box);
        if (overlap < options_.iou) return;
        if (strong(proposal)) {
            offer(MissCause::kSuppressed, proposal, overlap);
        } else {
            offer(MissCause::kUnderThreshold, proposal, proposal.score);
        }
    }

    /// The box ends at an edge of its tile beyond which the object goes on.
    bool cut(const Candidate& candidate) const {
        if (candidate.cut_edges == 0 || inside(candidate.box) < options_.cut_inside) return false;
        if (static_cast<std::size_t>(candidate.tile) >= evidence_.tiles.size()) return false;
        const Rect& tile = evidence_.tiles[static_cast<std::size_t>(candidate.tile)].region;
        const CocoBox& object = truth_.box;
        const auto cuts = [&](EdgeBits edge) { return (candidate.cut_edges & edge) != 0; };
        return (cuts(kEdgeLeft) && object.x < tile.x) || (cuts(kEdgeTop) && object.y < tile.y) ||
               (cuts(kEdgeRight) && object.x + object.width > tile.x + tile.width) ||
               (cuts(kEdgeBottom) && object.y + object.height > tile.y + tile.height);
    }

    void offer(MissCause cause, const Proposal& proposal, double rank) {
        Best& best = best_[static_cast<std::size_t>(cause)];
        if (rank > best.rank) best = {rank, proposal};
    }

    const ImageEvidence& evidence_;
    const AttributionOptions& options_;
    const TruthBox& truth_;
    std::array<Best, kMissCauses> best_;
};

}  // namespace

std::string_view name_of(MissCause cause) {
    return kNames[static_cast<std::size_t>(cause)];
}

std::string_view sentence_of(MissCause cause) {
    return kSentences[static_cast<std::size_t>(cause)];
}

void explain_misses(const ImageEvidence& evidence, const AttributionOptions& options,
                    std::vector<Miss>& out) {
    for (std::size_t t = 0; t < evidence.truths.size(); ++t) {
        const TruthBox& truth = evidence.truths[t];
        if (evidence.found[t] != 0 || truth.crowd || truth.ignore) continue;
        Search search(evidence, options, truth);
        for (const Candidate& candidate : evidence.candidates) search.look_at(candidate);
        for (std::size_t d = 0; d < evidence.detections.size(); ++d) {
            search.look_at(evidence.detections[d], !evidence.used.empty() && evidence.used[d] != 0);
        }
        out.push_back(search.result(static_cast<std::int32_t>(t)));
    }
}

std::array<std::int64_t, kMissCauses> count_causes(std::span<const Miss> misses) {
    std::array<std::int64_t, kMissCauses> counts{};
    for (const Miss& miss : misses) ++counts[static_cast<std::size_t>(miss.cause)];
    return counts;
}

}  // namespace farsight
