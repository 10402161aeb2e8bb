// What is shown and what is asked for: everything but the drawing.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "compare/second.h"
#include "engine/engine.h"
#include "engine/findings.h"
#include "engine/sampler.h"
#include "farsight/lab/state.h"
#include "results.h"
#include "state/catalogue.h"

namespace farsight::viewer {

using lab::State;

/// A detection on one side of the divider or of a comparison.
struct Choice {
    Side side;
    int index = 0;

    bool operator==(const Choice&) const = default;
};

class Session {
public:
    State state;
    Catalogue catalogue = Catalogue::load();
    int threads = 0;  ///< 0: one a processor.
    /// Tiles that run at a time.
    int workers() const;
    int scenes = lab::kStudyScenes;  ///< Of a study.
    std::optional<ErrorNote> error;  ///< Until dismissed.

    /// `wake` is called from other threads whenever update() has something to do.
    explicit Session(const std::function<void()>& wake)
        : engine_(wake),
          second_(wake),
          sampler_(wake, [this] { return second_busy_ || engine_.mailbox().busy(); }) {}

    /// Asks for what changed and takes what came. Once a frame; never waits.
    void update();

    const Told& told() const { return told_; }
    /// Null while nothing is known of the photo on show.
    const Findings* findings() const { return told_.findings.get(); }
    const Findings* findings(lab::Detector detector) const;
    /// What is going on; while two detectors are compared, with the one that works.
    Status status() const;
    /// Name of the model that is asked for, and how.
    std::string model_of(lab::Detector detector) const;
    PyramidOptions pyramid_of(lab::Detector detector) const;
    lab::SearchSettings search_of(lab::Detector detector) const;
    /// A listed model's title, or its file's name.
    std::string model_title(const std::string& name) const;
    const std::vector<Detection>& detections(Side side) const;
    std::string label(const Detection& detection, lab::Detector detector = lab::Detector::kA) const;

    /// What a person must choose before anything can be shown; empty: nothing is missing.
    std::string missing() const;
    /// All that is asked for is done, or failed, or something is missing.
    bool settled() const;
    bool working() const;
    /// An error was told since the start.
    bool failed() const { return failed_; }

    /// Photos, models and folders, as a person names or drops them together: a network with its card and
    /// labels in any order. What cannot be opened is told of, the others are shown.
    void open(const std::vector<std::string>& files);
    /// As open(), later: what was told of files before is over.
    void drop(const std::vector<std::string>& files);
    /// A listed model's name, or a file.
    void open_model(const std::string& name_or_file);
    void choose_photo(const std::string& name);
    /// The next or previous photo; on the proving ground, scene.
    void step_photo(int by);
    void choose_source(bool on_scene);
    /// Another scene: nothing is moved in it, and its subject is chosen.
    void choose_scene(const SceneSettings& settings);
    void step_scene(int by);
    /// The scene's facts while one is on show; else null.
    const SceneFacts* scene() const;
    /// Null when no scene is on show, or it has no such object.
    const ObjectTruth* chosen_object() const;
    void choose_object(int id) { state.object = id; }
    /// The next object in sight, or the one before; the nearest comes first.
    void step_object(int by);
    /// The last findings that explain the scene on show: while an object moves, of where it was before.
    const Findings* explained() const;
    /// The closer look at the chosen object; null while there is none.
    const lab::WhyView* why() const;
    /// What is told of the chosen object; null: nothing yet.
    const lab::ObjectStory* story() const;
    /// Where the chosen object is or was asked to be, in metres.
    double chosen_distance() const;
    void move_chosen(double distance_m) { state.scene.move(state.object, distance_m); }
    void stop();
    void resume();
    /// Everything but the photo and the model as at the start.
    void reset();

    const std::optional<lab::Followed>& followed() const { return followed_; }
    void follow(const Choice& choice);
    void unfollow();
    /// Follows the next or the previous detection of the pyramid.
    void step_followed(int by);
    bool sweeping() const { return sweep_step_ >= 0; }
    /// Moves the followed object from near to far, waiting for each result.
    void toggle_sweep();

    /// What range studies have told.
    const StudyTold& range() const { return range_; }
    /// What a study of the settings now would measure.
    lab::StudySettings study_settings(lab::Detector detector = lab::Detector::kA) const;
    /// The chosen object's, or else the first one: of the objects whose anchor limits are drawn.
    lab::Shape study_shape() const;
    /// Studies belong to the proving ground; one that goes on is shown beside a photo, too.
    bool shows_study() const { return state.on_scene || range_.running; }
    void measure(bool on) { sampler_.run(on); }
    /// Every study that is wanted has its scenes.
    bool measured() const;

    /// The command that does the same.
    std::string command() const;
    std::string photo_file() const;
    /// What saved files of this picture are called.
    std::string file_stem() const;
    /// What the command would print and draw of it.
    ImageResult result(lab::Detector detector = lab::Detector::kA) const;

    bool close(std::chrono::milliseconds patience);

private:
    /// Of the photo as it was taken; empty: there is none.
    std::string taken_file() const;
    Request wanted() const;
    void update_second();
    bool first_settled() const;
    void update_range();
    /// What the error is about has changed since.
    std::string situation() const;
    void take_error();
    void refuse(ErrorAbout about, const std::string& file, const std::string& words);
    void step_sweep();
    void open_folder(const std::string& folder);
    void open_files(const std::vector<std::string>& files);
    void open_given(const std::string& network, const std::string& card, const std::string& labels);

    Engine engine_;
    Second second_;
    std::atomic<bool> second_busy_ = false;
    Sampler sampler_;
    Told told_;
    std::shared_ptr<const Findings> explained_;
    StudyTold range_;
    std::optional<StudyWant> last_studies_;
    std::optional<lab::Followed> followed_;
    std::string last_wanted_;
    std::uint64_t last_request_ = 0;
    std::vector<std::string> given_;  ///< A network, its card and labels, as far as they have come.
    std::string good_photo_;          ///< The last that could be shown.
    std::string good_model_;
    int sweep_step_ = -1;
    bool failed_ = false;
    std::string situation_at_error_;  ///< Once an error had been told.
};

}  // namespace farsight::viewer
