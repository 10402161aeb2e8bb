// The session's range studies: what is to be measured, and what was.
#include "state/session.h"

namespace farsight::viewer {

lab::StudySettings Session::study_settings(lab::Detector detector) const {
    lab::StudySettings settings;
    settings.model = model_of(detector);
    settings.pyramid = pyramid_of(detector);
    settings.search = search_of(detector);
    settings.filter = state.filter;
    settings.merging = state.merging;
    settings.weather = state.scene.weather;
    settings.place = state.scene.place;
    return settings;
}

lab::Shape Session::study_shape() const {
    const SceneFacts* facts = scene();
    return facts == nullptr ? lab::Shape{} : lab::shape_of(chosen_object(), facts->camera.focal_px);
}

void Session::update_range() {
    const Phase second = second_.told().status.phase;
    second_busy_ = state.versus && (second == Phase::kLoading || second == Phase::kWorking);
    if (shows_study()) {
        StudyWant want{{study_settings()}, {}, study_shape(), threads, scenes};
        if (state.versus) want.studies.push_back(study_settings(lab::Detector::kB));
        for (const lab::StudySettings& study : want.studies)
            want.files.push_back(catalogue.files_of(study.model));
        if (want != last_studies_) {
            last_studies_ = want;
            sampler_.want(std::move(want));
        }
    }
    range_ = sampler_.told();
    if (range_.error) {
        error = ErrorNote{ErrorAbout::kRun, "", *sampler_.take_error()};
        range_.error.reset();
        situation_at_error_ = situation();
        failed_ = true;
    }
}

bool Session::measured() const {
    const auto has_its_scenes = [&](lab::Detector detector) {
        const lab::StudyResult* study = lab::study_of(range_.studies, study_settings(detector));
        return study != nullptr && study->scenes >= scenes;
    };
    return has_its_scenes(lab::Detector::kA) && (!state.versus || has_its_scenes(lab::Detector::kB));
}

}  // namespace farsight::viewer
