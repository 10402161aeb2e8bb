#include "font.h"

// Static, since a program may link another copy of stb beside this one.
#define STBTT_STATIC
#define STB_TRUETYPE_IMPLEMENTATION
#include <stb_easy_font.h>
#include <stb_truetype.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "font_data.h"

namespace farsight {

struct Font::Face {
    std::vector<std::byte> file;
    stbtt_fontinfo info{};
    float ascent = 0;      ///< In font units.
    float line_units = 1;  ///< Ascent to descent.
};

namespace {

/// The next code point; a broken byte stands for itself.
int next_code_point(std::string_view& text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned lead = byte(0);
    const std::size_t length = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    if (length == 1 || text.size() < length) {
        text.remove_prefix(1);
        return static_cast<int>(lead);
    }
    unsigned code = lead & (0x7FU >> length);
    for (std::size_t i = 1; i < length; ++i) code = code << 6 | (byte(i) & 0x3FU);
    text.remove_prefix(length);
    return static_cast<int>(code);
}

/// stb_easy_font: letters of rectangles, about ten units high.
constexpr float kEasyHeight = 10;

std::string ascii(std::string_view utf8) {
    std::string out;
    while (!utf8.empty()) {
        const int code = next_code_point(utf8);
        out += code < 0x80 ? static_cast<char>(code) : code == 0xB7 ? '-' : code == 0xD7 ? 'x' : '?';
    }
    return out;
}

void draw_easy(Canvas& canvas, std::string_view utf8, float x, float y, float size_px, InkColour colour) {
    struct Vertex {
        float x, y, z;
        unsigned char rgba[4];
    };
    std::string text = ascii(utf8);
    std::vector<Vertex> vertices(text.size() * 270 / sizeof(Vertex) * 4 + 64);
    const int quads = stb_easy_font_print(0, 0, text.data(), nullptr, vertices.data(),
                                          static_cast<int>(vertices.size() * sizeof(Vertex)));
    const float scale = size_px / kEasyHeight;
    for (int i = 0; i < quads; ++i) {
        const Vertex& first = vertices[static_cast<std::size_t>(i) * 4];
        const Vertex& last = vertices[static_cast<std::size_t>(i) * 4 + 2];
        canvas.fill({x + first.x * scale, y + first.y * scale, x + last.x * scale, y + last.y * scale}, 0,
                    colour);
    }
}

}  // namespace

Font::Font(std::unique_ptr<Face> face) : face_(std::move(face)) {}
Font::Font(Font&&) noexcept = default;
Font& Font::operator=(Font&&) noexcept = default;
Font::~Font() = default;

Font Font::load() {
    auto face = std::make_unique<Face>();
    face->file = font_data(FontStyle::kBold);
    if (face->file.empty()) return Font(nullptr);
    const auto* data = reinterpret_cast<const unsigned char*>(face->file.data());
    const int offset = stbtt_GetFontOffsetForIndex(data, 0);
    if (offset < 0 || stbtt_InitFont(&face->info, data, offset) == 0) return Font(nullptr);
    int ascent = 0;
    int descent = 0;
    int gap = 0;
    stbtt_GetFontVMetrics(&face->info, &ascent, &descent, &gap);
    if (ascent <= descent) return Font(nullptr);
    face->ascent = static_cast<float>(ascent);
    face->line_units = static_cast<float>(ascent - descent);
    return Font(std::move(face));
}

float Font::width(std::string_view utf8, float size_px) const {
    if (!face_) {
        std::string text = ascii(utf8);
        return static_cast<float>(stb_easy_font_width(text.data())) * size_px / kEasyHeight;
    }
    float units = 0;
    while (!utf8.empty()) {
        int advance = 0;
        int bearing = 0;
        stbtt_GetCodepointHMetrics(&face_->info, next_code_point(utf8), &advance, &bearing);
        units += static_cast<float>(advance);
    }
    return units * size_px / face_->line_units;
}

void Font::draw(Canvas& canvas, std::string_view utf8, float x, float y, float size_px,
                InkColour colour) const {
    if (!face_) return draw_easy(canvas, utf8, x, y, size_px, colour);
    const float scale = size_px / face_->line_units;
    // Whole baselines keep horizontal strokes sharp.
    const float baseline = std::round(y + face_->ascent * scale);
    while (!utf8.empty()) {
        const int code = next_code_point(utf8);
        const float left = std::floor(x);
        int width = 0;
        int height = 0;
        int dx = 0;
        int dy = 0;
        unsigned char* bitmap = stbtt_GetCodepointBitmapSubpixel(&face_->info, scale, scale, x - left, 0,
                                                                 code, &width, &height, &dx, &dy);
        for (int row = 0; row < height; ++row) {
            for (int column = 0; column < width; ++column) {
                const float coverage = static_cast<float>(bitmap[row * width + column]) / 255.0F;
                if (coverage > 0) {
                    canvas.blend(static_cast<int>(left) + dx + column, static_cast<int>(baseline) + dy + row,
                                 colour, coverage);
                }
            }
        }
        stbtt_FreeBitmap(bitmap, nullptr);
        int advance = 0;
        int bearing = 0;
        stbtt_GetCodepointHMetrics(&face_->info, code, &advance, &bearing);
        x += static_cast<float>(advance) * scale;
    }
}

}  // namespace farsight
