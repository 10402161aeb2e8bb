// Reports as text, piece by piece, and range curves in them as JSON.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "farsight/lab/range_json.h"

namespace farsight::cli {

/// Appends as printf would; at most 511 characters.
__attribute__((format(printf, 2, 3))) void append(std::string& out, const char* format, ...);

using lab::curve_json;
using lab::interval_json;
using lab::number_or_null;

}  // namespace farsight::cli
