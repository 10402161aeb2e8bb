// Which of a network's outputs is which head of its card: by name, or else by shape.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "farsight/head_view.h"
#include "farsight/model.h"
#include "farsight/result.h"

namespace farsight {

/// Positions in the list of outputs, -1 where the card's kind has no such head.
struct HeadMatch {
    int boxes = -1;
    int scores = -1;
    int classes = -1;
    int count = -1;
    /// Boxes a batch entry; -1 where the network leaves that free.
    int rows = 0;
};

/// "1x1917x4", with "?" for a free dimension.
std::string text_of_shape(std::span<const std::int64_t> shape);

/// Whether a batch entry of this shape holds `rows` rows of `values`, with any dimensions of 1 between.
/// A free dimension fits anything; rows -1 stands for any number.
bool shape_fits(std::span<const std::int64_t> shape, int rows, int values);

/// Product of all dimensions but the batch; -1 when one is free or negative, or it is beyond 2^40.
std::int64_t values_per_entry(std::span<const std::int64_t> shape);

/// Values of one batch entry. Fails with kMismatch when the tensor does not hold it.
Result<const float*> entry_of(const HeadView& head, int entry);

namespace detail {

struct NamedShape {
    std::string_view name;
    std::span<const std::int64_t> shape;
};

tl::unexpected<Error> missing_head(std::string_view role, std::string_view name, int rows, int values);
tl::unexpected<Error> wrong_head(std::string_view role, NamedShape found, int rows, int values);
tl::unexpected<Error> ambiguous_head(std::string_view role, std::string_view key);

/// The dimension that counts the boxes of a one-tensor head, or -1.
int rows_of(std::span<const std::int64_t> shape, bool last);

/// Finds the head called `name`, or the one output of its shape when `name` is empty.
template <class Output>
Result<int> find_head(std::span<const Output> outputs, std::string_view role, std::string_view name, int rows,
                      int values) {
    int found = -1;
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        const Output& output = outputs[i];
        const bool fits = shape_fits(output.shape, rows, values);
        if (name.empty() ? !fits : output.name != name) continue;
        if (!fits) return wrong_head(role, {output.name, output.shape}, rows, values);
        if (found >= 0) return ambiguous_head(role, role);
        found = static_cast<int>(i);
    }
    if (found < 0) return missing_head(role, name, rows, values);
    return found;
}

template <class Output>
Result<HeadMatch> match_ssd(const HeadSpec& heads, int anchors, std::span<const Output> outputs) {
    const auto boxes = find_head(outputs, "boxes", heads.boxes, anchors, heads.values_per_box);
    if (!boxes) return tl::unexpected<Error>(boxes.error());
    const auto scores = find_head(outputs, "scores", heads.scores, anchors, heads.classes_count);
    if (!scores) return tl::unexpected<Error>(scores.error());
    if (*boxes == *scores) return ambiguous_head("scores", "boxes");
    HeadMatch match;
    match.boxes = *boxes;
    match.scores = *scores;
    match.rows = anchors;
    return match;
}

template <class Output>
Result<HeadMatch> match_separate(const HeadSpec& heads, std::span<const Output> outputs) {
    HeadMatch match;
    const auto boxes = find_head(outputs, "boxes", heads.boxes, -1, 4);
    if (!boxes) return tl::unexpected<Error>(boxes.error());
    match.boxes = *boxes;
    match.rows = rows_of(outputs[static_cast<std::size_t>(*boxes)].shape, false);
    const auto scores = find_head(outputs, "scores", heads.scores, match.rows, 1);
    if (!scores) return tl::unexpected<Error>(scores.error());
    match.scores = *scores;
    if (!heads.classes.empty()) {
        const auto classes = find_head(outputs, "classes", heads.classes, match.rows, 1);
        if (!classes) return tl::unexpected<Error>(classes.error());
        match.classes = *classes;
    }
    for (std::size_t i = 0; !heads.count.empty() && i < outputs.size(); ++i) {
        if (outputs[i].name == heads.count) match.count = static_cast<int>(i);
    }
    if (!heads.count.empty() && match.count < 0) return missing_head("count", heads.count, 1, 1);
    return match;
}

template <class Output>
Result<HeadMatch> match_decoded(const HeadSpec& heads, std::span<const Output> outputs) {
    HeadMatch match;
    const auto boxes = find_head(outputs, "boxes", heads.boxes, -1, 4);
    if (!boxes) return tl::unexpected<Error>(boxes.error());
    match.boxes = *boxes;
    match.rows = rows_of(outputs[static_cast<std::size_t>(*boxes)].shape, false);
    const auto scores = find_head(outputs, "scores", heads.scores, match.rows, heads.classes_count);
    if (!scores) return tl::unexpected<Error>(scores.error());
    match.scores = *scores;
    return match;
}

}  // namespace detail

/// Values of one row of a YOLO head.
inline int yolo_values(const HeadSpec& heads) {
    return 4 + (heads.has_objectness ? 1 : 0) + heads.classes_count + heads.extra_values;
}

/// Matches outputs, each with a `name` and a `shape` whose first dimension is the batch, to the heads.
/// Fails with kMismatch and what was looked for. Allocates only to fail.
template <class Output>
Result<HeadMatch> match_heads(const HeadSpec& heads, int anchors, std::span<const Output> outputs) {
    if (heads.kind == HeadKind::kSsd) return detail::match_ssd(heads, anchors, outputs);
    if (heads.kind == HeadKind::kDecoded) return detail::match_decoded(heads, outputs);
    if (heads.kind == HeadKind::kEndToEnd && !heads.scores.empty()) {
        return detail::match_separate(heads, outputs);
    }
    const bool rows_last = heads.kind == HeadKind::kYolo && !heads.transposed;
    const int values = heads.kind == HeadKind::kYolo ? yolo_values(heads) : 6 + heads.extra_values;
    // A row count of -1 with the rows last reads "any number of columns, `values` rows".
    const auto boxes = rows_last ? detail::find_head(outputs, "boxes", heads.boxes, values, -1)
                                 : detail::find_head(outputs, "boxes", heads.boxes, -1, values);
    if (!boxes) return tl::unexpected<Error>(boxes.error());
    const int rows = detail::rows_of(outputs[static_cast<std::size_t>(*boxes)].shape, rows_last);
    HeadMatch match;
    match.boxes = *boxes;
    match.rows = rows;
    return match;
}

}  // namespace farsight
