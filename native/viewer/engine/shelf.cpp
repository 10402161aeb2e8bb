#include "engine/shelf.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>

#include "farsight/anchors.h"
#include "farsight/closer_look.h"
#include "farsight/dolly.h"
#include "farsight/resample.h"
#include "farsight/runtime/image_file.h"
#include "farsight/score_map.h"

namespace farsight::viewer {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPhotosKept = 2;
constexpr std::size_t kModelsKept = 3;
/// Sides under this need no smaller copy.
constexpr int kSmallestMip = 8;
/// IoU that counts as found.
constexpr double kReachIou = 0.5;

std::string stamp_of(const std::string& file) {
    std::error_code error;
    const auto time = fs::last_write_time(file, error).time_since_epoch().count();
    const auto bytes = fs::file_size(file, error);
    return error ? "" : std::to_string(time) + "/" + std::to_string(bytes);
}

/// Moves the entry that `is_it` accepts to the front; whether there is one.
template <class Entries, class IsIt>
bool bring_to_front(Entries& entries, IsIt is_it) {
    const auto found = std::find_if(entries.begin(), entries.end(), is_it);
    if (found == entries.end()) return false;
    std::rotate(entries.begin(), found, std::next(found));
    return true;
}

template <class Entries>
void put_in_front(Entries& entries, typename Entries::value_type entry, std::size_t most) {
    entries.insert(entries.begin(), std::move(entry));
    if (entries.size() > most) entries.resize(most);
}

}  // namespace

Result<std::shared_ptr<const LoadedPhoto>> PhotoShelf::get(const std::string& file) {
    const std::string stamp = stamp_of(file);
    if (bring_to_front(photos_,
                       [&](const auto& photo) { return photo->file == file && photo->stamp == stamp; })) {
        return photos_.front();
    }
    const auto start = std::chrono::steady_clock::now();
    auto image = read_image(file);
    if (!image) return tl::unexpected(image.error());
    const std::chrono::duration<double, std::milli> taken = std::chrono::steady_clock::now() - start;
    put_in_front(
        photos_,
        std::make_shared<const LoadedPhoto>(LoadedPhoto{std::move(*image), file, stamp, taken.count()}),
        kPhotosKept);
    return photos_.front();
}

Result<void> add_mips(ShownPhoto& shown) {
    while (std::min(shown.mips.back().size().width, shown.mips.back().size().height) > kSmallestMip) {
        const Image& last = shown.mips.back();
        const Size half{last.size().width / 2, last.size().height / 2};
        auto smaller =
            resample(last.view(), {0, 0, last.size().width, last.size().height}, half, Filter::kArea);
        if (!smaller) return tl::unexpected(smaller.error());
        shown.mips.push_back(std::move(*smaller));
    }
    return {};
}

Result<std::shared_ptr<const ShownPhoto>> show(const LoadedPhoto& photo, const std::string& name,
                                               double distance) {
    auto shown = std::make_shared<ShownPhoto>();
    shown->name = name;
    shown->distance = distance;
    shown->size = photo.image.size();
    shown->decode_ms = photo.decode_ms;
    shown->cache_key = photo.file + "@" + photo.stamp + "@" + std::to_string(distance);
    if (distance > 1) {
        auto moved = dolly(photo.image.view(), distance);
        if (!moved) return tl::unexpected(moved.error());
        shown->mips.push_back(std::move(*moved));
    } else {
        shown->mips.push_back(photo.image);
    }
    if (auto halved = add_mips(*shown); !halved) return tl::unexpected(halved.error());
    return shown;
}

Result<std::shared_ptr<const LoadedModel>> ModelShelf::get(const std::string& name, const ModelFiles& files) {
    if (bring_to_front(
            models_, [&](const auto& model) { return model->shown.name == name && model->files == files; })) {
        return models_.front();
    }
    auto model = load_model(name, files);
    if (!model) return tl::unexpected(model.error());
    ShownModel shown;
    shown.name = name;
    shown.card = model->card;
    shown.has_card = !model->card_file.empty();
    shown.has_score_map = PositionScores::create(model->card).has_value();
    if (model->card.heads.kind == HeadKind::kSsd) {
        if (const auto grid = make_anchors(model->card.heads.anchors, model->card.input.size)) {
            shown.smallest_reach_px = smallest_reach_px(*grid, model->card.input.size, kReachIou);
            shown.fields_px = anchor_fields_px(receptive_fields(*model), *grid);
        }
    }
    put_in_front(models_,
                 std::make_shared<const LoadedModel>(LoadedModel{std::move(*model), std::move(shown), files}),
                 kModelsKept);
    return models_.front();
}

}  // namespace farsight::viewer
