#include "farsight/head_check.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <utility>

#include "farsight/anchors.h"
#include "farsight/plain_text.h"
#include "model/head_match.h"

namespace farsight {

namespace {

/// Share of the rows in which a background wins, at least, and any class of objects does not.
constexpr double kMostRows = 0.9;
/// Boxes and rows of fewer say nothing.
constexpr int kEnoughRows = 16;
/// The rows with the best scores whose boxes are looked at.
constexpr std::size_t kBestRows = 32;
constexpr double kSmallestSidePx = 2;

HeadRange range_of(const HeadView& head) {
    HeadRange range{plain_line(head.name), head.values.size(), 0, 0, 0, 0};
    double sum = 0;
    std::size_t finite = 0;
    for (const float value : head.values) {
        if (!std::isfinite(value)) {
            ++range.non_finite;
            continue;
        }
        range.least = finite == 0 ? value : std::min(range.least, value);
        range.most = finite == 0 ? value : std::max(range.most, value);
        sum += static_cast<double>(value);
        ++finite;
    }
    if (finite > 0) range.mean = static_cast<float>(sum / static_cast<double>(finite));
    return range;
}

/// Values that lie `stride` apart: the scores of one row, for example.
struct Strided {
    const float* first = nullptr;
    std::ptrdiff_t row = 0;
    std::ptrdiff_t column = 0;

    float at(int r, int c) const { return first[r * row + c * column]; }
};

/// The first picture's scores and boxes as a table of rows, whatever the kind.
struct Table {
    int rows = 0;
    int classes = 0;
    Strided scores;
    Strided boxes;  ///< Null where boxes are offsets to anchors or cells.
};

Result<Table> table_of(const ModelCard& card, std::span<const HeadView> outputs) {
    const HeadSpec& heads = card.heads;
    int anchors = 0;
    if (heads.kind == HeadKind::kSsd) {
        const auto grid = make_anchors(heads.anchors, card.input.size);
        if (!grid) return tl::unexpected(grid.error());
        anchors = static_cast<int>(grid->anchors.size());
    }
    const auto match = match_heads(heads, anchors, outputs);
    if (!match) return tl::unexpected(match.error());
    const auto boxes = entry_of(outputs[static_cast<std::size_t>(match->boxes)], 0);
    if (!boxes) return tl::unexpected(boxes.error());
    Table table;
    table.rows = match->rows;
    table.classes = heads.classes_count;
    // Heads without a row have no values that a pointer could stand on.
    if (table.rows < 1) return table;
    if (heads.kind == HeadKind::kYolo) {
        const std::ptrdiff_t row = heads.transposed ? yolo_values(heads) : 1;
        const std::ptrdiff_t column = heads.transposed ? 1 : match->rows;
        table.scores = {*boxes + (heads.has_objectness ? 5 : 4) * column, row, column};
        if (!heads.undecoded) table.boxes = {*boxes, row, column};
        return table;
    }
    if (heads.kind == HeadKind::kEndToEnd && match->scores < 0) {
        const std::ptrdiff_t row = 6 + heads.extra_values;
        table.boxes = {*boxes, row, 1};
        table.scores = {*boxes + 4, row, 1};
        table.classes = 1;
        return table;
    }
    const auto scores = entry_of(outputs[static_cast<std::size_t>(match->scores)], 0);
    if (!scores) return tl::unexpected(scores.error());
    if (heads.kind == HeadKind::kEndToEnd) table.classes = 1;
    table.scores = {*scores, table.classes, 1};
    if (heads.kind != HeadKind::kSsd) table.boxes = {*boxes, 4, 1};
    return table;
}

std::string number(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.3g", value);
    return text;
}

/// Looks at one table and notes what is odd.
class Looker {
public:
    Looker(const ModelCard& card, const Table& table, std::vector<std::string>& warnings)
        : card_(card), table_(table), warnings_(warnings) {}

    void look() {
        if (table_.rows < 1) return;
        look_at_scores();
        if (card_.heads.kind != HeadKind::kEndToEnd && table_.rows >= kEnoughRows) {
            look_at_winners();
            look_at_columns();
        }
        if (table_.boxes.first != nullptr) look_at_boxes();
    }

private:
    bool finished() const { return card_.heads.kind == HeadKind::kEndToEnd; }
    float score(int row, int column) const { return table_.scores.at(row, column); }

    void look_at_scores() {
        float least = score(0, 0);
        float most = least;
        for (int row = 0; row < table_.rows; ++row) {
            for (int column = 0; column < table_.classes; ++column) {
                least = std::min(least, score(row, column));
                most = std::max(most, score(row, column));
            }
        }
        constexpr float kRounding = 1e-3F;
        const ScoreActivation activation = card_.heads.activation;
        const bool sigmoid = activation == ScoreActivation::kSigmoid;
        const float half = sigmoid ? 0.0F : 0.5F;
        if (!finished() && std::abs(least - half) < kRounding && std::abs(most - half) < kRounding) {
            say("All scores are one half: the network says nothing. It may be untrained, or its scores stand "
                "in "
                "another output.");
        } else if (!finished() && table_.rows >= kEnoughRows && least == most) {
            say("All scores are " + number(static_cast<double>(least)) +
                ": the network says nothing. It may be untrained, or its input has another range of pixels "
                "than the "
                "card says (input.mean, input.scale).");
        } else if (activation == ScoreActivation::kNone && (most > 1 + kRounding || least < -kRounding)) {
            say("Scores reach from " + number(static_cast<double>(least)) + " to " +
                number(static_cast<double>(most)) +
                ", so they are no probabilities: heads.activation should be sigmoid or softmax.");
        } else if (activation != ScoreActivation::kNone && least >= 0 && most <= 1) {
            say("Scores lie between 0 and 1 before their " + std::string(sigmoid ? "sigmoid" : "softmax") +
                ": they may be probabilities already (heads.activation none).");
        }
    }

    /// How often each class has the best score of a row.
    std::vector<int> wins() const {
        std::vector<int> wins(static_cast<std::size_t>(table_.classes), 0);
        for (int row = 0; row < table_.rows; ++row) {
            int best = 0;
            for (int column = 1; column < table_.classes; ++column) {
                if (score(row, column) > score(row, best)) best = column;
            }
            ++wins[static_cast<std::size_t>(best)];
        }
        return wins;
    }

    /// The background's column is nearly everywhere the best by far; sigmoids of objects are near zero there.
    void look_at_winners() {
        const int background = card_.heads.background;
        if (table_.classes < 2) return;
        const std::vector<int> won = wins();
        const auto most = static_cast<int>(std::max_element(won.begin(), won.end()) - won.begin());
        const double share = won[static_cast<std::size_t>(most)] / static_cast<double>(table_.rows);
        const bool first_or_last = most == 0 || most == table_.classes - 1;
        if (background < 0 && first_or_last && share >= kMostRows && is_certain(most)) {
            say("Class " + std::to_string(most) + " (" + name_of(most) + ") is certain in " +
                number(100 * share) + " % of the rows, as only a background is: heads.background should be " +
                std::to_string(most) + ", and the labels may be off by one.");
        }
        if (background >= 0 && won[static_cast<std::size_t>(background)] == 0 &&
            card_.heads.activation == ScoreActivation::kSoftmax) {
            say("The background (class " + std::to_string(background) +
                ") wins in no row: heads.background may be another class, and the labels may be off by one.");
        }
    }

    /// Its scores stand for more than one half in most rows.
    bool is_certain(int column) const {
        int certain = 0;
        const float half = card_.heads.activation == ScoreActivation::kNone ? 0.5F : 0.0F;
        for (int row = 0; row < table_.rows; ++row) certain += score(row, column) > half ? 1 : 0;
        return certain >= kMostRows * table_.rows;
    }

    std::string name_of(int column) const {
        const auto index = static_cast<std::size_t>(column);
        return index < card_.labels.size() ? card_.labels[index].name : "without a label";
    }

    void look_at_columns() {
        std::vector<int> constant;
        for (int column = 0; column < table_.classes; ++column) {
            bool same = column != card_.heads.background;
            for (int row = 1; same && row < table_.rows; ++row) same = score(row, column) == score(0, column);
            if (same) constant.push_back(column);
        }
        if (constant.empty() || static_cast<int>(constant.size()) == table_.classes) return;
        const bool one = constant.size() == 1;
        say((one ? "Class " : std::to_string(constant.size()) + " classes, the first of them ") +
            std::to_string(constant.front()) + " (" + name_of(constant.front()) + ")" +
            (one ? " has" : ", have") + " the same score in every row: the network cannot find them.");
    }

    std::vector<int> best_rows() const {
        std::vector<std::pair<float, int>> best;
        for (int row = 0; row < table_.rows; ++row) {
            float most = score(row, 0);
            for (int column = 1; column < table_.classes; ++column) most = std::max(most, score(row, column));
            best.emplace_back(-most, row);
        }
        std::sort(best.begin(), best.end());
        best.resize(std::min(best.size(), kBestRows));
        std::vector<int> rows;
        for (const auto& [ignored, row] : best) rows.push_back(row);
        return rows;
    }

    /// Width and height in input pixels.
    std::pair<double, double> size_of(int row) const {
        std::array<double, 4> box{};
        for (int i = 0; i < 4; ++i)
            box[static_cast<std::size_t>(i)] = static_cast<double>(table_.boxes.at(row, i));
        const bool centres =
            card_.heads.kind == HeadKind::kYolo || (!finished() && card_.heads.form == BoxForm::kCentre);
        // Which of x and y comes first does not matter to how small or large a box is.
        std::pair<double, double> size =
            centres ? std::pair(box[2], box[3]) : std::pair(box[2] - box[0], box[3] - box[1]);
        if (card_.heads.normalized) {
            size.first *= card_.input.size.width;
            size.second *= card_.input.size.height;
        }
        return size;
    }

    void look_at_boxes() {
        const double longest = std::max(card_.input.size.width, card_.input.size.height);
        int tiny = 0;
        int huge = 0;
        int real = 0;
        for (const int row : best_rows()) {
            const auto [width, height] = size_of(row);
            // Finished rows without an object are padding.
            if (width == 0 && height == 0) continue;
            ++real;
            tiny += std::max(width, height) < kSmallestSidePx ? 1 : 0;
            huge += std::max(width, height) > 3 * longest ? 1 : 0;
        }
        if (real > 0 && tiny == real) {
            say("The best boxes are under two pixels: their coordinates may be fractions of the input "
                "(heads.normalized true).");
        }
        if (real > 0 && huge == real) {
            say("The best boxes are far larger than the input: their coordinates may be pixels "
                "(heads.normalized "
                "false), or in another order (heads.form).");
        }
    }

    void say(std::string warning) { warnings_.push_back(std::move(warning)); }

    const ModelCard& card_;
    const Table& table_;
    std::vector<std::string>& warnings_;
};

}  // namespace

Result<HeadCheck> check_heads(const ModelCard& card, std::span<const HeadView> outputs) {
    std::vector<std::vector<std::int64_t>> shapes;
    std::vector<HeadView> batched(outputs.begin(), outputs.end());
    if (!card.heads.batched) {
        for (const HeadView& head : outputs) {
            shapes.emplace_back(head.shape.begin(), head.shape.end());
            shapes.back().insert(shapes.back().begin(), 1);
        }
        for (std::size_t i = 0; i < batched.size(); ++i) batched[i].shape = shapes[i];
    }
    const auto table = table_of(card, batched);
    if (!table) return tl::unexpected(table.error());
    HeadCheck check;
    for (const HeadView& head : outputs) check.ranges.push_back(range_of(head));
    for (const HeadRange& range : check.ranges) {
        if (range.non_finite == 0) continue;
        check.warnings.push_back("Output \"" + range.name + "\" has " + std::to_string(range.non_finite) +
                                 " values that are not finite (NaN or infinity).");
    }
    Looker(card, *table, check.warnings).look();
    return check;
}

}  // namespace farsight
