// Where the running program stands.
#pragma once

#include <filesystem>

namespace farsight {

/// Folder of the running program's file, links resolved; empty when the system does not tell.
std::filesystem::path program_folder();

}  // namespace farsight
