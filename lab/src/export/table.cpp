#include <algorithm>
#include <cstdio>

#include "farsight/lab/export.h"
#include "farsight/lab/numbers.h"

namespace farsight::lab {
namespace {

std::string row_of(const Detection& detection, bool on_full_frame) {
    const Box& box = detection.box;
    char numbers[128];
    std::snprintf(numbers, sizeof numbers, "  %.3f  %7.1f  %7.1f  %7.1f  %7.1f  %5d  ",
                  static_cast<double>(detection.score), static_cast<double>(box.x0),
                  static_cast<double>(box.y0), static_cast<double>(box.x1), static_cast<double>(box.y1),
                  detection.level);
    return std::string(numbers) + (on_full_frame ? "full frame" : "pyramid") +
           (detection.truncated ? ", cut" : "") + "\n";
}

/// Filled up with blanks.
std::string padded(std::string text, std::size_t width) {
    text.resize(std::max(width, text.size()), ' ');
    return text;
}

std::string head_of(const ImageResult& result) {
    const Counts counts = result.counts();
    char ms[32];
    std::snprintf(ms, sizeof ms, "%.0f ms", result.total_ms);
    return result.file + "  " + std::to_string(result.size.width) + " x " +
           std::to_string(result.size.height) + "  " + count_text(counts.total, "box", "boxes") + ": " +
           std::to_string(counts.full_frame) + " on the full frame, " + std::to_string(counts.recovered) +
           " recovered; the full frame alone lists " + std::to_string(counts.full_frame_alone) + "  (" +
           count_text(result.tiles, "tile") + ", " + count_text(result.levels, "level") + ", " + ms + ")\n";
}

}  // namespace

std::string format_table(const ModelCard& card, const ImageResult& result) {
    std::string out = head_of(result);
    if (result.detections.empty()) return out + "\n";
    std::size_t width = 5;
    for (const Detection& detection : result.detections) {
        width = std::max(width, label_name(card, detection.label).size());
    }
    out += "  " + padded("label", width) + "  score       x0       y0       x1       y1  level  seen on\n";
    for (std::size_t i = 0; i < result.detections.size(); ++i) {
        const Detection& detection = result.detections[i];
        out += "  " + padded(label_name(card, detection.label), width) +
               row_of(detection, result.on_full_frame[i] != 0);
    }
    return out + "\n";
}

}  // namespace farsight::lab
