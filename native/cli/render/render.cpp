// farsight render: scenes of the proving ground, with exact ground truth.
#include <fstream>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>

#include "command.h"
#include "commands.h"
#include "farsight/runtime/files.h"
#include "farsight/runtime/image_file.h"
#include "farsight/scene_evaluation.h"
#include "line_log.h"
#include "option_checks.h"
#include "outputs.h"
#include "parallel.h"
#include "progress.h"
#include "recipe_options.h"
#include "render/render_record.h"

namespace farsight::cli {
namespace {

namespace fs = std::filesystem;

struct RenderArguments {
    lab::RecipeArguments recipe;
    std::int64_t count = 100;
    std::string out;
    std::string shard;
    std::string format = "png";
    std::vector<std::string> merge;
    double min_visible = kMinVisible;
    RenderOptions options;
    int threads = 0;
};

/// By these a later run knows the pictures that it may replace.
constexpr std::string_view kPngMark = "farsight render";
constexpr std::string_view kPpmMark = "P6\n# farsight render\n";

bool is_ours(const fs::path& picture) {
    if (picture.extension() == ".png") return is_png_of(picture, kPngMark);
    std::string head(kPpmMark.size(), '\0');
    std::ifstream in(picture, std::ios::binary);
    return in.read(head.data(), static_cast<std::streamsize>(head.size())) && head == kPpmMark;
}

std::string number_text(std::int64_t number) {
    std::string text = std::to_string(number);
    return text.size() < 6 ? std::string(6 - text.size(), '0') + text : text;
}

Result<std::vector<std::byte>> encode_ppm(const ImageView& image) {
    const std::string head = std::string(kPpmMark) + std::to_string(image.size.width) + " " +
                             std::to_string(image.size.height) + "\n255\n";
    const auto head_bytes = std::as_bytes(std::span(head));
    std::vector<std::byte> out(head_bytes.begin(), head_bytes.end());
    const auto row_bytes = static_cast<std::size_t>(image.size.width) * 3;
    out.reserve(out.size() + row_bytes * static_cast<std::size_t>(image.size.height));
    for (int y = 0; y < image.size.height; ++y) {
        const auto row = std::as_bytes(std::span(image.row(y), row_bytes));
        out.insert(out.end(), row.begin(), row.end());
    }
    return out;
}

/// Renders what is missing of a shard, on several threads.
class RenderRun {
public:
    RenderRun(const RenderArguments& arguments, lab::SceneRecipe recipe)
        : arguments_(arguments), recipe_(std::move(recipe)) {}

    /// Finds out what an earlier run has done.
    Result<void> prepare() {
        if (!arguments_.shard.empty()) {
            const auto shard = parse_shard(arguments_.shard);
            if (!shard) return tl::unexpected(shard.error());
            terms_.shard = *shard;
        }
        auto json = nlohmann::ordered_json::parse(recipe_.description);
        json["format"] = arguments_.format;
        json["min_visible"] = arguments_.min_visible;
        json["blur"] = arguments_.options.blur_px;
        json["noise"] = arguments_.options.noise;
        terms_.recipe = json.dump();
        terms_.count = arguments_.count;
        const std::string suffix = arguments_.shard.empty() ? ""
                                                            : "-" + std::to_string(terms_.shard.index) +
                                                                  "-of-" + std::to_string(terms_.shard.count);
        const fs::path folder = arguments_.out;
        annotations_file_ = folder / ("annotations" + suffix + ".json");
        if (auto read = read_finished(); !read) return read;
        if (auto read = read_unfinished(folder / ("annotations" + suffix + ".part")); !read) return read;
        for (std::int64_t id = 1; id <= arguments_.count; ++id) {
            if ((id - 1) % terms_.shard.count != terms_.shard.index - 1) continue;
            ++total_;
            std::error_code ignored;
            const bool there =
                records_.contains(id) && fs::file_size(picture_file(id), ignored) > 0 && !ignored;
            if (!there) missing_.push_back(id);
        }
        return check_pictures();
    }

    Result<void> run() {
        const int lanes = thread_count(arguments_.threads, missing_.size());
        std::vector<Lane> buffers(static_cast<std::size_t>(lanes));
        auto ran = run_parallel(missing_.size(), lanes, [&](std::size_t item, int lane) {
            return render_one(missing_[item], buffers[static_cast<std::size_t>(lane)]);
        });
        bar_.clear();
        if (!ran && ran.error().code == ErrorCode::kCancelled) {
            return fail(ErrorCode::kCancelled, "interrupted after " + std::to_string(records_.size()) +
                                                   " of " + std::to_string(total_) +
                                                   " scenes; the same command continues there.");
        }
        if (!ran) return ran;
        if (auto written = write_file(annotations_file_, annotations_text(terms_, records_)); !written) {
            return written;
        }
        log_.remove();
        return {};
    }

    std::string summary() const {
        std::size_t objects = 0;
        for (const auto& [id, record] : records_) objects += record.annotations.size();
        return std::to_string(records_.size()) + " scenes with " + std::to_string(objects) +
               " objects: " + annotations_file_.string() + "\n";
    }

private:
    struct Lane {
        SceneRenderer renderer;
        Image image;
        GroundTruth truth;
    };

    std::string picture_name(std::int64_t id) const { return number_text(id) + "." + arguments_.format; }
    fs::path picture_file(std::int64_t id) const { return fs::path(arguments_.out) / picture_name(id); }

    Result<void> read_finished() {
        std::error_code ignored;
        if (!fs::exists(annotations_file_, ignored)) return {};
        const auto bytes = read_file(annotations_file_, std::size_t{4} << 30);
        if (!bytes) return tl::unexpected(bytes.error());
        auto scenes = read_annotations_text({reinterpret_cast<const char*>(bytes->data()), bytes->size()},
                                            annotations_file_.string());
        if (!scenes) return tl::unexpected(scenes.error());
        if (log_head(scenes->terms) != log_head(terms_)) {
            return fail(ErrorCode::kMismatch,
                        annotations_file_.string() + ": holds other scenes; give --out another folder.");
        }
        records_ = std::move(scenes->records);
        return {};
    }

    Result<void> read_unfinished(const fs::path& file) {
        auto opened = LineLog::open(file);
        if (!opened) return tl::unexpected(opened.error());
        log_ = std::move(*opened);
        if (auto ours = log_.check_unfinished_head(log_head(terms_)); !ours) return ours;
        const auto text = log_.text();
        if (!text) return tl::unexpected(text.error());
        auto log = read_log(*text, terms_, log_.path().string());
        if (!log) return tl::unexpected(log.error());
        records_.merge(log->records);
        if (auto cut = log_.cut(log->whole_bytes); !cut) return cut;
        return log->begun ? Result<void>{} : log_.append(log_head(terms_));
    }

    /// What an earlier run drew may be drawn again; what anybody else put there may not.
    Result<void> check_pictures() {
        for (const std::int64_t id : missing_) {
            std::error_code ignored;
            const fs::path file = picture_file(id);
            const bool free = !fs::exists(file, ignored) || records_.contains(id) || is_ours(file);
            if (free) continue;
            if (records_.empty()) log_.remove();
            return fail(ErrorCode::kIo, file.string() +
                                            ": was not drawn by farsight render and is not replaced; give "
                                            "--out another folder.");
        }
        return {};
    }

    Result<void> render_one(std::int64_t id, Lane& lane) {
        const SceneOptions options = lab::scene_options(recipe_, id - 1);
        const auto scene = make_scene(options);
        if (!scene) return tl::unexpected(scene.error());
        if (auto drawn = lane.renderer.render(*scene, arguments_.options, lane.image, lane.truth); !drawn)
            return drawn;
        const auto picture = arguments_.format == "ppm" ? encode_ppm(lane.image.view())
                                                        : encode_png(lane.image.view(), kPngMark);
        if (!picture) return tl::unexpected(picture.error());
        if (auto written = write_file(picture_file(id), std::span<const std::byte>(*picture), Flush::kLater);
            !written) {
            return written;
        }
        SceneRecord record =
            scene_record(id, picture_name(id), options, *scene, lane.truth, arguments_.min_visible);
        const std::scoped_lock lock(mutex_);
        if (auto kept = log_.append(log_line(id, record)); !kept) return kept;
        records_[id] = std::move(record);
        ++done_;
        bar_.show("rendering", static_cast<int>(total_ - missing_.size() + done_), static_cast<int>(total_),
                  "scenes");
        return {};
    }

    const RenderArguments& arguments_;
    lab::SceneRecipe recipe_;
    RenderTerms terms_;
    fs::path annotations_file_;
    LineLog log_;
    SceneRecords records_;
    std::vector<std::int64_t> missing_;
    std::size_t total_ = 0;
    std::mutex mutex_;  ///< Of all below and of the log and the records, once the threads run.
    std::size_t done_ = 0;
    ProgressBar bar_;
};

ExitCode merge_annotations(const RenderArguments& arguments) {
    const Output out = {"--out", arguments.out};
    if (auto good = check_outputs({out}, arguments.merge); !good) return report(good.error());
    if (!is_standard_output(arguments.out)) {
        if (auto good = check_ending(out, "an annotation file", {".json"}); !good)
            return report(good.error());
    }
    const auto merged = merge_shards(arguments.merge);
    if (!merged) return report(merged.error());
    const std::string text = annotations_text(merged->terms, merged->records);
    if (auto written = write_output(arguments.out, text); !written) return report(written.error());
    return kDone;
}

ExitCode run_render(const RenderArguments& arguments) {
    if (!arguments.merge.empty()) return merge_annotations(arguments);
    if (arguments.out.empty()) {
        return report(
            {ErrorCode::kInvalidArgument, "give --out FOLDER for the pictures and their annotations."});
    }
    auto recipe = lab::parse_recipe(arguments.recipe);
    if (!recipe) return report(recipe.error());
    catch_interrupt();
    RenderRun run(arguments, std::move(*recipe));
    if (auto ready = run.prepare(); !ready) return report(ready.error());
    if (auto done = run.run(); !done) return report(done.error());
    if (auto said = write_output({}, run.summary()); !said) return report(said.error());
    return kDone;
}

}  // namespace

void add_render(CLI::App& app, int& exit_code) {
    auto arguments = std::make_shared<RenderArguments>();
    CLI::App& render =
        *app.add_subcommand("render", "Draw scenes of the proving ground, with exact ground truth");
    render.add_option("--count", arguments->count, "Scenes in all shards together")
        ->check(within(1, static_cast<double>(lab::kMaxScenes)))
        ->capture_default_str();
    add_recipe_options(render, arguments->recipe);
    render.add_option(
        "--out", arguments->out,
        "Folder of the pictures and annotations.json; a stopped run continues in it. With --merge, "
        "the file to write");
    render.add_option("--shard", arguments->shard, "i/n: draws the i-th of n parts");
    render.add_option("--merge", arguments->merge,
                      "Annotation files of all shards: writes the one file that a single run would have");
    render.add_option("--format", arguments->format, "png, or ppm, which is larger and quicker")
        ->check(one_of({"png", "ppm"}))
        ->capture_default_str();
    render
        .add_option("--min-visible", arguments->min_visible,
                    "Visible fraction under which an object becomes a crowd, which counts neither way")
        ->check(within(0.0, 1.0))
        ->capture_default_str();
    render.add_option("--blur", arguments->options.blur_px, "Lens blur, standard deviation in pixels")
        ->check(within(0.0, 0.7))
        ->capture_default_str();
    render.add_option("--noise", arguments->options.noise, "Sensor noise; 1 is a good camera by day")
        ->check(within(0.0, 8.0))
        ->capture_default_str();
    render.add_option("--threads", arguments->threads, "Scenes drawn at a time; 0: one a processor")
        ->check(within(0, 256))
        ->capture_default_str();
    render.footer(
        "Examples:\n"
        "  farsight render --count 200 --out scenes\n"
        "  farsight render --count 5000 --size 320x240 --distance near --objects 3..12 --classes car,person "
        "\\\n"
        "      --camera-height 1.2..2.4 --field-of-view 45..75 --seed 7 --out near\n"
        "  farsight render --count 5000 --shard 2/4 --out scenes\n"
        "  farsight render --merge scenes/annotations-*-of-4.json --out scenes/annotations.json\n"
        "  farsight eval --images scenes --annotations scenes/annotations.json --classes known\n\n"
        "Annotations are COCO's, with distance_m, apparent_height_px, visible_fraction, truncated and\n"
        "amodal_bbox (x, y, width, height of the whole object, hidden parts included) added. The same "
        "options\n"
        "give the same bytes.");
    render.callback([arguments, &exit_code] { exit_code = run_render(*arguments); });
}

}  // namespace farsight::cli
