#include "annotations/run_length_mask.h"

#include <cmath>

namespace farsight::annotations {

void RunLengthMask::add_text(std::string_view counts) {
    constexpr unsigned kFirstCharacter = 48;
    constexpr int kMostDigits = 7;
    for (std::size_t at = 0; at < counts.size();) {
        // Digits of five bits, the lowest first; the last one says the sign.
        std::int64_t value = 0;
        bool more = true;
        for (int digit = 0; more && at < counts.size() && digit < kMostDigits; ++digit, ++at) {
            const unsigned bits = static_cast<unsigned char>(counts[at]) - kFirstCharacter;
            if (bits > 0x3FU) return runs_.push_back(-1);  // No digit: no mask.
            value |= static_cast<std::int64_t>(bits & 0x1FU) << (5 * digit);
            more = (bits & 0x20U) != 0;
            if (!more && (bits & 0x10U) != 0) value -= std::int64_t{1} << (5 * (digit + 1));
        }
        // From the fourth on, a run is the difference from the one before the last.
        const std::size_t count = runs_.size();
        runs_.push_back(static_cast<double>(value) + (count > 2 ? runs_[count - 2] : 0));
    }
}

void RunLengthMask::add_extent(Extent& extent) const {
    if (sides_.size() != 2) return;
    const double height = sides_[0];
    const double width = sides_[1];
    if (!(height >= 1 && height <= kMaxImageSide && width >= 1 && width <= kMaxImageSide)) return;
    double sum = 0;
    for (const double run : runs_) {
        if (!(run >= 0 && run <= width * height) || std::floor(run) != run) return;
        sum += run;
    }
    if (sum > width * height) return;
    double at = 0;
    bool on = false;
    for (const double run : runs_) {
        if (on && run > 0) {
            const double first = std::floor(at / height);
            const double last = std::floor((at + run - 1) / height);
            // A run over several columns has their whole height.
            const double top = first == last ? at - first * height : 0;
            extent.add(first, top);
            extent.add(last + 1, first == last ? top + run : height);
        }
        at += run;
        on = !on;
    }
}

}  // namespace farsight::annotations
