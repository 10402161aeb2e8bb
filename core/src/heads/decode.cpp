#include "farsight/decode.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include "base/portable_math.h"
#include "farsight/region_anchors.h"
#include "heads/activation.h"
#include "heads/candidate_sink.h"
#include "model/head_match.h"

namespace farsight {

namespace {

constexpr float kLowestFinite = std::numeric_limits<float>::lowest();

/// Whether any value is not in [lowest finite, threshold): worth a look, or not finite.
/// Without branches, so that compilers make vectors of it.
bool any_of_interest(const float* values, int count, float threshold) {
    int hits = 0;
    for (int i = 0; i < count; ++i) {
        hits |= static_cast<int>(!((values[i] >= kLowestFinite) & (values[i] < threshold)));
    }
    return hits != 0;
}

/// The raw value at which `score_of`, which grows, reaches min_score; a little lower, since every survivor
/// is scored and compared again. Bisection needs no logarithm, so it has the same bits everywhere.
template <class ScoreOf>
float raw_threshold(float min_score, ScoreOf score_of) {
    double low = -120;
    double high = 40;
    for (int step = 0; step < 60; ++step) {
        const double middle = (low + high) / 2;
        (static_cast<float>(score_of(middle)) < min_score ? low : high) = middle;
    }
    return static_cast<float>(low - 1e-3);
}

float raw_threshold(ScoreActivation activation, float min_score) {
    switch (activation) {
        case ScoreActivation::kSigmoid:
            return raw_threshold(min_score, portable::sigmoid);
        // A softmax score is at most e^(logit - largest logit).
        case ScoreActivation::kSoftmax:
            return raw_threshold(min_score, portable::exp);
        case ScoreActivation::kNone:
            break;
    }
    return min_score;
}

/// What every head's decoder needs.
struct Pass {
    const ModelCard& card;
    const AnchorGrid& grid;
    Size input;
    float min_score;
    float threshold;
    CandidateSink& sink;

    /// Scores one raw value and hands it on; `box_of` is called for survivors only.
    template <class PlaceInto>
    void emit(int anchor, int label, float raw, double factor, PlaceInto place_into) const {
        if (label == card.heads.background) return;
        if (raw >= kLowestFinite && raw < threshold) return;
        if (!std::isfinite(raw)) return sink.count_non_finite();
        emit_score(anchor, label, activated(card.heads.activation, raw) * factor, place_into);
    }

    template <class PlaceInto>
    void emit_score(int anchor, int label, double exact_score, PlaceInto place_into) const {
        const auto score = static_cast<float>(exact_score);
        if (!(score >= min_score) || sink.reject(score)) return;
        Candidate candidate;
        const CandidateSink::Placement placement = place_into(candidate);
        candidate.score = score;
        candidate.anchor = anchor;
        candidate.label = label;
        sink.add(candidate, placement);
    }
};

UnitBox around(double cx, double cy, double width, double height) {
    return {cx - width / 2, cy - height / 2, cx + width / 2, cy + height / 2};
}

/// TF OD API, box_coders/faster_rcnn_box_coder.py; Ren et al. 2015, arXiv:1506.01497, equation 2.
UnitBox faster_rcnn_box(const float* code, const std::array<float, 4>& scales, const Anchor& anchor) {
    std::array<double, 4> t;
    for (std::size_t i = 0; i < 4; ++i) t[i] = static_cast<double>(code[i]) / static_cast<double>(scales[i]);
    const double width = anchor.width;
    const double height = anchor.height;
    return around(t[1] * width + static_cast<double>(anchor.cx),
                  t[0] * height + static_cast<double>(anchor.cy), portable::exp(t[3]) * width,
                  portable::exp(t[2]) * height);
}

/// MediaPipe, TensorsToDetectionsCalculator with reverse_output_order.
UnitBox media_pipe_box(const float* code, Size input, const Anchor& anchor) {
    const double x = static_cast<double>(code[0]) / input.width;
    const double y = static_cast<double>(code[1]) / input.height;
    const double width = static_cast<double>(code[2]) / input.width;
    const double height = static_cast<double>(code[3]) / input.height;
    const double anchor_width = anchor.width;
    const double anchor_height = anchor.height;
    return around(x * anchor_width + static_cast<double>(anchor.cx),
                  y * anchor_height + static_cast<double>(anchor.cy), width * anchor_width,
                  height * anchor_height);
}

UnitBox unit_box(const Pass& pass, double x0, double y0, double x1, double y1);

/// A box that the network decoded itself.
UnitBox decoded_box(const Pass& pass, const float* four) {
    const auto [a, b, c, d] = std::array<double, 4>{four[0], four[1], four[2], four[3]};
    switch (pass.card.heads.form) {
        case BoxForm::kCorners:
            return unit_box(pass, a, b, c, d);
        case BoxForm::kCornersYx:
            return unit_box(pass, b, a, d, c);
        case BoxForm::kCentre:
            break;
    }
    const UnitBox box = around(a, b, c, d);
    return unit_box(pass, box.x0, box.y0, box.x1, box.y1);
}

/// The box of one anchor, decoded when the first of its classes asks for it.
class AnchorBox {
public:
    AnchorBox(const Pass& pass, const float* code, int anchor) : pass_(pass), code_(code), anchor_(anchor) {}

    CandidateSink::Placement operator()(Candidate& candidate) {
        if (!known_) {
            placement_ = pass_.sink.place(box(), placed_);
            known_ = true;
        }
        candidate = placed_;
        return placement_;
    }

private:
    UnitBox box() const {
        const HeadSpec& heads = pass_.card.heads;
        if (heads.kind == HeadKind::kDecoded) return decoded_box(pass_, code_);
        const Anchor& anchor = pass_.grid.anchors[static_cast<std::size_t>(anchor_)];
        return heads.coder == BoxCoder::kFasterRcnn ? faster_rcnn_box(code_, heads.coder_scales, anchor)
                                                    : media_pipe_box(code_, pass_.input, anchor);
    }

    const Pass& pass_;
    const float* code_;
    int anchor_;
    bool known_ = false;
    CandidateSink::Placement placement_ = CandidateSink::Placement::kEmpty;
    Candidate placed_;
};

/// Largest value of a row, or NaN when any is not finite. Eight lanes, which compilers turn into a vector.
float largest_finite(const float* values, int count) {
    constexpr int kLanes = 8;
    std::array<float, kLanes> lanes;
    lanes.fill(kLowestFinite);
    int bad = 0;
    int i = 0;
    for (; i + kLanes <= count; i += kLanes) {
        for (std::size_t lane = 0; lane < kLanes; ++lane) {
            const float value = values[static_cast<std::size_t>(i) + lane];
            bad |= static_cast<int>(!((value >= kLowestFinite) & (value <= -kLowestFinite)));
            lanes[lane] = value > lanes[lane] ? value : lanes[lane];
        }
    }
    for (; i < count; ++i) {
        bad |= static_cast<int>(!std::isfinite(values[i]));
        lanes[0] = values[i] > lanes[0] ? values[i] : lanes[0];
    }
    return bad != 0 ? std::numeric_limits<float>::quiet_NaN() : *std::max_element(lanes.begin(), lanes.end());
}

void decode_softmax_row(const Pass& pass, const float* row, const float* code, int anchor) {
    const int classes = pass.card.heads.classes_count;
    const float largest = largest_finite(row, classes);
    if (std::isnan(largest)) return pass.sink.count_non_finite();
    const float threshold = largest + pass.threshold;
    AnchorBox box(pass, code, anchor);
    double sum = 0;
    for (int label = 0; label < classes; ++label) {
        const float raw = row[label];
        if (label == pass.card.heads.background || raw < threshold) continue;
        const auto exponential = [&](float logit) {
            return portable::exp(static_cast<double>(logit) - static_cast<double>(largest));
        };
        if (sum == 0) {
            for (int other = 0; other < classes; ++other) sum += exponential(row[other]);
        }
        pass.emit_score(anchor, label, exponential(raw) / sum, [&](Candidate& out) { return box(out); });
    }
}

/// Classes before and after the background, which in many networks always fires.
void decode_independent_row(const Pass& pass, const float* row, const float* code, int anchor) {
    const int classes = pass.card.heads.classes_count;
    const int background = pass.card.heads.background;
    const int before = std::max(background, 0);
    const int after = background + 1;
    if (!any_of_interest(row, before, pass.threshold) &&
        !any_of_interest(row + after, classes - after, pass.threshold)) {
        return;
    }
    AnchorBox box(pass, code, anchor);
    for (int label = 0; label < classes; ++label) {
        pass.emit(anchor, label, row[label], 1, [&](Candidate& out) { return box(out); });
    }
}

/// Rows of boxes with scores a class; the boxes are offsets to anchors or decoded.
void decode_rows(const Pass& pass, const float* boxes, const float* scores, int rows) {
    const HeadSpec& heads = pass.card.heads;
    const int values = heads.kind == HeadKind::kDecoded ? 4 : heads.values_per_box;
    for (int anchor = 0; anchor < rows; ++anchor) {
        const float* code = boxes + std::ptrdiff_t{anchor} * values;
        const float* row = scores + std::ptrdiff_t{anchor} * heads.classes_count;
        if (heads.activation == ScoreActivation::kSoftmax) {
            decode_softmax_row(pass, row, code, anchor);
        } else {
            decode_independent_row(pass, row, code, anchor);
        }
    }
}

/// Corners in the head's own unit become fractions of the input.
UnitBox unit_box(const Pass& pass, double x0, double y0, double x1, double y1) {
    if (pass.card.heads.normalized) return {x0, y0, x1, y1};
    const Size input = pass.input;
    return {x0 / input.width, y0 / input.height, x1 / input.width, y1 / input.height};
}

/// A YOLO tensor, its rows either one after the other or one beside the other.
struct YoloHead {
    const float* values;
    std::ptrdiff_t row_step;
    std::ptrdiff_t value_step;
    int rows;
    int first_class;

    float at(int row, int value) const { return values[row * row_step + value * value_step]; }
};

/// YOLOX (Ge et al. 2021, arXiv:2107.08430): offsets from the cell's corner in strides, sizes as logarithms.
UnitBox yolox_box(const Pass& pass, const YoloHead& head, int row) {
    const Size input = pass.input;
    int first = 0;
    for (const int stride : {8, 16, 32}) {
        const int columns = input.width / stride;
        const int cells = columns * (input.height / stride);
        if (row < first + cells) {
            const int x = (row - first) % columns;
            const int y = (row - first) / columns;
            return around((static_cast<double>(head.at(row, 0)) + x) * stride,
                          (static_cast<double>(head.at(row, 1)) + y) * stride,
                          portable::exp(static_cast<double>(head.at(row, 2))) * stride,
                          portable::exp(static_cast<double>(head.at(row, 3))) * stride);
        }
        first += cells;
    }
    return {};
}

void emit_yolo(const Pass& pass, const YoloHead& head, int row, int label, double factor) {
    pass.emit(row, label, head.at(row, head.first_class + label), factor, [&](Candidate& out) {
        const UnitBox box = pass.card.heads.undecoded
                                ? yolox_box(pass, head, row)
                                : around(head.at(row, 0), head.at(row, 1), head.at(row, 2), head.at(row, 3));
        return pass.sink.place(unit_box(pass, box.x0, box.y0, box.x1, box.y1), out);
    });
}

/// Factor of a row's class scores; 0 skips the row.
double objectness(const Pass& pass, const YoloHead& head, int row) {
    const float raw = head.at(row, 4);
    if (raw >= kLowestFinite && raw < pass.threshold) return 0;
    if (std::isfinite(raw)) return activated(pass.card.heads.activation, raw);
    pass.sink.count_non_finite();
    return 0;
}

void decode_yolo_rows(const Pass& pass, const YoloHead& head) {
    const HeadSpec& heads = pass.card.heads;
    for (int row = 0; row < head.rows; ++row) {
        const double factor = heads.has_objectness ? objectness(pass, head, row) : 1;
        if (factor == 0) continue;
        const float* scores = head.values + row * head.row_step + head.first_class;
        if (head.value_step == 1 && !any_of_interest(scores, heads.classes_count, pass.threshold)) continue;
        for (int label = 0; label < heads.classes_count; ++label) emit_yolo(pass, head, row, label, factor);
    }
}

/// Class by class, since a class's scores lie side by side; in blocks, most of which hold nothing.
void decode_yolo_columns(const Pass& pass, const YoloHead& head) {
    constexpr int kBlock = 64;
    for (int label = 0; label < pass.card.heads.classes_count; ++label) {
        const float* scores = head.values + (head.first_class + label) * head.value_step;
        for (int start = 0; start < head.rows; start += kBlock) {
            const int end = std::min(start + kBlock, head.rows);
            if (!any_of_interest(scores + start, end - start, pass.threshold)) continue;
            for (int row = start; row < end; ++row) emit_yolo(pass, head, row, label, 1);
        }
    }
}

void decode_yolo(const Pass& pass, const float* values, int rows) {
    const HeadSpec& heads = pass.card.heads;
    const int first_class = heads.has_objectness ? 5 : 4;
    const YoloHead head = heads.transposed ? YoloHead{values, yolo_values(heads), 1, rows, first_class}
                                           : YoloHead{values, 1, rows, rows, first_class};
    if (heads.transposed || heads.has_objectness) {
        decode_yolo_rows(pass, head);
    } else {
        decode_yolo_columns(pass, head);
    }
}

/// Whole class indices of the card; -1 otherwise.
int label_of(const ModelCard& card, float value) {
    const bool known = value >= 0 && value < static_cast<float>(card.heads.classes_count);
    return known && value == std::floor(value) ? static_cast<int>(value) : -1;
}

struct Finished {
    const float* box;
    float score;
    float label;
    bool y_first;
};

void emit_finished(const Pass& pass, int row, const Finished& found) {
    if (found.score >= kLowestFinite && found.score < pass.threshold) return;
    const int label = label_of(pass.card, found.label);
    if (label < 0) {
        return std::isfinite(found.label) ? pass.sink.count_unknown_label() : pass.sink.count_non_finite();
    }
    pass.emit(row, label, found.score, 1, [&](Candidate& out) {
        const float* b = found.box;
        return pass.sink.place(
            found.y_first ? unit_box(pass, b[1], b[0], b[3], b[2]) : unit_box(pass, b[0], b[1], b[2], b[3]),
            out);
    });
}

void decode_finished(const Pass& pass, const float* boxes, const float* scores, const float* classes,
                     int rows) {
    for (int row = 0; row < rows; ++row) {
        const std::ptrdiff_t i = row;
        if (scores == nullptr) {
            const float* six = boxes + i * (6 + pass.card.heads.extra_values);
            emit_finished(pass, row, {six, six[4], six[5], false});
        } else {
            const float label = classes == nullptr ? 0.0F : classes[i];
            emit_finished(pass, row, {boxes + i * 4, scores[i], label, pass.card.heads.normalized});
        }
    }
}

Result<void> check_options(const DecodeOptions& options) {
    if (!(options.min_score > 0 && options.min_score < 1)) {
        return fail(ErrorCode::kInvalidArgument, "Decoding's min_score must be over 0 and under 1.");
    }
    if (options.top_k < 1 || options.top_k > kMaxTopK) {
        return fail(ErrorCode::kInvalidArgument, "Decoding's top_k must be 1 to 100000.");
    }
    if (!(options.edge_tolerance_px >= 0 && options.edge_tolerance_px <= kMaxInputSide)) {
        return fail(ErrorCode::kInvalidArgument, "Decoding's edge_tolerance_px must be 0 to 4096.");
    }
    return {};
}

}  // namespace

Result<Decoder> Decoder::create(const ModelCard& card, const DecodeOptions& options) {
    if (auto valid = validate_card(card); !valid) return tl::unexpected<Error>(valid.error());
    if (auto valid = check_options(options); !valid) return tl::unexpected<Error>(valid.error());
    Decoder decoder;
    if (card.heads.kind == HeadKind::kSsd) {
        auto grid = make_anchors(card.heads.anchors, card.input.size);
        if (!grid) return tl::unexpected<Error>(grid.error());
        decoder.anchors_ = std::move(*grid);
    } else {
        decoder.anchors_.sized = false;
    }
    decoder.card_ = card;
    decoder.options_ = options;
    decoder.raw_threshold_ = raw_threshold(card.heads.activation, options.min_score);
    decoder.scratch_.reserve(2 * static_cast<std::size_t>(options.top_k));
    return decoder;
}

/// The same outputs with a batch of one. Views last until the next call.
std::span<const HeadView> Decoder::with_batch(std::span<const HeadView> outputs) {
    batched_.assign(outputs.begin(), outputs.end());
    shapes_.resize(outputs.size());
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        shapes_[i].assign(1, 1);
        shapes_[i].insert(shapes_[i].end(), outputs[i].shape.begin(), outputs[i].shape.end());
        batched_[i].shape = shapes_[i];
    }
    return batched_;
}

Result<const AnchorGrid*> Decoder::anchors_of(const Tile& tile) {
    if (!tile.close || !card_.free || card_.heads.kind != HeadKind::kSsd) return &anchors_;
    for (const auto& known : region_grids_) {
        if (known->size == tile.input) return &known->grid;
    }
    auto grid = region_anchors(anchors_, card_.input.size, *card_.free, tile.input);
    if (!grid) return tl::unexpected<Error>(grid.error());
    region_grids_.push_back(std::make_unique<RegionGrid>(RegionGrid{tile.input, std::move(*grid)}));
    return &region_grids_.back()->grid;
}

Result<DecodeStats> Decoder::decode(std::span<const HeadView> outputs, int entry, const PyramidPlan& plan,
                                    const Tile& tile, std::vector<Candidate>& out) {
    if (!card_.heads.batched) outputs = with_batch(outputs);
    const auto grid = anchors_of(tile);
    if (!grid) return tl::unexpected<Error>(grid.error());
    const auto match = match_heads(card_.heads, static_cast<int>((*grid)->anchors.size()), outputs);
    if (!match) return tl::unexpected<Error>(match.error());
    std::array<const float*, 4> values = {};
    const std::array<int, 4> positions = {match->boxes, match->scores, match->classes, match->count};
    for (std::size_t i = 0; i < positions.size(); ++i) {
        if (positions[i] < 0) continue;
        const auto found = entry_of(outputs[static_cast<std::size_t>(positions[i])], entry);
        if (!found) return tl::unexpected<Error>(found.error());
        values[i] = *found;
    }
    int rows = match->rows;
    if (values[3] != nullptr)
        rows = std::clamp(static_cast<int>(std::clamp(*values[3], 0.0F, 1e6F)), 0, rows);
    const auto [boxes, scores, classes, count] = values;
    const Size input = tile.input.width > 0 ? tile.input : card_.input.size;
    CandidateSink sink(plan, tile, input, options_, scratch_);
    const Pass pass{card_, **grid, input, options_.min_score, raw_threshold_, sink};
    switch (card_.heads.kind) {
        case HeadKind::kSsd:
        case HeadKind::kDecoded:
            decode_rows(pass, boxes, scores, rows);
            break;
        case HeadKind::kYolo:
            decode_yolo(pass, boxes, rows);
            break;
        case HeadKind::kEndToEnd:
            decode_finished(pass, boxes, scores, classes, rows);
            break;
    }
    return sink.finish(out);
}

}  // namespace farsight
