// farsight inspect: what a network eats, its heads, its anchors, its blind spot.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "command.h"
#include "commands.h"
#include "farsight/plain_text.h"
#include "farsight/runtime/files.h"
#include "farsight/runtime/model_file.h"
#include "inspect/blind_spot.h"
#include "inspect/test_run.h"
#include "model_options.h"
#include "option_checks.h"
#include "outputs.h"

namespace farsight::cli {
namespace {

using Json = nlohmann::ordered_json;

const char* name_of(Layout layout) {
    return layout == Layout::kNhwc ? "NHWC" : "NCHW";
}
const char* name_of(ElementType type) {
    return type == ElementType::kFloat32 ? "float32" : "uint8";
}
const char* name_of(ChannelOrder order) {
    return order == ChannelOrder::kRgb ? "RGB" : "BGR";
}
const char* name_of(Resize resize) {
    return resize == Resize::kStretch ? "stretch" : "letterbox";
}

const char* name_of(HeadKind kind) {
    switch (kind) {
        case HeadKind::kSsd:
            return "ssd";
        case HeadKind::kYolo:
            return "yolo";
        case HeadKind::kDecoded:
            return "decoded";
        case HeadKind::kEndToEnd:
            return "end-to-end";
    }
    return "";
}

Json tensor_json(const TensorInfo& tensor) {
    return {{"name", plain_line(tensor.name)}, {"type", name_of(tensor.type)}, {"shape", tensor.shape}};
}

/// A side in pixels with one decimal, as people and charts want it.
Json side_json(double side_px) {
    return side_px > 0 ? Json(std::round(side_px * 10) / 10) : Json(nullptr);
}

Json anchors_json(const AnchorGrid& grid, Size input) {
    Json layers = Json::array();
    for (const AnchorLayer& layer : grid.layers) {
        const auto first = static_cast<std::size_t>(layer.first_anchor);
        double smallest = 0;
        double largest = 0;
        for (std::size_t i = first; i < first + static_cast<std::size_t>(layer.per_cell); ++i) {
            const Anchor& anchor = grid.anchors[i];
            const double side = std::sqrt(static_cast<double>(anchor.width) * input.width *
                                          static_cast<double>(anchor.height) * input.height);
            smallest = smallest == 0 ? side : std::min(smallest, side);
            largest = std::max(largest, side);
        }
        layers.push_back({{"rows", layer.rows},
                          {"columns", layer.columns},
                          {"per_cell", layer.per_cell},
                          {"smallest_px", grid.sized ? side_json(smallest) : Json(nullptr)},
                          {"largest_px", grid.sized ? side_json(largest) : Json(nullptr)}});
    }
    return {{"count", grid.anchors.size()}, {"layers", layers}};
}

Json blind_spot_json(const std::vector<BlindSpot>& rows) {
    Json json = Json::array();
    for (const BlindSpot& row : rows) {
        json.push_back({{"name", row.name},
                        {"width", row.image.width},
                        {"height", row.image.height},
                        {"full_frame_px", side_json(row.full_frame_px)},
                        {"tiled_px", side_json(row.tiled_px)},
                        {"tiles", row.tiles},
                        {"levels", row.levels}});
    }
    return json;
}

Json findings_json(const std::vector<Finding>& findings) {
    Json list = Json::array();
    for (const Finding& finding : findings) {
        list.push_back({{"subject", finding.subject},
                        {"value", finding.value},
                        {"how", finding.how},
                        {"certainty", name_of(finding.certainty)}});
    }
    return list;
}

Json ranges_json(const std::vector<HeadRange>& ranges) {
    Json list = Json::array();
    for (const HeadRange& range : ranges) {
        list.push_back({{"name", range.name},
                        {"values", range.values},
                        {"non_finite", range.non_finite},
                        {"least", range.least},
                        {"mean", range.mean},
                        {"most", range.most}});
    }
    return list;
}

/// What a run on the test picture adds; a run that fails is a warning.
Json test_run_json(const Result<HeadCheck>& check) {
    if (check) return {{"ranges", ranges_json(check->ranges)}, {"warnings", check->warnings}};
    const std::string words = "It could not be run on the test picture: " + check.error().message;
    return {{"ranges", Json::array()}, {"warnings", {words}}};
}

/// Whether the network takes regions of free size, and else why not.
Json size_json(const Model& model) {
    if (!model.card.free) return {{"free", false}, {"because", model.tiles_because}};
    return {
        {"free", true}, {"step_px", model.card.free->step_px}, {"strides_px", model.card.free->strides_px}};
}

Json inspection(const Model& model, const AnchorGrid& grid, const std::vector<BlindSpot>& blind_spots) {
    const ModelCard& card = model.card;
    Json outputs = Json::array();
    for (const TensorInfo& output : model.network.outputs()) {
        outputs.push_back(tensor_json(output));
        if (output.type != ElementType::kFloat32) outputs.back()["type"] = "integer";
    }
    Json labels = Json::array();
    for (const Label& label : card.labels) labels.push_back(label.name);
    return {{"schema", "farsight.inspection/1"},
            {"name", card.name},
            {"title", card.title},
            {"licence", card.licence},
            {"source", card.source},
            {"network", model.network_file.string()},
            {"card", model.card_file.string()},
            {"input",
             {{"tensor", tensor_json(model.network.inputs().front())},
              {"width", card.input.size.width},
              {"height", card.input.size.height},
              {"layout", name_of(card.input.layout)},
              {"channels", name_of(card.input.order)},
              {"resize", name_of(card.input.resize)},
              {"mean", card.input.mean},
              {"scale", card.input.scale}}},
            {"heads",
             {{"kind", name_of(card.heads.kind)},
              {"classes", card.heads.classes_count},
              {"background", card.heads.background},
              {"outputs", outputs}}},
            {"labels", labels},
            {"size", size_json(model)},
            {"understood", findings_json(model.findings)},
            {"warnings", model.warnings},
            {"anchors", anchors_json(grid, card.input.size)},
            {"blind_spot", blind_spot_json(blind_spots)}};
}

std::string shape_text(const Json& shape) {
    std::string text;
    for (const auto& dimension : shape) {
        text += text.empty() ? "" : "x";
        text += dimension.get<std::int64_t>() < 0 ? "N" : std::to_string(dimension.get<std::int64_t>());
    }
    return text;
}

std::string text_or(const Json& value, const char* otherwise) {
    if (value.is_null()) return otherwise;
    char text[32];
    std::snprintf(text, sizeof text, "%.1f", value.get<double>());
    return text;
}

std::string text_of(const Json& string) {
    return string.get<std::string>();
}

std::string model_table(const Json& j) {
    const Json& input = j["input"];
    std::string out = text_of(j["name"]);
    if (!text_of(j["title"]).empty()) out += ": " + text_of(j["title"]);
    out += "\n  network  " + text_of(j["network"]) + "\n";
    out +=
        "  card     " +
        (text_of(j["card"]).empty() ? "none beside it: see what was understood below" : text_of(j["card"])) +
        "\n";
    if (!text_of(j["licence"]).empty()) out += "  licence  " + text_of(j["licence"]) + "\n";
    if (!text_of(j["source"]).empty()) out += "  source   " + text_of(j["source"]) + "\n";
    out += "\nEats\n  " + text_of(input["tensor"]["name"]) + "  " + text_of(input["tensor"]["type"]) + " " +
           shape_text(input["tensor"]["shape"]) + ", " + text_of(input["channels"]) + ", " +
           (text_of(input["resize"]) == "stretch" ? "stretched" : "letterboxed") + " to " +
           std::to_string(input["width"].get<int>()) + " x " + std::to_string(input["height"].get<int>()) +
           "\n";
    out += "\nHeads: " + text_of(j["heads"]["kind"]) + ", " +
           std::to_string(j["heads"]["classes"].get<int>()) + " classes\n";
    for (const auto& output : j["heads"]["outputs"]) {
        out += "  " + text_of(output["name"]) + "  " + shape_text(output["shape"]) + "\n";
    }
    return out;
}

std::string free_text(const Json& size) {
    if (!size["free"].get<bool>()) {
        return "Size\n  fixed: " + text_of(size["because"]) +
               ". Levels beyond the full frame run as tiles.\n";
    }
    std::string text = "Size\n  free, in steps of " + std::to_string(size["step_px"].get<int>()) + " pixels";
    if (const auto layers = size["strides_px"].size(); layers > 0) {
        text += "; beyond the full frame the first " + std::to_string(layers) + " anchor layers run";
    }
    return text + ".\n";
}

std::string account_table(const Json& findings, const Json& warnings) {
    std::string out;
    if (!findings.empty())
        out += "\nUnderstood (said by the file, seen in its shapes or graph, or guessed)\n";
    for (const auto& finding : findings) {
        const std::string certainty = text_of(finding["certainty"]);
        out += "  " + certainty + std::string(9 - std::min<std::size_t>(certainty.size(), 8), ' ') +
               text_of(finding["subject"]) + ": " + text_of(finding["value"]) + " (" +
               text_of(finding["how"]) + ")\n";
    }
    for (const auto& warning : warnings) out += "  warning: " + text_of(warning) + "\n";
    return out;
}

std::string test_run_table(const Json& run) {
    std::string out = "\nValues on a test picture (a scene of the proving ground, full frame)\n";
    if (!run["ranges"].empty()) out += "  output                       least       mean       most\n";
    for (const auto& range : run["ranges"]) {
        char line[200];
        std::snprintf(line, sizeof line, "  %-22.40s %11.4g%11.4g%11.4g\n", text_of(range["name"]).c_str(),
                      range["least"].get<double>(), range["mean"].get<double>(), range["most"].get<double>());
        out += line;
    }
    for (const auto& warning : run["warnings"]) out += "  warning: " + text_of(warning) + "\n";
    return out;
}

std::string anchors_table(const Json& anchors) {
    if (anchors["count"].get<int>() == 0) return {};
    std::string out = "\nAnchors: " + std::to_string(anchors["count"].get<int>()) +
                      "\n  grid      a cell   smallest   largest (side in input pixels)\n";
    for (const auto& layer : anchors["layers"]) {
        char line[160];
        std::snprintf(line, sizeof line, "  %3d x %-3d  %5d   %8s  %8s\n", layer["columns"].get<int>(),
                      layer["rows"].get<int>(), layer["per_cell"].get<int>(),
                      text_or(layer["smallest_px"], "any").c_str(),
                      text_or(layer["largest_px"], "any").c_str());
        out += line;
    }
    return out;
}

std::string blind_spot_table(const Json& rows) {
    std::string out =
        "\nBlind spot: side in source pixels of the smallest square object that an anchor reaches with IoU "
        ">= 0.5\n";
    if (rows.empty() || rows.front()["full_frame_px"].is_null()) {
        return out + "  This network's anchors have no sizes of their own, so they set no limit.\n";
    }
    out += "  picture               full frame    tiled   (tiles, levels)\n";
    for (const auto& row : rows) {
        char line[160];
        std::snprintf(line, sizeof line, "  %-6s %5d x %-5d  %8s px  %7s px   (%d, %d)\n",
                      text_of(row["name"]).c_str(), row["width"].get<int>(), row["height"].get<int>(),
                      text_or(row["full_frame_px"], "-").c_str(), text_or(row["tiled_px"], "-").c_str(),
                      row["tiles"].get<int>(), row["levels"].get<int>());
        out += line;
    }
    return out;
}

struct InspectArguments {
    std::string model;
    ModelFiles files;
    std::string format = "table";
    std::string write_card;
};

/// The card as a file to edit; it names the network, so that it can be given in its place.
Result<void> write_card_file(const std::string& file, const Model& model) {
    ModelCard card = model.card;
    const auto network = std::filesystem::absolute(model.network_file);
    const auto folder = std::filesystem::absolute(file).parent_path();
    card.file = network.parent_path() == folder ? network.filename().string() : network.string();
    return write_file(file, farsight::write_card(card));
}

ExitCode run_inspect(const InspectArguments& arguments) {
    std::vector<std::string> inputs;
    add_model_files(inputs, arguments.model, arguments.files);
    if (auto good = check_outputs({{"--write-card", arguments.write_card}}, inputs); !good) {
        return report(good.error());
    }
    const auto model = load_model(arguments.model, arguments.files);
    if (!model) return report(model.error());
    AnchorGrid grid;
    if (model->card.heads.kind == HeadKind::kSsd) {
        auto made = make_anchors(model->card.heads.anchors, model->card.input.size);
        if (!made) return report(made.error());
        grid = std::move(*made);
    }
    const auto blind_spots = find_blind_spots(model->card, grid);
    if (!blind_spots) return report(blind_spots.error());
    if (!arguments.write_card.empty()) {
        if (auto wrote = write_card_file(arguments.write_card, *model); !wrote) return report(wrote.error());
    }
    Json json = inspection(*model, grid, *blind_spots);
    json["test_picture"] = test_run_json(check_on_test_picture(*model));
    const std::string text = arguments.format == "json"
                                 ? json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"
                                 : model_table(json) + "\n" + free_text(json["size"]) +
                                       account_table(json["understood"], json["warnings"]) +
                                       test_run_table(json["test_picture"]) + anchors_table(json["anchors"]) +
                                       blind_spot_table(json["blind_spot"]);
    if (auto written = write_output({}, text); !written) return report(written.error());
    return kDone;
}

}  // namespace

void add_inspect(CLI::App& app, int& exit_code) {
    auto arguments = std::make_shared<InspectArguments>();
    CLI::App& inspect =
        *app.add_subcommand("inspect", "Say what a model eats, its heads, its anchors, its blind spot");
    inspect.add_option("MODEL", arguments->model, "A model's name, or a .onnx, .tflite or card file")
        ->required();
    add_model_file_options(inspect, arguments->files);
    add_file_option(inspect, "--write-card", arguments->write_card,
                    "Write what was understood to this file, as a card to edit");
    inspect.add_option("--format", arguments->format, "table or json")
        ->check(one_of({"table", "json"}))
        ->capture_default_str();
    inspect.footer(
        "Example:\n  farsight inspect ssd_mobilenet_v2_oidv4\n"
        "  farsight inspect detector.tflite --labels names.txt --write-card detector.card.json");
    inspect.callback([arguments, &exit_code] { exit_code = run_inspect(*arguments); });
}

}  // namespace farsight::cli
