// Annotations as a file a picture: Pascal VOC and YOLO.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "farsight/annotations.h"
#include "farsight/runtime/files.h"

namespace farsight::cli {

/// Names of these pictures to write their labels under: their paths below the folder that holds all of them.
/// "-", standard input, is called stdin.
std::vector<std::string> names_below_common_folder(const std::vector<std::string>& pictures);

/// Whether the labels of pictures of these names can be written to FOLDER. The folder must be new, empty, or
/// one that write_label_files wrote to, and of its files only those that it wrote are replaced. Fails with
/// kInvalidArgument for a folder of other files, for two pictures that would get one file, and for a file
/// that is one of the inputs; with kIo for a file that was not written by Farsight.
Result<void> check_label_folder(const std::vector<std::string>& names, AnnotationFormat format,
                                const std::filesystem::path& folder, const FileSet& inputs = {});

/// Writes FOLDER/PICTURE.xml and classes.txt, or FOLDER/PICTURE.txt and data.yaml; the pictures' own folders
/// are kept below it. The folder is made, and keeps a list of what was written. Fails as check_label_folder
/// does, with kInvalidArgument for a picture of unknown size, and with kIo as write_file does.
Result<void> write_label_files(const Annotations& annotations, AnnotationFormat format,
                               const std::filesystem::path& folder, const FileSet& inputs = {});

/// Whether results or annotations in this format are a file a picture, in a folder: "voc" or "yolo".
bool is_label_format(std::string_view format);
/// Precondition: is_label_format(format).
AnnotationFormat label_format(std::string_view format);

}  // namespace farsight::cli
