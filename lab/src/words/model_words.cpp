#include "farsight/lab/model_words.h"

#include <algorithm>
#include <array>

namespace farsight::lab {
namespace {

struct ModelWords {
    std::string_view model;
    std::string_view menu;
    std::string_view taught;
};

constexpr std::string_view kOnScenes =
    "Taught on rendered street scenes, not on photos: on a photo it may name anything a car.";

constexpr std::array kModels = {
    ModelWords{"ssd_mobilenet_v2_oidv4", "Everyday photos, 23 classes", "Taught on photos (Open Images V4)."},
    ModelWords{"face_detection_short_range", "Faces, near only",
               "Taught on photos of faces within about two metres."},
    ModelWords{"face_detection_full_range", "Faces, also farther",
               "Taught on photos of faces within about five metres."},
    ModelWords{"near-only", "Street scenes, trained on near objects only", kOnScenes},
    ModelWords{"multi-scale", "Street scenes, trained at all sizes", kOnScenes},
    ModelWords{"fpn", "Street scenes, with a feature pyramid", kOnScenes},
    ModelWords{"fpn-near", "Street scenes, feature pyramid, near objects only", kOnScenes},
    ModelWords{"transfer", "Street scenes, begun on photos",
               "Taught on photos first, then on rendered street scenes, near and far."},
};

const ModelWords* words_of(std::string_view model) {
    const auto* found = std::find_if(kModels.begin(), kModels.end(),
                                     [&](const ModelWords& words) { return words.model == model; });
    return found == kModels.end() ? nullptr : found;
}

}  // namespace

std::string menu_text(std::string_view model, std::string_view title) {
    if (const ModelWords* words = words_of(model)) return std::string(words->menu);
    return std::string(title.substr(0, title.find(',')));
}

std::string taught_text(std::string_view model) {
    const ModelWords* words = words_of(model);
    return words == nullptr ? std::string() : std::string(words->taught);
}

}  // namespace farsight::lab
