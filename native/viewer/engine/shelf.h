// Photos and models that are loaded, the last few of each kept.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/findings.h"
#include "farsight/result.h"
#include "farsight/runtime/model_file.h"

namespace farsight::viewer {

/// A photo as its file holds it.
struct LoadedPhoto {
    Image image;
    std::string file;
    std::string stamp;  ///< Its file's date and size.
    double decode_ms = 0;
};

class PhotoShelf {
public:
    /// The photo, read again when its file has changed. Fails as read_image does.
    Result<std::shared_ptr<const LoadedPhoto>> get(const std::string& file);

private:
    std::vector<std::shared_ptr<const LoadedPhoto>> photos_;  ///< The latest used first.
};

/// Fills up the mips of a picture that has the first. Fails as resample does.
Result<void> add_mips(ShownPhoto& shown);

/// The photo as it would look from farther away, ready to be shown. Fails as dolly does.
Result<std::shared_ptr<const ShownPhoto>> show(const LoadedPhoto& photo, const std::string& name,
                                               double distance);

struct LoadedModel {
    Model model;
    ShownModel shown;
    ModelFiles files;  ///< What it was asked for with.
};

class ModelShelf {
public:
    /// Fails as load_model does.
    Result<std::shared_ptr<const LoadedModel>> get(const std::string& name, const ModelFiles& files);

private:
    std::vector<std::shared_ptr<const LoadedModel>> models_;  ///< The latest used first.
};

}  // namespace farsight::viewer
