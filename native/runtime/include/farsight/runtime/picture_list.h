// Pictures by name or by folder.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "farsight/result.h"

namespace farsight {

/// Whether the ending is that of a picture that read_image may read.
bool is_picture_name(const std::filesystem::path& file);

/// Whether folders are searched for pictures.
enum class Subfolders : std::uint8_t {
    kPassOver,
    kRead,  ///< At any depth; links to folders are not followed.
};

/// What in a folder was not taken for a picture.
struct PassedOver {
    std::map<std::string, int> files_of_ending;  ///< By ending in lower case (".mp4"); "" for none.
    int hidden = 0;                              ///< Files whose name starts with a dot.
    int folders = 0;                             ///< Only with Subfolders::kPassOver.

    /// "3 .mp4, 1 without an ending, 2 folders (-r reads them)"; empty when nothing was.
    std::string words() const;
};

/// The pictures in a folder, in the order of their names. What was passed over is added to `passed_over`.
/// Fails with kIo when the folder cannot be read or holds no picture, and then says what it does hold.
Result<std::vector<std::string>> pictures_in(const std::filesystem::path& folder,
                                             Subfolders subfolders = Subfolders::kPassOver,
                                             PassedOver* passed_over = nullptr);

/// Folders in the list stand for the pictures in them. Fails as pictures_in does.
Result<std::vector<std::string>> expand_pictures(const std::vector<std::string>& inputs,
                                                 Subfolders subfolders = Subfolders::kPassOver,
                                                 PassedOver* passed_over = nullptr);

}  // namespace farsight
