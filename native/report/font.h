// Text on a canvas.
#pragma once

#include <memory>
#include <string_view>

#include "canvas.h"

namespace farsight {

/// A system font, or a plain built-in one (ASCII) where none is found.
class Font {
public:
    /// $FARSIGHT_FONT where it is set, else DejaVu Sans or another common sans-serif font.
    static Font load();

    Font(Font&&) noexcept;
    Font& operator=(Font&&) noexcept;
    ~Font();

    /// Width of a line of text; `size_px` is the height of a capital letter's line, ascent to descent.
    float width(std::string_view utf8, float size_px) const;

    /// Draws a line whose ascent-to-descent box starts at (x, y).
    void draw(Canvas& canvas, std::string_view utf8, float x, float y, float size_px, InkColour colour) const;

private:
    struct Face;
    explicit Font(std::unique_ptr<Face> face);

    std::unique_ptr<Face> face_;  ///< Null: the built-in font.
};

}  // namespace farsight
