// Pictures by name or by folder.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "farsight/result.h"

namespace farsight {

/// Whether the ending is that of a picture that read_image may read.
bool is_picture_name(const std::filesystem::path& file);

/// The pictures in a folder, in the order of their names. Fails with kIo when it cannot be read or holds
/// none.
Result<std::vector<std::string>> pictures_in(const std::filesystem::path& folder);

/// Folders in the list stand for the pictures in them. Fails as pictures_in does.
Result<std::vector<std::string>> expand_pictures(const std::vector<std::string>& inputs);

}  // namespace farsight
