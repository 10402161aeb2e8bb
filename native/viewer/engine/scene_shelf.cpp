#include "engine/scene_shelf.h"

#include <algorithm>
#include <chrono>

#include "engine/shelf.h"
#include "farsight/lab/link.h"

namespace farsight::viewer {
namespace {

bool moves(const SceneSettings& settings, int object) {
    return std::any_of(settings.moves.begin(), settings.moves.end(),
                       [&](const SceneMove& move) { return move.object == object; });
}

}  // namespace

Result<std::shared_ptr<const ShownPhoto>> SceneShelf::get(const SceneSettings& settings) {
    if (shown_ && shown_->scene->settings == settings) return shown_;
    if (auto arranged = arrange(settings); !arranged) return tl::unexpected(arranged.error());
    const auto start = std::chrono::steady_clock::now();
    auto facts = std::make_shared<SceneFacts>();
    facts->settings = settings;
    facts->camera = scene_->camera;
    Image image;
    if (auto drawn = renderer_.render(*scene_, {}, image, facts->truth); !drawn) {
        return tl::unexpected(drawn.error());
    }
    const std::chrono::duration<double, std::milli> taken = std::chrono::steady_clock::now() - start;
    auto shown = std::make_shared<ShownPhoto>();
    shown->name = settings.name();
    shown->size = image.size();
    shown->decode_ms = taken.count();
    shown->cache_key = lab::scene_query(settings);
    shown->scene = std::move(facts);
    shown->mips.push_back(std::move(image));
    if (auto halved = add_mips(*shown); !halved) return tl::unexpected(halved.error());
    shown_ = std::move(shown);
    return shown_;
}

/// Moves what is to be moved; makes the scene where there is another, or where an object goes back.
Result<void> SceneShelf::arrange(const SceneSettings& settings) {
    const bool same = scene_ && arranged_.same_scene(settings) &&
                      std::all_of(arranged_.moves.begin(), arranged_.moves.end(),
                                  [&](const SceneMove& move) { return moves(settings, move.object); });
    if (!same) {
        scene_.reset();
        auto made = make_scene(settings.options());
        if (!made) return tl::unexpected(made.error());
        scene_ = std::move(*made);
        arranged_ = settings;
        arranged_.moves.clear();
    }
    for (const SceneMove& move : settings.moves) {
        if (std::find(arranged_.moves.begin(), arranged_.moves.end(), move) != arranged_.moves.end()) {
            continue;
        }
        if (auto moved = move_object(*scene_, move.object, move.distance_m); !moved) return moved;
        arranged_.move(move.object, move.distance_m);
    }
    return {};
}

}  // namespace farsight::viewer
