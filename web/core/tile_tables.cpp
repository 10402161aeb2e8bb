#include "tile_tables.h"

#include "image/axis_weights.h"

namespace farsight::web {
namespace {

/// Appends an axis' starts and weights, and fills its half of a header.
void append_axis(const AxisWeights& axis, int region_start, std::size_t header,
                 std::vector<std::int32_t>& table) {
    const auto set = [&](TableField field, std::int64_t value) {
        table[header + field] = static_cast<std::int32_t>(value);
    };
    set(kFirstOutput, axis.first_output);
    set(kLastOutput, axis.last_output);
    set(kSource, region_start + axis.source_begin);
    set(kSpan, axis.source_end - axis.source_begin);
    set(kTaps, axis.taps);
    set(kStarts, static_cast<std::int64_t>(table.size()));
    table.insert(table.end(), axis.starts.begin(), axis.starts.end());
    set(kWeights, static_cast<std::int64_t>(table.size()));
    table.insert(table.end(), axis.weights.begin(), axis.weights.end());
}

}  // namespace

void pack_tile_tables(std::span<const Tile> tiles, Size image, Size input, Filter filter,
                      std::vector<std::int32_t>& table) {
    table.assign(tiles.size() * kTableHeader, 0);
    AxisWeights columns;
    AxisWeights rows;
    std::int64_t middle = 0;
    for (std::size_t i = 0; i < tiles.size(); ++i) {
        const Rect region = tiles[i].region;
        const std::size_t header = i * kTableHeader;
        columns.rebuild(make_axis_geometry(filter, region.x, region.width, input.width, image.width));
        rows.rebuild(make_axis_geometry(filter, region.y, region.height, input.height, image.height));
        append_axis(columns, region.x, header, table);
        append_axis(rows, region.y, header + kTableHeader / 2, table);
        table[header + kMiddle] = static_cast<std::int32_t>(middle);
        middle += (columns.source_end - columns.source_begin) * (rows.last_output - rows.first_output);
    }
}

}  // namespace farsight::web
