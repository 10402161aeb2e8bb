#include "figure/svg.h"

#include "farsight/xml_text.h"
#include "figure/svg_style.h"
#include "range_print.h"

namespace farsight::cli {
namespace {

/// Closes an element whose style may be long.
std::string style_of(std::string_view element, std::string_view style) {
    return svg_attributes(element, style) + " class=\"" + std::string(style) + "\"";
}

}  // namespace

void Svg::line(SvgPoint from, SvgPoint to, std::string_view style) {
    append(body_, R"(<line x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f")", from.x, from.y, to.x, to.y);
    body_ += style_of("line", style) + "/>\n";
}

void Svg::rect(SvgPoint corner, double width, double height, std::string_view style) {
    append(body_, R"(<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f")", corner.x, corner.y, width, height);
    body_ += style_of("rect", style) + "/>\n";
}

void Svg::circle(SvgPoint centre, double radius, std::string_view style) {
    append(body_, R"(<circle cx="%.1f" cy="%.1f" r="%.1f")", centre.x, centre.y, radius);
    body_ += style_of("circle", style) + "/>\n";
}

void Svg::points(const char* element, const std::vector<SvgPoint>& points, std::string_view style) {
    if (points.empty()) return;
    append(body_, "<%s points=\"", element);
    const char* separator = "";
    for (const SvgPoint& point : points) {
        append(body_, "%s%.1f,%.1f", separator, point.x, point.y);
        separator = " ";
    }
    body_.append("\"").append(style_of(element, style)).append("/>\n");
}

void Svg::polyline(const std::vector<SvgPoint>& points, std::string_view style) {
    this->points("polyline", points, style);
}

void Svg::polygon(const std::vector<SvgPoint>& points, std::string_view style) {
    this->points("polygon", points, style);
}

void Svg::text(SvgPoint at, std::string_view words, std::string_view style) {
    append(body_, R"(<text x="%.1f" y="%.1f")", at.x, at.y);
    body_ += style_of("text", style) + ">" + xml_text(words) + "</text>\n";
}

void Svg::upright_text(SvgPoint at, std::string_view words, std::string_view style) {
    append(body_, R"x(<text transform="translate(%.1f %.1f) rotate(-90)")x", at.x, at.y);
    body_ += style_of("text", style) + ">" + xml_text(words) + "</text>\n";
}

}  // namespace farsight::cli
