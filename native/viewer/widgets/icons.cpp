#include "widgets/icons.h"

#include <array>
#include <initializer_list>
#include <utility>

namespace farsight::viewer {
namespace {

using Points = std::initializer_list<std::pair<float, float>>;

class Pen {
public:
    Pen(ImDrawList& list, ImVec2 place, float unit, ImU32 colour)
        : list_(list), place_(place), unit_(unit), colour_(colour) {}

    void line(Points points, bool closed = false) const {
        list_.PathClear();
        for (const auto& [x, y] : points) list_.PathLineTo(at(x, y));
        list_.PathStroke(colour_, closed ? ImDrawFlags_Closed : 0, width());
    }
    void circle(float x, float y, float radius) const {
        list_.AddCircle(at(x, y), radius * unit_, colour_, 0, width());
    }
    void arc(float x, float y, float radius, float from, float to) const {
        list_.PathClear();
        list_.PathArcTo(at(x, y), radius * unit_, from, to);
        list_.PathStroke(colour_, 0, width());
    }
    void solid(Points points) const {
        list_.PathClear();
        for (const auto& [x, y] : points) list_.PathLineTo(at(x, y));
        list_.PathFillConvex(colour_);
    }
    void dot(float x, float y, float radius) const {
        list_.AddCircleFilled(at(x, y), radius * unit_, colour_);
    }

private:
    ImVec2 at(float x, float y) const { return {place_.x + x * unit_, place_.y + y * unit_}; }
    float width() const { return 1.4F * unit_; }

    ImDrawList& list_;
    ImVec2 place_;
    float unit_;
    ImU32 colour_;
};

void sun(const Pen& pen) {
    pen.circle(8, 8, 2.8F);
    pen.line({{8, 1.5F}, {8, 2.9F}});
    pen.line({{8, 13.1F}, {8, 14.5F}});
    pen.line({{1.5F, 8}, {2.9F, 8}});
    pen.line({{13.1F, 8}, {14.5F, 8}});
    pen.line({{3.4F, 3.4F}, {4.4F, 4.4F}});
    pen.line({{11.6F, 11.6F}, {12.6F, 12.6F}});
    pen.line({{3.4F, 12.6F}, {4.4F, 11.6F}});
    pen.line({{11.6F, 4.4F}, {12.6F, 3.4F}});
}

void fit(const Pen& pen) {
    pen.line({{2.5F, 6}, {2.5F, 2.5F}, {6, 2.5F}});
    pen.line({{10, 2.5F}, {13.5F, 2.5F}, {13.5F, 6}});
    pen.line({{13.5F, 10}, {13.5F, 13.5F}, {10, 13.5F}});
    pen.line({{6, 13.5F}, {2.5F, 13.5F}, {2.5F, 10}});
}

void link(const Pen& pen) {
    constexpr float kEighth = 0.7853982F;
    pen.arc(10.9F, 5.1F, 2.5F, -3 * kEighth, kEighth);
    pen.arc(5.1F, 10.9F, 2.5F, kEighth, 5 * kEighth);
    pen.line({{9.13F, 3.33F}, {6.9F, 5.6F}});
    pen.line({{12.67F, 6.87F}, {10.4F, 9.1F}});
    pen.line({{6.87F, 12.67F}, {9.1F, 10.4F}});
    pen.line({{3.33F, 9.13F}, {5.6F, 6.9F}});
}

}  // namespace

void draw_icon(ImDrawList& list, Icon icon, ImVec2 place, float unit, ImU32 colour) {
    const Pen pen(list, place, unit, colour);
    switch (icon) {
        case Icon::kOpen:
            return pen.line({{2, 13.5F}, {2, 2.5F}, {6.2F, 2.5F}, {7.8F, 4.5F}, {14, 4.5F}, {14, 13.5F}},
                            true);
        case Icon::kPlus:
            pen.line({{8, 3}, {8, 13}});
            return pen.line({{3, 8}, {13, 8}});
        case Icon::kMinus:
            return pen.line({{3, 8}, {13, 8}});
        case Icon::kFit:
            return fit(pen);
        case Icon::kTiles:
            pen.line({{2.5F, 2.5F}, {13.5F, 2.5F}, {13.5F, 13.5F}, {2.5F, 13.5F}}, true);
            pen.line({{8, 2.5F}, {8, 13.5F}});
            return pen.line({{2.5F, 8}, {13.5F, 8}});
        case Icon::kLabels:
            return pen.line({{2.5F, 4.5F}, {9.5F, 4.5F}, {13.5F, 8}, {9.5F, 11.5F}, {2.5F, 11.5F}}, true);
        case Icon::kCompare:
            pen.line({{8, 2}, {8, 14}});
            pen.line({{5.5F, 5}, {2.5F, 8}, {5.5F, 11}});
            return pen.line({{10.5F, 5}, {13.5F, 8}, {10.5F, 11}});
        case Icon::kCopy:
            pen.line({{5.5F, 5.5F}, {5.5F, 2.5F}, {13.5F, 2.5F}, {13.5F, 10.5F}, {10.5F, 10.5F}});
            return pen.line({{2.5F, 5.5F}, {10.5F, 5.5F}, {10.5F, 13.5F}, {2.5F, 13.5F}}, true);
        case Icon::kLink:
            return link(pen);
        case Icon::kSave:
            pen.line({{8, 2.5F}, {8, 10.5F}});
            pen.line({{4.8F, 7.5F}, {8, 10.7F}, {11.2F, 7.5F}});
            return pen.line({{2.5F, 13.5F}, {13.5F, 13.5F}});
        case Icon::kSun:
            return sun(pen);
        case Icon::kMoon:
            pen.arc(8, 8, 5.8F, 0.35F, 4.35F);
            return pen.arc(10.2F, 5.6F, 4.6F, 0.95F, 3.9F);
        case Icon::kClose:
            pen.line({{4, 4}, {12, 12}});
            return pen.line({{12, 4}, {4, 12}});
        case Icon::kPlay:
            return pen.solid({{4.5F, 3}, {4.5F, 13}, {12.5F, 8}});
        case Icon::kStop:
            return pen.solid({{4, 4}, {12, 4}, {12, 12}, {4, 12}});
        case Icon::kHelp:
            pen.circle(8, 8, 6.2F);
            pen.arc(8, 6.4F, 2, -3.14F, 1.2F);
            pen.line({{8.3F, 8.2F}, {8, 9.6F}});
            return pen.dot(8, 11.8F, 0.9F);
        case Icon::kHeat:
            pen.circle(8, 8, 5.8F);
            pen.circle(8, 8, 3.1F);
            return pen.dot(8, 8, 1.2F);
        case Icon::kDown:
            return pen.line({{4.5F, 6.2F}, {8, 9.7F}, {11.5F, 6.2F}});
        case Icon::kNext:
            return pen.line({{5.5F, 3.5F}, {10, 8}, {5.5F, 12.5F}});
        case Icon::kReach:
            pen.line({{2.5F, 2.5F}, {13.5F, 2.5F}, {13.5F, 13.5F}, {2.5F, 13.5F}}, true);
            return pen.line({{5.8F, 5.8F}, {10.2F, 5.8F}, {10.2F, 10.2F}, {5.8F, 10.2F}}, true);
    }
}

}  // namespace farsight::viewer
