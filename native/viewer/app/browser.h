// A dialog that chooses a photo or a model from folders, or takes a typed path.
#pragma once

#include <SDL.h>

#include <array>
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
    bool is_open() const { return shown_ || opening_; }

    /// A frame is to be drawn before the next key: the key before changes what this one means, or the text
    /// field does not have the keyboard yet.
    bool needs_frame() const;

    /// A key while the dialog is open: arrows walk through the list, Return takes what is typed or marked,
    /// Tab goes to the buttons, Escape closes. True: it was none of the text field's.
    bool take_key(Ui& ui, SDL_Keycode key, bool shift);

    /// Calls `choose` with a file, or with a folder of photos, and closes then.
    void draw(Ui& ui, const std::function<void(const std::string& file)>& choose);

private:
    struct Entry {
        std::string name;
        bool folder = false;
        bool model = false;
    };
    void enter(const std::filesystem::path& folder);
    /// The entries whose names hold what is typed; all while a path is typed or nothing.
    std::vector<Entry> listed() const;
    void draw_field(Ui& ui, float width);
    /// Return in the text field: what is typed where it is a path or a whole name, else the marked entry.
    std::string take_return(Ui& ui, const std::vector<Entry>& entries);
    /// The file that was chosen, or an empty text.
    std::string draw_entries(Ui& ui, ImVec2 size);
    std::string take(const Entry& entry);
    /// What a typed path or name stands for, like a choice in the list.
    std::string take_typed();

    bool shown_ = false;
    bool opening_ = false;
    bool closing_ = false;
    bool returned_ = false;            ///< Return was pressed in the text field.
    bool list_is_new_ = false;         ///< Its first entry is to be marked.
    int frames_without_keyboard_ = 0;  ///< In a row, in which nothing of the dialog had it.
    std::filesystem::path folder_;
    std::vector<Entry> entries_;
    int pictures_ = 0;
    std::array<char, 1024> typed_{};
    std::string typed_before_;
    std::string trouble_;
};

}  // namespace farsight::viewer
