#include <algorithm>

#include "gl/passes.h"

namespace farsight::viewer {

PhotoTexture::~PhotoTexture() {
    if (texture_ != 0) gl().delete_textures(1, &texture_);
}

void PhotoTexture::show(std::shared_ptr<const ShownPhoto> photo) {
    photo_ = std::move(photo);
    if (texture_ != 0) gl().delete_textures(1, &texture_);
    texture_ = 0;
    next_level_ = -1;
    first_level_ = 0;
    if (!photo_) return;

    GLint most = 0;
    gl().get_integerv(GL_MAX_TEXTURE_SIZE, &most);
    const auto levels = static_cast<int>(photo_->mips.size());
    const auto size = [&](int level) { return photo_->mips[static_cast<std::size_t>(level)].size(); };
    while (first_level_ + 1 < levels &&
           std::max(size(first_level_).width, size(first_level_).height) > most) {
        ++first_level_;
    }
    next_level_ = levels - 1;
    next_row_ = 0;
    gl().gen_textures(1, &texture_);
    gl().bind_texture(GL_TEXTURE_2D, texture_);
    gl().tex_parameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR_MIPMAP_LINEAR);
    gl().tex_parameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    gl().tex_parameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    gl().tex_parameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    gl().tex_parameteri(GL_TEXTURE_2D, GL_TEXTURE_MAX_LEVEL, levels - 1 - first_level_);
    gl().tex_parameteri(GL_TEXTURE_2D, GL_TEXTURE_BASE_LEVEL, levels - 1 - first_level_);
    for (int level = first_level_; level < levels; ++level) {
        gl().tex_image_2d(GL_TEXTURE_2D, level - first_level_, GL_RGB8, size(level).width, size(level).height,
                          0, GL_RGB, GL_UNSIGNED_BYTE, nullptr);
    }
}

bool PhotoTexture::upload(std::size_t budget_bytes) {
    if (!photo_ || complete()) return true;
    gl().bind_texture(GL_TEXTURE_2D, texture_);
    gl().pixel_storei(GL_UNPACK_ALIGNMENT, 1);
    std::size_t sent = 0;
    while (!complete() && sent < budget_bytes) {
        const Image& mip = photo_->mips[static_cast<std::size_t>(next_level_)];
        const auto row_bytes = static_cast<std::size_t>(mip.stride_bytes());
        const auto rows =
            std::clamp(static_cast<int>((budget_bytes - sent) / row_bytes), 1, mip.size().height - next_row_);
        gl().tex_sub_image_2d(GL_TEXTURE_2D, next_level_ - first_level_, 0, next_row_, mip.size().width, rows,
                              GL_RGB, GL_UNSIGNED_BYTE, mip.row(next_row_));
        sent += row_bytes * static_cast<std::size_t>(rows);
        next_row_ += rows;
        if (next_row_ < mip.size().height) continue;
        gl().tex_parameteri(GL_TEXTURE_2D, GL_TEXTURE_BASE_LEVEL, next_level_ - first_level_);
        --next_level_;
        next_row_ = 0;
    }
    return complete();
}

}  // namespace farsight::viewer
