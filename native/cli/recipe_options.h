// The options of scenes that render and sweep share.
#pragma once

#include <CLI/CLI.hpp>

#include "farsight/lab/recipe.h"

namespace farsight::cli {

void add_recipe_options(CLI::App& command, lab::RecipeArguments& arguments);

}  // namespace farsight::cli
