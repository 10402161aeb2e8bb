#include "state/session.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <thread>

#include "farsight/lab/command.h"
#include "farsight/runtime/model_file.h"

namespace farsight::viewer {
namespace {

namespace fs = std::filesystem;

/// A file as one would type it in the folder where the viewer was started.
std::string from_here(const std::string& file) {
    std::error_code error;
    const fs::path near = fs::proximate(file, error);
    return error || near.empty() || *near.begin() == ".." ? file : near.string();
}

}  // namespace

Request Session::wanted() const {
    Request request;
    const int photo = catalogue.photo_index(state.photo);
    const int model = catalogue.model_index(state.model);
    if (state.on_scene) {
        request.photo = state.scene.name();
        request.scene = state.scene;
        request.chosen = state.object;
    } else if (photo >= 0) {
        const PhotoEntry& entry = catalogue.photos()[static_cast<std::size_t>(photo)];
        request.photo = entry.name;
        request.photo_file = entry.file;
    }
    if (model >= 0) {
        const ModelEntry& entry = catalogue.models()[static_cast<std::size_t>(model)];
        request.model = entry.name;
        request.model_files = entry.files;
    }
    if (!state.on_scene) request.distance = state.distance;
    request.pyramid = state.pyramid;
    request.search = state.search;
    request.filter = state.filter;
    request.merging = state.merging;
    request.threads = threads;
    request.followed = followed_;
    return request;
}

void Session::update() {
    step_sweep();
    const Request request = wanted();
    const std::string print = fingerprint(request);
    if (!request.photo.empty() && !request.model.empty() && print != last_wanted_) {
        last_wanted_ = print;
        last_request_ = engine_.mailbox().want(request);
    }
    told_ = engine_.mailbox().told();
    if (told_.error) take_error();
    if (const std::string words = missing(); !words.empty()) told_.status = {Phase::kReady, words, -1};
    if (told_.findings && told_.findings->done) {
        if (told_.findings->photo->scene) explained_ = told_.findings;
        if (!told_.findings->photo->scene) good_photo_ = told_.findings->photo->name;
        good_model_ = told_.findings->model->name;
    }
    update_second();
    // What was chosen since works: the words about what did not have been read.
    if (error && settled() && status().phase != Phase::kError && situation() != situation_at_error_)
        error.reset();
    update_range();
}

std::string Session::situation() const {
    return fingerprint(wanted()) + (state.versus ? "|versus|" + state.other_model : "");
}

std::string Session::missing() const {
    const Request request = wanted();
    if (request.model.empty())
        return "No model yet: drop one on the window (.onnx, .tflite or a card), or press Ctrl O";
    if (request.photo.empty())
        return "No photo yet: drop photos or a folder on the window, press Ctrl O, or G for a scene";
    return "";
}

/// Shows the error and goes back to the last photo and model that worked.
void Session::take_error() {
    error = engine_.mailbox().take_error();
    told_.error.reset();
    if (!error) return;
    failed_ = true;
    sweep_step_ = -1;
    // Who has chosen another one meanwhile is told until that one is there.
    const Request now = wanted();
    const bool is_past = error->name != (error->about == ErrorAbout::kPhoto ? now.photo : now.model);
    if (error->about == ErrorAbout::kPhoto) {
        catalogue.forget(error->name);
        if (state.photo == error->name) state.photo = good_photo_;
    } else if (error->about == ErrorAbout::kModel || is_own(error->name)) {
        catalogue.forget(error->name);
        if (state.model == error->name) state.model = good_model_;
    }
    situation_at_error_ = is_past ? std::string() : situation();
}

const std::vector<Detection>& Session::detections(Side side) const {
    static const std::vector<Detection> kNone;
    const Findings* found = findings(side.detector);
    return found == nullptr ? kNone : found->detections(side.scope);
}

std::string Session::label(const Detection& detection, lab::Detector detector) const {
    const Findings* found = findings(detector);
    return found == nullptr ? "" : label_name(found->model->card, detection.label);
}

bool Session::settled() const {
    return first_settled() && (!state.versus || second_.settled());
}

bool Session::first_settled() const {
    if (!missing().empty()) return true;
    if (told_.status.phase == Phase::kError) return true;
    const Findings* found = findings();
    return found != nullptr && found->done && found->request >= last_request_;
}

bool Session::working() const {
    return status().phase == Phase::kWorking || status().phase == Phase::kLoading;
}

void Session::stop() {
    engine_.mailbox().stop();
    second_.stop();
}

void Session::resume() {
    engine_.mailbox().resume();
    second_.resume();
}

bool Session::close(std::chrono::milliseconds patience) {
    return sampler_.close(patience) && engine_.close(patience) && second_.close(patience);
}

void Session::choose_photo(const std::string& name) {
    if (name != state.photo || state.on_scene) unfollow();
    lab::choose_photo(state, name);
}

void Session::step_photo(int by) {
    if (state.on_scene) return step_scene(by);
    const auto count = static_cast<int>(catalogue.photos().size());
    if (count < 2) return;
    const int next = (catalogue.photo_index(state.photo) + by + count) % count;
    choose_photo(catalogue.photos()[static_cast<std::size_t>(next)].name);
}

void Session::reset() {
    State initial;
    initial.photo = state.photo;
    initial.model = state.model;
    state = initial;
}

void Session::follow(const Choice& choice) {
    const auto& shown = detections(choice.side);
    if (choice.index < 0 || static_cast<std::size_t>(choice.index) >= shown.size()) return;
    const Detection& detection = shown[static_cast<std::size_t>(choice.index)];
    engine_.mailbox().forget_confidence();
    followed_ = lab::Followed{detection.label, detection.box, findings()->photo->distance};
}

void Session::unfollow() {
    followed_.reset();
    sweep_step_ = -1;
    engine_.mailbox().forget_confidence();
}

void Session::step_followed(int by) {
    const auto count = static_cast<int>(detections(Side{}).size());
    if (count == 0) return;
    const int current = findings()->followed_pyramid;
    follow({Side{}, current < 0 ? (by > 0 ? 0 : count - 1) : (current + by + count) % count});
}

void Session::toggle_sweep() {
    sweep_step_ = sweeping() || !followed_ ? -1 : 0;
    if (sweeping()) state.distance = lab::distance_of_step(0);
}

void Session::step_sweep() {
    if (!sweeping()) return;
    const bool there = std::any_of(told_.confidence.begin(), told_.confidence.end(), [&](const auto& point) {
        return point.distance == lab::distance_of_step(sweep_step_);
    });
    if (!there) return;
    if (++sweep_step_ == lab::kDistanceSteps) {
        sweep_step_ = -1;
    } else {
        state.distance = lab::distance_of_step(sweep_step_);
    }
}

std::string Session::taken_file() const {
    const int photo = catalogue.photo_index(state.photo);
    return photo < 0 ? "" : catalogue.photos()[static_cast<std::size_t>(photo)].file;
}

std::string Session::file_stem() const {
    return lab::picture_stem(state, taken_file());
}

std::string Session::photo_file() const {
    return lab::picture_file(state, taken_file());
}

std::string Session::command() const {
    const std::string model = model_of(lab::Detector::kA);
    const ModelFiles files = catalogue.files_of(model);
    const std::string card = files.card.empty() ? "" : from_here(files.card.string());
    const std::string labels = files.labels.empty() ? "" : from_here(files.labels.string());
    return lab::command_for(state, from_here(taken_file()),
                            {model == kDefaultModel ? "" : model, card, labels});
}

int Session::workers() const {
    return threads > 0 ? threads : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

ImageResult Session::result(lab::Detector detector) const {
    const Findings* found = findings(detector);
    if (found == nullptr) return {};
    ImageResult result = found->result;
    result.file = photo_file();
    result.size = found->photo->size;
    result.stages = found->timing.stages;
    result.decode_image_ms = found->timing.decode_image_ms;
    result.merge_ms = found->timing.merge_ms;
    result.total_ms = found->timing.total_ms;
    return result;
}

}  // namespace farsight::viewer
