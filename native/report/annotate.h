// A picture with its detections drawn on it, to be shown.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "farsight/box.h"
#include "farsight/image.h"

namespace farsight {

/// The mark of an annotated picture's file, by which a later run knows what it may replace.
inline constexpr std::string_view kAnnotatedMark = "farsight annotate";

struct AnnotatedBox {
    Box box;  ///< Source pixels.
    std::string label;
    float score = 0;
    bool on_full_frame = true;  ///< False: only the pyramid shows it.
};

struct AnnotationCaption {
    std::string model;
    int tiles = 1;
    int levels = 1;
    double total_ms = 0;
    int threads = 1;
    bool pyramid = true;
};

/// Draws boxes (blue: the full frame shows it too; orange: recovered by the pyramid), label chips that keep
/// off each other, and below the picture a bar with the legend, the counts and the cost. Small pictures are
/// enlarged first, so that labels stay small beside the objects; a chip that would hide others is left out.
Image annotate(const ImageView& picture, std::span<const AnnotatedBox> boxes,
               const AnnotationCaption& caption);

}  // namespace farsight
