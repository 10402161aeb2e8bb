// The renderer's hot code over lanes, in the order in which it builds on itself. Its parts have no include
// guards: they are compiled once for each instruction set, between lanes_scalar.h or lanes_highway.h before
// them and a source that puts the functions into a SceneKernels.
#include "shading/math.h"
//
#include "shading/light.h"
#include "shading/surface.h"
//
#include "shading/car.h"
#include "shading/facade.h"
#include "shading/ground.h"
#include "shading/material.h"
#include "shading/shadow.h"
//
#include "shading/shader.h"
//
#include "shading/lens.h"
#include "shading/raster.h"
