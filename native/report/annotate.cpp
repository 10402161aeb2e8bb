#include "annotate.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <numeric>
#include <optional>
#include <vector>

#include "canvas.h"
#include "farsight/resample.h"
#include "font.h"
#include "label_chips.h"

namespace farsight {
namespace {

// Okabe and Ito's palette, told apart by all kinds of colour vision.
constexpr InkColour kBlue{0x00, 0x72, 0xB2, 1};
constexpr InkColour kOrange{0xE6, 0x9F, 0x00, 1};
// Dark lines get a light border and light lines a dark one: each stays visible on any picture.
constexpr InkColour kDarkCasing{0x08, 0x0C, 0x10, 0.65F};
constexpr InkColour kLightCasing{0xFF, 0xFF, 0xFF, 0.75F};
constexpr InkColour kWhite{0xFF, 0xFF, 0xFF, 1};
constexpr InkColour kInk{0x14, 0x10, 0x00, 1};
constexpr InkColour kBar{0x12, 0x18, 0x1E, 1};
constexpr InkColour kQuiet{0xA9, 0xB4, 0xBF, 1};

/// Everything that scales with the picture, in canvas pixels.
struct Metrics {
    float line;    ///< Width of an outline.
    float chip;    ///< Text size of a label.
    float title;   ///< Text size of the caption's first row.
    float detail;  ///< Text size of its second row.
    float margin;

    Metrics(Size canvas, std::size_t boxes) {
        const float unit =
            std::clamp(static_cast<float>(std::max(canvas.width, canvas.height)) / 1600.0F, 0.6F, 6.0F);
        const float crowding = std::clamp(1.2F - static_cast<float>(boxes) / 100.0F, 0.75F, 1.0F);
        line = 2.6F * unit;
        chip = 19.0F * unit * crowding;
        title = 29.0F * unit;
        detail = 21.0F * unit;
        margin = 18.0F * unit;
    }
};

/// Enlarges a small picture to about 1600 pixels, at most four times.
double enlargement(Size size) {
    const double longest = std::max(size.width, size.height);
    return std::clamp(1600.0 / longest, 1.0, 4.0);
}

std::string text_of(const char* format, double value) {
    char text[64];
    std::snprintf(text, sizeof text, format, value);
    return text;
}

std::string plural(int count, const char* one, const char* many) {
    return std::to_string(count) + " " + (count == 1 ? one : many);
}

/// A run of the caption: some text, with a small box in front where it explains a colour.
struct CaptionPart {
    std::string text;
    std::optional<InkColour> swatch;
};

struct PlacedPart {
    const CaptionPart* part;
    float x;
    float y;
};

/// A block of caption parts that wraps at the canvas's width.
class CaptionRow {
public:
    CaptionRow(const Font& font, std::vector<CaptionPart> parts, float size, InkColour colour)
        : font_(font), parts_(std::move(parts)), size_(size), colour_(colour) {}

    /// Lays the parts out below `top` and returns where the row ends.
    float lay_out(float top, float left, float right) {
        placed_.clear();
        // A single part that is too wide makes the whole row smaller.
        for (const CaptionPart& part : parts_) {
            const float room = right - left;
            if (const float width = part_width(part); width > room) size_ *= room / width;
        }
        float x = left;
        float y = top;
        for (const CaptionPart& part : parts_) {
            if (x > left && x + part_width(part) > right) {
                x = left;
                y += 1.35F * size_;
            }
            placed_.push_back({&part, x, y});
            x += part_width(part) + 1.1F * size_;
        }
        return y + 1.35F * size_;
    }

    void draw(Canvas& canvas) const {
        for (const PlacedPart& placed : placed_) {
            float x = placed.x;
            if (placed.part->swatch) {
                const float side = 0.72F * size_;
                const float y = placed.y + 0.17F * size_;
                canvas.fill({x, y, x + side, y + side}, 0.14F * size_, *placed.part->swatch);
                x += swatch_width();
            }
            font_.draw(canvas, placed.part->text, x, placed.y, size_, colour_);
        }
    }

private:
    float swatch_width() const { return 1.05F * size_; }
    float part_width(const CaptionPart& part) const {
        return font_.width(part.text, size_) + (part.swatch ? swatch_width() : 0);
    }

    const Font& font_;
    std::vector<CaptionPart> parts_;
    float size_;
    InkColour colour_;
    std::vector<PlacedPart> placed_;
};

std::vector<CaptionPart> count_parts(std::span<const AnnotatedBox> boxes, bool pyramid) {
    const auto seen = static_cast<int>(
        std::count_if(boxes.begin(), boxes.end(), [](const AnnotatedBox& box) { return box.on_full_frame; }));
    const int all = static_cast<int>(boxes.size());
    if (!pyramid) return {{plural(all, "object", "objects") + " on the full frame", kBlue}};
    return {{plural(all, "object", "objects"), {}},
            {std::to_string(seen) + " on the full frame", kBlue},
            {std::to_string(all - seen) + " recovered by the pyramid", kOrange}};
}

std::vector<CaptionPart> cost_parts(const AnnotationCaption& caption) {
    const std::string tiles =
        plural(caption.tiles, "tile", "tiles") + " on " + plural(caption.levels, "level", "levels");
    return {{caption.model, {}},
            {tiles, {}},
            {text_of(caption.total_ms < 9.95 ? "%.1f ms" : "%.0f ms", caption.total_ms) + " on " +
                 plural(caption.threads, "thread", "threads"),
             {}}};
}

/// A box in canvas pixels, widened by its outline, so that the line runs around the object and not over it.
Box on_canvas(const Box& box, double scale, float offset_x, float line) {
    const auto s = static_cast<float>(scale);
    return {box.x0 * s + offset_x - line / 2, box.y0 * s - line / 2, box.x1 * s + offset_x + line / 2,
            box.y1 * s + line / 2};
}

void draw_outline(Canvas& canvas, const Box& box, bool on_full_frame, float line) {
    const float radius = std::min(2.5F * line, 0.2F * std::min(box.width(), box.height()));
    canvas.stroke(box, radius, (on_full_frame ? 1.6F : 1.9F) * line,
                  on_full_frame ? kLightCasing : kDarkCasing);
    canvas.stroke(box, radius, line, on_full_frame ? kBlue : kOrange);
}

std::string chip_text(const AnnotatedBox& box) {
    return box.label + text_of(" %.2f", static_cast<double>(box.score));
}

void draw_chip(Canvas& canvas, const Font& font, const Box& chip, const AnnotatedBox& box,
               const Metrics& metrics) {
    const float pad = 0.3F * metrics.chip;
    canvas.fill({chip.x0 - 1, chip.y0 - 1, chip.x1 + 1, chip.y1 + 1}, pad + 1,
                box.on_full_frame ? kLightCasing : kDarkCasing);
    canvas.fill(chip, pad, box.on_full_frame ? kBlue : kOrange);
    font.draw(canvas, chip_text(box), chip.x0 + pad, chip.y0 + 0.04F * metrics.chip, metrics.chip,
              box.on_full_frame ? kWhite : kInk);
}

/// Weakest first, so that the surest lie on top.
std::vector<std::size_t> order_by_score(std::span<const AnnotatedBox> boxes) {
    std::vector<std::size_t> order(boxes.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return boxes[a].score > boxes[b].score; });
    return order;
}

void draw_boxes(Canvas& canvas, const Font& font, std::span<const AnnotatedBox> boxes, Size area,
                double scale, float offset_x, const Metrics& metrics) {
    const std::vector<std::size_t> order = order_by_score(boxes);
    std::vector<ChipRequest> requests;
    for (const std::size_t i : order) {
        requests.push_back({on_canvas(boxes[i].box, scale, offset_x, metrics.line),
                            font.width(chip_text(boxes[i]), metrics.chip) + 0.6F * metrics.chip,
                            1.08F * metrics.chip});
    }
    for (std::size_t i = order.size(); i-- > 0;) {
        draw_outline(canvas, requests[i].box, boxes[order[i]].on_full_frame, metrics.line);
    }
    const auto chips = place_chips(requests, area);
    for (std::size_t i = order.size(); i-- > 0;) {
        if (chips[i]) draw_chip(canvas, font, *chips[i], boxes[order[i]], metrics);
    }
}

/// The picture at the top of a taller canvas, centred when it is narrower than the caption needs.
Image lay_picture(const ImageView& picture, Size scaled, Size canvas, int offset_x) {
    Image out(canvas, 3);
    Canvas(out).fill({0, 0, static_cast<float>(canvas.width), static_cast<float>(canvas.height)}, 0, kBar);
    const Rect whole{0, 0, picture.size.width, picture.size.height};
    const auto resampled = resample(picture, whole, scaled, Filter::kLanczos3);
    if (!resampled) return out;
    for (int y = 0; y < scaled.height; ++y) {
        std::memcpy(out.row(y) + static_cast<std::ptrdiff_t>(offset_x) * 3, resampled->row(y),
                    static_cast<std::size_t>(scaled.width) * 3);
    }
    return out;
}

}  // namespace

Image annotate(const ImageView& picture, std::span<const AnnotatedBox> boxes,
               const AnnotationCaption& caption) {
    constexpr int kMinWidth = 480;
    const double scale = enlargement(picture.size);
    const Size scaled = {static_cast<int>(std::lround(picture.size.width * scale)),
                         static_cast<int>(std::lround(picture.size.height * scale))};
    const int width = std::max(scaled.width, kMinWidth);
    const int offset_x = (width - scaled.width) / 2;
    const Metrics metrics({width, scaled.height}, boxes.size());

    const Font font = Font::load();
    CaptionRow counts(font, count_parts(boxes, caption.pyramid), metrics.title, kWhite);
    CaptionRow costs(font, cost_parts(caption), metrics.detail, kQuiet);
    const float left = metrics.margin;
    const float right = static_cast<float>(width) - metrics.margin;
    const float top = static_cast<float>(scaled.height) + 0.7F * metrics.margin;
    const float middle = counts.lay_out(top, left, right);
    const float bottom = costs.lay_out(middle, left, right) + 0.4F * metrics.margin;

    Image out = lay_picture(picture, scaled, {width, static_cast<int>(std::ceil(bottom))}, offset_x);
    {
        // Boxes are clipped to the picture's part of the canvas.
        Canvas canvas(out);
        draw_boxes(canvas, font, boxes, {width, scaled.height}, scale, static_cast<float>(offset_x), metrics);
        canvas.fill({0, static_cast<float>(scaled.height), static_cast<float>(width), bottom + 2}, 0, kBar);
        counts.draw(canvas);
        costs.draw(canvas);
    }
    return out;
}

}  // namespace farsight
