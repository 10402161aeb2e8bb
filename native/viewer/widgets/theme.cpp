#include "widgets/theme.h"

#include <cmath>
#include <cstring>
#include <vector>

#include "font_data.h"

namespace farsight::viewer {
namespace {

constexpr ImU32 rgb(unsigned value, unsigned alpha = 255) {
    return IM_COL32((value >> 16) & 255U, (value >> 8) & 255U, value & 255U, alpha);
}

ImVec4 as_vector(ImU32 colour) {
    return ImGui::ColorConvertU32ToFloat4(colour);
}

/// What the texts need: Latin, its extensions, dashes, quotes, spaces and ellipsis, arrows, the minus sign.
constexpr ImWchar kGlyphs[] = {0x20, 0x17F, 0x2010, 0x203A, 0x2190, 0x2193, 0x2212, 0x2212, 0};

ImFont* add_font(const std::vector<std::byte>& data, float size) {
    ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
    ImFontConfig config;
    config.SizePixels = size;
    config.OversampleH = 2;
    config.OversampleV = 1;
    config.PixelSnapH = false;
    if (!data.empty()) {
        // The atlas frees it.
        void* copy = ImGui::MemAlloc(data.size());
        std::memcpy(copy, data.data(), data.size());
        if (ImFont* font =
                atlas.AddFontFromMemoryTTF(copy, static_cast<int>(data.size()), size, &config, kGlyphs))
            return font;
    }
    return atlas.AddFontDefault(&config);
}

}  // namespace

Colours colours_of(bool dark) {
    if (!dark) {
        return {rgb(0x0072B2), rgb(0xE69F00), rgb(0x005F96), rgb(0x8A5A00), rgb(0xFFFFFF), rgb(0xF3F5F7),
                rgb(0xDFE3E8), rgb(0xDDE1E6), rgb(0x8A94A0), rgb(0x14191F), rgb(0x4D5866), rgb(0x626D7A),
                rgb(0xCFD5DC), rgb(0xFFFFFF), rgb(0x14191F), rgb(0xFFFFFF), rgb(0xA32200), rgb(0xFDECE7),
                rgb(0xE4E7EB), rgb(0x009E73), rgb(0x009E73), rgb(0xCC79A7)};
    }
    return {rgb(0x0072B2), rgb(0xE69F00), rgb(0x6CBCEC), rgb(0xF0B429), rgb(0x12161B), rgb(0x1A2027),
            rgb(0x262E37), rgb(0x232A32), rgb(0x66727F), rgb(0xEDF0F3), rgb(0xB0BAC5), rgb(0x8F9BA8),
            rgb(0x333D48), rgb(0xEDF0F3), rgb(0xEDF0F3), rgb(0x12161B), rgb(0xFF9D85), rgb(0x351A14),
            rgb(0x07090C), rgb(0x009E73), rgb(0x009E73), rgb(0xCC79A7)};
}

void apply_style(const Colours& colours, float scale) {
    ImGuiStyle style;
    style.WindowPadding = {0, 0};
    style.ItemSpacing = {8, 6};
    style.FramePadding = {10, 8};
    style.FrameRounding = 7;
    style.PopupRounding = 10;
    style.WindowRounding = 10;
    style.ChildRounding = 0;
    style.ScrollbarRounding = 6;
    style.ScrollbarSize = 9;
    style.WindowBorderSize = 0;
    style.ChildBorderSize = 0;
    style.PopupBorderSize = 1;
    style.FrameBorderSize = 1;
    style.ScaleAllSizes(scale);
    const auto set = [&](ImGuiCol which, ImU32 colour) { style.Colors[which] = as_vector(colour); };
    set(ImGuiCol_Text, colours.ink);
    set(ImGuiCol_TextDisabled, colours.ink_3);
    set(ImGuiCol_WindowBg, colours.panel);
    set(ImGuiCol_ChildBg, 0);
    set(ImGuiCol_PopupBg, colours.panel);
    set(ImGuiCol_Border, colours.line);
    set(ImGuiCol_FrameBg, colours.raised);
    set(ImGuiCol_FrameBgHovered, colours.well);
    set(ImGuiCol_FrameBgActive, colours.well);
    set(ImGuiCol_ScrollbarBg, 0);
    set(ImGuiCol_ScrollbarGrab, colours.track);
    set(ImGuiCol_ScrollbarGrabHovered, colours.line_strong);
    set(ImGuiCol_ScrollbarGrabActive, colours.line_strong);
    set(ImGuiCol_Header, colours.well);
    set(ImGuiCol_HeaderHovered, colours.raised);
    set(ImGuiCol_HeaderActive, colours.well);
    set(ImGuiCol_Button, colours.raised);
    set(ImGuiCol_ButtonHovered, colours.well);
    set(ImGuiCol_ButtonActive, colours.well);
    set(ImGuiCol_Separator, colours.line);
    set(ImGuiCol_TextSelectedBg, colours.track);
    set(ImGuiCol_ModalWindowDimBg, rgb(0x07090C, 120));
    ImGui::GetStyle() = style;
}

Fonts load_fonts(float scale, float density) {
    ImGuiIO& io = ImGui::GetIO();
    io.Fonts->Clear();
    io.FontGlobalScale = 1 / density;
    const std::vector<std::byte> text = font_data(FontStyle::kText);
    const std::vector<std::byte> strong = font_data(FontStyle::kStrongText);
    const std::vector<std::byte> mono = font_data(FontStyle::kMono);
    // ImGui scales a font so that ascent to descent is its size; a CSS size is of the em, about 5/6 of that.
    const auto add = [&](const std::vector<std::byte>& data, float css_px) {
        return add_font(data, std::round(css_px * 1.2F * scale * density));
    };
    Fonts fonts;
    fonts.text = add(text, 13);
    fonts.small = add(text, 12);
    fonts.strong = add(strong, 13);
    fonts.figure = add(strong, 19);
    fonts.count = add(strong, 34);
    fonts.mono = add(mono, 12);
    fonts.chip = add(strong, 11);
    io.FontDefault = fonts.text;
    return fonts;
}

}  // namespace farsight::viewer
