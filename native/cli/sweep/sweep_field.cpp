#include "sweep/sweep_field.h"

#include <algorithm>

#include "farsight/occlusion.h"
#include "farsight/preprocess.h"

namespace farsight::cli {
namespace {

/// Squares along the longer side of the input.
constexpr int kSquares = 15;

struct Found {
    std::int64_t frame = 0;
    std::size_t object = 0;  ///< Among those of the frame that count.
    double height_px = 0;
};

std::optional<Found> median_found(const SweepResults& results, std::int32_t category, double score) {
    std::vector<Found> found;
    for (const auto& [frame, result] : results) {
        for (std::size_t i = 0; i < result.objects.size(); ++i) {
            const SweepObject& object = result.objects[i];
            if (object.category == category && object.scores[0] >= score)
                found.push_back({frame, i, object.height_px});
        }
    }
    if (found.empty()) return std::nullopt;
    const auto middle = found.begin() + static_cast<std::ptrdiff_t>(found.size() / 2);
    std::nth_element(found.begin(), middle, found.end(),
                     [](const Found& a, const Found& b) { return a.height_px < b.height_px; });
    return *middle;
}

/// One full frame in the network's input, and the score of one anchor and class on it.
class Probe {
public:
    static Result<Probe> create(const Model& model, const Image& image) {
        PyramidOptions pyramid;
        pyramid.enabled = false;
        DetectorOptions options;
        options.pyramid = pyramid;
        const auto detector = TiledDetector::create(model.card, image.size(), options);
        if (!detector) return tl::unexpected(detector.error());
        // Every anchor's score is wanted, however low.
        DecodeOptions decode;
        decode.min_score = 1e-6F;
        decode.top_k = kMaxTopK;
        auto decoder = Decoder::create(model.card, decode);
        if (!decoder) return tl::unexpected(decoder.error());
        auto run = NetworkRun::create(model.network, model.card, 1);
        if (!run) return tl::unexpected(run.error());
        Probe probe(model.card.input, detector->plan(), std::move(*decoder), std::move(*run));
        Preprocessor preprocessor(model.card.input, Filter::kTriangle);
        probe.pixels_.resize(model.card.input.values_per_tile());
        if (auto filled =
                preprocessor.fill(image.view(), probe.plan_.tiles.front(), std::span(probe.pixels_));
            !filled) {
            return tl::unexpected(filled.error());
        }
        return probe;
    }

    const AnchorGrid& anchors() const { return decoder_.anchors(); }
    const Level& level() const { return plan_.levels.front(); }

    Result<std::vector<Candidate>> look() { return look_at(pixels_); }

    /// Score of the candidate's anchor and class with a part of the input grey.
    Result<double> score_without(const Rect& patch, const Candidate& followed) {
        hidden_ = pixels_;
        const auto plane =
            static_cast<std::size_t>(input_.size.width) * static_cast<std::size_t>(input_.size.height);
        for (int y = patch.y; y < patch.y + patch.height; ++y) {
            for (int x = patch.x; x < patch.x + patch.width; ++x) {
                const std::size_t at =
                    static_cast<std::size_t>(y) * static_cast<std::size_t>(input_.size.width) +
                    static_cast<std::size_t>(x);
                for (std::size_t c = 0; c < 3; ++c) {
                    constexpr float kGrey = 128;
                    hidden_[input_.layout == Layout::kNhwc ? 3 * at + c : c * plane + at] =
                        (kGrey - input_.mean[c]) * input_.scale[c];
                }
            }
        }
        const auto candidates = look_at(hidden_);
        if (!candidates) return tl::unexpected(candidates.error());
        for (const Candidate& candidate : *candidates) {
            if (candidate.anchor == followed.anchor && candidate.label == followed.label)
                return candidate.score;
        }
        return 0.0;
    }

private:
    Probe(InputSpec input, PyramidPlan plan, Decoder decoder, NetworkRun run)
        : input_(std::move(input)),
          plan_(std::move(plan)),
          decoder_(std::move(decoder)),
          run_(std::move(run)) {}

    Result<std::vector<Candidate>> look_at(const std::vector<float>& pixels) {
        std::copy(pixels.begin(), pixels.end(), run_.input_floats(0).begin());
        const auto heads = run_.run(1);
        if (!heads) return tl::unexpected(heads.error());
        std::vector<Candidate> candidates;
        const auto decoded = decoder_.decode(*heads, 0, plan_, plan_.tiles.front(), candidates);
        if (!decoded) return tl::unexpected(decoded.error());
        return candidates;
    }

    InputSpec input_;
    PyramidPlan plan_;
    Decoder decoder_;
    NetworkRun run_;
    std::vector<float> pixels_;
    std::vector<float> hidden_;
};

/// The most certain candidate of the category on the object.
std::optional<Candidate> candidate_on(std::span<const Candidate> candidates, const Box& object,
                                      std::span<const std::int32_t> category_of_label,
                                      std::int32_t category) {
    std::optional<Candidate> best;
    for (const Candidate& candidate : candidates) {
        if (category_of_label[static_cast<std::size_t>(candidate.label)] != category) continue;
        if (iou(candidate.box, object) >= 0.5F && (!best || candidate.score > best->score)) best = candidate;
    }
    return best;
}

Box anchor_box(const Anchor& anchor, Size input) {
    const auto width = static_cast<float>(input.width);
    const auto height = static_cast<float>(input.height);
    return {(anchor.cx - anchor.width / 2) * width, (anchor.cy - anchor.height / 2) * height,
            (anchor.cx + anchor.width / 2) * width, (anchor.cy + anchor.height / 2) * height};
}

/// Where the head has one map a layer of anchors, as SSDs do.
Box theoretical_box(const AnchorGrid& grid, int anchor, const std::vector<HeadFields>& fields) {
    if (fields.empty() || fields.front().maps.size() != grid.layers.size()) return {};
    std::size_t layer = 0;
    while (layer + 1 < grid.layers.size() && grid.layers[layer + 1].first_anchor <= anchor) ++layer;
    const AnchorLayer& cells = grid.layers[layer];
    const int cell = (anchor - cells.first_anchor) / cells.per_cell;
    const MapField& map = fields.front().maps[layer];
    return field_box(map.x, map.y, cell % cells.columns, cell / cells.columns);
}

/// The place in `truths` of the object that is number `counted` of those that count.
std::size_t truth_place(const std::vector<TruthBox>& truths, std::size_t counted) {
    std::size_t place = 0;
    while (truths[place].ignore || truths[place].crowd || counted-- > 0) ++place;
    return place;
}

Box scaled(const Box& box, const Level& level) {
    const auto x = static_cast<float>(level.zoom_x);
    const auto y = static_cast<float>(level.zoom_y);
    return {box.x0 * x, box.y0 * y, box.x1 * x, box.y1 * y};
}

}  // namespace

Result<std::optional<MeasuredField>> measure_field(const SweepSource& source, const Model& model,
                                                   const SweepArguments& arguments,
                                                   const SweepResults& results, std::int32_t category,
                                                   const std::vector<HeadFields>& fields) {
    const auto found = median_found(results, category, arguments.score);
    const bool fits =
        model.card.heads.kind == HeadKind::kSsd && model.card.input.type == ElementType::kFloat32;
    if (!found || !fits) return std::nullopt;
    SweepLane lane;
    if (auto made = source.make(found->frame, lane); !made) return tl::unexpected(made.error());
    auto probe = Probe::create(model, lane.frame.image);
    if (!probe) return tl::unexpected(probe.error());
    const std::size_t place = truth_place(lane.frame.truths, found->object);
    const CocoBox& truth = lane.frame.truths[place].box;
    const Box object{static_cast<float>(truth.x), static_cast<float>(truth.y),
                     static_cast<float>(truth.x + truth.width), static_cast<float>(truth.y + truth.height)};
    const auto candidates = probe->look();
    if (!candidates) return tl::unexpected(candidates.error());
    const auto followed = candidate_on(*candidates, object, source.category_of_label, category);
    if (!followed || !probe->anchors().sized) return std::nullopt;

    const Size input = model.card.input.size;
    const OcclusionGrid grid{input, std::max(1, std::max(input.width, input.height) / kSquares)};
    std::vector<double> drops;
    for (int i = 0; i < grid.count(); ++i) {
        const auto score = probe->score_without(grid.patch(i), *followed);
        if (!score) return tl::unexpected(score.error());
        drops.push_back(static_cast<double>(followed->score) - *score);
    }
    return MeasuredField{
        input,
        scaled(object, probe->level()),
        anchor_box(probe->anchors().anchors[static_cast<std::size_t>(followed->anchor)], input),
        effective_field(grid, drops),
        theoretical_box(probe->anchors(), followed->anchor, fields),
        static_cast<double>(followed->score),
        lane.frame.distances[place]};
}

}  // namespace farsight::cli
