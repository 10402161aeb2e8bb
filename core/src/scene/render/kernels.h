// The hot loops of the renderer, one table of functions for each instruction set, all compiled from the one
// source in shading/. Every table gives the same bits.
#pragma once

#include <vector>

#include "farsight/image.h"
#include "scene/render/lens.h"
#include "scene/render/light.h"
#include "scene/render/raster.h"
#include "scene/render/shader.h"

namespace farsight::scene {

struct SceneKernels {
    const char* target;
    /// Draws a piece into a tile; returns how many samples of its outline are new when it is `labelled`.
    int (*draw_piece)(TileSamples& samples, const Piece& piece, int left, int top,
                      const SamplePattern& pattern, bool labelled);
    /// Shades every point of a sorted queue.
    void (*shade)(const Shader& shader, ShadeQueue& queue);
    /// From light on the sensor to 8-bit pixels.
    void (*develop)(const LightPlanes& light, const LensOptions& options, const ToneCurve& tone,
                    LensRows& rows, Image& image);
};

/// Plain C++, always there.
const SceneKernels& scalar_scene_kernels();

/// The fastest that this machine runs.
const SceneKernels& best_scene_kernels();

/// All that this machine runs, the scalar ones first. For tests and benchmarks.
std::vector<const SceneKernels*> available_scene_kernels();

}  // namespace farsight::scene
