// Keep-best: weighs the scores of all tiles that could see an object. docs/merging.md gives the reasons.
#include <algorithm>
#include <cmath>

#include "merge/merge_scratch.h"
#include "merge/trust.h"

namespace farsight {

namespace {

/// Least weight of a region that proposed the object.
constexpr double kLeastWeight = 0.05;
/// A part's larger box is larger by this factor.
constexpr float kPartAreaRatio = 1.5F;
/// Share of its score that a part of a certain object loses.
constexpr float kPartPenalty = 0.5F;

class KeepBest {
public:
    explicit KeepBest(MergeJob& job) : job_(job), scratch_(job.scratch), trust_(job.plan) {}

    void run() {
        weigh();
        scratch_.taken.assign(scratch_.order.size(), 0);
        scratch_.tile_scores.assign(job_.plan.tiles.size(), 0);
        scratch_.tiles.reset(job_.plan, job_.looked);
        for (std::size_t seed = 0; seed < scratch_.order.size(); ++seed) {
            if (scratch_.taken[seed] == 0 && score_at(seed) > 0) add_object(seed);
        }
        lower_parts();
    }

private:
    const Candidate& candidate_at(std::size_t position) const { return job_.at(scratch_.order[position]); }
    float score_at(std::size_t position) const {
        return scratch_.scores[static_cast<std::size_t>(scratch_.order[position])];
    }

    /// Scores by what the level is good at and whether the box is whole; then the order and the index.
    void weigh() {
        scratch_.scores.clear();
        for (const Candidate& candidate : job_.candidates) {
            const Tile& tile = job_.plan.tiles[static_cast<std::size_t>(candidate.tile)];
            const double owned = trust_.ownership(candidate.box, tile);
            const float whole = candidate.cut_edges != 0 ? kCutWeight : 1.0F;
            scratch_.scores.push_back(static_cast<float>(candidate.score * owned) * whole);
        }
        order_by_score(scratch_.scores, scratch_.sort_keys, scratch_.order);
        scratch_.index.reset(scratch_.order.size());
        for (std::size_t position = 0; position < scratch_.order.size(); ++position) {
            if (score_at(position) <= 0) break;
            const Candidate& candidate = candidate_at(position);
            scratch_.index.insert(static_cast<std::int32_t>(position), job_.group_of(candidate),
                                  candidate.box);
        }
    }

    /// Gathers the group of the best free candidate and makes it an object.
    void add_object(std::size_t seed) {
        const Candidate& best = candidate_at(seed);
        gather(seed, best);
        Detection detection = detection_of(best, scratch_.order[seed]);
        detection.box = voted_box(best.box);
        if (job_.overlap(detection.box, best.box) < job_.options.overlap) detection.box = best.box;
        release(seed, detection.box);
        detection.score = fused_score(seed, best.box);
        detection.full_frame_score = scratch_.tile_scores.front();
        job_.found.push_back(detection);
        for (const std::int32_t tile : scratch_.tiles_hit)
            scratch_.tile_scores[static_cast<std::size_t>(tile)] = 0;
    }

    /// Takes the free candidates that overlap the seed enough, in order of score, and each tile's best.
    void gather(std::size_t seed, const Candidate& best) {
        scratch_.near.clear();
        scratch_.index.visit_near(
            best.box, job_.group_of(best), job_.metric, job_.options.overlap,
            [&](std::int32_t position, const Box& box) {
                const auto at = static_cast<std::size_t>(position);
                if (scratch_.taken[at] == 0 &&
                    (at == seed || job_.overlap(best.box, box) >= job_.options.overlap)) {
                    scratch_.near.push_back(position);
                }
            });
        std::sort(scratch_.near.begin(), scratch_.near.end());
        scratch_.tiles_hit.clear();
        for (const std::int32_t position : scratch_.near) {
            const auto at = static_cast<std::size_t>(position);
            scratch_.taken[at] = 1;
            float& tile_score = scratch_.tile_scores[static_cast<std::size_t>(candidate_at(at).tile)];
            if (tile_score == 0) scratch_.tiles_hit.push_back(candidate_at(at).tile);
            tile_score = std::max(tile_score, score_at(at));
        }
    }

    /// What the object's box does not overlap is another object, or becomes one.
    void release(std::size_t seed, const Box& box) {
        for (const std::int32_t position : scratch_.near) {
            const auto at = static_cast<std::size_t>(position);
            const bool kept = at == seed || job_.overlap(box, candidate_at(at).box) >= job_.options.overlap;
            scratch_.taken[at] = kept ? 1 : 0;
        }
    }

    /// Mean of the group's boxes, weighed by score and by overlap with the best one.
    Box voted_box(const Box& best) const {
        double weight = 0;
        double x0 = 0;
        double y0 = 0;
        double x1 = 0;
        double y1 = 0;
        for (const std::int32_t position : scratch_.near) {
            const auto at = static_cast<std::size_t>(position);
            const Box& box = candidate_at(at).box;
            const double vote = double{score_at(at)} * job_.overlap(best, box);
            weight += vote;
            x0 += vote * box.x0;
            y0 += vote * box.y0;
            x1 += vote * box.x1;
            y1 += vote * box.y1;
        }
        return {static_cast<float>(x0 / weight), static_cast<float>(y0 / weight),
                static_cast<float>(x1 / weight), static_cast<float>(y1 / weight)};
    }

    /// Geometric mean of the best score and of the mean over all tiles that could see the object, silent ones
    /// as zero. So a sleeve that only one tile takes for a person loses its score.
    float fused_score(std::size_t seed, const Box& box) {
        Tally tally;
        for (const std::int32_t index : scratch_.tiles.near(box)) {
            const Tile& tile = job_.plan.tiles[static_cast<std::size_t>(index)];
            const double weight = trust_.weight(box, tile);
            tally.sum += weight * scratch_.tile_scores[static_cast<std::size_t>(index)];
            tally.weight += weight;
        }
        for (const std::int32_t tile : scratch_.tiles_hit) {
            const Tile& hit = job_.plan.tiles[static_cast<std::size_t>(tile)];
            const double missing = std::max(0.0, kLeastWeight - trust_.weight(box, hit));
            tally.sum += missing * scratch_.tile_scores[static_cast<std::size_t>(tile)];
            tally.weight += missing;
        }
        const double best = score_at(seed);
        const double mean = tally.weight > 0 ? tally.sum / tally.weight : best;
        return static_cast<float>(std::sqrt(best * mean));
    }

    struct Tally {
        double sum = 0;
        double weight = 0;
    };

    /// Lowers the score of an object inside a larger one of higher score on a coarser level: probably a part
    /// of it. By at most half, so that a child in front of its mother stays.
    void lower_parts() {
        scratch_.index.reset(job_.found.size());
        scratch_.scores.clear();
        for (std::size_t i = 0; i < job_.found.size(); ++i) {
            scratch_.index.insert(static_cast<std::int32_t>(i), group_of(job_.found[i]), job_.found[i].box);
            scratch_.scores.push_back(job_.found[i].score);
        }
        for (std::size_t i = 0; i < job_.found.size(); ++i) {
            Detection& part = job_.found[i];
            const float area = part.box.area();
            float whole = 0;
            scratch_.index.visit_near(
                part.box, group_of(part), OverlapMetric::kIos, kPartIos,
                [&](std::int32_t other, const Box& box) {
                    const Detection& larger = job_.found[static_cast<std::size_t>(other)];
                    const float score = scratch_.scores[static_cast<std::size_t>(other)];
                    if (score > whole && score > scratch_.scores[i] && larger.level < part.level &&
                        box.area() > kPartAreaRatio * area && ios(part.box, box) >= kPartIos) {
                        whole = score;
                    }
                });
            part.score = scratch_.scores[i] * (1 - kPartPenalty * whole);
        }
    }

    std::int32_t group_of(const Detection& detection) const {
        return job_.options.class_agnostic ? 0 : detection.label;
    }

    MergeJob& job_;
    Merger::Scratch& scratch_;
    Trust trust_;
};

}  // namespace

void merge_keep_best(MergeJob& job) {
    if (!job.candidates.empty()) KeepBest(job).run();
}

}  // namespace farsight
