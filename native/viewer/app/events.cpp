#include "app/events.h"
#include "farsight/lab/link.h"
#include "farsight/lab/range_words.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <string_view>
#include <thread>

namespace farsight::viewer {
namespace {

using OrderedJson = nlohmann::ordered_json;

void print_line(const OrderedJson& json) {
    const std::string line = json.dump(-1, ' ', false, OrderedJson::error_handler_t::replace) + "\n";
    std::fwrite(line.data(), 1, line.size(), stdout);
    std::fflush(stdout);
}

const char* name_of(Phase phase) {
    constexpr std::array kNames = {"loading", "working", "ready", "stopped", "error"};
    return kNames[static_cast<std::size_t>(phase)];
}

const char* name_of(ErrorAbout about) {
    constexpr std::array kNames = {"photo", "model", "run"};
    return kNames[static_cast<std::size_t>(about)];
}

/// As the command's JSON has it.
OrderedJson number(double value) {
    return std::isfinite(value) ? OrderedJson(value) : OrderedJson();
}

void push_drop(SDL_EventType type, const std::string& file = "") {
    SDL_Event event = {};
    event.type = type;
    if (type == SDL_DROPFILE) event.drop.file = SDL_strdup(file.c_str());
    SDL_PushEvent(&event);
}

void obey(std::string_view line) {
    constexpr std::string_view kDrop = "drop ";
    if (line.starts_with(kDrop)) push_drop(SDL_DROPFILE, std::string(line.substr(kDrop.size())));
    if (line == "drop-begin") push_drop(SDL_DROPBEGIN);
    if (line == "drop-end") push_drop(SDL_DROPCOMPLETE);
    if (line == "quit") {
        SDL_Event event = {};
        event.type = SDL_QUIT;
        SDL_PushEvent(&event);
    }
}

}  // namespace

void Events::print(const App& app) {
    print_status(app);
    print_findings(app);
    print_model(app);
    print_second(app);
    print_studies(app);
    print_why(app);
    if (app.session.settled()) print_layout(app);
}

void Events::print_status(const App& app) {
    const Status status = app.session.status();
    const std::string now = std::string(name_of(status.phase)) + status.text;
    if (now != status_)
        print_line({{"event", "status"}, {"phase", name_of(status.phase)}, {"text", status.text}});
    status_ = now;
    const std::string error = app.session.error ? app.session.error->text : "";
    if (error != error_ && !error.empty()) {
        print_line({{"event", "error"}, {"about", name_of(app.session.error->about)}, {"text", error}});
    }
    error_ = error;
}

void Events::print_findings(const App& app) {
    const Findings* found = app.session.findings();
    if (found == nullptr || found == findings_) return;
    findings_ = found;
    OrderedJson line = {{"event", "findings"},
                        {"done", found->done},
                        {"photo", found->photo->name},
                        {"model", found->model->name},
                        {"full_frame", found->counts.full_frame},
                        {"recovered", found->counts.recovered},
                        {"total", found->counts.total},
                        {"full_frame_alone", found->counts.full_frame_alone},
                        {"tiles", found->plan->tiles.size()},
                        {"tiles_cached", found->tiles_cached},
                        {"pixel_ratio", found->result.pixel_ratio},
                        {"full_pixel_ratio", found->result.full_pixel_ratio},
                        {"network_runs", found->network_runs},
                        {"state", lab::to_query(app.session.state)}};
    if (const lab::Judgement* judged = found->judgement.get()) {
        line["truth"] = {{"in_sight", judged->in_sight()},
                         {"full_frame", judged->seen(lab::Scope::kFullFrame)},
                         {"pyramid", judged->seen(lab::Scope::kPyramid)}};
    }
    print_line(line);
}

/// Names of the classes, and the command that does the same.
void Events::print_model(const App& app) {
    const Findings* found = app.session.findings();
    if (found == nullptr || !found->done || !app.session.settled()) return;
    OrderedJson labels = OrderedJson::array();
    for (const Label& label : found->model->card.labels) labels.push_back(label.name);
    const OrderedJson line = {{"event", "model"}, {"labels", labels}, {"command", app.session.command()}};
    const std::string text = line.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
    if (text != model_) print_line(line);
    model_ = text;
}

void Events::print_second(const App& app) {
    const Findings* found = app.session.findings(lab::Detector::kB);
    if (found == nullptr || found == second_) return;
    second_ = found;
    print_line({{"event", "second"},
                {"done", found->done},
                {"photo", found->photo->name},
                {"model", found->model->name},
                {"total", found->pyramid.size()},
                {"tiles", found->plan->tiles.size()},
                {"network_runs", found->network_runs}});
}

void Events::print_studies(const App& app) {
    const StudyTold& range = app.session.range();
    if (range.running != measuring_) print_line({{"event", "measuring"}, {"running", range.running}});
    measuring_ = range.running;
    for (const auto& study : range.studies) {
        if (std::find(studies_.begin(), studies_.end(), study) != studies_.end()) continue;
        OrderedJson sides = OrderedJson::array();
        for (const RangeCurve& curve : study->curves) {
            OrderedJson found = OrderedJson::array();
            for (const RangePoint& point : curve.points) found.push_back({point.trials, point.found});
            const Interval& interval = curve.d50.interval;
            sides.push_back(
                {{"d50", number(lab::measured_place(curve.d50.place))},
                 {"d50_interval",
                  {number(lab::measured_place(interval.low)), number(lab::measured_place(interval.high))}},
                 {"d90", number(lab::measured_place(curve.d90.place))},
                 {"points", found}});
        }
        print_line({{"event", "study"},
                    {"model", study->settings.model},
                    {"setting", lab::setting_text(study->settings)},
                    {"scenes", study->scenes},
                    {"tiles", study->tiles},
                    {"curves", sides}});
    }
    studies_ = range.studies;
}

/// What the panel tells of the chosen object.
void Events::print_why(const App& app) {
    const lab::ObjectStory* story = app.session.story();
    const lab::WhyView* why = app.session.why();
    if (story == nullptr || why == nullptr) return;
    const auto look_of = [](const Look& look) {
        return OrderedJson{{"width", look.width_px},
                           {"height", look.height_px},
                           {"anchor", look.anchor_iou},
                           {"patch", {look.patch.size().width, look.patch.size().height}}};
    };
    const OrderedJson told = {{"event", "why"},
                              {"object", why->object},
                              {"title", story->title},
                              {"sentence", story->sentence},
                              {"verdict", story->verdict},
                              {"field", why->field_full_frame_px},
                              {"full_frame", look_of(why->look.full_frame)},
                              {"best", look_of(why->look.best)}};
    const std::string text = told.dump();
    if (text == why_) return;
    why_ = text;
    print_line(told);
}

void Events::print_layout(const App& app) {
    int x = 0;
    int y = 0;
    SDL_GetWindowPosition(app.window.handle(), &x, &y);
    OrderedJson places = OrderedJson::object();
    for (const auto& [id, place] : app.ui.places()) {
        places[id] = {std::lround(place.x), std::lround(place.y), std::lround(place.z), std::lround(place.w)};
    }
    const OrderedJson layout = {
        {"event", "layout"}, {"window", {x, y}}, {"focus", app.ui.focus()}, {"places", places}};
    const std::string text = layout.dump();
    if (text == layout_) return;
    layout_ = text;
    print_line(layout);
}

void read_orders() {
    std::thread([] {
        std::string line;
        char byte = 0;
        // Not stdio: at exit it would wait for the lock that the reading thread holds.
        while (::read(STDIN_FILENO, &byte, 1) == 1) {
            if (byte != '\n') {
                line += byte;
                continue;
            }
            obey(line);
            line.clear();
        }
    }).detach();
}

}  // namespace farsight::viewer
