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
    void clear_focus() { focus_.clear(); }
    bool has_focus() const { return !focus_.empty(); }
    /// Id of the focused control; empty: none.
    const std::string& focus() const { return focus_; }
    /// Changes the focused control: -1 and 1 for less and more.
    void nudge(int by) { nudge_ = by; }
    void press() { press_ = true; }
    /// A key waits for the next frame's focused control.
    bool has_key() const { return press_ || nudge_ != 0; }
    /// Ends a frame: a key that no control took is gone.
    void end_frame();

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
    void focus_ring(ImVec2 from, ImVec2 to, float radius) const;
    bool choice_popup(const Caption& caption, int& index, std::span<const std::string> options, float width);
    /// True when typing ended in a number.
    bool type_number(const char* id, const NumberRange& range, double& value, ImVec2 size);
    void draw_track(ImVec2 from, float width, float fraction, bool disabled) const;

    std::map<std::string, ImVec4, std::less<>> places_;
    std::vector<std::string> order_;
    std::vector<std::string> last_order_;
    std::string focus_;
    int nudge_ = 0;
    bool press_ = false;
    std::string typing_;  ///< Id of the number field that is typed into.
    bool typing_is_new_ = false;
    std::array<char, 16> typed_{};
};

}  // namespace farsight::viewer
