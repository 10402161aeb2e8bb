#include <algorithm>
#include <cmath>
#include <string>

#include "base/random.h"
#include "farsight/evaluate.h"
#include "measure/average_precision.h"
#include "measure/bootstrap.h"

namespace farsight {

namespace {

/// A detection that counts: its image and whether it is a hit.
struct Entry {
    std::int32_t image;
    bool hit;
};

/// One bin's share, best score first, and what is needed to measure it again with other images.
struct BinShare {
    std::vector<Entry> entries;
    std::size_t over_threshold = 0;  ///< Entries of at least min_score: a prefix, as scores fall.
    std::vector<std::int32_t> truth_images;
};

/// Index of the bin that holds the value, or -1.
int bin_of(double value, std::span<const double> edges) {
    if (!(value >= edges.front() && value < edges.back())) return -1;
    return static_cast<int>(std::upper_bound(edges.begin(), edges.end(), value) - edges.begin()) - 1;
}

struct Measured {
    double recall = kNan;
    double precision = kNan;
    double ap = kNan;
    double false_positives_per_image = kNan;
    std::int64_t truths = 0;
    std::int64_t found = 0;
    std::int64_t false_positives = 0;
};

/// `weight(image)` is how often the image was drawn.
template <class Weight>
Measured measure(const BinShare& share, int images, Weight weight) {
    Measured m;
    for (const std::int32_t image : share.truth_images) m.truths += weight(image);
    for (std::size_t i = 0; i < share.over_threshold; ++i) {
        (share.entries[i].hit ? m.found : m.false_positives) += weight(share.entries[i].image);
    }
    if (m.truths > 0) {
        m.recall = static_cast<double>(m.found) / static_cast<double>(m.truths);
        m.ap = average_precision(share.entries.size(), m.truths, [&](std::size_t i) {
            const std::int64_t w = weight(share.entries[i].image);
            return share.entries[i].hit ? HitOrError{w, 0} : HitOrError{0, w};
        });
    }
    if (const std::int64_t taken = m.found + m.false_positives; taken > 0) {
        m.precision = static_cast<double>(m.found) / static_cast<double>(taken);
    }
    if (images > 0) m.false_positives_per_image = static_cast<double>(m.false_positives) / images;
    return m;
}

/// The bins in order, then all together. Objects and detections outside every bin are left out.
std::vector<BinShare> share_out(const EvaluationSet& set, const Matching& matching, const BinAxis& axis,
                                const BinOptions& options) {
    const std::size_t bins = axis.edges.size() - 1;
    std::vector<BinShare> shares(bins + 1);
    const auto wanted = [&](std::int32_t category) {
        return options.category < 0 || category == options.category;
    };
    for (std::size_t t = 0; t < set.truths.size(); ++t) {
        const TruthBox& truth = set.truths[t];
        const int bin = bin_of(axis.of_truth[t], axis.edges);
        if (bin < 0 || truth.crowd || truth.ignore || !wanted(truth.category)) continue;
        shares[static_cast<std::size_t>(bin)].truth_images.push_back(truth.image);
        shares[bins].truth_images.push_back(truth.image);
    }
    for (const std::int32_t ranked : matching.ranked) {
        const auto d = static_cast<std::size_t>(ranked);
        const ScoredBox& detection = set.detections[d];
        if (!wanted(detection.category)) continue;
        const std::int32_t partner = matching.truth_of[d];
        const bool hit = partner >= 0;
        if (hit) {
            const TruthBox& truth = set.truths[static_cast<std::size_t>(partner)];
            if (truth.crowd || truth.ignore) continue;
        }
        const int bin =
            bin_of(hit ? axis.of_truth[static_cast<std::size_t>(partner)] : axis.of_detection[d], axis.edges);
        if (bin < 0) continue;
        for (const std::size_t to : {static_cast<std::size_t>(bin), bins}) {
            shares[to].entries.push_back({detection.image, hit});
            if (detection.score >= options.min_score) ++shares[to].over_threshold;
        }
    }
    return shares;
}

/// A figure that is no share has no other interval: nothing is known when a few images all agree.
Interval honest_figure(const Interval& drawn, int images) {
    return images < kFewestForBootstrap && drawn.low == drawn.high ? Interval{} : drawn;
}

void bootstrap(const std::vector<BinShare>& shares, int images, const BinOptions& options,
               std::vector<BinFigures>& figures) {
    const auto resamples = static_cast<std::size_t>(options.resamples);
    std::vector<std::array<std::vector<double>, 4>> values(shares.size());
    for (auto& bin : values) {
        for (auto& figure : bin) figure.reserve(resamples);
    }
    Pcg32 random(options.seed);
    std::vector<std::int32_t> drawn(static_cast<std::size_t>(images));
    for (std::size_t r = 0; r < resamples; ++r) {
        std::fill(drawn.begin(), drawn.end(), 0);
        for (int i = 0; i < images; ++i) ++drawn[random.below(static_cast<std::uint32_t>(images))];
        for (std::size_t bin = 0; bin < shares.size(); ++bin) {
            const Measured m = measure(shares[bin], images, [&](std::int32_t image) -> std::int64_t {
                return drawn[static_cast<std::size_t>(image)];
            });
            values[bin][0].push_back(m.recall);
            values[bin][1].push_back(m.precision);
            values[bin][2].push_back(m.ap);
            values[bin][3].push_back(m.false_positives_per_image);
        }
    }
    for (std::size_t bin = 0; bin < shares.size(); ++bin) {
        BinFigures& f = figures[bin];
        const auto interval_of = [&](std::size_t figure) {
            return percentile_interval(values[bin][figure], options.confidence);
        };
        f.recall_interval = honest_share(interval_of(0), f.found, f.truths, images);
        f.precision_interval = honest_share(interval_of(1), f.found, f.found + f.false_positives, images);
        f.ap_interval = honest_figure(interval_of(2), images);
        f.false_positives_per_image_interval = honest_figure(interval_of(3), images);
    }
}

Result<void> check_bins(const EvaluationSet& set, const Matching& matching, const BinAxis& axis,
                        const BinOptions& options) {
    const auto complain = [](const char* message) { return fail(ErrorCode::kInvalidArgument, message); };
    if (axis.edges.size() < 2) return complain("Bins need at least two edges.");
    for (std::size_t i = 0; i < axis.edges.size(); ++i) {
        if (std::isnan(axis.edges[i]) || (i > 0 && !(axis.edges[i] > axis.edges[i - 1]))) {
            return complain("Edges of bins must be numbers, each larger than the one before.");
        }
    }
    if (axis.of_truth.size() != set.truths.size() || axis.of_detection.size() != set.detections.size()) {
        return complain("A bin axis needs one value for each ground truth and each detection of the set.");
    }
    if (matching.truth_of.size() != set.detections.size() ||
        matching.detection_of.size() != set.truths.size()) {
        return complain("The matching is of another evaluation set; call match with this one.");
    }
    if (options.category >= set.categories || options.resamples < 0 ||
        !(options.confidence > 0 && options.confidence < 1) || std::isnan(options.min_score)) {
        return complain(
            "Bins need a known category, resamples of 0 or more, and a confidence between 0 and 1.");
    }
    return {};
}

}  // namespace

std::vector<double> coco_size_edges_px() {
    return {0, 32, 96, std::numeric_limits<double>::infinity()};
}

BinAxis size_axis(const EvaluationSet& set, std::vector<double> edges_px) {
    BinAxis axis;
    axis.edges = std::move(edges_px);
    axis.of_truth.reserve(set.truths.size());
    axis.of_detection.reserve(set.detections.size());
    for (const TruthBox& truth : set.truths) axis.of_truth.push_back(std::sqrt(truth.area));
    for (const ScoredBox& d : set.detections)
        axis.of_detection.push_back(std::sqrt(d.box.width * d.box.height));
    return axis;
}

Result<std::vector<BinFigures>> measure_bins(const EvaluationSet& set, const Matching& matching,
                                             const BinAxis& axis, const BinOptions& options) {
    if (auto ok = check_bins(set, matching, axis, options); !ok) return tl::unexpected(ok.error());
    const std::vector<BinShare> shares = share_out(set, matching, axis, options);
    std::vector<BinFigures> figures(shares.size());
    for (std::size_t bin = 0; bin < shares.size(); ++bin) {
        const bool all = bin + 1 == shares.size();
        const Measured m = measure(shares[bin], set.images, [](std::int32_t) -> std::int64_t { return 1; });
        BinFigures& f = figures[bin];
        f.low = all ? axis.edges.front() : axis.edges[bin];
        f.high = all ? axis.edges.back() : axis.edges[bin + 1];
        f.truths = m.truths;
        f.found = m.found;
        f.false_positives = m.false_positives;
        f.recall = m.recall;
        f.precision = m.precision;
        f.ap = m.ap;
        f.false_positives_per_image = m.false_positives_per_image;
    }
    if (options.resamples > 0 && set.images > 0) bootstrap(shares, set.images, options, figures);
    return figures;
}

Result<std::vector<BinFigures>> measure_sizes(const EvaluationSet& set, const BinOptions& options) {
    auto matching = match(set, {});
    if (!matching) return tl::unexpected(matching.error());
    return measure_bins(set, *matching, size_axis(set, coco_size_edges_px()), options);
}

}  // namespace farsight
