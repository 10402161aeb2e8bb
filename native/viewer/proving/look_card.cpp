// One zoom's view of the chosen object: its patch, and its size against anchor and receptive field.
#include <algorithm>
#include <cmath>
#include <cstdint>

#include "proving/why_panel.h"

namespace farsight::viewer {
namespace {

constexpr float kPatchSide = 132;

/// As the network receives it: every pixel enlarged, none smoothed, none stretched back.
void draw_patch(const Ui& ui, ImVec2 at, float side, const Look& look, GLuint texture) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(at, {at.x + side, at.y + side}, ui.colours.raised, ui.px(4));
    const Size pixels = look.patch.size();
    const float scale = side / static_cast<float>(std::max(pixels.width, pixels.height));
    const ImVec2 size{static_cast<float>(pixels.width) * scale, static_cast<float>(pixels.height) * scale};
    const ImVec2 from{at.x + (side - size.x) / 2, at.y + (side - size.y) / 2};
    // ImGui carries a texture's number as a pointer.
    // NOLINTNEXTLINE(performance-no-int-to-ptr)
    auto* id = reinterpret_cast<ImTextureID>(static_cast<std::uintptr_t>(texture));
    list.AddImage(id, from, {from.x + size.x, from.y + size.y});
}

/// Object, nearest anchor and receptive field inside the network's input, all to one scale.
void draw_sizes(const Ui& ui, ImVec2 at, float side, const lab::WhyView& why, const Look& look,
                double field_px) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const auto wide = static_cast<double>(why.input.width);
    const auto high = static_cast<double>(why.input.height);
    const double scale = static_cast<double>(side) / std::max(wide, high);
    const auto rect = [&](double width, double height, auto&& draw) {
        const auto half_x = static_cast<float>(width * scale / 2);
        const auto half_y = static_cast<float>(height * scale / 2);
        const ImVec2 centre{at.x + side / 2, at.y + side / 2};
        draw(ImVec2{centre.x - half_x, centre.y - half_y}, ImVec2{centre.x + half_x, centre.y + half_y});
    };
    rect(wide, high, [&](ImVec2 from, ImVec2 to) {
        list.AddRectFilled(from, to, ui.colours.raised);
        list.AddRect(from, to, ui.colours.line);
    });
    if (field_px > 0) {
        rect(std::min(field_px, wide), std::min(field_px, high),
             [&](ImVec2 from, ImVec2 to) { dotted_rect(list, from, to, ui.colours.ink_3, ui.px(1)); });
    }
    rect(std::min(look.width_px, wide), std::min(look.height_px, high),
         [&](ImVec2 from, ImVec2 to) { list.AddRectFilled(from, to, ui.colours.line_strong); });
    if (look.anchor < 0) return;
    rect(static_cast<double>(look.anchor_width_px), static_cast<double>(look.anchor_height_px),
         [&](ImVec2 from, ImVec2 to) { list.AddRect(from, to, ui.colours.ink, 0, 0, ui.px(1.5F)); });
}

/// IoU of the nearest anchor as a bar, with a mark at one half, from which training assigns the object to it.
void draw_fit(Ui& ui, const Look& look, float width, const char* id) {
    if (look.anchor < 0) {
        return ui.wrapped(ui.fonts.small, ui.colours.ink_3,
                          "This model’s anchors have no size to compare with.", width);
    }
    const std::string words = "Nearest anchor " +
                              lab::pixels_text(static_cast<double>(look.anchor_width_px)) + " × " +
                              lab::pixels_text(static_cast<double>(look.anchor_height_px)) + " px fits ";
    ui.text(ui.fonts.small, ui.colours.ink_3, words);
    ImGui::SameLine(0, 0);
    ui.text(ui.fonts.small, ui.colours.ink, std::to_string(std::lround(100 * look.anchor_iou)) + " %");
    ui.note_place(id, ImGui::GetItemRectMin(), ImGui::GetItemRectMax());
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float top = at.y + ui.px(2);
    const float middle = at.x + width / 2;
    list.AddRectFilled({at.x, top}, {at.x + width, top + ui.px(6)}, ui.colours.raised, ui.px(3));
    list.AddRectFilled({at.x, top}, {at.x + width * static_cast<float>(look.anchor_iou), top + ui.px(6)},
                       ui.colours.ink_2, ui.px(3));
    list.AddLine({middle, top - ui.px(2)}, {middle, top + ui.px(8)}, ui.colours.ink, ui.px(1.5F));
    ImGui::Dummy({width, ui.px(10)});
}

}  // namespace

PatchTextures::~PatchTextures() {
    if (textures_[0] != 0) gl().delete_textures(2, textures_.data());
}

void PatchTextures::show(const std::shared_ptr<const lab::WhyView>& why) {
    if (why == shown_ || !why) return;
    shown_ = why;
    if (textures_[0] == 0) gl().gen_textures(2, textures_.data());
    for (const bool best : {false, true}) {
        const Image& patch = best ? why->look.best.patch : why->look.full_frame.patch;
        gl().bind_texture(GL_TEXTURE_2D, of(best));
        gl().pixel_storei(GL_UNPACK_ALIGNMENT, 1);
        gl().tex_parameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
        gl().tex_parameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
        gl().tex_parameteri(GL_TEXTURE_2D, GL_TEXTURE_MAX_LEVEL, 0);
        gl().tex_image_2d(GL_TEXTURE_2D, 0, GL_RGB8, patch.size().width, patch.size().height, 0, GL_RGB,
                          GL_UNSIGNED_BYTE, patch.data());
    }
}

void dotted_rect(ImDrawList& list, ImVec2 from, ImVec2 to, ImU32 colour, float unit) {
    const float dot = 2 * unit;
    for (float x = from.x; x < to.x; x += 3 * dot) {
        const float end = std::min(x + dot, to.x);
        list.AddLine({x, from.y}, {end, from.y}, colour, unit);
        list.AddLine({x, to.y}, {end, to.y}, colour, unit);
    }
    for (float y = from.y; y < to.y; y += 3 * dot) {
        const float end = std::min(y + dot, to.y);
        list.AddLine({from.x, y}, {from.x, end}, colour, unit);
        list.AddLine({to.x, y}, {to.x, end}, colour, unit);
    }
}

void draw_look(Ui& ui, const lab::WhyView& why, bool best, GLuint patch, float width) {
    const Look& look = best ? why.look.best : why.look.full_frame;
    ui.text(ui.fonts.strong, best ? ui.colours.orange_ink : ui.colours.blue_ink,
            best ? "Best zoom" : "Full frame");
    ImGui::SameLine(0, ui.px(6));
    ui.text(ui.fonts.small, ui.colours.ink_3, lab::zoom_text(look));
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float gap = ui.px(10);
    const float side = std::min(ui.px(kPatchSide), (width - gap) / 2);
    draw_patch(ui, at, side, look, patch);
    ui.note_place(best ? "why-patch-best" : "why-patch-full", at, {at.x + side, at.y + side});
    draw_sizes(ui, {at.x + side + gap, at.y}, side, why, look,
               best ? why.field_best_px : why.field_full_frame_px);
    ImGui::Dummy({width, side + ui.px(2)});
    const std::string size = lab::pixels_text(look.width_px) + " × " + lab::pixels_text(look.height_px);
    ui.text(ui.fonts.small, ui.colours.ink, size);
    ui.note_place(best ? "why-width-best" : "why-width-full", ImGui::GetItemRectMin(),
                  ImGui::GetItemRectMax());
    ImGui::SameLine(0, 0);
    ui.text(ui.fonts.small, ui.colours.ink_2, " px of it reach the network");
    draw_fit(ui, look, std::min(width, 2 * side + gap), best ? "why-anchor-best" : "why-anchor-full");
}

}  // namespace farsight::viewer
