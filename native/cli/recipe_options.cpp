#include "recipe_options.h"
#include "option_checks.h"

namespace farsight::cli {

void add_recipe_options(CLI::App& command, lab::RecipeArguments& arguments) {
    command.add_option("--size", arguments.size, "Width x height of the frame in pixels")
        ->capture_default_str();
    command
        .add_option(
            "--distance", arguments.distance,
            "Metres of the objects: 30, 6..90 (drawn evenly in their logarithm), or near, which is 4..14")
        ->capture_default_str();
    command.add_option("--objects", arguments.objects, "Labelled objects in a scene: 14, or 4..20")
        ->capture_default_str();
    command.add_option(
        "--classes", arguments.classes,
        "car, person, cyclist, traffic-cone, stop-sign, with commas between; =WEIGHT makes one "
        "more or less frequent");
    command.add_option("--camera-height", arguments.camera_height, "Metres over the road: 1.6, or 1.2..2.4")
        ->capture_default_str();
    command.add_option("--field-of-view", arguments.field_of_view, "Horizontal, in degrees: 56, or 40..75")
        ->capture_default_str();
    command
        .add_option("--weather", arguments.weather,
                    "any, clear, overcast, haze, rain, dusk; several with commas between")
        ->capture_default_str();
    command.add_option("--place", arguments.place, "any, street, square, road; several with commas between")
        ->capture_default_str();
    command.add_flag_callback(
        "--no-clutter", [&arguments] { arguments.clutter = false; },
        "No lamp posts, trees and bollards beside the road");
    command.add_option("--seed", arguments.seed, "Other seeds, other scenes; 0 to 4294967295")
        ->check(within(0, static_cast<double>(lab::kMaxSceneSeed - 1)))
        ->capture_default_str();
}

}  // namespace farsight::cli
