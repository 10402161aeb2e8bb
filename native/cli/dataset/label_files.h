// Annotations as a file a picture: Pascal VOC and YOLO.
#pragma once

#include <filesystem>

#include "farsight/annotations.h"

namespace farsight::cli {

/// Writes FOLDER/PICTURE.xml and classes.txt, or FOLDER/PICTURE.txt and data.yaml; the pictures' own folders
/// are kept below it. The folder is made; it must be new, empty, or hold files that an earlier call wrote,
/// which are replaced. Fails with kInvalidArgument for a folder of other files, for a picture of unknown
/// size, and for two pictures that would get one file; with kIo as write_file does.
Result<void> write_label_files(const Annotations& annotations, AnnotationFormat format,
                               const std::filesystem::path& folder);

}  // namespace farsight::cli
