// Recall over distance as a drawing: lines with their bands, and the anchors' limits as dots.
#pragma once

#include <optional>
#include <span>

#include "farsight/lab/study.h"
#include "widgets/ui.h"

namespace farsight::viewer {

struct ChartSeries {
    ImU32 colour;
    const RangeCurve* curve;
};

struct ChartLimit {
    ImU32 colour;
    const lab::DistanceLimit* limit;
    std::size_t configuration;
};

/// Blue and orange for full frame and pyramid, readable on the background.
lab::BySweepConfiguration<ImU32> side_colours(const Ui& ui, bool dark);

/// Draws at the cursor, as wide as its items. `marker`: where the chosen object stands, in metres.
void draw_range_chart(Ui& ui, std::span<const ChartSeries> series, std::span<const ChartLimit> limits,
                      std::optional<double> marker, float height);

/// How a D50 is shown: a bar of its colour, a label, the figure and its interval.
struct CrossingFigure {
    const char* id;
    const char* label;
    ImU32 colour;
    const lab::StudyResult* study;  ///< Null: nothing is measured.
    const RangeCurve* curve;
};

/// Side by side over the items' width.
void draw_crossings(Ui& ui, std::span<const CrossingFigure> figures);

}  // namespace farsight::viewer
