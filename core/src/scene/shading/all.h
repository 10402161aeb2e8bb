// The renderer's hot code over lanes, in the order in which it builds on itself. Its parts have no include
// guards: they are compiled once for each instruction set, between lanes_scalar.h or lanes_highway.h before
// them and a source that puts the functions into a SceneKernels.
#include "scene/shading/math.h"
//
#include "scene/shading/light.h"
#include "scene/shading/surface.h"
//
#include "scene/shading/car.h"
#include "scene/shading/facade.h"
#include "scene/shading/ground.h"
#include "scene/shading/material.h"
#include "scene/shading/shadow.h"
//
#include "scene/shading/shader.h"
//
#include "scene/shading/lens.h"
#include "scene/shading/raster.h"
