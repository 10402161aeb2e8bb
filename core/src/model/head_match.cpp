#include "model/head_match.h"

namespace farsight {

namespace {

bool fits_dimension(std::int64_t dimension, int wanted) {
    if (dimension == -1) return true;
    // No rows at all are nothing found.
    return wanted < 0 ? dimension >= 0 && dimension <= kMaxAnchors : dimension == wanted;
}

/// The one dimension between the batch and the last that is not 1; 0 when there are several.
std::int64_t middle_dimension(std::span<const std::int64_t> shape) {
    std::int64_t middle = 1;
    for (const std::int64_t dimension : shape.subspan(1, shape.size() - 2)) {
        if (dimension == 1) continue;
        if (middle != 1) return 0;
        middle = dimension;
    }
    return middle;
}

std::string count_of(int count) {
    return count < 0 ? "any number" : std::to_string(count);
}

}  // namespace

std::string text_of_shape(std::span<const std::int64_t> shape) {
    if (shape.empty()) return "()";
    std::string text;
    for (const std::int64_t dimension : shape) {
        if (!text.empty()) text += 'x';
        if (dimension == -1) {
            text += '?';
        } else {
            text += std::to_string(dimension);
        }
    }
    return text;
}

bool shape_fits(std::span<const std::int64_t> shape, int rows, int values) {
    if (shape.size() < 2) return false;
    if (shape.size() == 2) return values == 1 && fits_dimension(shape[1], rows);
    return fits_dimension(shape.back(), values) && fits_dimension(middle_dimension(shape), rows);
}

std::int64_t values_per_entry(std::span<const std::int64_t> shape) {
    constexpr std::int64_t kMost = std::int64_t{1} << 40;
    std::int64_t values = 1;
    for (std::size_t i = 1; i < shape.size(); ++i) {
        if (shape[i] < 0 || shape[i] > kMost) return -1;
        if (shape[i] != 0 && values > kMost / shape[i]) return -1;
        values *= shape[i];
    }
    return values;
}

Result<const float*> entry_of(const HeadView& head, int entry) {
    const std::int64_t per_entry = values_per_entry(head.shape);
    const bool there = per_entry >= 0 && entry >= 0 && entry < head.shape[0];
    if (there && per_entry == 0) return head.values.data();
    const bool held = there && static_cast<std::int64_t>(head.values.size()) / per_entry > entry;
    if (held) return head.values.data() + per_entry * entry;
    return fail(ErrorCode::kMismatch, "The network's output \"" + std::string(head.name) + "\" of shape " +
                                          text_of_shape(head.shape) + " holds " +
                                          std::to_string(head.values.size()) + " values and no batch entry " +
                                          std::to_string(entry) + ".");
}

namespace detail {

int rows_of(std::span<const std::int64_t> shape, bool last) {
    return static_cast<int>(last || shape.size() == 2 ? shape.back() : middle_dimension(shape));
}

tl::unexpected<Error> missing_head(std::string_view role, std::string_view name, int rows, int values) {
    std::string what = "The network has no output ";
    if (name.empty()) {
        what += "of " + count_of(rows) + " rows of " + count_of(values) + " for the card's heads.";
        what += role;
    } else {
        what.append("\"").append(name).append("\", which the card's heads.").append(role).append(" names");
    }
    return fail(ErrorCode::kMismatch, what + "; check that card and network belong together.");
}

tl::unexpected<Error> wrong_head(std::string_view role, NamedShape found, int rows, int values) {
    return fail(ErrorCode::kMismatch,
                "The network's output \"" + std::string(found.name) + "\" has shape " +
                    text_of_shape(found.shape) + ", but the card's heads." + std::string(role) + " needs " +
                    count_of(rows) + " rows of " + count_of(values) +
                    " after the batch; check the card's input size, " + "anchors and classes_count.");
}

tl::unexpected<Error> ambiguous_head(std::string_view role, std::string_view key) {
    return fail(ErrorCode::kMismatch, "Several outputs could be the card's heads." + std::string(role) +
                                          "; name the right one in heads." + std::string(key) + ".");
}

}  // namespace detail

}  // namespace farsight
