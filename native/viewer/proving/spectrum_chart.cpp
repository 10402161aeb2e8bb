// Energy of the chosen object's patch by spatial frequency, at both zooms.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "proving/why_panel.h"

namespace farsight::viewer {
namespace {

constexpr float kHeight = 132;
/// Powers of ten shown under the strongest detail.
constexpr double kDecades = 4.5;
constexpr double kLeast = 1e-12;

double most_of(const CloserLook& look) {
    double most = kLeast;
    for (const Look* one : {&look.full_frame, &look.best}) {
        for (const double energy : one->energy) most = std::max(most, energy);
    }
    return most;
}

/// Maps cycles along the object's height, and energies by their logarithm, to the screen.
struct SpectrumAxes {
    ImVec2 from;
    ImVec2 to;
    double farthest;
    double most;

    float x(double cycles) const { return from.x + (to.x - from.x) * static_cast<float>(cycles / farthest); }
    float y(double energy) const {
        const double under = std::min(kDecades, -std::log10(std::max(energy, kLeast) / most));
        return from.y + (to.y - from.y) * static_cast<float>(under / kDecades);
    }
};

std::string one_digit(double value) {
    char text[24];
    std::snprintf(text, sizeof text, "%.1f", value);
    return text;
}

void small_text(const Ui& ui, ImVec2 at, ImU32 colour, const std::string& words) {
    ImGui::GetWindowDrawList()->AddText(ui.fonts.small,
                                        ui.fonts.small->FontSize * ImGui::GetIO().FontGlobalScale * 0.92F, at,
                                        colour, words.c_str());
}

void draw_ticks(const Ui& ui, const SpectrumAxes& axes) {
    const double step = axes.farthest > 24 ? 10 : axes.farthest > 10 ? 5 : axes.farthest > 5 ? 2 : 1;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    for (int i = 0; i * step <= axes.farthest; ++i) {
        const double cycles = i * step;
        const float x = axes.x(cycles);
        list.AddLine({x, axes.from.y}, {x, axes.to.y}, ui.colours.line);
        const std::string text = std::to_string(std::lround(cycles));
        small_text(ui, {x - ui.text_width(ui.fonts.small, text) * 0.46F, axes.to.y + ui.px(3)},
                   ui.colours.ink_3, text);
    }
    const std::string words = "cycles along the object’s height: coarse → fine";
    const float width = ui.text_width(ui.fonts.small, words) * 0.92F;
    small_text(ui, {std::max(axes.from.x, axes.to.x - width), axes.to.y + ui.px(17)}, ui.colours.ink_3,
               words);
}

void draw_energy(const Ui& ui, const SpectrumAxes& axes, const Look& look, double cycles_per_side,
                 ImU32 colour) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    for (std::size_t harmonic = 1; harmonic < look.energy.size(); ++harmonic) {
        const double cycles = static_cast<double>(harmonic) * cycles_per_side;
        if (cycles > axes.farthest) break;
        if (look.energy[harmonic] > 0) list.PathLineTo({axes.x(cycles), axes.y(look.energy[harmonic])});
    }
    list.PathStroke(colour, 0, ui.px(2.2F));
}

/// Frequencies right of this line do not reach the network.
void draw_lost(const Ui& ui, const SpectrumAxes& axes, double limit) {
    const ImU32 veil = (ui.colours.ink & ~IM_COL32_A_MASK) | (IM_COL32_A_MASK & 0x0F000000U);
    ImGui::GetWindowDrawList()->AddRectFilled({axes.x(limit), axes.from.y}, axes.to, veil);
}

}  // namespace

void draw_spectrum(Ui& ui, const lab::WhyView& why, ImU32 blue, float width) {
    const CloserLook& look = why.look;
    ui.text(ui.fonts.strong, ui.colours.ink, "Detail that is left");
    const ImVec2 at = ImGui::GetCursorScreenPos();
    // Up to the highest frequency of the better zoom, and at most to the last one that was computed.
    const double counted = static_cast<double>(look.best.energy.size() - 1) * look.cycles_per_side;
    const double carried = std::max(2.0, look.best.height_px / 2);
    const double limit = look.full_frame.height_px / 2;
    const SpectrumAxes axes{{at.x + ui.px(6), at.y + ui.px(4)},
                            {at.x + width - ui.px(6), at.y + ui.px(kHeight - 32)},
                            std::min(carried, counted),
                            most_of(look)};
    const bool same = look.best.level == 0;
    draw_ticks(ui, axes);
    if (limit < axes.farthest) draw_lost(ui, axes, limit);
    if (!same) draw_energy(ui, axes, look.best, look.cycles_per_side, ui.colours.orange);
    draw_energy(ui, axes, look.full_frame, look.cycles_per_side, blue);
    if (limit < axes.farthest) {
        const std::string words = "lost to the full frame";
        const float room = axes.to.x - ui.text_width(ui.fonts.small, words) - ui.px(2);
        small_text(ui, {std::min(axes.x(limit) + ui.px(5), room), axes.from.y + ui.px(2)}, ui.colours.ink_2,
                   words);
    }
    ui.note_place("why-spectrum", at, {at.x + width, at.y + ui.px(kHeight)});
    ImGui::Dummy({width, ui.px(kHeight)});
    const std::string full = "Energy of the patch by spatial frequency. The full frame carries up to " +
                             one_digit(limit) + " cycles along the object";
    const std::string rest = same ? "; no zoom of the pyramid suits it better."
                                  : ", the best zoom up to " + one_digit(look.best.height_px / 2) + ".";
    ui.wrapped(ui.fonts.small, ui.colours.ink_3, full + rest, width);
}

}  // namespace farsight::viewer
