// The viewer's own controls: they look and are named as the page's.
#pragma once

#include <imgui.h>

#include <array>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "farsight/lab/property.h"
#include "widgets/icons.h"
#include "widgets/theme.h"

namespace farsight::viewer {

using lab::NumberRange;

/// A control's words. `id` is the page's data-testid: tests and the focus know the control by it.
struct Caption {
    const char* id;
    const char* label;
    const char* hint;
};

/// A factor, as short as two decimals allow.
std::string times(double value);

/// A key for the list that is open: of a menu, or in a dialog.
enum class ListKey : std::uint8_t { kUp, kDown, kPageUp, kPageDown, kFirst, kLast, kTake, kClose };

/// What a key has made of a list.
enum class ListEvent : std::uint8_t { kNone, kTaken, kClosed };

/// One of a row of alternatives.
struct Segment {
    const char* id;
    const char* label;
};

class Ui {
public:
    Fonts fonts;
    Colours colours = colours_of(true);
    /// Window pixels in a pixel of the design.
    float scale = 1;

    float px(float design) const { return design * scale; }

    /// Starts a frame: forgets where things were.
    void begin_frame();
    /// Where the controls stand that this frame drew, by id, in window pixels.
    const std::map<std::string, ImVec4, std::less<>>& places() const { return places_; }
    void note_place(const char* id, ImVec2 from, ImVec2 to);

    /// The focus moves through the controls in their order; the next frame's keys go to the focused one.
    void move_focus(int by);
    /// Makes a control that ImGui draws a step of the focus.
    void add_to_order(const char* id) { order_.emplace_back(id); }
    void focus_ring(ImVec2 from, ImVec2 to, float radius) const;
    void clear_focus() { focus_.clear(); }
    bool has_focus() const { return !focus_.empty(); }
    /// Id of the focused control; empty: none.
    const std::string& focus() const { return focus_; }
    /// Changes the focused control by an arrow key: to the right and upward a number grows, to the right and
    /// downward a list goes on.
    void nudge(int right, int up) {
        nudge_right_ = right;
        nudge_up_ = up;
    }
    void press() { press_ = true; }
    /// For the list that is open.
    void give_list(ListKey key) { list_key_ = key; }
    /// A key waits for the next frame.
    bool has_key() const { return press_ || nudge_right_ != 0 || nudge_up_ != 0 || list_key_; }
    /// Ends a frame: a key that nothing took is gone.
    void end_frame();

    /// A dialog's controls come from here on: while it is open they alone have the focus. Once a frame.
    void dialog_begin();
    /// The frame before had a dialog.
    bool in_dialog() const { return had_dialog_; }
    /// A menu is open, which takes all keys.
    bool in_menu() const;

    /// Begins a list whose entry `at` is marked.
    void list_begin(int at);
    /// Lets the waiting key, if any, move the mark of a list of `count` entries, of which `skips` cannot be
    /// marked. `rows`: of a page.
    ListEvent list_keys(int count, int rows, const std::function<bool(int)>& skips = {});
    /// The marked entry.
    int list_at() const { return list_at_; }
    /// An entry of the list, marked when the pointer moves onto it. True when it was clicked.
    bool list_entry(int index, const std::string& label, ImVec2 size = {}, bool disabled = false,
                    bool stays_open = false);

    void section_begin(const char* title);
    /// Ends with a line across the panel.
    void section_end();
    void text(ImFont* font, ImU32 colour, std::string_view words) const;
    void text_right(ImFont* font, ImU32 colour, std::string_view words, float right) const;
    void wrapped(ImFont* font, ImU32 colour, const std::string& words, float width) const;
    /// Small, quiet and wrapped.
    void fact(const std::string& words) const;
    float text_width(ImFont* font, std::string_view words) const;
    /// A string cut to a width, with an ellipsis.
    std::string fitted(ImFont* font, const std::string& words, float width) const;

    /// True when the person changed the value. `chosen`: what the core chose where the value is automatic.
    bool slider(const Caption& caption, const NumberRange& range, double& value,
                const std::function<std::string(double)>& format, std::optional<double> chosen = {},
                bool disabled = false);
    bool choice(const Caption& caption, int& index, std::span<const std::string> options);
    bool toggle(const Caption& caption, bool& on);
    /// Alternatives side by side, one of which is chosen.
    bool segments(std::span<const Segment> segments, int& index);
    /// A number to be typed, or stepped with the arrows.
    bool number_field(const Caption& caption, const NumberRange& range, double& value, float width);
    /// The whole width when `width` is 0.
    bool button(const Caption& caption, std::optional<Icon> icon, bool primary, float width = 0);
    /// As high as a number field.
    bool small_button(const Caption& caption, Icon icon, float width);
    /// A square with an icon.
    bool tool(const Caption& caption, Icon icon, bool pressed = false, bool disabled = false);
    bool chip(const char* id, const char* label, const char* hint, bool pressed,
              std::optional<Icon> icon = {});
    /// Underlined words.
    bool plain(const Caption& caption);
    /// Of the last item, and beside it: no part of what it explains is covered.
    void tooltip(const char* hint) const;

private:
    struct Item {
        bool pressed = false;
        bool hovered = false;
        bool held = false;
        bool let_go = false;  ///< In this frame.
        bool focused = false;
    };
    /// An invisible control of this size at the cursor.
    Item item(const char* id, ImVec2 size, bool disabled = false);
    /// The waiting arrow key as a step of a number or of a list, which is taken.
    int take_number_step();
    int take_list_step();
    /// `box`: the choice's own place, under or above which its list stands.
    bool choice_popup(const Caption& caption, int& index, std::span<const std::string> options,
                      const ImVec4& box);
    /// True when typing ended in a number.
    bool type_number(const char* id, const NumberRange& range, double& value, ImVec2 size);
    void draw_track(ImVec2 from, float width, float fraction, bool disabled) const;

    std::map<std::string, ImVec4, std::less<>> places_;
    std::vector<std::string> order_;
    std::vector<std::string> last_order_;
    std::string focus_;
    int nudge_right_ = 0;
    int nudge_up_ = 0;
    bool press_ = false;
    std::optional<ListKey> list_key_;
    int list_at_ = 0;
    bool list_moved_ = false;  ///< By a key, in this frame.
    bool has_dialog_ = false;
    bool had_dialog_ = false;
    std::string focus_behind_;  ///< What had the focus before the dialog.
    std::string typing_;        ///< Id of the number field that is typed into.
    bool typing_is_new_ = false;
    std::array<char, 16> typed_{};
};

}  // namespace farsight::viewer
