// Where models, cards and the list of assets are looked for.
#pragma once

#include <filesystem>
#include <vector>

namespace farsight {

/// Folders in the order in which they are searched: each of $FARSIGHT_DATA and then of $FARSIGHT_ASSETS, its
/// old name (separated by colons); share/farsight beside the program's own bin folder; user_data_folder(). A
/// program of a build tree searches that tree's assets instead of share/farsight. No other folder is looked
/// into: whoever may write a card there would choose the model.
std::vector<std::filesystem::path> data_folders();

/// The person's own folder for Farsight's data, whether it exists or not; empty when the system names none.
/// Linux: $XDG_DATA_HOME/farsight, else ~/.local/share/farsight. macOS: ~/Library/Application
/// Support/farsight.
std::filesystem::path user_data_folder();

}  // namespace farsight
