// What a person chose: the same table as the page's (web/src/lab/state/properties.ts), the core's defaults.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "farsight/lab/number_range.h"
#include "farsight/merge.h"
#include "farsight/pyramid.h"
#include "farsight/resample.h"
#include "state/ground.h"

namespace farsight::viewer {

struct State {
    bool on_scene = false;  ///< The picture is a rendered scene rather than a photo.
    std::string photo;      ///< Name of a listed photo; empty: the first.
    double distance = 1;
    SceneSettings scene;
    int object = 0;      ///< Id of the scene's chosen object.
    bool reach = false;  ///< Nearest anchor and receptive field are drawn around it.
    std::string model;   ///< Name of a listed model; empty: the first.
    PyramidOptions pyramid;
    Filter filter = Filter::kTriangle;
    MergeOptions merging;     ///< Score, method and IoU.
    bool versus = false;      ///< A second detector stands beside the first.
    std::string other_model;  ///< Of the second; empty: the first one's.
    bool other_pyramid = false;
    double other_finest_zoom = 0;
    bool compare = true;
    double divider = 0.25;  ///< Fraction of the picture's width.
    bool tiles = false;
    bool labels = true;
    bool score_map = false;
    int score_level = 0;  ///< Level whose scores are mapped; 0: the full frame.
};

using lab::NumberRange;

inline constexpr NumberRange kDistanceRange{1, 12, 0.1};
inline constexpr NumberRange kSeedRange{1, 99999, 1};
inline constexpr NumberRange kMetresRange{3, 100, 0.5};
inline constexpr NumberRange kObjectRange{0, 200, 1};
inline constexpr NumberRange kLevelsRange{1, 8, 1, true};
inline constexpr NumberRange kFinestZoomRange{0.05, 4, 0.05, true};
inline constexpr NumberRange kOverlapRange{0, 0.75, 0.05};
inline constexpr NumberRange kScoreRange{0.05, 0.99, 0.01};
inline constexpr NumberRange kIouRange{0.05, 0.95, 0.05};
inline constexpr NumberRange kDividerRange{0, 1, 0.01};
inline constexpr NumberRange kScoreLevelRange{0, 7, 1};

/// One line of the table: a parameter of a link.
struct Property {
    std::string_view param;
    std::string (*print)(const State&);
    /// False when the text stands for no value; the state is then as it was.
    bool (*parse)(State&, std::string_view text);
};

/// All properties, in the order of the page's table.
std::span<const Property> properties();

/// The query part of a link: only what differs from the defaults. A photo or model that no link can name,
/// such as a file's path, is left out.
std::string to_query(const State& state);

struct ParsedQuery {
    State state;
    std::vector<std::string> ignored;  ///< Parameters that are unknown or have no such value.
};

/// Reads a link's query part, with or without its question mark.
ParsedQuery from_query(std::string_view query);

/// Everything but photo and model is as at the start.
bool is_initial(const State& state);

}  // namespace farsight::viewer
