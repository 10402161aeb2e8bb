// The session's range studies: what is to be measured, and what was.
#include <algorithm>
#include <cmath>

#include "state/session.h"

namespace farsight::viewer {

StudySettings Session::study_settings(lab::Detector detector) const {
    StudySettings settings;
    settings.model = model_of(detector);
    settings.pyramid = pyramid_of(detector);
    settings.filter = state.filter;
    settings.merging = state.merging;
    settings.weather = state.scene.weather;
    settings.place = state.scene.place;
    return settings;
}

Shape Session::study_shape() const {
    const ObjectTruth* object = chosen_object();
    if (object == nullptr || object->amodal.empty()) return {};
    // To the centimetre, so that moving an object does not ask for another limit with every step.
    constexpr double kSteps = 100;
    const double height_m = object->apparent_height_px * object->distance_m / scene()->camera.focal_px;
    const double aspect = static_cast<double>(object->amodal.width()) / object->amodal.height();
    return {std::string(name_of(object->scene_class)) + " of this shape",
            std::max(1.0, std::round(height_m * kSteps)) / kSteps,
            std::max(1.0, std::round(aspect * kSteps)) / kSteps};
}

void Session::update_range() {
    const Phase second = second_.told().status.phase;
    second_busy_ = state.versus && (second == Phase::kLoading || second == Phase::kWorking);
    if (shows_study()) {
        StudyWant want{{study_settings()}, study_shape(), threads, scenes};
        if (state.versus) want.studies.push_back(study_settings(lab::Detector::kB));
        if (const std::string key = want.key(); key != last_studies_) {
            last_studies_ = key;
            sampler_.want(std::move(want));
        }
    }
    range_ = sampler_.told();
    if (range_.error) {
        error = ErrorNote{ErrorAbout::kRun, "", *sampler_.take_error()};
        range_.error.reset();
        failed_ = true;
    }
}

bool Session::measured() const {
    const auto has_its_scenes = [&](lab::Detector detector) {
        const Study* study = study_of(range_.studies, study_settings(detector));
        return study != nullptr && study->scenes >= scenes;
    };
    return has_its_scenes(lab::Detector::kA) && (!state.versus || has_its_scenes(lab::Detector::kB));
}

}  // namespace farsight::viewer
