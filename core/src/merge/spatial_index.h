// Finds the boxes that may overlap a box, in time that does not grow with the number of far ones.
#pragma once

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <vector>

#include "farsight/box.h"
#include "farsight/merge.h"

namespace farsight {

/// A grid for each octave of box size, hashed: a box stands in the cell of its centre on the grid whose
/// cells are as large as its longer side. Two boxes that overlap enough are of similar size and have near
/// centres, so a query reads few cells of few grids. Memory grows with the boxes, not with the image.
class SpatialIndex {
public:
    /// Empties the index; insert() then does not allocate for the first `expected` boxes.
    void reset(std::size_t expected) {
        entries_.clear();
        entries_.reserve(expected);
        buckets_.assign(std::bit_ceil(2 * expected + 16), kNone);
        shift_ = 64 - std::countr_zero(buckets_.size());
        octave_heads_.fill(kNone);
        octave_counts_.fill(0);
    }

    /// Boxes of different groups never meet. The box must be finite.
    void insert(std::int32_t id, std::int32_t group, const Box& box) {
        const int octave = octave_of(longer_side(box));
        const std::uint64_t cell = key_of(octave, group, cell_of((box.x0 + box.x1) / 2, octave),
                                          cell_of((box.y0 + box.y1) / 2, octave));
        const auto entry = static_cast<std::int32_t>(entries_.size());
        std::int32_t& bucket = buckets_[slot_of(cell)];
        std::int32_t& head = octave_heads_[static_cast<std::size_t>(octave)];
        entries_.push_back({cell, box, id, group, bucket, head});
        bucket = entry;
        head = entry;
        ++octave_counts_[static_cast<std::size_t>(octave)];
    }

    /// Calls visit(id, box) for every box of the group whose overlap with `box` may reach `least`, and for
    /// some others. `least` in [0, 1]; the order is the same for the same calls.
    template <class Visit>
    void visit_near(const Box& box, std::int32_t group, OverlapMetric metric, float least,
                    Visit&& visit) const {
        const float side = longer_side(box);
        int first = 0;
        int last = kOctaves - 1;
        float reach = 0.5F;
        if (metric == OverlapMetric::kIou && least > 0) {
            // IoU >= t needs each side ratio >= t, and centres within (a + b)(1 - t) / (2 (1 + t)).
            first = octave_of(side * least * 0.999F);
            last = octave_of(side / least * 1.001F);
            reach = 0.5F * (1 - least) / (1 + least) + 0.001F;
        }
        for (int octave = first; octave <= last; ++octave) {
            if (octave_counts_[static_cast<std::size_t>(octave)] > 0) {
                visit_octave(box, group, octave, reach, visit);
            }
        }
    }

private:
    static constexpr std::int32_t kNone = -1;
    static constexpr int kOctaves = 20;
    static constexpr int kSmallest = 2;  // Cells of 4 pixels for boxes up to that.

    struct Entry {
        std::uint64_t cell;
        Box box;
        std::int32_t id;
        std::int32_t group;
        std::int32_t next_in_bucket;
        std::int32_t next_in_octave;
    };

    static float longer_side(const Box& box) { return std::max(box.width(), box.height()); }

    /// The least octave whose cells hold the side; octave 0 is 2^kSmallest pixels.
    static int octave_of(float side) {
        int octave = 0;
        for (float cell = 1 << kSmallest; cell < side && octave < kOctaves - 1; cell *= 2) ++octave;
        return octave;
    }

    static float cell_side(int octave) { return static_cast<float>(1 << (octave + kSmallest)); }

    static std::int32_t cell_of(float coordinate, int octave) {
        return static_cast<std::int32_t>(std::floor(coordinate / cell_side(octave)));
    }

    template <class Visit>
    void visit_octave(const Box& box, std::int32_t group, int octave, float reach, Visit& visit) const {
        const float side = cell_side(octave);
        const float cx = (box.x0 + box.x1) / 2;
        const float cy = (box.y0 + box.y1) / 2;
        const float dx = reach * (box.width() + side);
        const float dy = reach * (box.height() + side);
        const std::int32_t x0 = cell_of(cx - dx, octave);
        const std::int32_t x1 = cell_of(cx + dx, octave);
        const std::int32_t y0 = cell_of(cy - dy, octave);
        const std::int32_t y1 = cell_of(cy + dy, octave);
        const std::int64_t cells = std::int64_t{x1 - x0 + 1} * (y1 - y0 + 1);
        if (cells > octave_counts_[static_cast<std::size_t>(octave)]) {
            visit_all(group, octave, visit);
            return;
        }
        for (std::int32_t y = y0; y <= y1; ++y) {
            for (std::int32_t x = x0; x <= x1; ++x) visit_cell(key_of(octave, group, x, y), visit);
        }
    }

    template <class Visit>
    void visit_cell(std::uint64_t cell, Visit& visit) const {
        for (std::int32_t at = buckets_[slot_of(cell)]; at != kNone;) {
            const Entry& entry = entries_[static_cast<std::size_t>(at)];
            if (entry.cell == cell) visit(entry.id, entry.box);
            at = entry.next_in_bucket;
        }
    }

    template <class Visit>
    void visit_all(std::int32_t group, int octave, Visit& visit) const {
        for (std::int32_t at = octave_heads_[static_cast<std::size_t>(octave)]; at != kNone;) {
            const Entry& entry = entries_[static_cast<std::size_t>(at)];
            if (entry.group == group) visit(entry.id, entry.box);
            at = entry.next_in_octave;
        }
    }

    /// Octave, group and place in one word. Of a group only 16 bits fit: visit() compares nothing more, so
    /// groups must stay under 65,536.
    static std::uint64_t key_of(int octave, std::int32_t group, std::int32_t x, std::int32_t y) {
        const auto bits = [](std::int32_t value, unsigned mask) {
            return std::uint64_t{static_cast<std::uint32_t>(value) & mask};
        };
        return (bits(octave, 0x1F) << 59) | (bits(group, 0xFFFF) << 43) | (bits(x, 0x1FFFFF) << 22) |
               bits(y, 0x3FFFFF);
    }

    std::size_t slot_of(std::uint64_t cell) const {
        // Fibonacci hashing: the high bits of the product are well mixed.
        return static_cast<std::size_t>((cell ^ (cell >> 29)) * 0x9E3779B97F4A7C15U >> shift_);
    }

    std::vector<Entry> entries_;
    std::vector<std::int32_t> buckets_;
    int shift_ = 0;
    std::array<std::int32_t, kOctaves> octave_heads_{};
    std::array<std::int32_t, kOctaves> octave_counts_{};
};

}  // namespace farsight
