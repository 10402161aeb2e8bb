// The options of scenes that render and sweep share.
#pragma once

#include <CLI/CLI.hpp>

#include "scene_recipe.h"

namespace farsight::cli {

void add_recipe_options(CLI::App& command, RecipeArguments& arguments);

}  // namespace farsight::cli
