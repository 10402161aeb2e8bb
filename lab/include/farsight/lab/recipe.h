// What scenes of the proving ground are asked for: the options that render, sweep and the viewer share.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "farsight/scene.h"

namespace farsight::lab {

/// As a command line writes it; parse_recipe reads it.
struct RecipeArguments {
    std::string size = "1280x720";
    std::string distance = "6..90";
    std::string objects = "14";
    std::string classes;
    std::string camera_height = "1.6";
    std::string field_of_view = "56";
    std::string weather{name_of(Weather::kAny)};
    std::string place{name_of(Place::kAny)};
    bool clutter = true;
    std::uint64_t seed = 1;
};

struct RangeOf {
    double low = 0;
    double high = 0;
};

struct SceneRecipe {
    /// Seed and the values that are drawn anew for each scene are overwritten.
    SceneOptions fixed;
    RangeOf objects;
    RangeOf camera_height_m;
    RangeOf field_of_view_deg;
    std::vector<Weather> weathers;  ///< One is drawn.
    std::vector<Place> places;
    std::uint64_t seed = 1;
    std::string description;  ///< A JSON object; recipes of equal descriptions make equal scenes.
};

/// Fails with kInvalidArgument and the option's name; the scene's own ranges are checked too.
Result<SceneRecipe> parse_recipe(const RecipeArguments& arguments);

/// Seeds lie below.
inline constexpr std::uint64_t kMaxSceneSeed = std::uint64_t{1} << 32;

/// Most scenes of one seed.
inline constexpr std::int64_t kMaxScenes = std::int64_t{1} << 20;

/// The options of scene `number`, from 0. Its seed is seed * 2^20 + number, so that no two scenes of any two
/// seeds are the same, and JavaScript can hold it.
SceneOptions scene_options(const SceneRecipe& recipe, std::int64_t number);

}  // namespace farsight::lab
