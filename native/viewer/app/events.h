// For scripts: events as JSON lines on standard output, commands on standard input.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "app/app.h"

namespace farsight::viewer {

class Events {
public:
    /// Prints what changed since the last call. Once a frame.
    void print(const App& app);

private:
    void print_status(const App& app);
    void print_findings(const App& app);
    void print_model(const App& app);
    void print_second(const App& app);
    void print_studies(const App& app);
    void print_why(const App& app);
    void print_layout(const App& app);

    std::string status_;
    std::string error_;
    std::string model_;
    std::string layout_;
    std::string why_;
    const void* findings_ = nullptr;
    const void* second_ = nullptr;
    lab::Studies studies_;
    bool measuring_ = false;
};

/// Starts a thread that turns lines of standard input into events: `drop FILE` is what a window system sends
/// when a person drops a file, `quit` what it sends when the window is closed.
void read_orders();

}  // namespace farsight::viewer
