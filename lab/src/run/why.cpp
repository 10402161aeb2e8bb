#include "farsight/lab/why.h"

#include <cmath>
#include <cstdio>

namespace farsight::lab {
namespace {

std::string formatted(const char* format, double value) {
    char text[32];
    std::snprintf(text, sizeof text, format, value);
    return text;
}

double field_of(const Look& look, std::span<const double> fields_px) {
    const auto layer = static_cast<std::size_t>(look.layer);
    return look.layer >= 0 && layer < fields_px.size() ? fields_px[layer] : 0;
}

Result<CloserLook> look_with(const WhySubject& subject, const PyramidPlan& plan, const Box& box) {
    return look_closer(subject.card, subject.detector.anchors(), plan, subject.image, subject.filter, box);
}

/// With the pyramid that the core would choose where there is none.
Result<CloserLook> look_at(const WhySubject& subject, const Box& box) {
    if (subject.pyramid.enabled) return look_with(subject, subject.detector.plan(), box);
    DetectorOptions options;
    options.pyramid.overlap = subject.pyramid.overlap;
    const auto planned = TiledDetector::create(subject.card, subject.image.size, options);
    if (!planned) return tl::unexpected(planned.error());
    return look_with(subject, planned->plan(), box);
}

}  // namespace

Result<WhyView> explain(const WhySubject& subject, const Box& visible, int object) {
    if (visible.empty()) {
        return fail(ErrorCode::kInvalidArgument, "Nothing of the object is in sight; choose another.");
    }
    auto look = look_at(subject, visible);
    if (!look) return tl::unexpected(look.error());
    WhyView why;
    why.object = object;
    why.box = visible;
    why.input = subject.card.input.size;
    why.field_full_frame_px = field_of(look->full_frame, subject.fields_px);
    why.field_best_px = field_of(look->best, subject.fields_px);
    why.look = std::move(*look);
    return why;
}

ReachBoxes reach_of(const WhyView& why) {
    const Look& look = why.look.full_frame;
    const auto around = [&](double width_px, double height_px) {
        const auto half_x = static_cast<float>(width_px / look.zoom_x / 2);
        const auto half_y = static_cast<float>(height_px / look.zoom_y / 2);
        const float cx = (why.box.x0 + why.box.x1) / 2;
        const float cy = (why.box.y0 + why.box.y1) / 2;
        return Box{cx - half_x, cy - half_y, cx + half_x, cy + half_y};
    };
    ReachBoxes boxes;
    if (why.field_full_frame_px > 0) boxes.field = around(why.field_full_frame_px, why.field_full_frame_px);
    if (look.anchor >= 0) {
        boxes.anchor =
            around(static_cast<double>(look.anchor_width_px), static_cast<double>(look.anchor_height_px));
    }
    return boxes;
}

std::string pixels_text(double value) {
    return formatted(value < 10 ? "%.1f" : "%.0f", value);
}

std::string zoom_text(const Look& look) {
    const std::string x = formatted("%.2f", look.zoom_x);
    if (std::abs(look.zoom_x / look.zoom_y - 1) < 0.01) return x + "×";
    return x + " × " + formatted("%.2f", look.zoom_y);
}

}  // namespace farsight::lab
