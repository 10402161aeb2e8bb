#include "farsight/runtime/data_folders.h"

#include <algorithm>
#include <cstdlib>
#include <string_view>

#include "program_folder.h"

namespace farsight {
namespace {

namespace fs = std::filesystem;

void add_list(const char* variable, std::vector<fs::path>& folders) {
    const char* value = std::getenv(variable);
    if (value == nullptr) return;
    std::string_view list = value;
    while (!list.empty()) {
        const std::size_t end = std::min(list.find(':'), list.size());
        if (end > 0) folders.emplace_back(list.substr(0, end));
        list.remove_prefix(std::min(end + 1, list.size()));
    }
}

/// Whether the program is the one that was built, and not a copy that was installed.
bool stands_in_build_tree(const fs::path& program) {
    std::error_code error;
    return fs::equivalent(program, FARSIGHT_BUILD_BIN, error) && !error;
}

}  // namespace

std::vector<fs::path> data_folders() {
    std::vector<fs::path> folders;
    add_list("FARSIGHT_DATA", folders);
    add_list("FARSIGHT_ASSETS", folders);
    if (const fs::path program = program_folder(); !program.empty()) {
        if (stands_in_build_tree(program)) {
            folders.emplace_back(FARSIGHT_BUILD_ASSETS);
            folders.emplace_back(FARSIGHT_SOURCE_ASSETS);
        } else {
            folders.push_back(program.parent_path() / "share" / "farsight");
        }
    }
    if (fs::path own = user_data_folder(); !own.empty()) folders.push_back(std::move(own));
    return folders;
}

}  // namespace farsight
