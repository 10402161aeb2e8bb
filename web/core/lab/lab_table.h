// The table of properties for TypeScript.
#pragma once

#include <string>

#include "farsight/lab/property.h"

namespace farsight::web {

/// A JSON array of the properties, in the table's order.
std::string table_json(lab::Table table = lab::properties());

}  // namespace farsight::web
