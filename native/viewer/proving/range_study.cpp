// The range study: how far the detector sees, and the configurations that were measured.
#include <cmath>

#include "app/app.h"
#include "farsight/lab/range_words.h"
#include "proving/range_chart.h"
#include "share/exports.h"

namespace farsight::viewer {
namespace {

constexpr float kChartHeight = 172;

/// A heading with a chip at its right; true when that was pressed.
bool heading(Ui& ui, const char* title, const char* id, const char* label, const char* hint, bool pressed,
             Icon icon) {
    const float left = ImGui::GetCursorPosX();
    const float top = ImGui::GetCursorPosY();
    ui.text(ui.fonts.strong, ui.colours.ink, title);
    const float width = ui.text_width(ui.fonts.small, label) + ui.px(31);
    ImGui::SetCursorPos({left + ImGui::CalcItemWidth() - width, top - ui.px(1)});
    const bool is_pressed = ui.chip(id, label, hint, pressed, icon);
    ImGui::SetCursorPosX(left);
    ImGui::Dummy({0, ui.px(4)});
    return is_pressed;
}

/// One of the curves that are drawn together.
struct Curve {
    CrossingFigure figure;
    const lab::DistanceLimit* limit;  ///< Null: not known.
    std::size_t configuration;
};

const lab::DistanceLimit* limit_at(const App& app, std::size_t place) {
    const auto& limits = app.session.range().limits;
    return place < limits.size() ? limits[place].get() : nullptr;
}

/// Full frame and pyramid of the one detector.
std::vector<Curve> curves_of_one(const App& app, const lab::StudyResult* study) {
    const lab::BySweepConfiguration<ImU32> colours = side_colours(app.ui, app.settings.dark);
    const auto curve = [&](std::size_t c) { return study == nullptr ? nullptr : &study->curves[c]; };
    std::vector<Curve> curves = {
        {{"d50-full-frame", "D50 full frame", colours[0], study, curve(0)}, limit_at(app, 0), 0}};
    if (app.session.state.pyramid.enabled) {
        curves.push_back({{"d50-pyramid", "D50 pyramid", colours[1], study, curve(1)}, limit_at(app, 0), 1});
    }
    return curves;
}

/// What each of two compared detectors sees.
std::vector<Curve> curves_of_both(const App& app) {
    std::vector<Curve> curves;
    const auto add = [&](lab::Detector detector, const char* id, const char* label, ImU32 colour,
                         std::size_t place) {
        const lab::StudySettings settings = app.session.study_settings(detector);
        const lab::StudyResult* study = lab::study_of(app.session.range().studies, settings);
        const std::size_t configuration = settings.pyramid.enabled ? 1 : 0;
        curves.push_back({{id, label, colour, study, study == nullptr ? nullptr : &study->curve()},
                          limit_at(app, place),
                          configuration});
    };
    add(lab::Detector::kA, "d50-a", "D50 of A", app.ui.colours.side_a, 0);
    add(lab::Detector::kB, "d50-b", "D50 of B", app.ui.colours.side_b, 1);
    return curves;
}

void draw_curves(App& app, const std::vector<Curve>& curves) {
    Ui& ui = app.ui;
    std::vector<CrossingFigure> figures;
    std::vector<ChartSeries> series;
    std::vector<ChartLimit> dotted;
    for (const Curve& curve : curves) {
        figures.push_back(curve.figure);
        if (curve.figure.curve != nullptr) series.push_back({curve.figure.colour, curve.figure.curve});
        if (curve.limit != nullptr) dotted.push_back({curve.figure.colour, curve.limit, curve.configuration});
    }
    draw_crossings(ui, figures);
    std::optional<double> marker;
    if (app.session.chosen_object() != nullptr) marker = app.session.chosen_distance();
    draw_range_chart(ui, series, dotted, marker, ui.px(kChartHeight));
}

void draw_row(const Ui& ui, const std::string& title, const lab::StudyResult& study, float left,
              float width) {
    const float top = ImGui::GetCursorPosY();
    ui.text(ui.fonts.text, ui.colours.ink, ui.fitted(ui.fonts.text, title, width - ui.px(128)));
    const float below = ImGui::GetCursorPosY();
    const auto cell = [&](const std::string& text, float right, ImU32 colour, ImFont* font) {
        ImGui::SetCursorPosY(top);
        ui.text_right(font, colour, text, left + right);
    };
    const bool both = study.settings.pyramid.enabled;
    cell(std::to_string(std::lround(study.ms)), width, ui.colours.ink, ui.fonts.text);
    cell(std::to_string(study.tiles), width - ui.px(42), ui.colours.ink, ui.fonts.text);
    const std::string last = lab::crossing_m_text(study.curve().d50, study.curve().seen);
    const float right = width - ui.px(76);
    cell(last, right, both ? ui.colours.orange_ink : ui.colours.blue_ink, ui.fonts.strong);
    if (both) {
        const float before = right - ui.text_width(ui.fonts.strong, last) - ui.px(7);
        cell(lab::crossing_m_text(study.curves[0].d50, study.curves[0].seen), before, ui.colours.blue_ink,
             ui.fonts.strong);
    }
    ImGui::SetCursorPos({left, below - ui.px(3)});
    ui.fact(lab::setting_text(study.settings) + ", " + lab::scenes_text(study.scenes));
}

/// The table of configurations that were measured, with its export.
void draw_configurations(App& app) {
    Ui& ui = app.ui;
    const lab::Studies& studies = app.session.range().studies;
    if (studies.empty()) return;
    ui.section_begin(nullptr);
    if (heading(ui, "Configurations tried", "configurations-csv", "CSV",
                "Saves the table into the folder in which the viewer was started.", false, Icon::kSave)) {
        app.save_configurations();
    }
    const float left = ImGui::GetCursorPosX();
    const float width = ImGui::CalcItemWidth();
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float top = ImGui::GetCursorPosY();
    ui.text(ui.fonts.small, ui.colours.ink_3, "Setting");
    for (const auto& [what, right] :
         {std::pair{"D50, m", ui.px(76)}, std::pair{"Tiles", ui.px(42)}, std::pair{"ms", 0.0F}}) {
        ImGui::SetCursorPosY(top);
        ui.text_right(ui.fonts.small, ui.colours.ink_3, what, left + width - right);
    }
    for (const auto& study : studies)
        draw_row(ui, app.session.model_title(study->settings.model), *study, left, width);
    const ImVec2 to = ImGui::GetCursorScreenPos();
    ui.note_place("configurations", from, {from.x + width, to.y});
    ui.section_end();
}

void draw_measure_heading(App& app, const char* title, const char* id) {
    const bool running = app.session.range().running;
    if (heading(app.ui, title, id, running ? "Stop" : "Measure",
                "Renders scene after scene, with seeds of their own, and asks what is found in each.",
                running, running ? Icon::kStop : Icon::kPlay)) {
        app.session.measure(!running);
    }
}

std::string fact_of_one(const App& app, const lab::StudyResult* study) {
    return "Recall in percent over metres, with its 95 % band. Dotted: the best IoU that any anchor can have "
           "with a " +
           app.session.study_shape().name + ". " +
           (study == nullptr ? "Measure renders scene after scene, with seeds of their own, and asks what is "
                               "found in each."
                             : lab::scenes_text(study->scenes) + " so far, " +
                                   lab::seen_text(study->curves[0].seen, "m") + ".");
}

}  // namespace

void draw_range_study(App& app) {
    if (!app.session.shows_study()) return;
    Ui& ui = app.ui;
    ui.section_begin(nullptr);
    if (app.session.state.versus) {
        draw_measure_heading(app, "How far each sees", "sample-both");
        draw_curves(app, curves_of_both(app));
        ui.fact(
            "Recall in percent over metres with the 95 % band, on the same row of scenes as far as each "
            "has come. Dotted: the best IoU of any anchor with a " +
            app.session.study_shape().name + ".");
    } else {
        const lab::StudyResult* study =
            lab::study_of(app.session.range().studies, app.session.study_settings());
        draw_measure_heading(app, "How far it sees", "sample");
        draw_curves(app, curves_of_one(app, study));
        ui.fact(fact_of_one(app, study));
    }
    ui.section_end();
    draw_configurations(app);
}

}  // namespace farsight::viewer
