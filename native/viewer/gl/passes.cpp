#include "gl/passes.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "shaders.h"

namespace farsight::viewer {
namespace {

// From this scale on pixels are drawn as squares, not smoothed.
constexpr float kPixelScale = 4;

/// Points an attribute of four floats into the instances.
void instance_attribute(GLuint location, std::size_t offset) {
    gl().enable_vertex_attrib_array(location);
    // OpenGL takes an offset as a pointer.
    // NOLINTNEXTLINE(performance-no-int-to-ptr)
    const auto* at = reinterpret_cast<const void*>(offset);
    gl().vertex_attrib_pointer(location, 4, GL_FLOAT, GL_FALSE, sizeof(Outline), at);
    gl().vertex_attrib_divisor(location, 1);
}

GLint uniform(GLuint program, const char* name) {
    return gl().get_uniform_location(program, name);
}

}  // namespace

Passes::~Passes() {
    if (quad_ == 0) return;
    for (const GLuint program : {photo_program_, score_program_, outline_program_})
        gl().delete_program(program);
    for (const GLuint buffer : {corners_, instances_}) gl().delete_buffers(1, &buffer);
    for (const GLuint array : {quad_, outline_array_}) gl().delete_vertex_arrays(1, &array);
    gl().delete_textures(1, &score_texture_);
}

Result<void> Passes::create(std::string_view prelude) {
    auto photo = make_program(prelude, kPhotoVertexShader, kPhotoFragmentShader);
    if (!photo) return tl::unexpected(photo.error());
    auto scores = make_program(prelude, kPhotoVertexShader, kScoreMapFragmentShader);
    if (!scores) return tl::unexpected(scores.error());
    auto outlines = make_program(prelude, kOutlineVertexShader, kOutlineFragmentShader);
    if (!outlines) return tl::unexpected(outlines.error());
    photo_program_ = *photo;
    score_program_ = *scores;
    outline_program_ = *outlines;

    constexpr std::array<float, 8> kCorners = {0, 0, 1, 0, 0, 1, 1, 1};
    gl().gen_buffers(1, &corners_);
    gl().gen_buffers(1, &instances_);
    gl().gen_vertex_arrays(1, &quad_);
    gl().gen_vertex_arrays(1, &outline_array_);
    for (const GLuint array : {quad_, outline_array_}) {
        gl().bind_vertex_array(array);
        gl().bind_buffer(GL_ARRAY_BUFFER, corners_);
        gl().buffer_data(GL_ARRAY_BUFFER, sizeof kCorners, kCorners.data(), GL_STATIC_DRAW);
        gl().enable_vertex_attrib_array(0);
        gl().vertex_attrib_pointer(0, 2, GL_FLOAT, GL_FALSE, 0, nullptr);
    }
    gl().bind_buffer(GL_ARRAY_BUFFER, instances_);
    instance_attribute(1, offsetof(Outline, box));
    instance_attribute(2, offsetof(Outline, line));
    instance_attribute(3, offsetof(Outline, casing));
    instance_attribute(4, offsetof(Outline, inside));
    instance_attribute(5, offsetof(Outline, line_px));
    gl().bind_vertex_array(0);

    gl().gen_textures(1, &score_texture_);
    gl().bind_texture(GL_TEXTURE_2D, score_texture_);
    gl().tex_parameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    gl().tex_parameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    gl().tex_parameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    gl().tex_parameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    return {};
}

void Passes::begin(const Area& area, Size window, const View& view) {
    area_ = area;
    window_ = window;
    view_ = view;
    gl().viewport(area.x, window.height - area.y - area.height, area.width, area.height);
    gl().enable(GL_SCISSOR_TEST);
    gl().scissor(area.x, window.height - area.y - area.height, area.width, area.height);
    gl().enable(GL_BLEND);
    gl().blend_func(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA);
    gl().disable(GL_DEPTH_TEST);
    gl().disable(GL_CULL_FACE);
    gl().active_texture(GL_TEXTURE0);
}

void Passes::use(GLuint program) const {
    gl().use_program(program);
    gl().uniform3f(uniform(program, "view"), view_.scale, view_.x, view_.y);
    gl().uniform2f(uniform(program, "screen"), static_cast<float>(area_.width),
                   static_cast<float>(area_.height));
}

void Passes::draw_photo(const PhotoTexture& photo) {
    if (photo.photo() == nullptr || photo.texture() == 0) return;
    use(photo_program_);
    const Size size = photo.photo()->size;
    gl().uniform2f(uniform(photo_program_, "photo"), static_cast<float>(size.width),
                   static_cast<float>(size.height));
    gl().uniform1i(uniform(photo_program_, "pixels"), 0);
    gl().bind_texture(GL_TEXTURE_2D, photo.texture());
    gl().tex_parameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER,
                        view_.scale < kPixelScale ? GL_LINEAR : GL_NEAREST);
    gl().bind_vertex_array(quad_);
    gl().draw_arrays(GL_TRIANGLE_STRIP, 0, 4);
}

void Passes::draw_scores(const std::shared_ptr<const std::vector<ScoreMap>>& maps, int level, Size photo,
                         float threshold) {
    if (!maps || level < 0 || static_cast<std::size_t>(level) >= maps->size()) return;
    gl().bind_texture(GL_TEXTURE_2D, score_texture_);
    if (maps != score_maps_ || level != score_level_) {
        const ScoreMap& map = (*maps)[static_cast<std::size_t>(level)];
        std::vector<std::uint8_t> bytes(map.values.size());
        std::transform(map.values.begin(), map.values.end(), bytes.begin(), [](float score) {
            return static_cast<std::uint8_t>(std::lround(255 * std::clamp(score, 0.0F, 1.0F)));
        });
        gl().pixel_storei(GL_UNPACK_ALIGNMENT, 1);
        gl().tex_image_2d(GL_TEXTURE_2D, 0, GL_R8, map.size.width, map.size.height, 0, GL_RED,
                          GL_UNSIGNED_BYTE, bytes.data());
        score_maps_ = maps;
        score_level_ = level;
    }
    use(score_program_);
    gl().uniform2f(uniform(score_program_, "photo"), static_cast<float>(photo.width),
                   static_cast<float>(photo.height));
    gl().uniform1i(uniform(score_program_, "scores"), 0);
    gl().uniform1f(uniform(score_program_, "threshold"), threshold);
    gl().bind_vertex_array(quad_);
    gl().draw_arrays(GL_TRIANGLE_STRIP, 0, 4);
}

void Passes::draw_outlines(std::span<const Outline> outlines, int from_x, int to_x) {
    const int from = std::clamp(from_x, 0, area_.width);
    const int to = std::clamp(to_x, 0, area_.width);
    if (outlines.empty() || to <= from) return;
    gl().scissor(area_.x + from, window_.height - area_.y - area_.height, to - from, area_.height);
    use(outline_program_);
    gl().bind_vertex_array(outline_array_);
    gl().bind_buffer(GL_ARRAY_BUFFER, instances_);
    gl().buffer_data(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(outlines.size_bytes()), outlines.data(),
                     GL_STREAM_DRAW);
    gl().draw_arrays_instanced(GL_TRIANGLE_STRIP, 0, 4, static_cast<GLsizei>(outlines.size()));
    gl().scissor(area_.x, window_.height - area_.y - area_.height, area_.width, area_.height);
}

void Passes::end() {
    gl().bind_vertex_array(0);
    gl().use_program(0);
    gl().disable(GL_SCISSOR_TEST);
    gl().viewport(0, 0, window_.width, window_.height);
}

}  // namespace farsight::viewer
