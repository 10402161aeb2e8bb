#include "sweep/photo_source.h"

#include <cmath>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "detector_options.h"
#include "farsight/dolly.h"
#include "farsight/runtime/image_file.h"

namespace farsight::cli {
namespace {

/// By class index of the model: the place of its COCO name, or of its own, among the annotations' classes.
std::vector<std::int32_t> categories_of(const ModelCard& card, const Annotations& annotations) {
    std::vector<std::int32_t> categories;
    for (const Label& label : card.labels) {
        const std::int32_t by_coco = label.coco.empty() ? -1 : annotations.category_named(label.coco);
        categories.push_back(by_coco >= 0 ? by_coco : annotations.category_named(label.name));
    }
    const int background = card.heads.background;
    if (background >= 0 && static_cast<std::size_t>(background) < categories.size()) {
        categories[static_cast<std::size_t>(background)] = -1;
    }
    return categories;
}

Box to_box(const CocoBox& box) {
    return {static_cast<float>(box.x), static_cast<float>(box.y), static_cast<float>(box.x + box.width),
            static_cast<float>(box.y + box.height)};
}

/// Photos on disk, in the order of the annotations, and their objects.
struct Photos {
    std::vector<std::filesystem::path> files;  ///< By image.
    Annotations annotations;
    std::vector<std::uint8_t> known;  ///< By category.
    double farthest = 1;
    int steps = 1;

    Result<void> make(std::int64_t number, lab::SweepLane& lane) const {
        const auto place = static_cast<std::int32_t>(number / steps);
        const auto& file = files[static_cast<std::size_t>(place)];
        const auto photo = read_image(file);
        if (!photo) return tl::unexpected(photo.error());
        const double distance = lab::log_step(1, farthest, static_cast<int>(number % steps), steps);
        auto moved = dolly(photo->view(), distance);
        if (!moved) return fail(moved.error().code, file.string() + ": " + moved.error().message);
        lab::SweepFrame& frame = lane.frame;
        frame.truths.clear();
        frame.whole.clear();
        frame.distances.clear();
        for (TruthBox truth : annotations.truths) {
            if (truth.image != place) continue;
            const Box box = dolly_box(to_box(truth.box), photo->size(), distance);
            truth.box = to_coco(box);
            truth.area /= distance * distance;
            truth.image = 0;
            truth.ignore = truth.ignore || known[static_cast<std::size_t>(truth.category)] == 0;
            frame.truths.push_back(truth);
            frame.whole.push_back(box);
            frame.distances.push_back(distance);
        }
        frame.image = std::move(*moved);
        return {};
    }
};

Result<lab::SweepSource> dolly_source(Photos photos, const std::string& what, const ModelCard& card) {
    lab::SweepSource source;
    source.kind = lab::SweepKind::kPhotoDolly;
    source.category_of_label = categories_of(card, photos.annotations);
    photos.known.assign(photos.annotations.categories.size(), 0);
    for (const std::int32_t category : source.category_of_label) {
        if (category >= 0) photos.known[static_cast<std::size_t>(category)] = 1;
    }
    if (std::find(photos.known.begin(), photos.known.end(), 1) == photos.known.end()) {
        return fail(ErrorCode::kMismatch, "the model knows none of the photos' classes.");
    }
    for (const AnnotatedClass& category : photos.annotations.categories)
        source.categories.push_back(category.name);
    source.frames = static_cast<std::int64_t>(photos.annotations.images.size()) * photos.steps;
    source.distance_edges = lab::distance_bins(1, photos.farthest);
    source.description =
        nlohmann::ordered_json{{"photos", what}, {"farthest", photos.farthest}, {"steps", photos.steps}}
            .dump();
    source.group_of = [steps = photos.steps](std::int64_t frame) {
        return static_cast<std::int32_t>(frame / steps);
    };
    const auto shared = std::make_shared<const Photos>(std::move(photos));
    source.make = [shared](std::int64_t frame, lab::SweepLane& lane) { return shared->make(frame, lane); };
    return source;
}

}  // namespace

Result<lab::SweepSource> photo_source(const std::string& folder, Dataset dataset, double farthest, int steps,
                                      const ModelCard& card) {
    return dolly_source(
        Photos{std::move(dataset.pictures), std::move(dataset.annotations), {}, farthest, steps}, folder,
        card);
}

Result<lab::SweepSource> photo_source(const std::string& photo, const std::string& box,
                                      const std::string& class_name, double farthest, int steps,
                                      const ModelCard& card) {
    const auto place = parse_box("--box", box);
    if (!place) return tl::unexpected(place.error());
    Annotations annotations;
    annotations.images.push_back({1, std::filesystem::path(photo).filename().string(), {}, {}, {}});
    annotations.categories.push_back({1, class_name, {}});
    annotations.truths.push_back(
        {.box = to_coco(*place), .area = static_cast<double>(place->area()), .image = 0, .category = 0});
    annotations.distances_m.push_back(std::nan(""));
    const auto image = read_image(photo);
    if (!image) return tl::unexpected(image.error());
    auto source = dolly_source(Photos{{photo}, std::move(annotations), {}, farthest, steps}, photo, card);
    if (source) source->frame_size = image->size();
    return source;
}

}  // namespace farsight::cli
