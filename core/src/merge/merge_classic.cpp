// Published methods, for comparison: none of them uses levels or tile edges.
#include <algorithm>
#include <queue>

#include "base/portable_math.h"
#include "merge/merge_scratch.h"

namespace farsight {

namespace {

/// Soft-NMS drops what has decayed under this.
constexpr float kSoftFloor = 0.001F;

void order_candidates(MergeJob& job) {
    Merger::Scratch& scratch = job.scratch;
    scratch.scores.clear();
    for (const Candidate& candidate : job.candidates) scratch.scores.push_back(candidate.score);
    order_by_score(scratch.scores, scratch.sort_keys, scratch.order);
}

void note_full_frame(Detection& detection, const Candidate& candidate) {
    if (candidate.level == 0) {
        detection.full_frame_score = std::max(detection.full_frame_score, candidate.score);
    }
}

/// Puts all candidates into the index by their position in the order.
void index_positions(MergeJob& job) {
    Merger::Scratch& scratch = job.scratch;
    scratch.index.reset(job.candidates.size());
    for (std::size_t at = 0; at < scratch.order.size(); ++at) {
        const Candidate& candidate = job.at(scratch.order[at]);
        scratch.index.insert(static_cast<std::int32_t>(at), job.group_of(candidate), candidate.box);
    }
}

/// A fused box of weighted box fusion.
struct Fusion {
    double weight = 0;
    double x0 = 0;
    double y0 = 0;
    double x1 = 0;
    double y1 = 0;
    int members = 0;

    void add(const Candidate& candidate) {
        const double score = candidate.score;
        weight += score;
        x0 += score * candidate.box.x0;
        y0 += score * candidate.box.y0;
        x1 += score * candidate.box.x1;
        y1 += score * candidate.box.y1;
        ++members;
    }
    Box box() const {
        return {static_cast<float>(x0 / weight), static_cast<float>(y0 / weight),
                static_cast<float>(x1 / weight), static_cast<float>(y1 / weight)};
    }
};

}  // namespace

void merge_nms(MergeJob& job) {
    order_candidates(job);
    SpatialIndex& index = job.scratch.index;
    index.reset(job.candidates.size());
    for (const std::int32_t i : job.scratch.order) {
        const Candidate& candidate = job.at(i);
        const Box& own = candidate.unclipped.empty() ? candidate.box : candidate.unclipped;
        const std::int32_t group = job.group_of(candidate);
        auto keeper = static_cast<std::int32_t>(job.found.size());
        const std::int32_t none = keeper;
        index.visit_near(own, group, job.metric, job.options.overlap, [&](std::int32_t kept, const Box& box) {
            if (kept < keeper && job.overlap(box, own) >= job.options.overlap) {
                keeper = kept;
            }
        });
        if (keeper == none) {
            index.insert(keeper, group, own);
            job.found.push_back(detection_of(candidate, i));
        } else {
            note_full_frame(job.found[static_cast<std::size_t>(keeper)], candidate);
        }
    }
}

void merge_soft_nms(MergeJob& job) {
    Merger::Scratch& scratch = job.scratch;
    order_candidates(job);
    index_positions(job);
    std::vector<float>& scores = scratch.scores;
    scratch.taken.assign(job.candidates.size(), 0);
    // Highest score first, then the earlier position. Scores only fall, so a stale entry is seen by its
    // score.
    using Entry = std::pair<float, std::int32_t>;
    const auto worse = [](const Entry& a, const Entry& b) {
        return a.first != b.first ? a.first < b.first : a.second > b.second;
    };
    std::priority_queue<Entry, std::vector<Entry>, decltype(worse)> queue(worse);
    for (std::size_t at = 0; at < scratch.order.size(); ++at) {
        queue.emplace(job.at(scratch.order[at]).score, static_cast<std::int32_t>(at));
    }
    const auto score_at = [&](std::int32_t at) -> float& {
        return scores[static_cast<std::size_t>(scratch.order[static_cast<std::size_t>(at)])];
    };
    while (!queue.empty()) {
        const auto [score, at] = queue.top();
        queue.pop();
        if (scratch.taken[static_cast<std::size_t>(at)] != 0 || score != score_at(at)) continue;
        scratch.taken[static_cast<std::size_t>(at)] = 1;
        const std::int32_t i = scratch.order[static_cast<std::size_t>(at)];
        const Candidate& best = job.at(i);
        Detection detection = detection_of(best, i);
        detection.score = score;
        scratch.index.visit_near(
            best.box, job.group_of(best), OverlapMetric::kIos, 0, [&](std::int32_t other, const Box& box) {
                if (scratch.taken[static_cast<std::size_t>(other)] != 0) return;
                const float common = job.overlap(best.box, box);
                if (common <= 0) return;
                if (common >= job.options.overlap) {
                    note_full_frame(detection, job.at(scratch.order[static_cast<std::size_t>(other)]));
                }
                const double decay = portable::exp(-double{common} * common / job.options.soft_sigma);
                float& decayed = score_at(other);
                decayed = static_cast<float>(decayed * decay);
                if (decayed >= kSoftFloor) {
                    queue.emplace(decayed, other);
                } else {
                    scratch.taken[static_cast<std::size_t>(other)] = 1;
                }
            });
        job.found.push_back(detection);
    }
}

namespace {

/// A box that grew or moved overlaps some of its members no more. Those that no box found overlaps stand by
/// themselves, each with its score times `support`.
void keep_left_behind(MergeJob& job, double support) {
    Merger::Scratch& scratch = job.scratch;
    scratch.index.reset(job.found.size() + job.candidates.size());
    const auto insert = [&](const Detection& detection) {
        scratch.index.insert(0, job.group_of(job.at(detection.candidate)), detection.box);
    };
    for (const Detection& detection : job.found) insert(detection);
    for (const std::int32_t i : scratch.order) {
        const Candidate& candidate = job.at(i);
        bool overlapped = false;
        scratch.index.visit_near(candidate.box, job.group_of(candidate), job.metric, job.options.overlap,
                                 [&](std::int32_t, const Box& box) {
                                     overlapped |= job.overlap(box, candidate.box) >= job.options.overlap;
                                 });
        if (overlapped) continue;
        Detection detection = detection_of(candidate, i);
        detection.score = static_cast<float>(static_cast<double>(candidate.score) * support);
        job.found.push_back(detection);
        insert(detection);
    }
}

}  // namespace

void merge_union(MergeJob& job) {
    Merger::Scratch& scratch = job.scratch;
    order_candidates(job);
    index_positions(job);
    scratch.taken.assign(job.candidates.size(), 0);
    for (std::size_t seed = 0; seed < scratch.order.size(); ++seed) {
        if (scratch.taken[seed] != 0) continue;
        const Candidate& best = job.at(scratch.order[seed]);
        scratch.near.clear();
        scratch.index.visit_near(best.box, job.group_of(best), job.metric, job.options.overlap,
                                 [&](std::int32_t at, const Box& box) {
                                     if (static_cast<std::size_t>(at) > seed &&
                                         scratch.taken[static_cast<std::size_t>(at)] == 0 &&
                                         job.overlap(best.box, box) >= job.options.overlap) {
                                         scratch.near.push_back(at);
                                     }
                                 });
        std::sort(scratch.near.begin(), scratch.near.end());
        Detection detection = detection_of(best, scratch.order[seed]);
        for (const std::int32_t at : scratch.near) {
            const Candidate& other = job.at(scratch.order[static_cast<std::size_t>(at)]);
            scratch.taken[static_cast<std::size_t>(at)] = 1;
            // The box has grown since: it must still overlap, or the member is left behind.
            if (job.overlap(detection.box, other.box) < job.options.overlap) continue;
            detection.box = enclosing(detection.box, other.box);
            note_full_frame(detection, other);
        }
        job.found.push_back(detection);
    }
    keep_left_behind(job, 1);
}

void merge_wbf(MergeJob& job) {
    Merger::Scratch& scratch = job.scratch;
    order_candidates(job);
    scratch.index.reset(2 * job.candidates.size());
    std::vector<Fusion> fusions;
    for (const std::int32_t i : scratch.order) {
        const Candidate& candidate = job.at(i);
        const std::int32_t group = job.group_of(candidate);
        auto joined = static_cast<std::int32_t>(fusions.size());
        float best = 0;
        // A fused box moves, and each place it has been at stays in the index: its present box decides.
        scratch.index.visit_near(
            candidate.box, group, job.metric, job.options.overlap, [&](std::int32_t at, const Box&) {
                const float common = job.overlap(job.found[static_cast<std::size_t>(at)].box, candidate.box);
                if (common < job.options.overlap) return;
                if (common > best || (common == best && at < joined)) {
                    best = common;
                    joined = at;
                }
            });
        if (static_cast<std::size_t>(joined) == fusions.size()) {
            fusions.emplace_back();
            job.found.push_back(detection_of(candidate, i));
        }
        Fusion& fusion = fusions[static_cast<std::size_t>(joined)];
        Detection& detection = job.found[static_cast<std::size_t>(joined)];
        fusion.add(candidate);
        const Box moved = fusion.box();
        if (fusion.members == 1 || moved != detection.box) {
            detection.box = moved;
            scratch.index.insert(joined, group, moved);
        }
        note_full_frame(detection, candidate);
    }
    // The paper's rescaling with levels for models: a box that few levels support loses score.
    const auto levels = static_cast<double>(job.plan.levels.size());
    for (std::size_t at = 0; at < fusions.size(); ++at) {
        const double mean = fusions[at].weight / fusions[at].members;
        const double support = std::min<double>(fusions[at].members, levels) / levels;
        job.found[at].score = static_cast<float>(mean * support);
    }
    keep_left_behind(job, 1 / levels);
}

}  // namespace farsight
