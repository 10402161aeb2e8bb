#include "farsight/size_profile.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "farsight/box.h"

namespace farsight {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

/// Pixels that one unit of the annotation spans in the network's input; no zoom when it is not known.
struct Zoom {
    double x = 0;
    double y = 0;
};

Zoom zoom_of(const Annotations& annotations, const AnnotatedImage& image, const InputSpec& input) {
    const bool sized = image.size.width > 0 && image.size.height > 0;
    if (annotations.fractions && input.resize == Resize::kStretch) {
        return {static_cast<double>(input.size.width), static_cast<double>(input.size.height)};
    }
    if (!sized) return {};
    const auto level = full_frame_level(input, image.size);
    if (!level) return {};
    const double unit_x = annotations.fractions ? image.size.width : 1;
    const double unit_y = annotations.fractions ? image.size.height : 1;
    return {level->zoom_x * unit_x, level->zoom_y * unit_y};
}

double frame_share(const Annotations& annotations, const AnnotatedImage& image, const CocoBox& box) {
    const double area = annotations.fractions
                            ? 1
                            : static_cast<double>(image.size.width) * static_cast<double>(image.size.height);
    return std::min(1.0, box.width * box.height / area);
}

template <class Value>
std::vector<double> sorted_values(std::span<const SeenObject> objects, Value value) {
    std::vector<double> values;
    values.reserve(objects.size());
    for (const SeenObject& object : objects) values.push_back(value(object));
    std::sort(values.begin(), values.end());
    return values;
}

/// Places at which an object is tried against the anchors.
constexpr int kPlaces = 64;

/// The fractional part: multiples of an irrational number spread evenly (Roberts' R2 sequence).
float spread(int index, double step) {
    const double value = 0.5 + index * step;
    return static_cast<float>(value - std::floor(value));
}

/// Anchors that would reach an object of this size if they shared its centre; no others ever do.
void anchors_that_fit(const AnchorGrid& grid, Size input, float width, float height, std::vector<Box>& out) {
    out.clear();
    for (const Anchor& anchor : grid.anchors) {
        const float w = anchor.width * static_cast<float>(input.width);
        const float h = anchor.height * static_cast<float>(input.height);
        const float common = std::min(w, width) * std::min(h, height);
        if (common < static_cast<float>(kAnchorReach) * (w * h + width * height - common)) continue;
        const float x = anchor.cx * static_cast<float>(input.width);
        const float y = anchor.cy * static_cast<float>(input.height);
        out.push_back({x - w / 2, y - h / 2, x + w / 2, y + h / 2});
    }
}

/// At how many of kPlaces some anchor reaches an object of this size, which lies whole in the input.
int reached_places(const std::vector<Box>& anchors, Size input, float width, float height) {
    int reached = 0;
    for (int i = 0; i < kPlaces; ++i) {
        const float x = spread(i, 0.7548776662466927) * (static_cast<float>(input.width) - width);
        const float y = spread(i, 0.5698402909980532) * (static_cast<float>(input.height) - height);
        const Box object{x, y, x + width, y + height};
        const bool any = std::any_of(anchors.begin(), anchors.end(), [&](const Box& anchor) {
            return iou(object, anchor) >= static_cast<float>(kAnchorReach);
        });
        reached += any ? 1 : 0;
    }
    return reached;
}

}  // namespace

double SeenObject::size_px() const {
    return std::sqrt(width_px * height_px);
}

Result<Level> full_frame_level(const InputSpec& input, Size picture) {
    PyramidOptions alone;
    alone.enabled = false;
    PyramidInput network;
    network.input = input.size;
    network.resize = input.resize;
    auto plan = plan_pyramid(picture, network, alone);
    if (!plan) return tl::unexpected(plan.error());
    return plan->levels.front();
}

SeenObjects seen_objects(const Annotations& annotations, const InputSpec& input,
                         std::span<const std::int32_t> category_of_place) {
    SeenObjects seen;
    std::vector<Zoom> zooms;
    zooms.reserve(annotations.images.size());
    for (const AnnotatedImage& image : annotations.images) {
        zooms.push_back(zoom_of(annotations, image, input));
    }
    for (std::size_t t = 0; t < annotations.truths.size(); ++t) {
        const TruthBox& truth = annotations.truths[t];
        const std::int32_t category = category_of_place[static_cast<std::size_t>(truth.category)];
        if (truth.crowd || truth.ignore || !(truth.box.width > 0 && truth.box.height > 0)) {
            ++seen.not_counted;
        } else if (category < 0) {
            ++seen.unknown_class;
        } else if (const Zoom& zoom = zooms[static_cast<std::size_t>(truth.image)]; !(zoom.x > 0)) {
            ++seen.unknown_size;
        } else {
            seen.objects.push_back(
                {static_cast<std::int32_t>(t), truth.image, category, truth.box.width * zoom.x,
                 truth.box.height * zoom.y,
                 frame_share(annotations, annotations.images[static_cast<std::size_t>(truth.image)],
                             truth.box)});
        }
    }
    return seen;
}

std::vector<double> size_profile_edges_px() {
    constexpr int kOctaves = 9;
    // The cube root of 2 and its square; std::exp2 may differ in the last bit between C libraries.
    constexpr double kThirds[] = {1, 1.2599210498948731648, 1.5874010519681994748};
    std::vector<double> edges;
    double octave = 2;
    for (int step = 0; step < kOctaves; ++step, octave *= 2) {
        for (const double third : kThirds) edges.push_back(octave * third);
    }
    edges.push_back(octave);
    return edges;
}

double quantile_of_sorted(std::span<const double> sorted, double share) {
    if (sorted.empty()) return kNan;
    const double place = share * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

SizeProfile size_profile(std::span<const SeenObject> objects, std::span<const double> edges_px) {
    SizeProfile profile;
    profile.objects = static_cast<std::int64_t>(objects.size());
    profile.counts.assign(edges_px.size() - 1, 0);
    const auto last = static_cast<std::ptrdiff_t>(profile.counts.size()) - 1;
    for (const SeenObject& object : objects) {
        const auto above = std::upper_bound(edges_px.begin(), edges_px.end(), object.size_px());
        const auto bin = std::clamp<std::ptrdiff_t>(above - edges_px.begin() - 1, 0, last);
        ++profile.counts[static_cast<std::size_t>(bin)];
        if (object.frame_share >= kFillsFrame) ++profile.fill_frame;
    }
    const auto sizes = sorted_values(objects, [](const SeenObject& object) { return object.size_px(); });
    const auto aspects = sorted_values(objects, [](const SeenObject& object) { return object.aspect(); });
    profile.smallest_px = quantile_of_sorted(sizes, 0);
    profile.p5_px = quantile_of_sorted(sizes, 0.05);
    profile.median_px = quantile_of_sorted(sizes, 0.5);
    profile.p95_px = quantile_of_sorted(sizes, 0.95);
    profile.median_aspect = quantile_of_sorted(aspects, 0.5);
    profile.p5_aspect = quantile_of_sorted(aspects, 0.05);
    profile.p95_aspect = quantile_of_sorted(aspects, 0.95);
    return profile;
}

SizeGap size_gap(std::span<const SeenObject> field, std::span<const SeenObject> training) {
    std::map<std::int32_t, std::vector<double>> sizes;
    for (const SeenObject& object : training) sizes[object.category].push_back(object.size_px());
    for (auto& [category, values] : sizes) std::sort(values.begin(), values.end());
    SizeGap gap;
    std::vector<double> ends;
    std::vector<double> quarters;
    for (const SeenObject& object : field) {
        const auto known = sizes.find(object.category);
        if (known == sizes.end()) {
            ++gap.no_training;
            continue;
        }
        const double p5 = quantile_of_sorted(known->second, 0.05);
        ++gap.compared;
        gap.below_p5 += object.size_px() < p5 ? 1 : 0;
        gap.below_smallest += object.size_px() < known->second.front() ? 1 : 0;
        ends.push_back(p5);
        quarters.push_back(quantile_of_sorted(known->second, 0.25));
    }
    std::sort(ends.begin(), ends.end());
    std::sort(quarters.begin(), quarters.end());
    gap.training_p5_px = quantile_of_sorted(ends, 0.5);
    gap.training_p25_px = quantile_of_sorted(quarters, 0.5);
    return gap;
}

AnchorReach anchor_reach(const AnchorGrid& grid, const PyramidPlan& plan, double width, double height) {
    AnchorReach reach;
    for (std::size_t i = 0; i < plan.levels.size(); ++i) {
        const Level& level = plan.levels[i];
        const double iou = best_anchor_iou(grid, plan.input, width * level.zoom_x, height * level.zoom_y);
        if (i == 0) reach.full_frame = iou;
        reach.best = std::max(reach.best, iou);
    }
    return reach;
}

double anchor_end_px(const AnchorGrid& grid, Size input, double aspect) {
    if (!grid.sized || grid.anchors.empty()) return kNan;
    const double stretch = std::sqrt(aspect);
    const double most = std::max(input.width, input.height);
    std::vector<Box> near;
    for (double size = 2; size <= most; size *= 1.04) {
        const auto width = static_cast<float>(size * stretch);
        const auto height = static_cast<float>(size / stretch);
        if (width > static_cast<float>(input.width) || height > static_cast<float>(input.height)) continue;
        anchors_that_fit(grid, input, width, height, near);
        if (!near.empty() && reached_places(near, input, width, height) >= kPlaces / 2) return size;
    }
    return std::numeric_limits<double>::infinity();
}

}  // namespace farsight
