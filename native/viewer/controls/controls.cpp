// The left panel: the page's controls, in its order and words.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <thread>

#include "app/app.h"
#include "controls/properties.h"

namespace farsight::viewer {
namespace {

void draw_thumbnail(App& app, const PhotoEntry& entry, ImVec2 size, bool current) {
    Ui& ui = app.ui;
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const ImVec2 to{from.x + size.x, from.y + size.y};
    if (ImGui::InvisibleButton(entry.name.c_str(), size)) app.session.choose_photo(entry.name);
    ui.note_place(("photo-" + entry.name).c_str(), from, to);
    ui.tooltip(entry.title.c_str());
    if (!ImGui::IsItemVisible()) return;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const GLuint texture = app.thumbnails.texture(entry.file);
    const float radius = ui.px(5);
    list.AddRectFilled(from, to, ui.colours.well, radius);
    if (texture != 0) {
        // ImGui carries a texture's number as a pointer.
        // NOLINTNEXTLINE(performance-no-int-to-ptr)
        auto* id = reinterpret_cast<ImTextureID>(static_cast<std::uintptr_t>(texture));
        list.AddImageRounded(id, from, to, {0, 0}, {1, 1}, IM_COL32_WHITE, radius);
    }
    if (!current) return;
    const float gap = ui.px(2.5F);
    list.AddRect({from.x - gap, from.y - gap}, {to.x + gap, to.y + gap}, ui.colours.ink, radius + gap, 0,
                 ui.px(2));
}

/// The file list: five in a row, and a scroll bar for a whole folder.
void draw_gallery(App& app) {
    constexpr int kColumns = 5;
    constexpr int kMostRows = 4;
    Ui& ui = app.ui;
    const auto& photos = app.session.catalogue.photos();
    if (photos.empty()) return ui.fact("No photos are listed. Drop a photo or a folder on the window.");
    const int current = app.session.catalogue.photo_index(app.session.state.photo);
    const float gap = ui.px(6);
    const int rows = (static_cast<int>(photos.size()) + kColumns - 1) / kColumns;
    const float width = ImGui::CalcItemWidth() + ui.px(rows > kMostRows ? 10 : 0);
    const float cell = (ImGui::CalcItemWidth() - gap * (kColumns - 1)) / kColumns;
    const float height = std::round(cell * 0.75F);
    const float shown = static_cast<float>(std::min(rows, kMostRows)) * (height + gap) + gap;
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() - ui.px(3));
    ImGui::BeginChild("gallery", {width + ui.px(6), shown}, false);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {gap, gap});
    ImGui::SetCursorPosY(ui.px(4));
    for (int i = 0; i < static_cast<int>(photos.size()); ++i) {
        if (i % kColumns > 0) ImGui::SameLine();
        if (i % kColumns == 0) ImGui::SetCursorPosX(ui.px(3));
        draw_thumbnail(app, photos[static_cast<std::size_t>(i)], {cell, height}, i == current);
    }
    ImGui::PopStyleVar();
    ImGui::EndChild();
    const PhotoEntry& entry = photos[static_cast<std::size_t>(current)];
    ui.fact(entry.credit.empty() ? entry.title + " stays on this machine." : entry.credit);
}

void draw_photo_controls(App& app) {
    Ui& ui = app.ui;
    if (ui.button(
            {"file", "Open a photo", "A photo, a folder of photos, or a model. They can be dropped, too."},
            Icon::kOpen, true)) {
        app.browser.open();
    }
    draw_gallery(app);
    ImGui::Dummy({0, ui.px(4)});
    draw_properties(ui, lab::Section::kPhoto, app.session.state);
}

/// A photo, without ground truth, or a rendered scene, with exact ground truth.
void draw_picture_section(App& app) {
    constexpr std::array kSources = {Segment{"source-photo", "Photo"},
                                     Segment{"source-scene", "Proving ground"}};
    app.ui.section_begin(nullptr);
    int source = app.session.state.on_scene ? 1 : 0;
    if (app.ui.segments(kSources, source)) app.session.choose_source(source == 1);
    ImGui::Dummy({0, app.ui.px(4)});
    if (app.session.state.on_scene) {
        draw_scene_controls(app);
    } else {
        draw_photo_controls(app);
    }
    app.ui.section_end();
}

void draw_model_facts(App& app) {
    const auto& model = app.session.told().model;
    if (!model) return app.ui.fact(" ");
    const Size input = model->card.input.size;
    std::string facts =
        "Sees " + std::to_string(input.width) + " × " + std::to_string(input.height) + " pixels at a time";
    if (const double reach = std::ceil(model->smallest_reach_px); reach > 0) {
        facts += ", and nothing smaller than about " + std::to_string(std::lround(reach)) + " of them";
    }
    facts += model->has_card ? "." : ". It has no card: its heads were recognised by their shapes.";
    app.ui.fact(facts);
}

void draw_detector_section(App& app) {
    Ui& ui = app.ui;
    Session& session = app.session;
    ui.section_begin("Detector");
    std::vector<std::string> titles;
    for (const ModelEntry& entry : session.catalogue.models()) titles.push_back(entry.title);
    int model = session.catalogue.model_index(session.state.model);
    if (ui.choice(caption_of(lab::property("model")), model, titles)) {
        session.state.model = session.catalogue.models()[static_cast<std::size_t>(model)].name;
    }
    draw_model_facts(app);
    ImGui::Dummy({0, ui.px(4)});
    const int processors = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    std::vector<std::string> threads = {"Automatic (" + std::to_string(processors) +
                                        (processors == 1 ? " thread)" : " threads)")};
    for (int i = 1; i <= processors; ++i) {
        threads.push_back(std::to_string(i) + (i == 1 ? " thread" : " threads"));
    }
    ui.choice({"backend", "Runs on", "How many tiles the processor runs at a time."}, session.threads,
              threads);
    ui.section_end();
}

/// Levels and finest zoom of the current plan, where the core chose them.
std::optional<double> planned(const Findings* found, std::string_view name) {
    if (found == nullptr) return std::nullopt;
    if (name == "levels") return static_cast<double>(found->plan->levels.size());
    if (name == "finest-zoom") return found->plan->levels.back().zoom();
    if (name == "budget") return found->result.pixel_ratio;
    return std::nullopt;
}

/// One class of the model, or all; a link may name several.
void draw_classes(App& app) {
    std::string& classes = app.session.state.search.classes;
    std::vector<std::string> options = {"All"};
    if (const auto& model = app.session.told().model; model) {
        for (std::size_t i = 0; i < model->card.labels.size(); ++i) {
            if (static_cast<int>(i) != model->card.heads.background)
                options.push_back(model->card.labels[i].name);
        }
    }
    auto current = std::find(options.begin() + 1, options.end(), classes);
    if (current == options.end() && !classes.empty()) current = options.insert(current, classes);
    int index = classes.empty() ? 0 : static_cast<int>(current - options.begin());
    if (!app.ui.choice(caption_of(lab::property("classes")), index, options)) return;
    classes = index == 0 ? "" : options[static_cast<std::size_t>(index)];
}

void draw_pyramid_section(App& app) {
    app.ui.section_begin(nullptr);
    draw_properties(app.ui, lab::Section::kPyramid, app.session.state,
                    {[&](std::string_view name) { return planned(app.session.findings(), name); },
                     [&](const lab::Property& property) {
                         if (property.name == "classes") draw_classes(app);
                         return property.name == "classes";
                     }});
    app.ui.section_end();
}

void draw_decision_section(App& app) {
    app.ui.section_begin("Decision");
    draw_properties(app.ui, lab::Section::kDecision, app.session.state);
    app.ui.section_end();
}

}  // namespace

void draw_control_sections(App& app) {
    Ui& ui = app.ui;
    draw_picture_section(app);
    draw_detector_section(app);
    draw_pyramid_section(app);
    draw_decision_section(app);
    draw_versus_controls(app);
    if (lab::is_initial(app.session.state)) return;
    ImGui::SetCursorPos({ui.px(18), ImGui::GetCursorPosY() + ui.px(14)});
    if (ui.plain(
            {"reset", "Reset all settings", "Everything but the photo and the model as at the start."})) {
        app.session.reset();
    }
    ImGui::Dummy({0, ui.px(22)});
}

void draw_controls(App& app, ImVec2 size) {
    begin_panel(app, "controls", size);
    draw_control_sections(app);
    const ImVec2 at = ImGui::GetWindowPos();
    ImGui::GetWindowDrawList()->AddLine({at.x + size.x - 1, at.y}, {at.x + size.x - 1, at.y + size.y},
                                        app.ui.colours.line);
    ImGui::EndChild();
}

}  // namespace farsight::viewer
