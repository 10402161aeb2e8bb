// Options that every command with a detector has.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>
#include <string_view>

#include "farsight/detector.h"
#include "farsight/pyramid.h"
#include "farsight/result.h"
#include "farsight/runtime/model_file.h"

namespace farsight::cli {

/// Names of a property's choices in the lab's table, for help: "triangle, area, lanczos3 or bilinear".
std::string choices_of(std::string_view property);

/// --levels, --finest-zoom and --overlap.
void add_pyramid_options(CLI::App& command, PyramidOptions& pyramid);

/// Fails with kInvalidArgument when one of them was typed beside --pyramid off, where none can act.
Result<void> refuse_levels_of_off(const CLI::App& command, const std::string& pyramid);

/// What is typed of the search.
struct SearchArguments {
    std::string pyramid = "auto";
    std::string budget = "0";
    std::string region;     ///< x0,y0,x1,y1, or nothing.
    std::string asked_for;  ///< Names of classes with commas between; empty: all.
    double budget_ms = 0;   ///< Of `budget`, when that is a time; 0: none.
    bool overlap_typed = false;
};

/// --pyramid (with `off` where the command can do without a pyramid), --budget and --region.
void add_search_options(CLI::App& command, SearchArguments& search, bool with_off);

/// Reads --box or --region, "x0,y0,x1,y1". Fails with kInvalidArgument and the option's name.
Result<Box> parse_box(const std::string& option, const std::string& text);

/// Enters what was typed. Fails with kInvalidArgument for a budget that is neither a number nor a time, and
/// for flags that contradict each other.
Result<void> read_search(SearchArguments& arguments, DetectorOptions& options);

/// Enters the classes that are asked for. Fails as lab::asked_classes does.
Result<void> ask_for(const std::string& classes, const ModelCard& card, DetectorOptions& options);

/// Notes what was typed and does nothing with this model.
void note_idle(const SearchArguments& arguments, const Model& model);

/// True once this many milliseconds have passed since now; empty for 0.
std::function<bool()> time_limit(double milliseconds);

}  // namespace farsight::cli
