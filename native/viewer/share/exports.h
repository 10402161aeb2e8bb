// Saves what the viewer shows.
#pragma once

#include <filesystem>

#include "farsight/result.h"
#include "state/session.h"

namespace farsight::viewer {

/// Of a file's name: the picture as the network saw it, without boxes.
inline constexpr const char* kPhotoEnding = ".photo.png";

/// The kind by the ending: .photo.png the bare picture, any other .png the photo with its boxes, .csv one
/// line a detection, .json as `farsight detect --format json` prints it. Whole or not at all. With .b before
/// the ending, what the second detector of a comparison found; .configurations.csv is the table of
/// configurations.
/// Fails with kInvalidArgument for another ending, with kMismatch when nothing was found out yet, and as
/// write_file does.
Result<void> export_to(const std::filesystem::path& file, const Session& session);

/// The table of configurations that were measured, as CSV. Fails with kMismatch when there is none, and as
/// write_file does.
Result<void> export_configurations(const std::filesystem::path& file, const Session& session);

/// A name that is free in `folder`: STEM and the extension, with a number between where it must be.
std::filesystem::path free_name(const std::filesystem::path& folder, const std::string& stem,
                                const std::string& extension);

/// A name that is free in `folder`: farsight-STEM.EXTENSION, or with a number.
std::filesystem::path export_name(const std::filesystem::path& folder, const Session& session,
                                  const std::string& extension);

}  // namespace farsight::viewer
