// Pieces of an SVG picture.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace farsight::cli {

struct SvgPoint {
    double x = 0;
    double y = 0;
};

/// Elements one after another; each has the CSS class `style`.
class Svg {
public:
    void line(SvgPoint from, SvgPoint to, std::string_view style);
    void rect(SvgPoint corner, double width, double height, std::string_view style);
    void circle(SvgPoint centre, double radius, std::string_view style);
    void polyline(const std::vector<SvgPoint>& points, std::string_view style);
    void polygon(const std::vector<SvgPoint>& points, std::string_view style);
    void text(SvgPoint at, std::string_view words, std::string_view style);
    /// Turned a quarter to the left.
    void upright_text(SvgPoint at, std::string_view words, std::string_view style);

    const std::string& body() const { return body_; }

private:
    void points(const char* element, const std::vector<SvgPoint>& points, std::string_view style);

    std::string body_;
};

}  // namespace farsight::cli
