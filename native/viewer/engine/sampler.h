// Measures recall over distance in the background, scene after scene, while the viewer has no other work.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "farsight/lab/study.h"
#include "farsight/runtime/model_file.h"

namespace farsight::viewer {

/// What the window wants to be measured.
struct StudyWant {
    std::vector<lab::StudySettings> studies;  ///< Each scene is shown to all of them.
    std::vector<ModelFiles> files;            ///< By study: what was given with its model.
    lab::Shape shape;                         ///< Whose limits are wanted.
    int threads = 0;                          ///< 0: one a processor.
    int scenes = lab::kStudyScenes;           ///< Enough of each.

    bool operator==(const StudyWant&) const = default;
};

/// All that was told so far. Copies are cheap.
struct StudyTold {
    bool running = false;
    lab::Studies studies;  ///< One for each configuration that was begun, the latest begun last.
    /// By the studies that are wanted, once they are known.
    std::vector<std::shared_ptr<const lab::DistanceLimit>> limits;
    std::optional<std::string> error;  ///< Until take_error().
};

/// Safe from the window's thread; no call but close() waits.
class Sampler {
public:
    /// Both are called from the sampler's thread: `wake` whenever there is news, `busy` to ask whether the
    /// viewer's own work is under way. The sampler then waits between two tiles.
    Sampler(std::function<void()> wake, std::function<bool()> busy);
    Sampler(const Sampler&) = delete;
    Sampler& operator=(const Sampler&) = delete;
    /// Closes, and waits for the tiles that are inside the network.
    ~Sampler();

    /// The latest call counts. A study that was begun before continues where it stopped.
    void want(StudyWant want);
    void run(bool running);
    StudyTold told() const;
    std::optional<std::string> take_error();
    /// Asks the thread to end, and waits at most this long; false when it is still inside the network.
    bool close(std::chrono::milliseconds patience);

private:
    class Work;
    struct Job {
        StudyWant want;
        bool limits = false;                       ///< Are to be worked out first.
        std::optional<lab::StudySettings> sample;  ///< To be shown its next scene.
    };

    /// Waits for something to do; none: closed.
    std::optional<Job> next();
    Job job() const;
    /// True when this scene should be given up; waits while the viewer's own work is under way.
    bool overtaken(const lab::StudySettings& study, double& waited_ms);
    void tell(const std::function<void(StudyTold&)>& change);

    std::function<void()> wake_;
    std::function<bool()> busy_;
    mutable std::mutex mutex_;
    std::condition_variable news_;
    StudyWant want_;
    std::optional<StudyWant> limits_of_;  ///< The want whose limits were told.
    StudyTold told_;
    bool closing_ = false;
    bool ended_ = false;
    std::jthread thread_;
};

}  // namespace farsight::viewer
