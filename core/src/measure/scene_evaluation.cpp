#include "farsight/scene_evaluation.h"

#include <algorithm>
#include <string_view>

namespace farsight {

namespace {

bool equal_words(std::string_view a, std::string_view b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [&](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace

std::vector<std::int32_t> scene_classes_of(std::span<const Label> labels) {
    std::vector<std::int32_t> classes(labels.size(), -1);
    for (std::size_t i = 0; i < labels.size(); ++i) {
        for (int c = 0; c < kSceneClassCount; ++c) {
            const std::string_view name = name_of(static_cast<SceneClass>(c));
            if (equal_words(labels[i].name, name) || equal_words(labels[i].coco, name)) classes[i] = c;
        }
    }
    return classes;
}

void append_truths(const GroundTruth& truth, std::span<const std::int32_t> class_of_label,
                   double min_visible_fraction, std::int32_t image, std::vector<TruthBox>& out) {
    for (const ObjectTruth& object : truth.objects) {
        const auto category = static_cast<std::int32_t>(object.scene_class);
        const bool known =
            std::find(class_of_label.begin(), class_of_label.end(), category) != class_of_label.end();
        const bool hidden = object.visible_fraction < min_visible_fraction || object.visible_fraction <= 0;
        out.push_back({.box = to_coco(object.visible),
                       .area = object.visible_px,
                       .image = image,
                       .category = category,
                       .ignore = hidden || !known});
    }
}

SceneDetections scene_detections(std::span<const Detection> detections,
                                 std::span<const std::int32_t> class_of_label, std::int32_t image) {
    SceneDetections kept;
    for (std::size_t i = 0; i < detections.size(); ++i) {
        const std::int32_t category = class_of_label[static_cast<std::size_t>(detections[i].label)];
        if (category < 0) continue;
        kept.boxes.push_back({to_coco(detections[i].box), detections[i].score, image, category});
        kept.places.push_back(static_cast<std::int32_t>(i));
    }
    return kept;
}

namespace {

DetectionUse use_of(std::int32_t truth, std::span<const TruthBox> truths) {
    if (truth < 0) return DetectionUse::kFalse;
    return truths[static_cast<std::size_t>(truth)].ignore ? DetectionUse::kIgnored : DetectionUse::kFound;
}

/// Of all detections, however many there are of a class.
MatchOptions every(std::size_t detections) {
    MatchOptions options;
    options.max_detections = std::max(options.max_detections, static_cast<int>(detections));
    return options;
}

}  // namespace

Result<SceneVerdict> judge_scene(const GroundTruth& truth, const SceneAnswer& answer, double min_score) {
    const std::vector<std::int32_t> classes = scene_classes_of(answer.labels);
    SceneVerdict verdict;
    append_truths(truth, classes, kMinVisible, 0, verdict.truths);
    const SceneDetections kept = scene_detections(answer.detections, classes, 0);
    const EvaluationSet set{verdict.truths, kept.boxes, 1, kSceneClassCount};
    const auto matching = match(set, every(kept.boxes.size()));
    if (!matching) return tl::unexpected(matching.error());

    std::vector<std::uint8_t> found;
    std::vector<std::uint8_t> used(answer.detections.size(), 0);
    for (const std::int32_t by : matching->detection_of) {
        const std::int32_t place = by < 0 ? -1 : kept.places[static_cast<std::size_t>(by)];
        verdict.detection_of.push_back(place);
        found.push_back(by >= 0 ? 1 : 0);
        if (place >= 0) used[static_cast<std::size_t>(place)] = 1;
    }
    verdict.use_of.assign(answer.detections.size(), DetectionUse::kOther);
    for (std::size_t i = 0; i < kept.places.size(); ++i) {
        verdict.use_of[static_cast<std::size_t>(kept.places[i])] =
            use_of(matching->truth_of[i], verdict.truths);
    }
    AttributionOptions options;
    options.min_score = min_score;
    explain_misses({verdict.truths, found, answer.candidates, answer.detections, used, answer.tiles, classes},
                   options, verdict.misses);
    return verdict;
}

}  // namespace farsight
