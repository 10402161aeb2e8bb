// What a person chose. The table of its properties is in property.h, a link of it in link.h.
#pragma once

#include <cstdint>
#include <string>

#include "farsight/lab/scene_settings.h"
#include "farsight/merge.h"
#include "farsight/pyramid.h"
#include "farsight/resample.h"

namespace farsight::lab {

/// Where the page runs the network; the viewer and the command always use the processor.
enum class Backend : std::uint8_t { kAuto, kWasm, kWebGpu };

/// How the pyramid is searched.
struct SearchSettings {
    bool full = false;    ///< All of every level, rather than only where a coarser level proposed something.
    double budget = 0;    ///< SearchOptions::budget.
    std::string classes;  ///< Names of the classes that are asked for, with commas between; empty: all.

    bool operator==(const SearchSettings&) const = default;
};

struct State {
    bool on_scene = false;  ///< The picture is a rendered scene rather than a photo.
    std::string photo;      ///< Name of a listed photo; empty: the first.
    double distance = 1;    ///< Of the photo: its objects are this many times farther away.
    SceneSettings scene;
    int object = 0;      ///< Id of the scene's chosen object.
    bool reach = false;  ///< Nearest anchor and receptive field are drawn around it.
    std::string model;   ///< Name of a listed model; empty: the first.
    PyramidOptions pyramid;
    SearchSettings search;
    Filter filter = Filter::kTriangle;
    Backend backend = Backend::kAuto;
    MergeOptions merging;     ///< Score, method and IoU.
    bool versus = false;      ///< A second detector stands beside the first.
    std::string other_model;  ///< Of the second; empty: the first one's.
    bool other_pyramid = false;
    bool other_full = false;
    double other_finest_zoom = 0;
    bool compare = true;
    double divider = 0.25;  ///< Fraction of the picture's width.
    bool tiles = false;
    bool labels = true;
    bool mistakes = false;  ///< Of a scene: false boxes and missed objects stand out.
    bool score_map = false;
    int score_level = 0;  ///< Level whose scores are mapped; 0: the full frame.

    bool operator==(const State&) const = default;
};

/// Everything but photo and model is as at the start.
bool is_initial(const State& state);

/// The same picture and the same decision by the second detector of a comparison.
State second_of(const State& state);

/// Another scene: nothing is moved in it, and its subject is chosen.
void choose_scene(State& state, const SceneSettings& settings);

/// A photo that a person chose is seen from where it was taken; a link keeps its distance.
void choose_photo(State& state, const std::string& name);

/// Distances of the sweep that follows one object away: even in the logarithm, as apparent size is.
inline constexpr int kDistanceSteps = 13;
double distance_of_step(int step);

}  // namespace farsight::lab
