// The engine: detection on a thread of its own, so that the window never waits.
#pragma once

#include <chrono>
#include <functional>
#include <thread>

#include "engine/mailbox.h"

namespace farsight::viewer {

class Engine {
public:
    /// `wake` is called from the engine's threads whenever there is news.
    explicit Engine(std::function<void()> wake);
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;
    /// Closes, and waits for the tiles that are inside the network.
    ~Engine();

    Mailbox& mailbox() { return mailbox_; }

    /// Asks the thread to end, and waits at most this long; false when it is still inside the network.
    bool close(std::chrono::milliseconds patience);

private:
    Mailbox mailbox_;
    std::jthread thread_;
};

}  // namespace farsight::viewer
