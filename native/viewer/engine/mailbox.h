// Messages between the window and the engine's thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "engine/findings.h"
#include "farsight/lab/state.h"
#include "farsight/merge.h"
#include "farsight/pyramid.h"
#include "farsight/resample.h"
#include "farsight/runtime/model_file.h"

namespace farsight::viewer {

/// What the window wants to see.
struct Request {
    std::string photo;                   ///< Its name, and
    std::string photo_file;              ///< where it stands.
    std::optional<SceneSettings> scene;  ///< To be rendered in place of a photo.
    int chosen = 0;                      ///< Id of the scene's object to look at closely.
    double distance = 1;
    std::string model;
    ModelFiles model_files = {};  ///< What was given with it.
    PyramidOptions pyramid;
    lab::SearchSettings search;
    Filter filter = Filter::kTriangle;
    int threads = 0;  ///< 0: one a processor.
    MergeOptions merging;
    std::optional<lab::Followed> followed;
    std::uint64_t number = 0;  ///< The mailbox counts the requests.

    float candidate_score() const { return lab::candidate_score(merging.min_score); }
    /// Requests of one key differ only in how to decide: they need no other run.
    std::string key() const;
};

/// All that a request depends on, to see whether it changed.
std::string fingerprint(const Request& request);

/// All that was told so far. Copies are cheap.
struct Told {
    Status status;
    std::shared_ptr<const ShownPhoto> photo;
    std::shared_ptr<const ShownModel> model;
    std::shared_ptr<const Findings> findings;
    std::vector<ConfidencePoint> confidence;  ///< By distance.
    std::optional<ErrorNote> error;           ///< Until take_error().
};

/// Safe from both threads; no call but next() and wait_for_end() waits for the other.
class Mailbox {
public:
    /// `wake` is called from the engine's thread whenever there is news.
    explicit Mailbox(std::function<void()> wake) : wake_(std::move(wake)) {}

    // The window's side.
    /// The latest request wins. Returns its number.
    std::uint64_t want(Request request);
    /// Stops the run between two tiles; what was found stays.
    void stop();
    /// Continues a stopped request.
    void resume();
    void forget_confidence();
    Told told() const;
    std::optional<ErrorNote> take_error();
    void close();
    /// What was asked for last is not answered yet.
    bool busy() const;
    /// False when the engine has not ended within this time.
    bool wait_for_end(std::chrono::milliseconds patience);

    // The engine's side.
    /// Waits for the next request; none: closed.
    std::optional<Request> next();
    Request latest() const;
    /// True when a run with this key should end.
    bool superseded(const std::string& key) const;
    bool stopped() const;
    /// Changes what is told, and wakes the window.
    void tell(const std::function<void(Told&)>& change);
    void tell_confidence(std::uint64_t request, const ConfidencePoint& point);
    void end();

private:
    mutable std::mutex mutex_;
    std::condition_variable news_;
    std::function<void()> wake_;
    std::optional<Request> request_;
    std::uint64_t taken_ = 0;  ///< Number of the last request that next() gave.
    std::uint64_t count_ = 0;
    std::uint64_t confidence_since_ = 0;
    Told told_;
    bool stopped_ = false;
    bool closing_ = false;
    bool ended_ = false;
};

}  // namespace farsight::viewer
