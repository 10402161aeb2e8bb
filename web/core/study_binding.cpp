// Range studies behind plain C functions, for proving.mjs; handles and errors as in binding.cpp.

#include "page_study.h"
#include "proving.h"

namespace farsight::web {

namespace {

Result<lab::StudySettings> read_settings(std::string_view text) {
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_object()) return fail(ErrorCode::kInvalidArgument, "The study's settings are not JSON.");
    lab::StudySettings settings;
    settings.model = json.value("model", "");
    settings.pyramid.enabled = json.value("pyramid", settings.pyramid.enabled);
    settings.pyramid.levels = json.value("levels", settings.pyramid.levels);
    settings.pyramid.finest_zoom = json.value("finestZoom", settings.pyramid.finest_zoom);
    settings.pyramid.overlap = json.value("overlap", settings.pyramid.overlap);
    settings.search = read_search(json);
    settings.merging.min_score = json.value("score", settings.merging.min_score);
    settings.merging.overlap = json.value("iou", settings.merging.overlap);
    const auto filter = parse_filter(json.value("filter", std::string(name_of(settings.filter))));
    if (!filter) return tl::unexpected(filter.error());
    settings.filter = *filter;
    const auto method =
        parse_merge_method(json.value("merge", std::string(name_of(settings.merging.method))));
    if (!method) return tl::unexpected(method.error());
    settings.merging.method = *method;
    const auto weather = parse_weather(json.value("weather", std::string(name_of(settings.weather))));
    if (!weather) return tl::unexpected(weather.error());
    settings.weather = *weather;
    const auto place = parse_place(json.value("place", std::string(name_of(settings.place))));
    if (!place) return tl::unexpected(place.error());
    settings.place = *place;
    return settings;
}

}  // namespace

FS_EXPORT PageStudy* fs_study_create(const char* settings, std::size_t size, const Card* card) {
    const auto read = read_settings(text_of(settings, size));
    if (!read) {
        last_error = read.error();
        return nullptr;
    }
    return hold(PageStudy::create(*read, *card));
}
FS_EXPORT void fs_study_free(PageStudy* study) {
    delete study;
}
FS_EXPORT int fs_study_scenes(const PageStudy* study) {
    return study->study().scenes();
}
FS_EXPORT int fs_study_most_scenes() {
    return lab::kStudyScenes;
}

/// A new RGBA image of the next scene.
FS_EXPORT Image* fs_study_render(PageStudy* study) {
    auto drawn = study->render();
    if (!drawn) return hold(std::move(drawn));
    return hold(Result<Image>(to_rgba(*drawn)));
}
/// A run on the scene that was rendered last.
FS_EXPORT PageRun* fs_study_run(const PageStudy* study, const Card* card) {
    return hold(study->run(*card));
}
/// Judges the run on the scene that was rendered last; `ms` is the time that it took.
FS_EXPORT bool fs_study_add(PageStudy* study, PageRun* run, double ms) {
    return note(study->add(*run, ms));
}
/// What was measured so far, as JSON; `title` is the model's.
FS_EXPORT std::string* fs_study_result(const PageStudy* study, const char* title, std::size_t size) {
    const auto result = study->study().result();
    if (result) return give(lab::study_json(*result, std::string(text_of(title, size))));
    last_error = result.error();
    return nullptr;
}
FS_EXPORT std::string* fs_configurations_csv_head() {
    return give(lab::configurations_csv_head());
}

/// Best IoU of any anchor over distance with objects shaped as one of the scene's, or as a standing person
/// where there is no scene, as JSON; on the full frame and with the run's pyramid.
FS_EXPORT std::string* fs_distance_limit(const PageRun* run, const Card* card, const ProvingGround* ground,
                                         int object) {
    lab::Shape shape;
    if (ground != nullptr) {
        for (const ObjectTruth& one : ground->truth().objects) {
            if (one.id == object) shape = lab::shape_of(&one, ground->scene().camera.focal_px);
        }
    }
    const auto limit = lab::distance_limit(card->card, run->pyramid(), shape);
    if (limit) return give(lab::distance_limit_json(*limit, shape));
    last_error = limit.error();
    return nullptr;
}

}  // namespace farsight::web
