// What lies over the photo: boxes and tiles by the card, labels and details by ImGui.
#include <algorithm>
#include <cstdio>

#include "app/app.h"
#include "farsight/lab/run_words.h"
#include "picture/details.h"

namespace farsight::viewer {
namespace {

constexpr Rgba kBlue = {0.0F, 0.447F, 0.698F, 1};
constexpr Rgba kOrange = {0.902F, 0.624F, 0.0F, 1};
// Dark lines get a light border and light lines a dark one: each stays visible on any picture.
constexpr Rgba kLightCasing = {1, 1, 1, 0.55F};
constexpr Rgba kDarkCasing = {0, 0, 0, 0.5F};
constexpr std::size_t kMostLabels = 80;

Rgba with_alpha(Rgba colour, float alpha) {
    colour[3] = alpha;
    return colour;
}

Box box_of(const Rect& region) {
    return {static_cast<float>(region.x), static_cast<float>(region.y),
            static_cast<float>(region.x + region.width), static_cast<float>(region.y + region.height)};
}

/// Outlines of all tiles, the finer the level the fainter.
void add_tiles(const PyramidPlan& plan, bool full_frame_only, float unit, std::vector<Outline>& out) {
    const auto levels = static_cast<float>(std::max<std::size_t>(1, plan.levels.size() - 1));
    for (const Tile& tile : plan.tiles) {
        if (full_frame_only && tile.level != 0) continue;
        const float alpha = 0.85F - 0.5F * static_cast<float>(tile.level) / levels;
        out.push_back(
            {box_of(tile.region), {1, 1, 1, alpha}, {0, 0, 0, 0.28F}, {}, unit, 0.75F * unit, 0, 0});
    }
}

void add_boxes(const Findings& found, lab::Scope scope, float unit, std::vector<Outline>& out) {
    const auto& detections = found.detections(scope);
    // Detections with the highest score are drawn last, on top.
    for (std::size_t left = detections.size(); left > 0; --left) {
        const Detection& one = detections[left - 1];
        const bool recovered = found.recovered(scope, left - 1);
        out.push_back({one.box,
                       recovered ? kOrange : kBlue,
                       recovered ? kDarkCasing : kLightCasing,
                       {},
                       2 * unit,
                       0.75F * unit,
                       2 * unit,
                       0});
    }
}

/// Ground-truth objects of known classes that this side missed.
void add_missed(const Findings& found, lab::Scope scope, float unit, std::vector<Outline>& out) {
    if (!found.judgement) return;
    constexpr Rgba kGrey = {0.294F, 0.333F, 0.388F, 1};
    constexpr Rgba kWhite = {1, 1, 1, 0.75F};
    for (const ObjectTruth& object : found.photo->scene->truth.objects) {
        if (!found.judgement->missed(object.id, scope)) continue;
        out.push_back({object.visible, kWhite, {}, {}, 3 * unit, 0, 0, 0});
        out.push_back({object.visible, kGrey, {}, {}, 2 * unit, 0, 0, 9 * unit});
    }
}

void add_chosen(const Findings& found, lab::Scope scope, std::size_t index, float unit,
                std::vector<Outline>& out) {
    const Detection& detection = found.detections(scope)[index];
    const bool recovered = found.recovered(scope, index);
    const Rgba colour = recovered ? kOrange : kBlue;
    const Rect& tile = found.plan->tiles[static_cast<std::size_t>(detection.tile)].region;
    out.push_back({box_of(tile), {1, 1, 1, 0.9F}, {}, {}, 1.5F * unit, 0, 0, 10 * unit});
    out.push_back({detection.box, colour, recovered ? kDarkCasing : kLightCasing, with_alpha(colour, 0.24F),
                   3.5F * unit, 0.75F * unit, 2 * unit, 0});
}

/// The hovered and the followed detection of a side.
std::vector<int> chosen_on(const App& app, Side side) {
    std::vector<int> chosen;
    const Findings* found = app.session.findings(side.detector);
    const auto count = static_cast<int>(app.session.detections(side).size());
    const auto add = [&](int index) {
        if (index >= 0 && index < count && std::find(chosen.begin(), chosen.end(), index) == chosen.end()) {
            chosen.push_back(index);
        }
    };
    if (app.picture.hovered && app.picture.hovered->side == side) add(app.picture.hovered->index);
    if (found != nullptr && app.session.followed()) {
        add(side.scope == lab::Scope::kFullFrame ? found->followed_full_frame : found->followed_pyramid);
    }
    return chosen;
}

void paint_side(App& app, Side side, float from, float to, float density) {
    const Findings& found = *app.session.findings(side.detector);
    const float unit = app.ui.scale * density;
    std::vector<Outline> outlines;
    if (app.session.state.tiles) add_tiles(*found.plan, side.scope == lab::Scope::kFullFrame, unit, outlines);
    add_missed(found, side.scope, unit, outlines);
    add_boxes(found, side.scope, unit, outlines);
    for (const int index : chosen_on(app, side)) {
        add_chosen(found, side.scope, static_cast<std::size_t>(index), unit, outlines);
    }
    app.passes.draw_outlines(outlines, static_cast<int>(from * density), static_cast<int>(to * density));
}

bool overlap(const Box& a, const Box& b) {
    return !intersection(a, b).empty();
}

/// Labels the best detections between two columns of the picture; leaves out labels that would cover another
/// one, be larger than their box, or stand on the other side of the divider.
void draw_labels(const App& app, Side side, const View& view, float from_x, float to_x) {
    const Ui& ui = app.ui;
    const auto& detections = app.session.detections(side);
    std::vector<int> order = chosen_on(app, side);
    const std::size_t first = order.size();
    for (int i = 0; i < static_cast<int>(detections.size()); ++i) {
        if (std::find(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(first), i) ==
            order.begin() + static_cast<std::ptrdiff_t>(first)) {
            order.push_back(i);
        }
    }
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float size = ui.fonts.chip->FontSize * ImGui::GetIO().FontGlobalScale;
    std::vector<Box> taken;
    for (std::size_t rank = 0; rank < order.size() && taken.size() < kMostLabels; ++rank) {
        const Detection& detection = detections[static_cast<std::size_t>(order[rank])];
        const Box box = view.to_screen(detection.box);
        if (rank >= first && std::max(box.width(), box.height()) < ui.px(18)) continue;
        const std::string text =
            lab::label_text(app.session.label(detection, side.detector), detection.score);
        Box chip{box.x0 - ui.px(1), box.y0 - size - ui.px(5), 0, 0};
        if (chip.y0 < 0) chip.y0 = box.y0 + ui.px(1);
        const float width = ui.text_width(ui.fonts.chip, text) + ui.px(10);
        // At an edge the label moves so that it stays inside.
        if (box.x1 <= from_x || box.x0 >= to_x || width > to_x - from_x) continue;
        chip.x0 = std::clamp(chip.x0, from_x, to_x - width);
        chip.x1 = chip.x0 + width;
        chip.y1 = chip.y0 + size + ui.px(3);
        if (rank >= first &&
            std::any_of(taken.begin(), taken.end(), [&](const Box& other) { return overlap(chip, other); })) {
            continue;
        }
        taken.push_back(chip);
        const bool recovered =
            app.session.findings(side.detector)->recovered(side.scope, static_cast<std::size_t>(order[rank]));
        const Point origin = app.picture.origin_of(side.detector);
        const ImVec2 at{origin.x + chip.x0, origin.y + chip.y0};
        list.AddRectFilled(at, {at.x + chip.width(), at.y + chip.height()},
                           recovered ? ui.colours.orange : ui.colours.blue, ui.px(3));
        list.AddText(ui.fonts.chip, size, {at.x + ui.px(5), at.y + ui.px(1.5F)},
                     recovered ? IM_COL32(26, 18, 0, 255) : IM_COL32_WHITE, text.c_str());
    }
}

/// What is known of the detection under the pointer.
void draw_details(const App& app, const Choice& choice, const View& view) {
    const Findings& found = *app.session.findings(choice.side.detector);
    const auto index = static_cast<std::size_t>(choice.index);
    const Detection& detection = found.detections(choice.side.scope)[index];
    char score[32];
    char pixels[48];
    std::snprintf(score, sizeof score, "%.1f %%", static_cast<double>(100 * detection.score));
    std::snprintf(pixels, sizeof pixels, "%.0f × %.0f px", static_cast<double>(detection.box.width()),
                  static_cast<double>(detection.box.height()));
    const std::string level = lab::level_text(*found.plan, detection.level);
    const std::string tile =
        std::to_string(detection.tile) + (detection.truncated ? ", cut at its edge" : "");
    const DetailLine lines[] = {{"Score", score}, {"Size", pixels}, {"Level", level}, {"Tile", tile}};
    const ImU32 ink = found.recovered(choice.side.scope, index) ? IM_COL32(240, 180, 41, 255)
                                                                : IM_COL32(108, 188, 236, 255);
    draw_detail_box(app, choice.side.detector, view.to_screen(detection.box),
                    app.session.label(detection, choice.side.detector), ink, lines);
}

/// One detector's picture.
void paint_pane(App& app, lab::Detector detector, const View& view) {
    const Picture& picture = app.picture;
    const float density = app.window.density();
    const auto pixels = [&](float points) { return static_cast<int>(points * density); };
    const Point origin = picture.origin_of(detector);
    const Area area{pixels(origin.x), pixels(origin.y), pixels(picture.size.x), pixels(picture.size.y)};
    app.passes.begin(area, app.window.drawable(), {view.scale * density, view.x * density, view.y * density});
    app.passes.draw_photo(app.texture);
    if (const Findings* found = app.session.findings(detector)) {
        const State& state = app.session.state;
        if (state.score_map) {
            const int finest = static_cast<int>(found->plan->levels.size()) - 1;
            app.passes.draw_scores(found->score_maps, std::min(state.score_level, finest), found->photo->size,
                                   found->min_score);
        }
        const float split = app.split();
        if (split > 0) paint_side(app, {detector, lab::Scope::kFullFrame}, 0, split, density);
        paint_side(app, {detector, lab::Scope::kPyramid}, split, picture.size.x, density);
    }
}

/// Names what is found, between two columns of a picture.
void draw_side_labels(App& app, Side side, const View& view, float from_x, float to_x) {
    if (app.session.findings(side.detector) == nullptr) return;
    const Point origin = app.picture.origin_of(side.detector);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.PushClipRect({origin.x + from_x, origin.y}, {origin.x + to_x, origin.y + app.picture.size.y}, true);
    draw_labels(app, side, view, from_x, to_x);
    list.PopClipRect();
}

}  // namespace

void paint_picture(App& app) {
    const auto view = app.view();
    if (!view || app.picture.size.x < 2) return;
    paint_pane(app, lab::Detector::kA, *view);
    if (app.session.state.versus) paint_pane(app, lab::Detector::kB, *view);
    app.passes.end();
}

void draw_overlay(App& app) {
    const auto view = app.view();
    const Picture& picture = app.picture;
    const Ui& ui = app.ui;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImVec2 from{picture.origin.x, picture.origin.y};
    const ImVec2 to{from.x + picture.size.x, from.y + picture.size.y};
    if (!view) {
        const char* words = app.session.state.on_scene               ? "Rendering the scene"
                            : app.session.catalogue.photos().empty() ? "Drop a photo or a folder here"
                                                                     : "Reading the photo";
        const float width = ui.text_width(ui.fonts.figure, words);
        list.AddText(ui.fonts.figure, ui.fonts.figure->FontSize * ImGui::GetIO().FontGlobalScale,
                     {(from.x + to.x - width) / 2, (from.y + to.y) / 2 - ui.px(12)}, ui.colours.ink_3, words);
        return;
    }
    if (app.session.state.labels) {
        const float split = app.split();
        const float gap = ui.px(3);  // Half of the divider's line.
        if (split > 0)
            draw_side_labels(app, {lab::Detector::kA, lab::Scope::kFullFrame}, *view, 0, split - gap);
        draw_side_labels(app, {}, *view, split > 0 ? split + gap : 0, picture.size.x);
        draw_side_labels(app, {lab::Detector::kB, lab::Scope::kPyramid}, *view, 0, picture.size.x);
    }
    draw_reach(app, *view);
    const auto& hovered = picture.hovered;
    if (hovered && static_cast<std::size_t>(hovered->index) < app.session.detections(hovered->side).size()) {
        draw_details(app, *hovered, *view);
    }
}

}  // namespace farsight::viewer
