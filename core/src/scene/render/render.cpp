// The renderer: tiles of samples, shaded once a surface and pixel, and the ground truth they give.
#include <cstddef>
#include <string>

#include "farsight/scene.h"
#include "scene/render/kernels.h"
#include "scene/render/lens.h"
#include "scene/render/raster.h"
#include "scene/render/shader.h"
#include "scene/render/shadow.h"

namespace farsight {

namespace {

using scene::kTile;
using scene::kTilePixels;

/// Samples seen of an object, in sixteenths of a pixel.
struct Tally {
    std::int64_t seen = 0;
    std::int64_t outline = 0;
    float x0 = 1e30F, y0 = 1e30F, x1 = -1e30F, y1 = -1e30F;

    void widen(float low_x, float low_y, float high_x, float high_y) {
        x0 = std::min(x0, low_x);
        y0 = std::min(y0, low_y);
        x1 = std::max(x1, high_x);
        y1 = std::max(y1, high_y);
    }
};

/// A pixel's points in the queue: one, or one a surface that it shows.
struct TilePixel {
    int first = 0;
    int count = 0;
};

constexpr std::uint16_t kNoObject = 65535;
/// Objects lower than this get 16 samples a pixel.
constexpr float kSmallObjectPx = 72;

}  // namespace

struct SceneRenderer::Buffers {
    scene::NoiseTexture noise;
    scene::ToneCurve tone;
    scene::VisibleSet visible;
    scene::ShadowMaps shadows;
    scene::TileSamples samples;
    scene::LightPlanes light;
    std::vector<scene::ContactPatch> patches;
    scene::LensRows rows;
    scene::ShadeQueue queue;
    TilePixel pixels[kTilePixels];
    /// Samples that each point of the queue stands for.
    float weights[kTilePixels * scene::kMaxSamples];
    const scene::SceneKernels* kernels;
    std::vector<Tally> tallies;
    std::vector<bool> small;

    void render_tile(const Scene& scene, const RenderOptions& options, scene::Shader& shader, int column,
                     int row);
    void resolve(const Scene& scene, const RenderOptions& options, const scene::Shader& shader, int left,
                 int top, const scene::SamplePattern& pattern);
    void add_pixel(const Scene& scene, const RenderOptions& options, int x, int y, int at);
    void add_edge_pixel(const Scene& scene, const RenderOptions& options, int x, int y, int at,
                        const scene::SamplePattern& pattern);
    Colour mean(const TilePixel& pixel, const scene::SamplePattern& pattern) const;
    int labelled_object(const Scene& scene, std::uint32_t id) const {
        if (id < scene::kFirstTriangle) return -1;
        const std::uint32_t object = visible.triangles()[id - scene::kFirstTriangle].object;
        return object < static_cast<std::uint32_t>(scene.labelled) ? static_cast<int>(object) : -1;
    }
    void mark(const RenderOptions& options, int x, int y, int object) const {
        if (options.ids == nullptr) return;
        (*options.ids)[static_cast<std::size_t>(y) * static_cast<std::size_t>(light.size.width) +
                       static_cast<std::size_t>(x)] = static_cast<std::uint16_t>(object);
    }
    void put(int x, int y, Colour colour) {
        light.row(0, y)[x] = colour.x;
        light.row(1, y)[x] = colour.y;
        light.row(2, y)[x] = colour.z;
    }
    void fill_truth(const Scene& scene, GroundTruth& truth) const;
};

void SceneRenderer::Buffers::render_tile(const Scene& scene, const RenderOptions& options,
                                         scene::Shader& shader, int column, int row) {
    const int left = column * kTile;
    const int top = row * kTile;
    const auto pieces = visible.tile(column, row);
    int count = options.samples;
    bool labelled = false;
    for (const std::uint32_t p : pieces) {
        const std::uint32_t object = visible.pieces()[p].object;
        if (object >= static_cast<std::uint32_t>(scene.labelled)) continue;
        labelled = true;
        if (small[object]) count = 16;
    }
    const scene::SamplePattern& pattern = scene::sample_pattern(count);
    samples.clear(scene.camera, top, pattern);
    if (labelled) {
        for (int s = 0; s < pattern.count; ++s) std::fill_n(samples.outline[s], kTilePixels, 0U);
    }
    for (const std::uint32_t p : pieces) {
        const scene::Piece& piece = visible.pieces()[p];
        const bool outlined = piece.object < static_cast<std::uint32_t>(scene.labelled);
        const int fresh = kernels->draw_piece(samples, piece, left, top, pattern, outlined);
        if (outlined) tallies[piece.object].outline += fresh * (16 / pattern.count);
    }
    shader.enter_tile(left, top);
    resolve(scene, options, shader, left, top, pattern);
}

void SceneRenderer::Buffers::resolve(const Scene& scene, const RenderOptions& options,
                                     const scene::Shader& shader, int left, int top,
                                     const scene::SamplePattern& pattern) {
    std::uint32_t differs[kTilePixels] = {};
    for (int s = 1; s < pattern.count; ++s) {
        for (int i = 0; i < kTilePixels; ++i) differs[i] |= samples.id[0][i] ^ samples.id[s][i];
    }
    const int width = std::min(kTile, scene.camera.size.width - left);
    const int height = std::min(kTile, scene.camera.size.height - top);
    queue.clear();
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const int at = y * kTile + x;
            if (differs[at] != 0) {
                add_edge_pixel(scene, options, left + x, top + y, at, pattern);
            } else {
                add_pixel(scene, options, left + x, top + y, at);
            }
        }
    }
    queue.sort();
    kernels->shade(shader, queue);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) put(left + x, top + y, mean(pixels[y * kTile + x], pattern));
    }
}

Colour SceneRenderer::Buffers::mean(const TilePixel& pixel, const scene::SamplePattern& pattern) const {
    if (pixel.count == 1) return queue.colour(pixel.first);
    Colour sum;
    for (int i = pixel.first; i < pixel.first + pixel.count; ++i) {
        const Colour colour = queue.colour(i);
        const float n = weights[i];
        sum = {sum.x + n * colour.x, sum.y + n * colour.y, sum.z + n * colour.z};
    }
    const float share = 1 / static_cast<float>(pattern.count);
    return {sum.x * share, sum.y * share, sum.z * share};
}

void SceneRenderer::Buffers::add_pixel(const Scene& scene, const RenderOptions& options, int x, int y,
                                       int at) {
    const std::uint32_t id = samples.id[0][at];
    const auto fx = static_cast<float>(x);
    const auto fy = static_cast<float>(y);
    pixels[at] = {queue.add(visible, id, fx + 0.5F, fy + 0.5F), 1};
    const int object = labelled_object(scene, id);
    if (object < 0) return;
    Tally& tally = tallies[static_cast<std::size_t>(object)];
    tally.seen += 16;
    tally.widen(fx, fy, fx + 1, fy + 1);
    mark(options, x, y, object);
}

void SceneRenderer::Buffers::add_edge_pixel(const Scene& scene, const RenderOptions& options, int x, int y,
                                            int at, const scene::SamplePattern& pattern) {
    constexpr float kStep = 1.0F / scene::kSubpixel;
    constexpr float kReach = 0.125F;  ///< Half the side of what one of 16 samples stands for.
    struct Group {
        std::uint32_t id;
        int count;
        float x, y;
    };
    Group groups[scene::kMaxSamples];
    int group_count = 0;
    struct Cover {
        int object;
        int count;
    };
    Cover covers[scene::kMaxSamples];
    int cover_count = 0;
    const auto fx = static_cast<float>(x);
    const auto fy = static_cast<float>(y);
    for (int s = 0; s < pattern.count; ++s) {
        const std::uint32_t id = samples.id[s][at];
        const float sx = fx + static_cast<float>(pattern.x[s]) * kStep;
        const float sy = fy + static_cast<float>(pattern.y[s]) * kStep;
        int g = 0;
        while (g < group_count && groups[g].id != id) ++g;
        if (g == group_count) groups[group_count++] = {id, 0, 0, 0};
        ++groups[g].count;
        groups[g].x += sx;
        groups[g].y += sy;
        const int object = labelled_object(scene, id);
        if (object < 0) continue;
        Tally& tally = tallies[static_cast<std::size_t>(object)];
        tally.seen += 16 / pattern.count;
        tally.widen(sx - kReach, sy - kReach, sx + kReach, sy + kReach);
        int c = 0;
        while (c < cover_count && covers[c].object != object) ++c;
        if (c == cover_count) covers[cover_count++] = {object, 0};
        ++covers[c].count;
    }
    for (int g = 0; g < group_count; ++g) {
        const auto n = static_cast<float>(groups[g].count);
        const int number = queue.add(visible, groups[g].id, groups[g].x / n, groups[g].y / n);
        if (g == 0) pixels[at] = {number, group_count};
        weights[number] = n;
    }
    if (options.ids == nullptr) return;
    int best = -1;
    for (int c = 0; c < cover_count; ++c) {
        if (best < 0 || covers[c].count > covers[best].count) best = c;
    }
    if (best >= 0 && 2 * covers[best].count >= pattern.count) mark(options, x, y, covers[best].object);
}

void SceneRenderer::Buffers::fill_truth(const Scene& scene, GroundTruth& truth) const {
    truth.objects.resize(static_cast<std::size_t>(scene.labelled));
    const auto width = static_cast<float>(scene.camera.size.width);
    const auto height = static_cast<float>(scene.camera.size.height);
    for (std::size_t i = 0; i < truth.objects.size(); ++i) {
        const Tally& tally = tallies[i];
        ObjectTruth& object = truth.objects[i];
        object.id = static_cast<int>(i);
        object.scene_class = static_cast<SceneClass>(scene.objects[i].label);
        object.amodal = visible.outlines()[i];
        object.distance_m = static_cast<double>(scene.objects[i].position.z);
        object.apparent_height_px = static_cast<double>(object.amodal.height());
        // A sample stands for the square around it, which may reach over the frame's edge.
        object.visible = tally.seen > 0 ? Box{std::max(tally.x0, 0.0F), std::max(tally.y0, 0.0F),
                                              std::min(tally.x1, width), std::min(tally.y1, height)}
                                        : Box{};
        object.visible_px = static_cast<double>(tally.seen) / 16;
        object.visible_fraction =
            tally.outline > 0 ? static_cast<double>(tally.seen) / static_cast<double>(tally.outline) : 0;
        object.truncated = object.amodal.x0 < 0 || object.amodal.y0 < 0 || object.amodal.x1 > width ||
                           object.amodal.y1 > height;
    }
}

namespace {

Result<void> check(const Scene& scene, const RenderOptions& options) {
    if (auto size = check_size(scene.camera.size); !size) return size;
    if (scene.camera.size.width > 8192 || scene.camera.size.height > 8192) {
        return fail(ErrorCode::kTooLarge, "A scene's frame may have 8192 pixels a side at most.");
    }
    if (!(options.blur_px >= 0 && options.blur_px <= 0.7)) {
        return fail(ErrorCode::kInvalidArgument, "blur_px must be 0 to 0.7 pixels.");
    }
    if (!(options.noise >= 0 && options.noise <= 8))
        return fail(ErrorCode::kInvalidArgument, "noise must be 0 to 8.");
    if (options.samples != 4 && options.samples != 16) {
        return fail(ErrorCode::kInvalidArgument, "samples must be 4 or 16.");
    }
    if (!(scene.camera.focal_px > 0 && scene.camera.height_m > 0) || scene.labelled < 0 ||
        static_cast<std::size_t>(scene.labelled) > scene.objects.size()) {
        return fail(ErrorCode::kInvalidArgument,
                    "The scene's camera or its count of labelled objects is not valid.");
    }
    for (const SceneObject& object : scene.objects) {
        if (object.mesh >= scene.meshes.size() || !(object.scale > 0)) {
            return fail(ErrorCode::kInvalidArgument, "An object has no mesh, or its scale is not positive.");
        }
    }
    return {};
}

}  // namespace

SceneRenderer::SceneRenderer() : SceneRenderer(scene::best_scene_kernels()) {}
SceneRenderer::SceneRenderer(const scene::SceneKernels& kernels) : buffers_(std::make_unique<Buffers>()) {
    buffers_->kernels = &kernels;
}
SceneRenderer::~SceneRenderer() = default;
SceneRenderer::SceneRenderer(SceneRenderer&&) noexcept = default;
SceneRenderer& SceneRenderer::operator=(SceneRenderer&&) noexcept = default;

Result<void> SceneRenderer::render(const Scene& scene, const RenderOptions& options, Image& image,
                                   GroundTruth& truth) {
    if (auto checked = check(scene, options); !checked) return checked;
    Buffers& b = *buffers_;
    const Size size = scene.camera.size;
    if (image.size() != size || image.channels() != 3) image = Image(size, 3);
    if (options.ids != nullptr) {
        options.ids->assign(static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height),
                            kNoObject);
    }
    b.light.resize(size);
    b.visible.build(scene);
    if (options.shadows && scene.light.sun.x > 0.02F) {
        b.shadows.build(scene);
    } else {
        b.shadows.disable();
    }
    b.tallies.assign(static_cast<std::size_t>(scene.labelled), Tally{});
    b.small.assign(static_cast<std::size_t>(scene.labelled), false);
    for (std::size_t i = 0; i < b.small.size(); ++i)
        b.small[i] = b.visible.outlines()[i].height() < kSmallObjectPx;
    scene::Shader shader(scene, b.visible, b.shadows, b.noise, b.patches);
    for (int row = 0; row < b.visible.rows(); ++row) {
        if (options.progress.step != nullptr &&
            !options.progress.step(options.progress.context, 0.9 * row / b.visible.rows())) {
            return fail(ErrorCode::kCancelled, "Rendering was cancelled.");
        }
        for (int column = 0; column < b.visible.columns(); ++column)
            b.render_tile(scene, options, shader, column, row);
    }
    const float gain = std::sqrt(std::max(scene.light.exposure, 0.25F));
    b.kernels->develop(b.light,
                       {static_cast<float>(options.blur_px), scene.light.exposure,
                        9.0F * static_cast<float>(options.noise) * gain, scene.ground.pattern},
                       b.tone, b.rows, image);
    b.fill_truth(scene, truth);
    return {};
}

std::size_t SceneRenderer::bytes() const {
    const Buffers& b = *buffers_;
    std::size_t sum = sizeof(Buffers) + b.visible.bytes() + b.shadows.bytes() + b.rows.bytes() +
                      b.patches.capacity() * sizeof(scene::ContactPatch) +
                      b.tallies.capacity() * sizeof(Tally);
    for (const auto& plane : b.light.planes) sum += plane.capacity() * sizeof(float);
    return sum;
}

}  // namespace farsight
