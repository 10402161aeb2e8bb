// Runs a detector over a sweep's frames, full frame and pyramid side by side.
#pragma once

#include <string>

#include "detector_options.h"
#include "farsight/lab/sweep_judge.h"
#include "farsight/resample.h"
#include "farsight/runtime/model_file.h"

namespace farsight::cli {

using lab::BySweepConfiguration;
using lab::kSweepConfigurationNames;
using lab::kSweepConfigurations;
using lab::SweepDetector;
using lab::SweepFrameResult;
using lab::SweepKind;
using lab::SweepLane;
using lab::SweepObject;
using lab::SweepResults;
using lab::SweepSource;
using lab::SweepTrial;

struct SweepArguments : SweepDetector {
    SearchArguments search;
    Filter filter = Filter::kTriangle;
    int threads = 0;
    /// File that keeps what is done, so that a stopped sweep continues; empty: none.
    std::string state;
};

/// Fails with kCancelled and a sentence when the user interrupts, with kMismatch when the state is of another
/// sweep.
Result<SweepResults> run_sweep(const SweepSource& source, const Model& model,
                               const SweepArguments& arguments);

/// What makes a sweep: the source, the model and the options, as JSON.
std::string sweep_terms(const SweepSource& source, const Model& model, const SweepArguments& arguments);

}  // namespace farsight::cli
