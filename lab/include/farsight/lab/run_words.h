// A run in words: what it cost, what each level contributed, what was dropped.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "farsight/merge.h"
#include "farsight/pyramid.h"
#include "farsight/stage_times.h"

namespace farsight::lab {

/// What a run took, as a host measured it.
struct Timing {
    StageTimes stages;
    double decode_image_ms = 0;  ///< Reading the photo, or rendering the scene.
    double merge_ms = 0;
    double total_ms = 0;  ///< Wall time until all was in.
};

struct CostRow {
    std::string text;    ///< "Network".
    std::string number;  ///< "8.25 ms"; "–" while unknown.
    double share = 0;    ///< Of the longest row, in [0, 1].
};

/// Five rows. With several workers the stages of tiles are sums over them: cost_note says so.
std::vector<CostRow> cost_rows(const Timing* timing, bool on_scene);

/// Stands under the rows. `workers` is how many tiles ran at a time.
std::string cost_note(int workers);

struct LevelRow {
    std::string name;   ///< "Full frame", or the zoom as "1.25×".
    std::string tiles;  ///< "6 tiles".
    int on_full_frame = 0;
    int recovered = 0;
};

/// A row a level, level 0 first. `matches` is Run::matches() of these detections.
std::vector<LevelRow> level_rows(const PyramidPlan& plan, std::span<const Detection> detections,
                                 std::span<const int> matches);

/// "full frame, 0.23×", or "level 2, 1.25×": a level's number, 0 the full frame, and its zoom.
std::string level_text(const PyramidPlan& plan, int level);

/// A box's height in whole source pixels: "24 px".
std::string height_text(const Box& box);

/// What stands at a box: "Person 45 %".
std::string label_text(std::string_view name, float score);

/// How long the rest of a run takes at the speed so far: "about 40 s left", "about 7 min left", "about 2 h
/// 10 min left". Empty while too little is known, before two seconds, and when less than five are left.
std::string time_left_text(std::int64_t done, std::int64_t all, double elapsed_ms);

/// The network's runs and the time of a run: "47 tiles, 310 ms".
std::string tiles_and_time_text(int tiles, double total_ms);

/// "All of every level would cost 14.5 full frames; 6.6 have run."; empty when it has run as much.
std::string full_cost_text(double pixel_ratio, double full_pixel_ratio);

/// "12 of 47 tiles came from the cache."; empty when none did.
std::string cached_text(int cached, int tiles);

/// A sentence on candidates that are no numbers; empty when there are none.
std::string dropped_text(int candidates);

}  // namespace farsight::lab
