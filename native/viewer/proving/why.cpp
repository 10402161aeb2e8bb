#include "proving/why.h"

namespace farsight::viewer {
namespace {

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

double score_of(int detection, std::span<const Detection> detections) {
    const auto place = static_cast<std::size_t>(detection);
    return detection >= 0 && place < detections.size() ? static_cast<double>(detections[place].score) : 0;
}

std::optional<Miss> copy_of(const Miss* miss) {
    return miss == nullptr ? std::nullopt : std::optional(*miss);
}

}  // namespace

Result<WhyView> explain(const WhySubject& subject, const ObjectTruth& object) {
    if (object.visible.empty()) {
        return fail(ErrorCode::kInvalidArgument, "Nothing of the object is in sight; choose another.");
    }
    auto look = look_at(subject, object.visible);
    if (!look) return tl::unexpected(look.error());
    WhyView why;
    why.object = object.id;
    why.box = object.visible;
    why.input = subject.card.input.size;
    why.field_full_frame_px = field_of(look->full_frame, subject.fields_px);
    why.field_best_px = field_of(look->best, subject.fields_px);
    why.look = std::move(*look);
    return why;
}

WhyCase case_of(const Judgement& judgement, const ObjectTruth& object, std::span<const Detection> full_frame,
                std::span<const Detection> pyramid, bool pyramid_on) {
    const int id = object.id;
    WhyCase about;
    about.object = object;
    about.counts = judgement.counts(id);
    about.seen_full_frame = about.counts && !judgement.missed(id, Side::kFullFrame);
    about.seen_pyramid = about.counts && !judgement.missed(id, Side::kPyramid);
    about.miss_full_frame = copy_of(judgement.miss(id, Side::kFullFrame));
    about.miss_pyramid = copy_of(judgement.miss(id, Side::kPyramid));
    about.score_full_frame = score_of(judgement.found_by(id, Side::kFullFrame), full_frame);
    about.score_pyramid = score_of(judgement.found_by(id, Side::kPyramid), pyramid);
    about.known = about.counts || object.visible_fraction < kMinVisible;
    about.pyramid_on = pyramid_on;
    return about;
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

}  // namespace farsight::viewer
