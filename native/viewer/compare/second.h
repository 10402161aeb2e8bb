// The second detector of a comparison: an engine of its own on the same picture.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "engine/engine.h"

namespace farsight::viewer {

/// Lives on the window's thread; only close() waits.
class Second {
public:
    /// `wake` is called from the engine's threads whenever update() has something to do.
    explicit Second(std::function<void()> wake) : wake_(std::move(wake)) {}

    /// Asks for this, unless it was asked for last; equal requests have equal prints. The first one starts
    /// the engine.
    void want(const Request& request, const std::string& print);
    /// The run that this asks for is under way or done: it would only be decided anew.
    bool runs(const Request& request) const { return request.key() == last_key_; }
    /// Call when nothing is compared: the run ends after the current tile; photo and model stay loaded.
    void rest();
    /// Takes what came.
    void update();

    const Told& told() const { return told_; }
    /// All that is asked for is done, or failed.
    bool settled() const;
    void stop();
    void resume();
    std::optional<ErrorNote> take_error();
    bool close(std::chrono::milliseconds patience);

private:
    std::function<void()> wake_;
    std::optional<Engine> engine_;
    Told told_;
    std::string last_wanted_;  ///< Empty while it rests.
    std::string last_key_;
    std::uint64_t last_request_ = 0;
};

}  // namespace farsight::viewer
