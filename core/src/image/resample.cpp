#include "farsight/resample.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string>

#include "image/axis_weights.h"
#include "image/pixel_kernels.h"

namespace farsight {

namespace {

constexpr std::array<std::string_view, 4> kFilterNames = {"bilinear", "triangle", "area", "lanczos3"};

/// Both axes of one level: tiles at the left or top edge, inside, and at the right or bottom edge.
/// Room for two levels.
constexpr std::size_t kCachedGeometries = 12;

/// A cache line, so that no vector of the blend straddles two.
struct alignas(64) Line {
    std::int16_t values[32];
};

/// Every filter leaves an RGB crop as it is.
bool is_crop(const ImageView& image, Rect region, Size output) {
    return image.channels == 3 && region.width == output.width && region.height == output.height &&
           region.x >= 0 && region.y >= 0 && region.x <= image.size.width - region.width &&
           region.y <= image.size.height - region.height;
}

}  // namespace

std::string_view name_of(Filter filter) {
    return kFilterNames[static_cast<std::size_t>(filter)];
}

Result<Filter> parse_filter(std::string_view name) {
    const auto* const found = std::find(kFilterNames.begin(), kFilterNames.end(), name);
    if (found == kFilterNames.end()) {
        return fail(ErrorCode::kInvalidArgument, "There is no filter \"" + std::string(name) +
                                                     "\"; use bilinear, triangle, area or lanczos3.");
    }
    return static_cast<Filter>(found - kFilterNames.begin());
}

struct Resampler::State {
    explicit State(const PixelKernels& chosen) : kernels(&chosen) {}

    const AxisWeights& weights_of(const AxisGeometry& geometry);
    void make_room(const AxisWeights& columns, const AxisWeights& rows, int width);
    void blend_row(const ImageView& image, Rect region, const AxisWeights& columns, const AxisWeights& rows,
                   int index, int slot);
    void blend_block(const AxisWeights& columns);
    void pad_rows(const AxisWeights& columns, int width, const std::uint8_t (&pad)[3]);

    std::int16_t* block_values() { return block.data()->values; }

    struct Cached {
        AxisWeights weights;
        std::uint64_t last_use = 0;
    };
    std::array<Cached, kCachedGeometries> cache;
    std::uint64_t uses = 0;

    const PixelKernels* kernels;
    std::vector<const std::uint8_t*> taps;
    std::vector<std::int16_t> row;
    std::vector<Line> block;
    std::vector<std::uint8_t> output;
    std::vector<std::uint8_t*> output_rows;
    std::vector<std::uint8_t> padding;
};

const AxisWeights& Resampler::State::weights_of(const AxisGeometry& geometry) {
    auto* slot = cache.data();
    for (Cached& cached : cache) {
        if (cached.last_use > 0 && cached.weights.geometry == geometry) {
            cached.last_use = ++uses;
            return cached.weights;
        }
        if (cached.last_use < slot->last_use) slot = &cached;
    }
    slot->last_use = ++uses;
    slot->weights.rebuild(geometry);
    return slot->weights;
}

void Resampler::State::make_room(const AxisWeights& columns, const AxisWeights& rows, int width) {
    const auto block_rows = static_cast<std::size_t>(kernels->block_rows);
    const auto span = static_cast<std::size_t>(columns.source_end - columns.source_begin);
    taps.resize(static_cast<std::size_t>(rows.taps));
    // Copies and blends run over the last column by less than one pixel and `taps` columns.
    row.resize((span + 1) * kPixelLanes);
    const std::size_t columns_held = span + static_cast<std::size_t>(columns.taps);
    block.resize((columns_held * block_rows * kPixelLanes * sizeof(std::int16_t)) / sizeof(Line) + 1);

    const std::size_t row_bytes = static_cast<std::size_t>(width) * 3 + 1;
    output.resize(row_bytes * block_rows);
    padding.resize(row_bytes);
    output_rows.resize(block_rows);
    for (std::size_t i = 0; i < block_rows; ++i) output_rows[i] = output.data() + i * row_bytes;
}

void Resampler::State::pad_rows(const AxisWeights& columns, int width, const std::uint8_t (&pad)[3]) {
    for (int x = 0; x < width; ++x) std::memcpy(padding.data() + 3 * std::ptrdiff_t{x}, pad, 3);
    for (std::uint8_t* to : output_rows) {
        std::copy_n(padding.data(), 3 * std::ptrdiff_t{columns.first_output}, to);
        std::copy(padding.data() + 3 * std::ptrdiff_t{columns.last_output},
                  padding.data() + 3 * std::ptrdiff_t{width}, to + 3 * std::ptrdiff_t{columns.last_output});
    }
}

/// Vertical pass of one output row into its slot of the block.
void Resampler::State::blend_row(const ImageView& image, Rect region, const AxisWeights& columns,
                                 const AxisWeights& rows, int index, int slot) {
    const std::int64_t first = rows.source_begin + rows.starts[static_cast<std::size_t>(index)];
    const std::int64_t left = (region.x + columns.source_begin) * image.channels;
    for (std::size_t k = 0; k < taps.size(); ++k) {
        // Taps that only fill up have zero weight and may look at any row.
        const std::int64_t y = std::min(first + static_cast<std::int64_t>(k), rows.source_end - 1);
        taps[k] = image.row(static_cast<int>(region.y + y)) + left;
    }
    const std::int64_t span = columns.source_end - columns.source_begin;
    const std::int16_t* weights = rows.weights.data() + std::ptrdiff_t{index} * rows.taps;
    kernels->blend_rows(taps.data(), weights, rows.taps, static_cast<std::size_t>(span * image.channels),
                        row.data());

    const std::int16_t* from = row.data();
    std::int16_t* to = block_values() + std::ptrdiff_t{slot} * kPixelLanes;
    const std::ptrdiff_t step = std::ptrdiff_t{kernels->block_rows} * kPixelLanes;
    for (std::int64_t x = 0; x < span; ++x, from += image.channels, to += step) {
        std::memcpy(to, from, kPixelLanes * sizeof(std::int16_t));
    }
}

/// Horizontal pass of all rows in the block.
void Resampler::State::blend_block(const AxisWeights& columns) {
    std::array<std::uint8_t*, 16> to{};
    for (std::size_t i = 0; i < output_rows.size(); ++i) {
        to[i] = output_rows[i] + 3 * std::ptrdiff_t{columns.first_output};
    }
    kernels->blend_columns({block_values(), columns.starts.data(), columns.weights.data(), columns.taps,
                            columns.last_output - columns.first_output, to.data()});
}

Resampler::Resampler() : Resampler(best_kernels()) {}
Resampler::Resampler(const PixelKernels& kernels) : state_(std::make_unique<State>(kernels)) {}
Resampler::~Resampler() = default;
Resampler::Resampler(Resampler&&) noexcept = default;
Resampler& Resampler::operator=(Resampler&&) noexcept = default;

void Resampler::run(const ImageView& image, Rect region, Size output, Filter filter,
                    const std::uint8_t (&pad)[3], RowSink sink) {
    if (is_crop(image, region, output)) {
        for (int y = 0; y < output.height; ++y) {
            sink.row(sink.context, y, image.row(region.y + y) + std::ptrdiff_t{region.x} * 3);
        }
        return;
    }
    State& s = *state_;
    const AxisWeights& columns =
        s.weights_of(make_axis_geometry(filter, region.x, region.width, output.width, image.size.width));
    const AxisWeights& rows =
        s.weights_of(make_axis_geometry(filter, region.y, region.height, output.height, image.size.height));
    s.make_room(columns, rows, output.width);
    s.pad_rows(columns, output.width, pad);
    const bool blank = columns.first_output == columns.last_output || rows.first_output == rows.last_output;
    const int first = blank ? output.height : rows.first_output;
    const int last = blank ? output.height : rows.last_output;

    for (int y = 0; y < first; ++y) sink.row(sink.context, y, s.padding.data());
    for (int y = first; y < last; y += s.kernels->block_rows) {
        const int count = std::min(s.kernels->block_rows, last - y);
        for (int slot = 0; slot < count; ++slot) {
            s.blend_row(image, region, columns, rows, y + slot - first, slot);
        }
        s.blend_block(columns);
        for (int slot = 0; slot < count; ++slot) {
            std::uint8_t* const rgb = s.output_rows[static_cast<std::size_t>(slot)];
            // The blend runs one byte over its last pixel.
            if (columns.last_output < output.width) rgb[3 * std::ptrdiff_t{columns.last_output}] = pad[0];
            sink.row(sink.context, y + slot, rgb);
        }
    }
    for (int y = last; y < output.height; ++y) sink.row(sink.context, y, s.padding.data());
}

Result<Image> resample(const ImageView& image, Rect region, Size output, Filter filter,
                       const std::uint8_t (&pad)[3]) {
    if (auto checked = check_image(image); !checked) return tl::unexpected(checked.error());
    if (auto checked = check_size(output); !checked) return tl::unexpected(checked.error());
    if (region.width <= 0 || region.height <= 0) {
        return fail(ErrorCode::kInvalidArgument,
                    "A region to resample has no pixels; both sides must be at least 1.");
    }
    Image result(output, 3);
    const auto copy_row = [](void* context, int y, const std::uint8_t* rgb) {
        auto& to = *static_cast<Image*>(context);
        std::copy_n(rgb, to.stride_bytes(), to.row(y));
    };
    Resampler().run(image, region, output, filter, pad, {&result, copy_row});
    return result;
}

}  // namespace farsight
