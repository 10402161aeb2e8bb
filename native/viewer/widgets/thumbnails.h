// Small pictures for the list of photos, made on a thread of their own.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "farsight/image.h"
#include "gl/gl.h"

namespace farsight::viewer {

class Thumbnails {
public:
    static constexpr Size kSize{96, 72};

    /// `wake` is called from the thread whenever a thumbnail is ready.
    explicit Thumbnails(std::function<void()> wake);
    Thumbnails(const Thumbnails&) = delete;
    Thumbnails& operator=(const Thumbnails&) = delete;
    ~Thumbnails();

    /// The texture of a file's thumbnail; 0 while it is not there, which asks for it. Needs the context.
    GLuint texture(const std::string& file);

    /// Nothing that was asked for is still to be made.
    bool idle();

private:
    struct Made {
        std::string file;
        Image image;
    };
    void work(const std::stop_token& stop);
    void make(const std::string& file);
    void take_made();

    std::function<void()> wake_;
    std::mutex mutex_;
    std::condition_variable_any asked_;
    std::deque<std::string> queue_;
    std::vector<Made> made_;
    bool making_ = false;
    std::set<std::string> known_;
    std::map<std::string, GLuint> textures_;
    std::jthread thread_;
};

}  // namespace farsight::viewer
