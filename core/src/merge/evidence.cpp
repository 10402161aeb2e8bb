#include "farsight/evidence.h"

#include <algorithm>
#include <cmath>

#include "merge/metric.h"
#include "merge/spatial_index.h"
#include "merge/tile_lookup.h"
#include "merge/trust.h"

namespace farsight {

namespace {

/// The middle of what anchors fit, between the smallest of SSDs (a tenth) and the largest of a close network.
constexpr double kFittingExtent = 0.2;
constexpr float kOverlapping = 0.2F;

class Gatherer {
public:
    Gatherer(std::span<const Candidate> candidates, const PyramidPlan& plan, const MergeOptions& options,
             std::span<const std::uint8_t> looked, std::span<const Detection> detections)
        : candidates_(candidates),
          plan_(plan),
          options_(options),
          detections_(detections),
          trust_(plan),
          metric_(metric_of(options)) {
        tiles_.reset(plan, looked);
        index_.reset(candidates.size());
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            index_.insert(static_cast<std::int32_t>(i), group_of(candidates[i].label), candidates[i].box);
        }
        others_.reset(detections.size());
        for (std::size_t i = 0; i < detections.size(); ++i) {
            others_.insert(static_cast<std::int32_t>(i), group_of(detections[i].label), detections[i].box);
        }
        tile_scores_.assign(plan.tiles.size(), 0);
    }

    Evidence of(std::size_t place) {
        Evidence evidence;
        const Detection& detection = detections_[place];
        gather_agreeing(detection, evidence);
        weigh_looks(detection.box, evidence);
        compare_with_others(place, evidence);
        for (const std::int32_t tile : hit_) tile_scores_[static_cast<std::size_t>(tile)] = 0;
        return evidence;
    }

private:
    std::int32_t group_of(std::int32_t label) const { return group_by(options_, label); }

    /// Notes the best score of each region too.
    void gather_agreeing(const Detection& detection, Evidence& evidence) {
        agreeing_.clear();
        index_.visit_near(detection.box, group_of(detection.label), metric_, options_.overlap,
                          [&](std::int32_t i, const Box& box) {
                              if (overlap_by(metric_, detection.box, box) >= options_.overlap) {
                                  agreeing_.push_back(i);
                              }
                          });
        // The index gives them in any order; sums are to have the same bits everywhere.
        std::sort(agreeing_.begin(), agreeing_.end());
        hit_.clear();
        double sum = 0;
        for (const std::int32_t i : agreeing_) {
            const Candidate& candidate = candidates_[static_cast<std::size_t>(i)];
            evidence.best = std::max(evidence.best, candidate.score);
            sum += static_cast<double>(iou(detection.box, candidate.box));
            float& of_tile = tile_scores_[static_cast<std::size_t>(candidate.tile)];
            if (of_tile == 0) hit_.push_back(candidate.tile);
            of_tile = std::max(of_tile, candidate.score);
        }
        evidence.agreeing = static_cast<std::int32_t>(agreeing_.size());
        if (evidence.agreeing > 0) evidence.agreement = static_cast<float>(sum / evidence.agreeing);
    }

    void weigh_looks(const Box& box, Evidence& evidence) const {
        double sum = 0;
        double weights = 0;
        double least = 0;
        for (const std::int32_t index : tiles_.near(box)) {
            const Tile& tile = plan_.tiles[static_cast<std::size_t>(index)];
            if (share_inside(box, tile.region) < kSeenShare) continue;
            const float score = tile_scores_[static_cast<std::size_t>(index)];
            const double weight = trust_.weight(box, tile);
            sum += weight * static_cast<double>(score);
            weights += weight;
            const double extent = trust_.extent(box, tile);
            const double misfit = std::max(extent / kFittingExtent, kFittingExtent / extent);
            if (least == 0 || misfit < least) {
                least = misfit;
                evidence.suited = score;
            } else if (misfit == least) {
                evidence.suited = std::max(evidence.suited, score);
            }
        }
        if (weights > 0) evidence.mean = static_cast<float>(sum / weights);
    }

    void compare_with_others(std::size_t place, Evidence& evidence) {
        const Detection& own = detections_[place];
        others_.visit_near(own.box, group_of(own.label), OverlapMetric::kIos, 0,
                           [&](std::int32_t i, const Box& box) {
                               const Detection& other = detections_[static_cast<std::size_t>(i)];
                               if (!(other.score > own.score)) return;
                               const bool part = ios(own.box, box) >= kPartIos;
                               if (part && box.area() > own.box.area()) {
                                   evidence.inside = std::max(evidence.inside, other.score);
                               } else if (part) {
                                   evidence.contains = std::max(evidence.contains, other.score);
                               } else if (iou(own.box, box) >= kOverlapping) {
                                   evidence.overlaps = std::max(evidence.overlaps, other.score);
                               }
                           });
    }

    std::span<const Candidate> candidates_;
    const PyramidPlan& plan_;
    const MergeOptions& options_;
    std::span<const Detection> detections_;
    Trust trust_;
    OverlapMetric metric_;
    TileLookup tiles_;
    SpatialIndex index_;
    SpatialIndex others_;
    std::vector<float> tile_scores_;
    std::vector<std::int32_t> agreeing_;
    std::vector<std::int32_t> hit_;
};

}  // namespace

void gather_evidence(std::span<const Candidate> candidates, const PyramidPlan& plan,
                     const MergeOptions& options, std::span<const std::uint8_t> looked,
                     std::span<const Detection> detections, std::vector<Evidence>& out) {
    out.clear();
    if (detections.empty()) return;
    Gatherer gatherer(candidates, plan, options, looked, detections);
    for (std::size_t i = 0; i < detections.size(); ++i) out.push_back(gatherer.of(i));
}

}  // namespace farsight
