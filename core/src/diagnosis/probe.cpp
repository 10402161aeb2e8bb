#include "farsight/probe.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <string>

#include "farsight/dolly.h"
#include "farsight/resample.h"
#include "farsight/size_profile.h"

namespace farsight {
namespace {

/// Largest part of the picture's side that a probed object may take: beyond it nothing of its surround is
/// left.
constexpr double kMostOfPicture = 0.9;
/// Objects nearer than this to the photo's edge, in source pixels, may be cut by it.
constexpr float kEdgePx = 1;

Result<void> check(const ProbeOptions& options) {
    const auto complain = [](const char* message) { return fail(ErrorCode::kInvalidArgument, message); };
    const auto& sizes = options.sizes_px;
    const bool rising = std::adjacent_find(sizes.begin(), sizes.end(), std::greater_equal<>()) == sizes.end();
    if (sizes.empty() || !rising || !(sizes.front() >= 1)) {
        return complain("Probes need sizes from 1 pixel on, each larger than the one before.");
    }
    if (options.max_objects < 1) return complain("Probes need at least one object.");
    if (!(options.iou > 0 && options.iou <= 1)) {
        return complain("The IoU of probes must be over 0 and at most 1.");
    }
    return {};
}

double size_of(const Box& box) {
    return std::sqrt(static_cast<double>(box.width()) * static_cast<double>(box.height()));
}

bool at_edge(const ProbeObject& object) {
    return object.box.x0 < kEdgePx || object.box.y0 < kEdgePx ||
           object.box.x1 > static_cast<float>(object.picture.width) - kEdgePx ||
           object.box.y1 > static_cast<float>(object.picture.height) - kEdgePx;
}

/// How many times larger the object may become before it leaves its picture.
double most_nearer(const ProbeObject& object) {
    return kMostOfPicture * std::min(object.picture.width / static_cast<double>(object.box.width()),
                                     object.picture.height / static_cast<double>(object.box.height()));
}

/// Places of the objects, each class' with the most pixels first, the classes in turn.
std::vector<std::int32_t> in_turn(std::span<const ProbeObject> objects,
                                  const std::vector<std::int32_t>& places) {
    std::map<std::int32_t, std::vector<std::int32_t>> by_class;
    for (const std::int32_t place : places) {
        by_class[objects[static_cast<std::size_t>(place)].category].push_back(place);
    }
    std::vector<std::int32_t> order;
    for (auto& [category, of_class] : by_class) {
        std::stable_sort(of_class.begin(), of_class.end(), [&](std::int32_t a, std::int32_t b) {
            return size_of(objects[static_cast<std::size_t>(a)].box) >
                   size_of(objects[static_cast<std::size_t>(b)].box);
        });
    }
    for (std::size_t rank = 0; order.size() < places.size(); ++rank) {
        for (const auto& [category, of_class] : by_class) {
            if (rank < of_class.size()) order.push_back(of_class[rank]);
        }
    }
    return order;
}

/// Start of a stretch of `length` that is centred on `middle` and stays within [0, whole).
int start_within(double middle, int length, int whole) {
    return std::clamp(static_cast<int>(std::lround(middle - length / 2.0)), 0, whole - length);
}

/// The part of the photo that shows the object `nearer` times larger; of the photo's shape.
Rect crop_around(const ProbeObject& object, double nearer) {
    const auto [width, height] = object.picture;
    const int w = std::clamp(static_cast<int>(std::lround(width / nearer)), 1, width);
    const int h = std::clamp(static_cast<int>(std::lround(height / nearer)), 1, height);
    const double x = (static_cast<double>(object.box.x0) + static_cast<double>(object.box.x1)) / 2;
    const double y = (static_cast<double>(object.box.y0) + static_cast<double>(object.box.y1)) / 2;
    return {start_within(x, w, width), start_within(y, h, height), w, h};
}

Result<ProbePicture> brought_to(const ProbeObject& object, const ImageView& photo, double nearer) {
    if (nearer < 1) {
        const double distance = std::min(1 / nearer, kMaxDollyDistance);
        auto moved = dolly(photo, distance);
        if (!moved) return tl::unexpected(moved.error());
        return ProbePicture{std::move(*moved), dolly_box(object.box, object.picture, distance)};
    }
    const Rect part = crop_around(object, nearer);
    // At equal size area averages are the pixels themselves.
    auto cut = resample(photo, part, {part.width, part.height}, Filter::kArea);
    if (!cut) return tl::unexpected(cut.error());
    const auto x = static_cast<float>(part.x);
    const auto y = static_cast<float>(part.y);
    return ProbePicture{std::move(*cut),
                        {object.box.x0 - x, object.box.y0 - y, object.box.x1 - x, object.box.y1 - y}};
}

double full_frame_size(const Level& level, const ProbeObject& object) {
    return std::sqrt(static_cast<double>(object.box.width()) * level.zoom_x *
                     static_cast<double>(object.box.height()) * level.zoom_y);
}

/// Bins around the sizes, which meet half an octave's share between two of them.
std::vector<double> edges_around(std::span<const double> sizes_px) {
    std::vector<double> edges;
    if (sizes_px.empty()) return edges;
    const double first = sizes_px.size() > 1 ? sizes_px[1] / sizes_px[0] : 2;
    edges.push_back(sizes_px.front() / std::sqrt(first));
    for (std::size_t i = 0; i + 1 < sizes_px.size(); ++i) {
        edges.push_back(std::sqrt(sizes_px[i] * sizes_px[i + 1]));
    }
    const std::size_t last = sizes_px.size() - 1;
    edges.push_back(sizes_px.back() * std::sqrt(last > 0 ? sizes_px[last] / sizes_px[last - 1] : 2));
    return edges;
}

}  // namespace

Result<Prober> Prober::create(const InputSpec& input, std::span<const ProbeObject> objects,
                              const ProbeOptions& options) {
    if (auto good = check(options); !good) return tl::unexpected(good.error());
    Prober prober;
    prober.objects_.assign(objects.begin(), objects.end());
    prober.options_ = options;
    prober.input_ = input;
    std::vector<std::int32_t> places;
    for (std::size_t i = 0; i < objects.size(); ++i) {
        if (at_edge(objects[i])) {
            ++prober.counts_.at_edge;
        } else if (size_of(objects[i].box) < options.sizes_px.front()) {
            ++prober.counts_.few_pixels;
        } else {
            places.push_back(static_cast<std::int32_t>(i));
        }
    }
    std::vector<std::int32_t> order = in_turn(objects, places);
    if (order.size() > static_cast<std::size_t>(options.max_objects)) {
        prober.counts_.beyond_most = static_cast<std::int64_t>(order.size()) - options.max_objects;
        order.resize(static_cast<std::size_t>(options.max_objects));
    }
    prober.counts_.chosen = static_cast<std::int64_t>(order.size());
    std::stable_sort(order.begin(), order.end(), [&](std::int32_t a, std::int32_t b) {
        return objects[static_cast<std::size_t>(a)].image < objects[static_cast<std::size_t>(b)].image;
    });
    for (const std::int32_t place : order) {
        const ProbeObject& object = objects[static_cast<std::size_t>(place)];
        const auto level = full_frame_level(input, object.picture);
        if (!level) return tl::unexpected(level.error());
        const double size = full_frame_size(*level, object);
        prober.plan(place, size, size_of(object.box), size * most_nearer(object));
    }
    prober.scores_.resize(prober.probes_.size());
    return prober;
}

void Prober::plan(std::int32_t object, double full_frame_px, double own_px, double largest_px) {
    double reference = 0;
    for (const double size : options_.sizes_px) {
        if (size > own_px || size > largest_px || full_frame_px / size > kMaxDollyDistance) continue;
        probes_.push_back({object, ProbeKind::kSize, size, 0});
        if (size <= options_.detail_at_px) reference = size;
    }
    for (const double detail : options_.sizes_px) {
        if (detail < reference) probes_.push_back({object, ProbeKind::kFineRemoved, reference, detail});
    }
    if (reference >= 2 * options_.coarse_cut_px) {
        probes_.push_back({object, ProbeKind::kCoarseRemoved, reference, options_.coarse_cut_px});
    }
}

std::optional<std::size_t> Prober::next() {
    if (next_ == probes_.size()) return {};
    return next_++;
}

Result<ProbePicture> Prober::picture(std::size_t probe, const ImageView& photo) const {
    const Probe& asked = probes_[probe];
    const ProbeObject& shown = object(asked);
    const auto level = full_frame_level(input_, shown.picture);
    if (!level) return tl::unexpected(level.error());
    auto picture = brought_to(shown, photo, asked.size_px / full_frame_size(*level, shown));
    if (!picture || asked.kind == ProbeKind::kSize) return picture;
    // The picture still has pixels that the network's input has not: detail is counted in those of the
    // object.
    const double reduction = std::max(1.0, size_of(picture->box) / asked.detail_px);
    auto filtered = asked.kind == ProbeKind::kFineRemoved
                        ? without_fine_detail(picture->image.view(), reduction)
                        : without_coarse_detail(picture->image.view(), reduction);
    if (!filtered) return tl::unexpected(filtered.error());
    picture->image = std::move(*filtered);
    return picture;
}

void Prober::absorb(std::size_t probe, const Box& box, std::span<const Detection> detections,
                    std::span<const std::int32_t> category_of_label) {
    if (!scores_[probe]) ++answered_;
    const std::int32_t category = object(probes_[probe]).category;
    float best = 0;
    for (const Detection& detection : detections) {
        const auto label = static_cast<std::size_t>(detection.label);
        if (label >= category_of_label.size() || category_of_label[label] != category) continue;
        if (static_cast<double>(iou(detection.box, box)) < options_.iou) continue;
        best = std::max(best, detection.score);
    }
    scores_[probe] = best;
}

std::vector<ProbeAnswer> Prober::answers() const {
    std::vector<ProbeAnswer> answers;
    for (std::size_t i = 0; i < probes_.size(); ++i) {
        if (scores_[i]) answers.push_back({probes_[i], *scores_[i]});
    }
    return answers;
}

Result<Image> without_fine_detail(const ImageView& picture, double reduction) {
    const auto reduced = [&](int side) {
        return std::max(1, static_cast<int>(std::lround(static_cast<double>(side) / reduction)));
    };
    const Size small = {reduced(picture.size.width), reduced(picture.size.height)};
    auto coarse =
        resample(picture, {0, 0, picture.size.width, picture.size.height}, small, Filter::kTriangle);
    if (!coarse) return coarse;
    return resample(coarse->view(), {0, 0, small.width, small.height}, picture.size, Filter::kTriangle);
}

Result<Image> without_coarse_detail(const ImageView& picture, double reduction) {
    constexpr int kGrey = 128;
    auto coarse = without_fine_detail(picture, reduction);
    if (!coarse) return coarse;
    for (int y = 0; y < picture.size.height; ++y) {
        const std::uint8_t* from = picture.row(y);
        std::uint8_t* to = coarse->row(y);
        for (int x = 0; x < picture.size.width; ++x) {
            for (int c = 0; c < 3; ++c) {
                const int fine = int{from[picture.channels * x + c]} - int{to[3 * x + c]};
                to[3 * x + c] = static_cast<std::uint8_t>(std::clamp(kGrey + fine, 0, 255));
            }
        }
    }
    return coarse;
}

Result<ProbeCurve> probe_curve(std::span<const ProbeAnswer> answers, std::span<const ProbeObject> objects,
                               ProbeKind kind, std::span<const double> sizes_px, double min_score,
                               int resamples, std::uint64_t seed, std::span<const std::uint8_t> wanted) {
    std::vector<RangeTrial> trials;
    std::map<double, std::pair<double, double>> scores;  // By place: their sum and their number.
    for (const ProbeAnswer& answer : answers) {
        const auto place = static_cast<std::size_t>(answer.probe.object);
        if (answer.probe.kind != kind || (!wanted.empty() && wanted[place] == 0)) continue;
        const double size = kind == ProbeKind::kSize ? answer.probe.size_px : answer.probe.detail_px;
        const bool found = answer.score > 0 && static_cast<double>(answer.score) >= min_score;
        trials.push_back({size, objects[place].image, found});
        scores[size].first += static_cast<double>(answer.score);
        scores[size].second += 1;
    }
    RangeOptions options;
    options.edges = edges_around(sizes_px);
    options.trend = Trend::kRising;
    options.resamples = 0;
    auto raw = range_curve(trials, options);
    if (!raw) return tl::unexpected(raw.error());
    ProbeCurve made;
    made.peak_px = std::numeric_limits<double>::quiet_NaN();
    made.peak_recall = made.peak_px;
    std::int64_t most = 0;
    for (const RangePoint& point : raw->points) most = std::max(most, point.trials);
    for (const RangePoint& point : raw->points) {
        if (point.trials < kFewestForPeak || 4 * point.trials < most) continue;
        if (point.recall < made.peak_recall) continue;
        made.peak_px = point.place;
        made.peak_recall = point.recall;
    }
    options.resamples = resamples;
    options.seed = seed;
    if (made.peak_px < sizes_px.back()) {
        std::erase_if(trials, [&](const RangeTrial& trial) { return trial.place > made.peak_px; });
    }
    auto fitted = range_curve(trials, options);
    if (!fitted) return tl::unexpected(fitted.error());
    made.curve = std::move(*fitted);
    // What lies beyond the peak is shown, and takes no part in the fit.
    for (std::size_t i = 0; i < raw->points.size(); ++i) {
        RangePoint& point = made.curve.points[i];
        if (point.trials == 0 && raw->points[i].trials > 0) {
            point = raw->points[i];
            point.smoothed = std::numeric_limits<double>::quiet_NaN();
        }
        const auto sum = scores.lower_bound(point.low);
        const bool any = sum != scores.end() && sum->first < point.high;
        made.mean_scores.push_back(any ? sum->second.first / sum->second.second
                                       : std::numeric_limits<double>::quiet_NaN());
    }
    return made;
}

double recall_at(const ProbeCurve& curve, double size_px) {
    const RangePoint* before = nullptr;
    for (const RangePoint& point : curve.curve.points) {
        if (std::isnan(point.smoothed)) continue;
        if (size_px <= point.place) {
            if (before == nullptr) return point.smoothed;
            const double way = (size_px - before->place) / (point.place - before->place);
            return before->smoothed + way * (point.smoothed - before->smoothed);
        }
        before = &point;
    }
    return before == nullptr ? std::numeric_limits<double>::quiet_NaN() : before->smoothed;
}

}  // namespace farsight
