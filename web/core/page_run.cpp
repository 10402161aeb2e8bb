#include "page_run.h"

#include <cstring>
#include <utility>

#include "tile_tables.h"

namespace farsight::web {
namespace {

/// Appends one value of every detection.
template <class Value>
void append(std::vector<std::byte>& out, std::span<const Detection> detections, const Value& value) {
    for (std::size_t i = 0; i < detections.size(); ++i) {
        const auto one = value(i);
        const std::size_t at = out.size();
        out.resize(at + sizeof one);
        std::memcpy(out.data() + at, &one, sizeof one);
    }
}

}  // namespace

Result<PageRun> PageRun::create(const ModelCard& card, Size picture, const DetectorOptions& options,
                                Filter filter) {
    auto run = lab::Run::create(card, picture, options);
    if (!run) return tl::unexpected(run.error());
    return PageRun(card, std::move(*run), options.pyramid, filter);
}

Result<void> PageRun::fill(const Image& image, int tile, void* values) {
    const Tile& wanted = tile_of(tile);
    const Size input = input_of(tile);
    const std::size_t count =
        std::size_t{3} * static_cast<std::size_t>(input.width) * static_cast<std::size_t>(input.height);
    if (input_.type == ElementType::kUint8) {
        return preprocessor_.fill(image.view(), wanted, std::span(static_cast<std::uint8_t*>(values), count));
    }
    return preprocessor_.fill(image.view(), wanted, std::span(static_cast<float*>(values), count));
}

std::span<const std::int32_t> PageRun::tables(TileBatch batch) {
    pack_tile_tables(run_.detector().tiles(batch), run_.plan().image, input_of(batch.first_tile), filter_,
                     tables_);
    return tables_;
}

std::span<const std::int32_t> PageRun::regions() {
    regions_.clear();
    for (const Tile& tile : run_.plan().tiles) {
        const Rect& region = tile.region;
        const Size input = run_.plan().input_of(tile);
        regions_.insert(regions_.end(), {region.x, region.y, region.width, region.height, tile.level,
                                         input.width, input.height, tile.close ? 1 : 0});
    }
    return regions_;
}

void PageRun::add_head(std::string name, std::span<const float> values, std::span<const std::int64_t> shape) {
    heads_.push_back({std::move(name), values, {shape.begin(), shape.end()}});
}

Result<void> PageRun::absorb(TileBatch batch) {
    const std::vector<Head> heads = std::exchange(heads_, {});
    std::vector<HeadView> views;
    views.reserve(heads.size());
    for (const Head& head : heads) views.push_back({head.name, head.values, head.shape});
    return run_.detector().absorb(batch, views);
}

std::span<const std::byte> PageRun::columns(lab::Scope scope) {
    const auto all = run_.detections(scope);
    columns_.clear();
    append(columns_, all, [&](std::size_t i) { return all[i].box; });
    append(columns_, all, [&](std::size_t i) { return all[i].score; });
    append(columns_, all, [&](std::size_t i) { return all[i].label; });
    append(columns_, all, [&](std::size_t i) { return all[i].tile; });
    append(columns_, all, [&](std::size_t i) { return std::int32_t{all[i].level}; });
    append(columns_, all, [&](std::size_t i) { return std::uint8_t{all[i].truncated}; });
    const bool alone = scope == lab::Scope::kFullFrame;
    append(columns_, all, [&](std::size_t i) { return std::uint8_t{!alone && run_.matches()[i] < 0}; });
    return columns_;
}

}  // namespace farsight::web
