// The effective receptive field of one detection, drawn to the scale of the network's input.
#include <algorithm>

#include "figure/svg.h"
#include "range_print.h"
#include "sweep/sweep_report.h"

namespace farsight::cli {
namespace {

constexpr double kLeft = 58;
constexpr double kTop = 62;
constexpr double kSide = 218;   ///< Of the input's longer side.
constexpr double kPitch = 258;  ///< From one class to the next.
constexpr double kLine = 18;

struct NamedBox {
    const char* name;
    const Box& box;
    const char* style;
};

void draw_box(Svg& svg, const Box& box, Size input, SvgPoint corner, double scale, const char* style) {
    const Box inside =
        intersection(box, {0, 0, static_cast<float>(input.width), static_cast<float>(input.height)});
    if (inside.empty()) return;
    svg.rect({corner.x + static_cast<double>(inside.x0) * scale,
              corner.y + static_cast<double>(inside.y0) * scale},
             static_cast<double>(inside.width()) * scale, static_cast<double>(inside.height()) * scale,
             style);
}

void draw_class(Svg& svg, const SweepClass& one, const char* unit, double left) {
    const MeasuredField& field = *one.field;
    const SvgPoint corner{left, kTop};
    const double scale = kSide / std::max(field.input.width, field.input.height);
    std::string name;
    append(name, "%s at %.3g %s", one.name.c_str(), field.distance, unit);
    svg.text({left, kTop - 10}, name, "soft");
    svg.rect(corner, field.input.width * scale, field.input.height * scale, "frame");
    const NamedBox boxes[] = {{"a cell sees at most", field.theoretical, "box most"},
                              {"effective field", field.effective, "box effective"},
                              {"its anchor", field.anchor, "box anchor"},
                              {"itself", field.object, "box"}};
    double y = kTop + kSide + 20;
    for (const NamedBox& named : boxes) {
        if (named.box.empty()) continue;
        draw_box(svg, named.box, field.input, corner, scale, named.style);
        svg.rect({left, y - 10}, 16, 10, named.style);
        std::string words;
        append(words, "%s %.0f × %.0f px", named.name, static_cast<double>(named.box.width()),
               static_cast<double>(named.box.height()));
        svg.text({left + 24, y}, words, "small");
        y += kLine;
    }
}

}  // namespace

std::string field_panel_svg(const std::vector<const SweepClass*>& classes, const char* unit) {
    Svg svg;
    svg.text({kLeft, 24}, "In the network's input, full frame", "name");
    for (std::size_t i = 0; i < classes.size(); ++i) {
        draw_class(svg, *classes[i], unit, kLeft + kPitch * static_cast<double>(i));
    }
    return svg.body();
}

}  // namespace farsight::cli
