// The part of the session for the second detector of a comparison.
#include <algorithm>

#include "state/session.h"

namespace farsight::viewer {

std::string Session::model_of(lab::Detector detector) const {
    const auto& models = catalogue.models();
    if (detector == lab::Detector::kB &&
        std::any_of(models.begin(), models.end(),
                    [&](const ModelEntry& entry) { return entry.name == state.other_model; })) {
        return state.other_model;
    }
    const int own = catalogue.model_index(state.model);
    return own < 0 ? "" : models[static_cast<std::size_t>(own)].name;
}

std::string Session::model_title(const std::string& name) const {
    const auto& models = catalogue.models();
    const auto found = std::find_if(models.begin(), models.end(),
                                    [&](const ModelEntry& entry) { return entry.name == name; });
    // Where there is little room the label is the part before the comma.
    return found == models.end() ? name : found->title.substr(0, found->title.find(','));
}

PyramidOptions Session::pyramid_of(lab::Detector detector) const {
    PyramidOptions pyramid = state.pyramid;
    if (detector == lab::Detector::kA) return pyramid;
    pyramid.enabled = state.other_pyramid;
    pyramid.levels = 0;
    pyramid.finest_zoom = state.other_finest_zoom;
    return pyramid;
}

lab::SearchSettings Session::search_of(lab::Detector detector) const {
    lab::SearchSettings search = state.search;
    if (detector == lab::Detector::kB) search.full = state.other_full;
    return search;
}

/// The first detector runs first, so that each has the processors for itself and its times are its own.
void Session::update_second() {
    second_.update();
    if (!state.versus) {
        second_.rest();
        return;
    }
    if (auto told = second_.take_error()) {
        failed_ = true;
        if (told->about == ErrorAbout::kModel) state.other_model.clear();
        error = std::move(told);
        situation_at_error_ = situation();
    }
    Request request = wanted();
    request.model = model_of(lab::Detector::kB);
    request.model_files = catalogue.files_of(request.model);
    request.pyramid = pyramid_of(lab::Detector::kB);
    request.search = search_of(lab::Detector::kB);
    // What is looked at closely is the first one's.
    request.followed.reset();
    request.chosen = -1;
    if (!first_settled() && !second_.runs(request)) return;
    if (!request.photo.empty() && !request.model.empty()) second_.want(request, fingerprint(request));
}

const Findings* Session::findings(lab::Detector detector) const {
    if (detector == lab::Detector::kA) return findings();
    const Findings* found = second_.told().findings.get();
    // The picture shown is the first detector's: detections of another picture are not drawn on it.
    const bool same = found != nullptr && told_.photo && found->photo->cache_key == told_.photo->cache_key;
    return state.versus && same ? found : nullptr;
}

Status Session::status() const {
    if (!state.versus) return told_.status;
    const bool first = !first_settled() || told_.status.phase == Phase::kError;
    Status status = first ? told_.status : second_.told().status;
    if (status.phase != Phase::kReady) status.text = (first ? "A: " : "B: ") + status.text;
    return status;
}

}  // namespace farsight::viewer
