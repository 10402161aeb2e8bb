#include "../program_folder.h"

#include <mach-o/dyld.h>

#include <cstdint>
#include <cstdlib>
#include <string>

#include "farsight/runtime/data_folders.h"

namespace farsight {

std::filesystem::path program_folder() {
    std::uint32_t size = 0;
    _NSGetExecutablePath(nullptr, &size);
    std::string path(size, '\0');
    if (_NSGetExecutablePath(path.data(), &size) != 0) return {};
    std::error_code error;
    const auto program = std::filesystem::canonical(path.c_str(), error);
    return error ? std::filesystem::path() : program.parent_path();
}

std::filesystem::path user_data_folder() {
    const char* home = std::getenv("HOME");
    if (home == nullptr || home[0] != '/') return {};
    return std::filesystem::path(home) / "Library" / "Application Support" / "farsight";
}

}  // namespace farsight
