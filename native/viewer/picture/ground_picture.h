// The proving ground's part of the picture.
#pragma once

#include "app/app.h"

namespace farsight::viewer {

/// True when an object of the scene is at this place of the picture, which then is the chosen one.
bool choose_truth(App& app, Point at);

/// What the scene knows of the object under the pointer, unless a detection is under it.
void draw_truth_details(App& app);

/// Marks the scene's chosen object in the picture.
void draw_chosen_truth(App& app);

}  // namespace farsight::viewer
