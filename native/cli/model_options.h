// The flags that name a model and what belongs to it, and what is said when it is opened.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "farsight/merge.h"
#include "farsight/runtime/model_file.h"

namespace farsight::cli {

/// Adds --model, --card and --labels.
void add_model_options(CLI::App& command, std::string& model, ModelFiles& files);

/// Adds --card and --labels, for a command whose model has no flag.
void add_model_file_options(CLI::App& command, ModelFiles& files);

/// Adds --class-agnostic and --max-detections.
void add_result_options(CLI::App& command, MergeOptions& merging);

/// Loads the model and says on stderr what was guessed of it and what looks wrong. Fails as load_model()
/// does.
Result<Model> open_model(const std::string& name, const ModelFiles& files);

}  // namespace farsight::cli
