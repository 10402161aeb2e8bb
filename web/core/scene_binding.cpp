// The proving ground behind plain C functions, for proving.mjs; handles and errors as in binding.cpp.

#include <optional>
#include <span>

#include "binding.h"
#include "farsight/lab/headline.h"
#include "farsight/lab/judgement.h"
#include "farsight/lab/why.h"
#include "page_run.h"
#include "proving.h"

namespace farsight::web {
namespace {

Result<SceneOptions> read_options(std::string_view text) {
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_object()) return fail(ErrorCode::kInvalidArgument, "The scene's options are not JSON.");
    SceneOptions options;
    options.seed = json.value("seed", options.seed);
    options.objects = json.value("objects", options.objects);
    options.min_distance_m = json.value("nearest", options.min_distance_m);
    options.max_distance_m = json.value("farthest", options.max_distance_m);
    const auto subject = parse_scene_class(json.value("subject", "car"));
    if (!subject) return tl::unexpected(subject.error());
    options.subject = *subject;
    const auto weather = parse_weather(json.value("weather", "any"));
    if (!weather) return tl::unexpected(weather.error());
    options.weather = *weather;
    const auto place = parse_place(json.value("place", "any"));
    if (!place) return tl::unexpected(place.error());
    options.place = *place;
    return options;
}

/// What a person is told of each object of a scene.
Json verdicts_of(const lab::Judgement& judgement, const GroundTruth& truth,
                 std::span<const lab::ObjectStory> stories) {
    Json objects = Json::array();
    for (std::size_t i = 0; i < stories.size(); ++i) {
        const int id = truth.objects[i].id;
        const bool counts = judgement.counts(id);
        const auto found = [&](lab::Scope scope) -> Json {
            return counts ? Json(!judgement.missed(id, scope)) : Json();
        };
        const lab::ObjectStory& story = stories[i];
        objects.push_back({{"fullFrame", found(lab::Scope::kFullFrame)},
                           {"pyramid", found(lab::Scope::kPyramid)},
                           {"title", story.title},
                           {"sentence", story.sentence},
                           {"place", story.place},
                           {"verdict", story.verdict}});
    }
    const auto false_of = [&](lab::Scope scope) {
        Json places = Json::array();
        const auto& uses = judgement.of(scope).use_of;
        for (std::size_t i = 0; i < uses.size(); ++i) {
            if (uses[i] == DetectionUse::kFalse) places.push_back(i);
        }
        return places;
    };
    return {{"falseBoxes",
             {{"fullFrame", false_of(lab::Scope::kFullFrame)}, {"pyramid", false_of(lab::Scope::kPyramid)}}},
            {"inSight", judgement.in_sight()},
            {"fullFrame", judgement.seen(lab::Scope::kFullFrame)},
            {"pyramid", judgement.seen(lab::Scope::kPyramid)},
            {"objects", objects}};
}

Json look_of(const Look& look, double field_px) {
    Json json = {{"level", look.level},
                 {"zoomX", look.zoom_x},
                 {"zoomY", look.zoom_y},
                 {"zoom", lab::zoom_text(look)},
                 {"width", look.width_px},
                 {"height", look.height_px},
                 {"widthText", lab::pixels_text(look.width_px)},
                 {"heightText", lab::pixels_text(look.height_px)},
                 {"anchorIou", look.anchor_iou},
                 {"field", field_px},
                 {"energy", look.energy},
                 {"patchWidth", look.patch.size().width},
                 {"patchHeight", look.patch.size().height},
                 {"anchor", nullptr},
                 {"anchorText", ""}};
    if (look.anchor < 0) return json;
    json["anchor"] = {look.anchor_width_px, look.anchor_height_px};
    json["anchorText"] = lab::pixels_text(static_cast<double>(look.anchor_width_px)) + " × " +
                         lab::pixels_text(static_cast<double>(look.anchor_height_px));
    return json;
}

Json box_or_null(const std::optional<Box>& box) {
    return box ? corners(*box) : Json();
}

}  // namespace

// Scenes -------------------------------------------------------------------------------------------

FS_EXPORT ProvingGround* fs_scene_create(const char* options, std::size_t size) {
    auto read = read_options(text_of(options, size));
    if (!read) {
        last_error = read.error();
        return nullptr;
    }
    return hold(ProvingGround::create(*read));
}
FS_EXPORT void fs_scene_free(ProvingGround* ground) {
    delete ground;
}
FS_EXPORT bool fs_scene_move(ProvingGround* ground, int id, double distance_m) {
    return note(ground->move(id, distance_m));
}

/// A new RGBA image of the scene as it stands.
FS_EXPORT Image* fs_scene_render(ProvingGround* ground, int shrink) {
    auto drawn = ground->render(shrink);
    if (!drawn) return hold(std::move(drawn));
    return hold(Result<Image>(to_rgba(*drawn)));
}

/// Camera, weather and the last picture's ground truth as JSON.
FS_EXPORT std::string* fs_scene_describe(const ProvingGround* ground) {
    Json objects = Json::array();
    for (const ObjectTruth& object : ground->truth().objects) {
        objects.push_back({{"id", object.id},
                           {"name", name_of(object.scene_class)},
                           {"visible", corners(object.visible)},
                           {"amodal", corners(object.amodal)},
                           {"visibleFraction", object.visible_fraction},
                           {"distance", object.distance_m},
                           {"height", object.apparent_height_px},
                           {"truncated", object.truncated}});
    }
    const Scene& scene = ground->scene();
    return give(
        Json{{"focal", scene.camera.focal_px}, {"weather", name_of(scene.weather)}, {"objects", objects}});
}

/// What the run's last decision made of the scene, as JSON.
FS_EXPORT std::string* fs_scene_judge(const ProvingGround* ground, PageRun* page, const Card* card) {
    lab::Run& run = page->run();
    const auto judgement = lab::judge(run, ground->truth(), card->card.labels);
    if (!judgement) {
        last_error = judgement.error();
        return nullptr;
    }
    const auto stories =
        lab::stories_of(*judgement, ground->truth(),
                        {run.detections(lab::Scope::kFullFrame), run.detections(lab::Scope::kPyramid)},
                        page->pyramid().enabled);
    Json told = verdicts_of(*judgement, ground->truth(), stories);
    told["headline"] = json_of(lab::headline_of(run.counts(), *judgement, page->pyramid().enabled));
    told["unmeasurable"] = lab::unmeasurable_text(card->card.labels);
    return give(told);
}

// Why an object is seen or missed ------------------------------------------------------------------

FS_EXPORT lab::WhyView* fs_why_create(const PageRun* run, const Card* card, const Image* image, float x0,
                                      float y0, float x1, float y1) {
    const lab::WhySubject subject{card->card,    run->run().detector(), run->pyramid(),
                                  run->filter(), image->view(),         card->fields_px};
    return hold(lab::explain(subject, {x0, y0, x1, y1}));
}
FS_EXPORT void fs_why_free(lab::WhyView* why) {
    delete why;
}
FS_EXPORT std::string* fs_why_describe(const lab::WhyView* why) {
    const lab::ReachBoxes reach = lab::reach_of(*why);
    return give(Json{{"region", corners(why->look.region)},
                     {"cyclesPerSide", why->look.cycles_per_side},
                     {"reach", {{"anchor", box_or_null(reach.anchor)}, {"field", box_or_null(reach.field)}}},
                     {"fullFrame", look_of(why->look.full_frame, why->field_full_frame_px)},
                     {"best", look_of(why->look.best, why->field_best_px)}});
}

/// A new RGBA image of one patch.
FS_EXPORT Image* fs_why_patch(const lab::WhyView* why, bool best) {
    return hold(Result<Image>(to_rgba(best ? why->look.best.patch : why->look.full_frame.patch)));
}

}  // namespace farsight::web
