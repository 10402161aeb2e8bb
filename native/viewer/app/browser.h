// A dialog that chooses a photo or a model from folders.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "widgets/ui.h"

namespace farsight::viewer {

class Browser {
public:
    /// Shows the folder where the person was last, at first the one in which the program was started.
    void open();
    bool is_open() const { return shown_; }

    /// Calls `choose` with a file, or with a folder of photos, and closes then.
    void draw(Ui& ui, const std::function<void(const std::string& file)>& choose);

private:
    struct Entry {
        std::string name;
        bool folder = false;
        bool model = false;
    };
    void enter(const std::filesystem::path& folder);
    /// The file or folder that was chosen, or an empty text.
    std::string draw_entries(Ui& ui);

    bool shown_ = false;
    bool opening_ = false;
    std::filesystem::path folder_;
    std::vector<Entry> entries_;
    int pictures_ = 0;
    std::string trouble_;
};

}  // namespace farsight::viewer
