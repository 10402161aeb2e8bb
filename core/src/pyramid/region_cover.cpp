#include "pyramid/region_cover.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace farsight {

namespace {

/// No region has a shorter side: a run's start would cost more than its pixels.
constexpr int kShortestSide = 96;
constexpr int kLongestSide = 1280;
/// Activations of a MobileNetV2 take about 140 bytes a pixel of the input.
constexpr std::int64_t kMostPixels = 640'000;
/// What the start of a run costs, in pixels: measured as 4 ms beside 68 for 300 by 300.
constexpr std::int64_t kStartPixels = 5'000;
/// What a region sees beyond what it is wanted for, where the image goes on.
constexpr int kMargin = 32;
/// Wanted places are gathered in squares of this side.
constexpr int kCell = 32;

/// Cells of a level, some of them wanted.
class CellMask {
public:
    explicit CellMask(Size level)
        : columns_((level.width + kCell - 1) / kCell),
          rows_((level.height + kCell - 1) / kCell),
          sums_(static_cast<std::size_t>(columns_ + 1) * static_cast<std::size_t>(rows_ + 1), 0) {}

    void want(const Rect& place) {
        const int x0 = std::clamp(place.x / kCell, 0, columns_ - 1);
        const int y0 = std::clamp(place.y / kCell, 0, rows_ - 1);
        const int x1 = std::clamp((place.x + place.width - 1) / kCell, x0, columns_ - 1);
        const int y1 = std::clamp((place.y + place.height - 1) / kCell, y0, rows_ - 1);
        for (int y = y0; y <= y1; ++y) {
            for (int x = x0; x <= x1; ++x) at(x + 1, y + 1) = 1;
        }
    }

    /// Makes counts of the marks; call it once, after all want().
    void count() {
        for (int y = 1; y <= rows_; ++y) {
            for (int x = 1; x <= columns_; ++x) at(x, y) += at(x - 1, y) + at(x, y - 1) - at(x - 1, y - 1);
        }
    }

    Rect all() const { return {0, 0, columns_, rows_}; }

    int wanted_in(const Rect& cells) const {
        const int x1 = cells.x + cells.width;
        const int y1 = cells.y + cells.height;
        return at(x1, y1) - at(cells.x, y1) - at(x1, cells.y) + at(cells.x, cells.y);
    }

    /// Without the rows and columns at its edges that nobody wants; empty when nothing in it is wanted.
    Rect shrunk(Rect cells) const {
        if (wanted_in(cells) == 0) return {};
        while (wanted_in({cells.x, cells.y, 1, cells.height}) == 0) ++cells.x, --cells.width;
        while (wanted_in({cells.x, cells.y, cells.width, 1}) == 0) ++cells.y, --cells.height;
        while (wanted_in({cells.x + cells.width - 1, cells.y, 1, cells.height}) == 0) --cells.width;
        while (wanted_in({cells.x, cells.y + cells.height - 1, cells.width, 1}) == 0) --cells.height;
        return cells;
    }

private:
    std::size_t place(int x, int y) const {
        return static_cast<std::size_t>(y) * static_cast<std::size_t>(columns_ + 1) +
               static_cast<std::size_t>(x);
    }
    int& at(int x, int y) { return sums_[place(x, y)]; }
    int at(int x, int y) const { return sums_[place(x, y)]; }

    int columns_;
    int rows_;
    std::vector<int> sums_;
};

Rect united(const Rect& a, const Rect& b) {
    const int x = std::min(a.x, b.x);
    const int y = std::min(a.y, b.y);
    return {x, y, std::max(a.x + a.width, b.x + b.width) - x, std::max(a.y + a.height, b.y + b.height) - y};
}

/// Cuts the wanted cells into rectangles, then joins those that are cheaper together.
class Cover {
public:
    Cover(const RegionFrame& frame, const CellMask& mask) : frame_(frame), mask_(mask) {}

    std::vector<Rect> run() {
        cut(mask_.shrunk(mask_.all()));
        while (join_two()) continue;
        std::vector<Rect> regions;
        for (const Rect& cells : found_) regions.push_back(region_of(cells));
        return regions;
    }

private:
    Rect region_of(const Rect& cells) const {
        return frame_.around({cells.x * kCell, cells.y * kCell, cells.width * kCell, cells.height * kCell});
    }

    std::int64_t cost(const Rect& cells) const {
        if (cells.width == 0) return 0;
        // What is too large for a run is cut again, and its seams cost.
        const Rect region = region_of(cells);
        const std::int64_t cost = RegionFrame::cost(region);
        return RegionFrame::allowed(region) ? cost : cost + cost / 4;
    }

    struct Split {
        std::int64_t cost = std::numeric_limits<std::int64_t>::max();
        Rect first;
        Rect second;
    };

    void try_split(const Rect& first, const Rect& second, Split& best) const {
        const Split split{0, mask_.shrunk(first), mask_.shrunk(second)};
        const std::int64_t sum = cost(split.first) + cost(split.second);
        if (sum >= best.cost) return;
        best = split;
        best.cost = sum;
    }

    void cut(const Rect& cells) {
        if (cells.width == 0) return;
        Split best;
        for (int x = 1; x < cells.width; ++x) {
            try_split({cells.x, cells.y, x, cells.height},
                      {cells.x + x, cells.y, cells.width - x, cells.height}, best);
        }
        for (int y = 1; y < cells.height; ++y) {
            try_split({cells.x, cells.y, cells.width, y},
                      {cells.x, cells.y + y, cells.width, cells.height - y}, best);
        }
        if (best.first.width == 0 || (best.cost >= cost(cells) && RegionFrame::allowed(region_of(cells)))) {
            found_.push_back(cells);
            return;
        }
        cut(best.first);
        cut(best.second);
    }

    bool join_two() {
        std::int64_t most = 0;
        std::size_t keep = 0;
        std::size_t drop = 0;
        for (std::size_t i = 0; i < found_.size(); ++i) {
            for (std::size_t j = i + 1; j < found_.size(); ++j) {
                const Rect both = united(found_[i], found_[j]);
                const std::int64_t saved = cost(found_[i]) + cost(found_[j]) - cost(both);
                if (saved > most && RegionFrame::allowed(region_of(both))) {
                    most = saved;
                    keep = i;
                    drop = j;
                }
            }
        }
        if (most == 0) return false;
        found_[keep] = united(found_[keep], found_[drop]);
        found_.erase(found_.begin() + static_cast<std::ptrdiff_t>(drop));
        return true;
    }

    const RegionFrame& frame_;
    const CellMask& mask_;
    std::vector<Rect> found_;
};

/// Starts of `count` regions of one length that cover a side evenly; one that is longer hangs over both ends.
int start_of(int i, int count, int length, int side) {
    if (length >= side) return -((length - side) / 2);
    return count == 1 ? 0 : static_cast<int>(std::int64_t{i} * (side - length) / (count - 1));
}

/// One axis of around().
struct Stretch {
    int start;
    int length;
};

Stretch stretch_around(int from, int to, int side, int length) {
    if (length >= side) return {-((length - side) / 2), length};
    const int middle = from + (to - from) / 2;
    return {std::clamp(middle - length / 2, 0, side - length), length};
}

}  // namespace

std::uint8_t interior_edges(const Rect& region, Size image) {
    std::uint8_t edges = 0;
    if (region.x > 0) edges |= kEdgeLeft;
    if (region.y > 0) edges |= kEdgeTop;
    if (region.x + region.width < image.width) edges |= kEdgeRight;
    if (region.y + region.height < image.height) edges |= kEdgeBottom;
    return edges;
}

RegionFrame::RegionFrame(Size image, Size input, const RegionSizes& sizes, double zoom)
    : image_(image),
      input_(input),
      step_(sizes.step_px),
      zoom_(zoom),
      size_{static_cast<int>(std::ceil(image.width * zoom)),
            static_cast<int>(std::ceil(image.height * zoom))} {}

int RegionFrame::fitting(int length, int input_side) const {
    const int shortest = input_side - (std::max(0, input_side - kShortestSide) / step_) * step_;
    if (length <= shortest) return shortest;
    return shortest + (length - shortest + step_ - 1) / step_ * step_;
}

Rect RegionFrame::around(const Rect& wanted) const {
    const int x0 = std::max(0, wanted.x - kMargin);
    const int y0 = std::max(0, wanted.y - kMargin);
    const int x1 = std::min(size_.width, wanted.x + wanted.width + kMargin);
    const int y1 = std::min(size_.height, wanted.y + wanted.height + kMargin);
    const Stretch across = stretch_around(x0, x1, size_.width, fitting_width(x1 - x0));
    const Stretch down = stretch_around(y0, y1, size_.height, fitting_height(y1 - y0));
    return {across.start, down.start, across.length, down.length};
}

std::int64_t RegionFrame::cost(const Rect& region) {
    return std::int64_t{region.width} * region.height + kStartPixels;
}

bool RegionFrame::allowed(const Rect& region) {
    return region.width <= kLongestSide && region.height <= kLongestSide &&
           std::int64_t{region.width} * region.height <= kMostPixels;
}

Tile RegionFrame::tile(const Rect& region, int index, int level) const {
    const auto source_of = [&](int start, int length, int level_side, int image_side) {
        int from = static_cast<int>(std::floor(start / zoom_));
        const int side = std::max(1, static_cast<int>(std::floor(length / zoom_ + 0.5)));
        // What reaches the level's end reaches the image's, whatever was rounded.
        if (start + length >= level_side) from = std::max(from, image_side - side);
        return Stretch{from, side};
    };
    const Stretch across = source_of(region.x, region.width, size_.width, image_.width);
    const Stretch down = source_of(region.y, region.height, size_.height, image_.height);
    const Rect source{across.start, down.start, across.length, down.length};
    return {index, level, source, interior_edges(source, image_), {region.width, region.height}, true};
}

RegionGrid cover_all(const RegionFrame& frame) {
    const Size size = frame.size();
    RegionGrid best;
    std::int64_t least = std::numeric_limits<std::int64_t>::max();
    Size length;
    const auto side_of = [](int side, int count) {
        return (side + 2 * kMargin * (count - 1) + count - 1) / count;
    };
    const int most_columns = size.width / (kShortestSide / 2) + 1;
    const int most_rows = size.height / (kShortestSide / 2) + 1;
    for (int rows = 1; rows <= most_rows; ++rows) {
        for (int columns = 1; columns <= most_columns; ++columns) {
            const Rect region{0, 0, frame.fitting_width(side_of(size.width, columns)),
                              frame.fitting_height(side_of(size.height, rows))};
            if (!RegionFrame::allowed(region)) continue;
            const std::int64_t cost = std::int64_t{columns} * rows * RegionFrame::cost(region);
            if (cost >= least) continue;
            least = cost;
            best.columns = columns;
            best.rows = rows;
            length = {region.width, region.height};
        }
    }
    for (int row = 0; row < best.rows; ++row) {
        for (int column = 0; column < best.columns; ++column) {
            best.regions.push_back({start_of(column, best.columns, length.width, size.width),
                                    start_of(row, best.rows, length.height, size.height), length.width,
                                    length.height});
        }
    }
    return best;
}

std::vector<Rect> cover_some(const RegionFrame& frame, std::span<const Rect> wanted) {
    if (wanted.empty()) return {};
    CellMask mask(frame.size());
    for (const Rect& place : wanted) mask.want(place);
    mask.count();
    return Cover(frame, mask).run();
}

}  // namespace farsight
