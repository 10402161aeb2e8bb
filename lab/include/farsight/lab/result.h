// What detection found in one picture, with all that the exports tell of it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "farsight/image.h"
#include "farsight/lab/run.h"
#include "farsight/model.h"
#include "farsight/pyramid.h"
#include "farsight/stage_times.h"

namespace farsight::lab {

struct ImageResult {
    std::string file;
    Size size;
    int tiles = 0;  ///< Runs of the network, the full frame counted.
    int levels = 0;
    double pixel_ratio = 1;       ///< Network pixels run over the full frame's.
    double full_pixel_ratio = 1;  ///< The same of all of every level.
    std::vector<Tile> regions;    ///< What the network saw, in the order of Detection::tile.
    StageTimes stages;
    double decode_image_ms = 0;
    double merge_ms = 0;
    double total_ms = 0;   ///< Wall time, from opening the file to its detections.
    int cached_tiles = 0;  ///< Of `tiles`, those that came from a cache; their times are not in `stages`.
    bool cached_image = false;  ///< The picture was read before, for another result: `decode_image_ms` is 0.
    std::vector<std::string> warnings;  ///< Sentences: what was guessed or dropped.
    int full_frame_alone = 0;           ///< Detections of the full frame alone.
    std::vector<Detection> detections;
    /// For each detection, 1: a detection of the full frame is matched to it; 0: the pyramid recovered it.
    std::vector<std::uint8_t> on_full_frame;

    std::vector<Evidence> evidence;  ///< For each detection; empty: not asked for.

    /// Takes plan, detections and counts of a run that has decided.
    void take(const Run& run);
    Counts counts() const;
};

/// A label's name, also for a class the card does not list.
std::string label_name(const ModelCard& card, int label);

}  // namespace farsight::lab
