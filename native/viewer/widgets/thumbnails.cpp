#include "widgets/thumbnails.h"

#include <algorithm>

#include "app/background.h"
#include "farsight/resample.h"
#include "farsight/runtime/image_file.h"

namespace farsight::viewer {
namespace {

/// Most thumbnails asked for and not made: those that scrolled by are forgotten.
constexpr std::size_t kMostWaiting = 64;

/// The middle of a picture, in the thumbnail's shape.
Rect middle_of(Size picture) {
    constexpr Size kShape = Thumbnails::kSize;
    Rect middle{0, 0, picture.width, picture.height};
    if (picture.width * kShape.height > picture.height * kShape.width) {
        middle.width = std::max(1, picture.height * kShape.width / kShape.height);
        middle.x = (picture.width - middle.width) / 2;
    } else {
        middle.height = std::max(1, picture.width * kShape.height / kShape.width);
        middle.y = (picture.height - middle.height) / 2;
    }
    return middle;
}

}  // namespace

Thumbnails::Thumbnails(std::function<void()> wake)
    : wake_(std::move(wake)), thread_([this](const std::stop_token& stop) {
          stand_back();
          work(stop);
      }) {}

Thumbnails::~Thumbnails() {
    thread_.request_stop();
    thread_.join();
    for (const auto& [file, texture] : textures_) gl().delete_textures(1, &texture);
}

void Thumbnails::work(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        std::string file;
        {
            std::unique_lock lock(mutex_);
            if (!asked_.wait(lock, stop, [&] { return !queue_.empty(); })) return;
            file = std::move(queue_.front());
            queue_.pop_front();
            making_ = true;
        }
        make(file);
        {
            const std::lock_guard lock(mutex_);
            making_ = false;
        }
        wake_();
    }
}

void Thumbnails::make(const std::string& file) {
    const auto image = read_image(file);
    if (!image) return;
    auto small = resample(image->view(), middle_of(image->size()), kSize, Filter::kArea);
    if (!small) return;
    const std::lock_guard lock(mutex_);
    made_.push_back({file, std::move(*small)});
}

bool Thumbnails::idle() {
    const std::lock_guard lock(mutex_);
    return queue_.empty() && made_.empty() && !making_;
}

void Thumbnails::take_made() {
    std::vector<Made> made;
    {
        const std::lock_guard lock(mutex_);
        made.swap(made_);
    }
    for (const Made& one : made) {
        GLuint texture = 0;
        gl().gen_textures(1, &texture);
        gl().bind_texture(GL_TEXTURE_2D, texture);
        gl().pixel_storei(GL_UNPACK_ALIGNMENT, 1);
        gl().tex_parameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
        gl().tex_parameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
        gl().tex_image_2d(GL_TEXTURE_2D, 0, GL_RGB8, kSize.width, kSize.height, 0, GL_RGB, GL_UNSIGNED_BYTE,
                          one.image.data());
        textures_[one.file] = texture;
    }
}

GLuint Thumbnails::texture(const std::string& file) {
    take_made();
    if (const auto found = textures_.find(file); found != textures_.end()) return found->second;
    if (!known_.insert(file).second) return 0;
    const std::lock_guard lock(mutex_);
    queue_.push_back(file);
    if (queue_.size() > kMostWaiting) {
        known_.erase(queue_.front());
        queue_.pop_front();
    }
    asked_.notify_one();
    return 0;
}

}  // namespace farsight::viewer
