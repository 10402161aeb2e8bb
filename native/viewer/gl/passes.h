// What the graphics card draws of the picture: photo, score map, tiles and boxes.
#pragma once

#include <array>
#include <span>
#include <string_view>
#include <vector>

#include "engine/findings.h"
#include "farsight/box.h"
#include "farsight/image.h"
#include "farsight/result.h"
#include "farsight/score_map.h"
#include "gl/gl.h"
#include "picture/view.h"

namespace farsight::viewer {

using Rgba = std::array<float, 4>;

/// A rectangle's line. It lies in memory as shaders/outline.vert.glsl reads it.
struct Outline {
    Box box;  ///< Photo pixels.
    Rgba line = {};
    Rgba casing = {};
    Rgba inside = {};
    float line_px = 1;
    float casing_px = 0;
    float radius_px = 0;
    float dash_px = 0;  ///< 0: no dashes.
};

/// A part of the window, in window pixels from its top left corner.
struct Area {
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;
};

/// A photo on its way to the card, or there. The upload is spread over frames, the smallest copies first, so
/// that there is something to see at once.
class PhotoTexture {
public:
    PhotoTexture() = default;
    PhotoTexture(const PhotoTexture&) = delete;
    PhotoTexture& operator=(const PhotoTexture&) = delete;
    ~PhotoTexture();

    void show(std::shared_ptr<const ShownPhoto> photo);
    const ShownPhoto* photo() const { return photo_.get(); }
    /// Uploads at most about `budget_bytes` more; true when all is there.
    bool upload(std::size_t budget_bytes);
    bool complete() const { return next_level_ < first_level_; }
    GLuint texture() const { return texture_; }

private:
    std::shared_ptr<const ShownPhoto> photo_;
    GLuint texture_ = 0;
    int first_level_ = 0;  ///< Larger copies are beyond what the card takes.
    int next_level_ = -1;
    int next_row_ = 0;
};

class Passes {
public:
    Passes() = default;
    Passes(const Passes&) = delete;
    Passes& operator=(const Passes&) = delete;
    ~Passes();

    /// Fails as make_program does.
    Result<void> create(std::string_view prelude);

    /// What follows is drawn there.
    void begin(const Area& area, Size window, const View& view);
    void draw_photo(const PhotoTexture& photo);
    void draw_scores(const std::shared_ptr<const std::vector<ScoreMap>>& maps, int level, Size photo,
                     float threshold);
    /// Only what lies between two columns of the area is drawn.
    void draw_outlines(std::span<const Outline> outlines, int from_x, int to_x);
    void end();

private:
    void use(GLuint program) const;

    GLuint photo_program_ = 0;
    GLuint score_program_ = 0;
    GLuint outline_program_ = 0;
    GLuint corners_ = 0;
    GLuint instances_ = 0;
    GLuint quad_ = 0;
    GLuint outline_array_ = 0;
    GLuint score_texture_ = 0;
    std::shared_ptr<const std::vector<ScoreMap>> score_maps_;  ///< Whose level is in the texture.
    int score_level_ = -1;
    Area area_;
    Size window_;
    View view_;
};

}  // namespace farsight::viewer
