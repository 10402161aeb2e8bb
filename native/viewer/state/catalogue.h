// The photos and models a person can choose from.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "farsight/runtime/model_file.h"

namespace farsight::viewer {

struct PhotoEntry {
    std::string name;  ///< What a link calls it; a file's path for a person's own.
    std::string file;
    std::string title;
    std::string credit;  ///< Empty for a person's own.
};

struct ModelEntry {
    std::string name;  ///< A card's name, or a file's path.
    std::string title;
    ModelFiles files = {};  ///< A card and labels that were given with a person's own network.
};

/// Whether a name is that of a person's own file rather than a listed one.
bool is_own(const std::string& name);

class Catalogue {
public:
    /// The photos and models of the asset folders, in the order of their manifest, as on the page.
    static Catalogue load();

    const std::vector<PhotoEntry>& photos() const { return photos_; }
    const std::vector<ModelEntry>& models() const { return models_; }

    /// The entry of this name, or the first, or -1 when there is none.
    int photo_index(const std::string& name) const;
    int model_index(const std::string& name) const;

    /// From now on the list holds a person's own photos alone. Returns the first one's name.
    std::string show_photos(const std::vector<std::string>& files);
    /// Adds a person's own file at the end, unless it is there, and returns its name: its whole path.
    std::string add_photo(const std::string& file);
    std::string add_model(const std::string& file, const ModelFiles& files = {});
    /// What was given with the model of this name.
    ModelFiles files_of(const std::string& model) const;
    /// Removes a person's own entry, for example because it cannot be read.
    void forget(const std::string& name);

private:
    std::vector<PhotoEntry> photos_;
    std::vector<ModelEntry> models_;
};

}  // namespace farsight::viewer
