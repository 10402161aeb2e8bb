// One run of a network on a test picture, for what its heads look like.
#pragma once

#include "farsight/head_check.h"
#include "farsight/runtime/model_file.h"

namespace farsight::cli {

/// Runs the full frame of a scene of the proving ground, with people and cars at many distances, and looks at
/// the heads. Fails as NetworkRun and check_heads() do.
Result<HeadCheck> check_on_test_picture(const Model& model);

}  // namespace farsight::cli
