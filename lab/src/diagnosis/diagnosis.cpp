#include "farsight/lab/diagnosis.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "farsight/lab/recipe.h"
#include "farsight/lab/sweep_source.h"

namespace farsight::lab {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

constexpr std::array<std::string_view, kLimits> kLimitNames = {
    "not measured", "too few objects", "none",   "not scale", "anchors", "anchors and data",
    "data",         "what it learned", "detail", "features"};
constexpr std::array<std::string_view, kCureKinds> kCureNames = {"pyramid", "anchors", "multi-scale training",
                                                                 "more pixels", "more varied data"};

/// Half-octave bins of sizes in network pixels.
std::vector<double> recall_edges_px() {
    constexpr int kSteps = 20;
    std::vector<double> edges;
    for (int step = 0; step <= kSteps; ++step) edges.push_back(2 * std::exp2(step / 2.0));
    return edges;
}

std::vector<SeenObject> of_category(const std::vector<SeenObject>& objects, std::int32_t category) {
    if (category < 0) return objects;
    std::vector<SeenObject> chosen;
    std::copy_if(objects.begin(), objects.end(), std::back_inserter(chosen),
                 [&](const SeenObject& object) { return object.category == category; });
    return chosen;
}

/// The layer of the anchor nearest to the object; -1: none.
int layer_of(const AnchorGrid& grid, Size input, const SeenObject& object) {
    const int nearest = nearest_anchor(grid, input, object.width_px, object.height_px);
    int layer = -1;
    for (std::size_t i = 0; i < grid.layers.size() && nearest >= 0; ++i) {
        if (grid.layers[i].first_anchor <= nearest) layer = static_cast<int>(i);
    }
    return layer;
}

/// Measures one group of objects.
class Measurement {
public:
    Measurement(const DiagnosisData& data, std::string name, std::int32_t category) : data_(data) {
        group_.name = std::move(name);
        group_.category = category;
    }

    Result<DiagnosisGroup> run() {
        profile();
        if (!data_.has_pictures) return std::move(group_);
        count();
        if (auto made = probes(); !made) return tl::unexpected(made.error());
        if (auto made = curves(); !made) return tl::unexpected(made.error());
        group_.limit = limit();
        return std::move(group_);
    }

private:
    bool wanted(std::int32_t category) const { return group_.category < 0 || category == group_.category; }

    void profile() {
        const auto training = of_category(data_.training.objects, group_.category);
        const auto field = of_category(data_.field.objects, group_.category);
        const auto edges = size_profile_edges_px();
        group_.training = size_profile(training, edges);
        group_.field = size_profile(field, edges);
        group_.gap = size_gap(field, training);
        const double aspect = field.empty() ? group_.training.median_aspect : group_.field.median_aspect;
        if (aspect > 0) group_.anchor_end_px = anchor_end_px(data_.anchors, data_.input, aspect);
    }

    void count() {
        for (const DiagnosedPhoto& photo : data_.photos) {
            for (const DiagnosedObject& object : photo.objects) {
                if (wanted(object.seen.category)) count(object);
            }
        }
    }

    void count(const DiagnosedObject& object) {
        ++group_.objects;
        if (data_.anchors.sized && !data_.anchors.anchors.empty()) {
            group_.beyond_anchors[0] += object.reach.full_frame < kAnchorReach ? 1 : 0;
            group_.beyond_anchors[1] += object.reach.best < kAnchorReach ? 1 : 0;
        }
        const auto layer = static_cast<std::size_t>(layer_of(data_.anchors, data_.input, object.seen));
        if (layer < data_.fields_px.size() && object.seen.size_px() > data_.fields_px[layer]) {
            ++group_.beyond_field;
        }
        for (std::size_t scope = 0; scope < kDiagnosisScopes; ++scope) {
            group_.found[scope] += object.found[scope] != 0 ? 1 : 0;
            if (object.found[scope] == 0) {
                ++group_.causes[scope][static_cast<std::size_t>(object.cause[scope])];
            }
        }
    }

    Result<void> probes() {
        std::vector<std::uint8_t> chosen;
        for (const ProbeObject& object : data_.probe_objects)
            chosen.push_back(wanted(object.category) ? 1 : 0);
        auto by_size = curve_of(ProbeKind::kSize, found_at_some_size(chosen));
        if (!by_size) return tl::unexpected(by_size.error());
        group_.by_size = std::move(*by_size);
        // What is not found whole says nothing of the detail that it takes.
        auto by_detail = curve_of(ProbeKind::kFineRemoved, found_before_detail_went(chosen));
        if (!by_detail) return tl::unexpected(by_detail.error());
        group_.by_detail = std::move(*by_detail);
        std::vector<std::uint8_t> seen(data_.probe_objects.size(), 0);
        for (const ProbeAnswer& answer : data_.probe_answers) {
            const auto place = static_cast<std::size_t>(answer.probe.object);
            if (chosen[place] == 0) continue;
            group_.probed += seen[place] == 0 ? 1 : 0;
            seen[place] = 1;
        }
        compare_coarse(chosen);
        return {};
    }

    Result<ProbeCurve> curve_of(ProbeKind kind, std::span<const std::uint8_t> objects) const {
        return probe_curve(data_.probe_answers, data_.probe_objects, kind, data_.probe_sizes_px, data_.score,
                           data_.resamples, data_.seed, objects);
    }

    /// The chosen objects that can be shown large and are found whole at one size at least.
    std::vector<std::uint8_t> found_at_some_size(const std::vector<std::uint8_t>& chosen) {
        std::vector<std::uint8_t> ever(chosen.size(), 0);
        std::vector<std::uint8_t> large(chosen.size(), 0);
        for (const ProbeAnswer& answer : data_.probe_answers) {
            const auto place = static_cast<std::size_t>(answer.probe.object);
            if (answer.probe.kind != ProbeKind::kSize || chosen[place] == 0) continue;
            if (answer.probe.size_px >= kLargeProbe) large[place] = 1;
            if (found(answer)) ever[place] = 1;
        }
        for (std::size_t place = 0; place < ever.size(); ++place) {
            ever[place] = ever[place] != 0 && large[place] != 0 ? 1 : 0;
            group_.large += large[place];
            group_.ever_found += ever[place];
        }
        return ever;
    }

    /// The chosen objects that are found whole at the size at which their fine detail is taken away.
    std::vector<std::uint8_t> found_before_detail_went(const std::vector<std::uint8_t>& chosen) {
        std::map<std::int32_t, double> detail_at;
        for (const ProbeAnswer& answer : data_.probe_answers) {
            if (answer.probe.kind == ProbeKind::kFineRemoved) {
                detail_at[answer.probe.object] = answer.probe.size_px;
            }
        }
        std::vector<std::uint8_t> whole(chosen.size(), 0);
        for (const ProbeAnswer& answer : data_.probe_answers) {
            const auto place = static_cast<std::size_t>(answer.probe.object);
            const auto at = detail_at.find(answer.probe.object);
            if (answer.probe.kind != ProbeKind::kSize || chosen[place] == 0 || at == detail_at.end())
                continue;
            if (answer.probe.size_px != at->second || !found(answer)) continue;
            whole[place] = 1;
            ++group_.detailed;
        }
        return whole;
    }

    bool found(const ProbeAnswer& answer) const {
        return answer.score > 0 && static_cast<double>(answer.score) >= data_.score;
    }

    void compare_coarse(const std::vector<std::uint8_t>& chosen) {
        std::map<std::pair<std::int32_t, double>, const ProbeAnswer*> whole;
        for (const ProbeAnswer& answer : data_.probe_answers) {
            if (answer.probe.kind == ProbeKind::kSize) {
                whole[{answer.probe.object, answer.probe.size_px}] = &answer;
            }
        }
        double score_whole = 0;
        double score_without = 0;
        for (const ProbeAnswer& answer : data_.probe_answers) {
            const auto place = static_cast<std::size_t>(answer.probe.object);
            if (answer.probe.kind != ProbeKind::kCoarseRemoved || chosen[place] == 0) continue;
            const auto same = whole.find({answer.probe.object, answer.probe.size_px});
            if (same == whole.end()) continue;
            ++group_.coarse_trials;
            group_.coarse_found_whole += found(*same->second) ? 1 : 0;
            group_.coarse_found_without += found(answer) ? 1 : 0;
            score_whole += static_cast<double>(same->second->score);
            score_without += static_cast<double>(answer.score);
        }
        const auto trials = static_cast<double>(group_.coarse_trials);
        group_.coarse_score_whole = trials > 0 ? score_whole / trials : kNan;
        group_.coarse_score_without = trials > 0 ? score_without / trials : kNan;
    }

    Result<RangeCurve> curve(std::size_t scope, bool by_distance) const {
        std::vector<RangeTrial> trials;
        double nearest = std::numeric_limits<double>::infinity();
        double farthest = 0;
        for (std::size_t p = 0; p < data_.photos.size(); ++p) {
            for (const DiagnosedObject& object : data_.photos[p].objects) {
                const double place = by_distance ? object.distance_m : object.seen.size_px();
                if (!wanted(object.seen.category) || !(place > 0)) continue;
                nearest = std::min(nearest, place);
                farthest = std::max(farthest, place);
                trials.push_back({place, static_cast<std::int32_t>(p), object.found[scope] != 0});
            }
        }
        RangeOptions options;
        options.resamples = data_.resamples;
        options.seed = data_.seed;
        options.trend = by_distance ? Trend::kFalling : Trend::kRising;
        options.edges =
            by_distance && farthest > 0 ? distance_bins(nearest, 1.001 * farthest) : recall_edges_px();
        return range_curve(trials, options);
    }

    Result<void> curves() {
        for (std::size_t scope = 0; scope < (data_.pyramid ? kDiagnosisScopes : 1); ++scope) {
            auto by_size = curve(scope, false);
            if (!by_size) return tl::unexpected(by_size.error());
            group_.recall_by_size[scope] = std::move(*by_size);
            if (!data_.has_distances) continue;
            auto by_distance = curve(scope, true);
            if (!by_distance) return tl::unexpected(by_distance.error());
            group_.recall_by_distance[scope] = std::move(*by_distance);
        }
        return {};
    }

    /// The rules of docs/diagnosis.md, in their order.
    Limit limit() const {
        const Crossing& half = group_.by_size.curve.d50;
        if (group_.large < kFewestForVerdict) return Limit::kTooFew;
        const auto large = static_cast<double>(group_.large);
        if (static_cast<double>(group_.ever_found) < kLeastEverFound * large) return Limit::kNotScale;
        if (half.place == 0) return Limit::kNone;
        if (half.unknown() || !std::isfinite(half.place)) return Limit::kTooFew;
        const double end = group_.anchor_end_px;
        const bool at_anchors = std::isfinite(end) && half.place <= kSamePlace * end;
        const SizeGap& gap = group_.gap;
        const bool at_training = gap.compared > 0 && gap.training_p5_px <= kSamePlace * half.place &&
                                 half.place <= kSamePlace * gap.training_p25_px;
        if (at_anchors) return at_training ? Limit::kBoth : Limit::kAnchors;
        if (at_training) return Limit::kData;
        const double detail = group_.by_detail.curve.d50.place;
        if (std::isfinite(detail) && kSamePlace * detail >= half.place) return Limit::kDetail;
        return gap.compared > 0 ? Limit::kFeatures : Limit::kLearned;
    }

    const DiagnosisData& data_;
    DiagnosisGroup group_;
};

/// How likely an object of this size is found when it is shown at a large size with no more detail than that.
double chance_by_detail(const DiagnosisGroup& all, double size_px) {
    const double chance = recall_at(all.by_detail, size_px);
    return std::isnan(chance) ? 0 : chance;
}

/// The cures by training share out the misses on the full frame.
std::vector<Cure> cures_of(const DiagnosisData& data, const DiagnosisGroup& all) {
    const double n = static_cast<double>(std::max<std::int64_t>(1, all.objects));
    std::array<double, kCureKinds> objects{};
    const auto add = [&](CureKind kind, double part) { objects[static_cast<std::size_t>(kind)] += part; };
    const bool anchored = data.anchors.sized && !data.anchors.anchors.empty();
    for (const DiagnosedPhoto& photo : data.photos) {
        for (const DiagnosedObject& object : photo.objects) {
            if (object.found[0] != 0) continue;
            const bool beyond = anchored && object.reach.full_frame < kAnchorReach;
            if (!beyond && !(object.seen.size_px() < all.by_size.peak_px)) {
                add(CureKind::kVariedData, 1);
                continue;
            }
            const double chance = chance_by_detail(all, object.seen.size_px());
            add(beyond ? CureKind::kAnchors : CureKind::kMultiScale, chance);
            add(CureKind::kMorePixels, 1 - chance);
        }
    }
    objects[static_cast<std::size_t>(CureKind::kPyramid)] =
        data.pyramid ? static_cast<double>(all.found[1] - all.found[0]) : 0;
    std::vector<Cure> cures;
    for (std::size_t kind = 0; kind < kCureKinds; ++kind) {
        const auto cure = static_cast<CureKind>(kind);
        if (cure == CureKind::kPyramid && !data.pyramid) continue;
        if (cure == CureKind::kAnchors && !anchored) continue;
        cures.push_back({cure, cure == CureKind::kPyramid, objects[kind], objects[kind] / n});
    }
    std::stable_sort(cures.begin(), cures.end(),
                     [](const Cure& a, const Cure& b) { return a.gain > b.gain; });
    return cures;
}

/// Classes that occur, those of many objects first.
std::vector<std::int32_t> classes_that_occur(const DiagnosisData& data) {
    std::map<std::int32_t, std::int64_t> counts;
    const auto& objects = data.has_field ? data.field.objects : data.training.objects;
    for (const SeenObject& object : objects) ++counts[object.category];
    std::vector<std::int32_t> classes;
    for (const auto& [category, count] : counts) classes.push_back(category);
    std::stable_sort(classes.begin(), classes.end(),
                     [&](std::int32_t a, std::int32_t b) { return counts[a] > counts[b]; });
    return classes;
}

}  // namespace

std::string_view name_of(Limit limit) {
    return kLimitNames[static_cast<std::size_t>(limit)];
}

std::string_view name_of(CureKind kind) {
    return kCureNames[static_cast<std::size_t>(kind)];
}

Result<Diagnosis> diagnose(DiagnosisData data) {
    Diagnosis made;
    made.data = std::move(data);
    auto all = Measurement(made.data, "all", -1).run();
    if (!all) return tl::unexpected(all.error());
    made.groups.push_back(std::move(*all));
    const auto classes = classes_that_occur(made.data);
    for (const std::int32_t category : classes) {
        if (classes.size() < 2) break;
        auto group =
            Measurement(made.data, made.data.classes[static_cast<std::size_t>(category)], category).run();
        if (!group) return tl::unexpected(group.error());
        made.groups.push_back(std::move(*group));
    }
    if (made.data.has_pictures) made.cures = cures_of(made.data, made.all());
    return made;
}

}  // namespace farsight::lab
