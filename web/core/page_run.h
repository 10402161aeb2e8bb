// The lab's run as the page drives it: tensors and shader tables out, heads in, detections as columns.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "farsight/image.h"
#include "farsight/lab/run.h"
#include "farsight/preprocess.h"

namespace farsight::web {

/// What the page measured of a run; farsight.mjs writes it as six doubles in this order.
struct RunTimes {
    double decode_image_ms = 0;
    double preprocess_ms = 0;
    double network_ms = 0;
    double decode_heads_ms = 0;
    double merge_ms = 0;
    double total_ms = 0;
};

class PageRun {
public:
    /// Fails as lab::Run::create does.
    static Result<PageRun> create(const ModelCard& card, Size picture, const DetectorOptions& options,
                                  Filter filter);

    lab::Run& run() { return run_; }
    const lab::Run& run() const { return run_; }
    const PyramidOptions& pyramid() const { return pyramid_; }
    Filter filter() const { return filter_; }

    /// What a tile becomes, in network pixels.
    Size input_of(int tile) const { return run_.plan().input_of(tile_of(tile)); }

    /// Fills `values`, which holds three elements of the card's type for each of the tile's network pixels.
    Result<void> fill(const Image& image, int tile, void* values);

    /// The batch's tiles as a shader reads them (tile_tables.h); valid until the next call.
    std::span<const std::int32_t> tables(TileBatch batch);
    /// x, y, width, height and level of every tile of the plan, the width and the height of its input, and
    /// whether the close network runs it; valid until the next call.
    std::span<const std::int32_t> regions();

    void add_head(std::string name, std::span<const float> values, std::span<const std::int64_t> shape);
    /// Decodes the heads added since the last call and forgets them.
    Result<void> absorb(TileBatch batch);

    /// The detections of the last decision, column after column: boxes (four floats), scores (float), labels,
    /// tiles, levels (int32 each), truncated, recovered (a byte each). Valid until the next call.
    std::span<const std::byte> columns(lab::Scope scope);

private:
    struct Head {
        std::string name;
        std::span<const float> values;
        std::vector<std::int64_t> shape;
    };

    PageRun(const ModelCard& card, lab::Run run, const PyramidOptions& pyramid, Filter filter)
        : input_(card.input),
          pyramid_(pyramid),
          filter_(filter),
          run_(std::move(run)),
          preprocessor_(card.input, filter) {}

    const Tile& tile_of(int tile) const { return run_.plan().tiles[static_cast<std::size_t>(tile)]; }

    InputSpec input_;
    PyramidOptions pyramid_;
    Filter filter_;
    lab::Run run_;
    Preprocessor preprocessor_;
    std::vector<std::int32_t> tables_;
    std::vector<std::int32_t> regions_;
    std::vector<std::byte> columns_;
    std::vector<Head> heads_;
};

}  // namespace farsight::web
