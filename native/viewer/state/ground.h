// The proving ground as a source of pictures: which scene is wanted, and what is known of the one shown.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "farsight/scene.h"

namespace farsight::viewer {

/// An object that was moved along the road.
struct SceneMove {
    int object = 0;
    double distance_m = 0;

    bool operator==(const SceneMove&) const = default;
};

/// A scene as a person asks for it. The same settings give the same bytes, here and on the page.
struct SceneSettings {
    int seed = 17;
    Weather weather = Weather::kAny;
    Place place = Place::kAny;
    SceneClass subject = SceneClass::kCar;
    std::vector<SceneMove> moves;  ///< By object, once each.

    bool operator==(const SceneSettings&) const = default;

    /// The scene's, whatever was moved in it.
    std::string name() const;
    /// Of this very picture.
    std::string key() const;
    /// As many objects as a street holds, near and far.
    SceneOptions options() const;
    /// With this object at this place, the others as they were.
    void move(int object, double distance_m);
};

/// As a link writes it: id:metres, joined by underscores.
std::string print_moves(const std::vector<SceneMove>& moves);
/// False when the text does not stand for moves, and then changes nothing.
bool parse_moves(std::string_view text, std::vector<SceneMove>& moves);

/// What is known of a rendered scene.
struct SceneFacts {
    SceneSettings settings;
    SceneCamera camera;
    GroundTruth truth;

    /// Null when the scene has no such object.
    const ObjectTruth* object(int id) const;
};

}  // namespace farsight::viewer
