#include "../program_folder.h"

#include <mach-o/dyld.h>

#include <cstdint>
#include <string>

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

}  // namespace farsight
