// Which scene of the proving ground a state asks for.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "farsight/scene.h"

namespace farsight::lab {

/// An object that was moved along the road.
struct SceneMove {
    int object = 0;
    double distance_m = 0;

    bool operator==(const SceneMove&) const = default;
};

/// A scene as a person asks for it. The same settings give the same bytes on every machine.
struct SceneSettings {
    int seed = 17;
    Weather weather = Weather::kAny;
    Place place = Place::kAny;
    SceneClass subject = SceneClass::kCar;
    std::vector<SceneMove> moves;  ///< By object, once each.

    bool operator==(const SceneSettings&) const = default;

    /// The same scene, maybe with other objects moved in it.
    bool same_scene(const SceneSettings& other) const;
    /// The scene's, whatever was moved in it.
    std::string name() const;
    /// As many objects as a street holds, near and far.
    SceneOptions options() const;
    /// With this object at this place, the others as they were. The distance is clamped to what the renderer
    /// takes and rounded to a tenth of a metre.
    void move(int object, double distance_m);
};

/// As a link writes it: id:metres, joined by underscores.
std::string print_moves(const std::vector<SceneMove>& moves);

enum class Reading : std::uint8_t { kUnreadable, kClamped, kRead };

/// kUnreadable when the text does not stand for moves, and then changes nothing.
Reading parse_moves(std::string_view text, std::vector<SceneMove>& moves);

}  // namespace farsight::lab
