// People on foot and on bicycles: limbs over a posed skeleton of average proportions
// (Drillis and Contini 1966: segment lengths as fractions of stature).
#include "scene/world/mesh.h"

namespace farsight::scene {

namespace {

/// A bone in the plane x = const, `degrees` forward of straight down.
Vec3 hanging(float bone, double degrees, float sideways) {
    return {sideways, -bone * cos_deg(degrees), bone * sin_deg(degrees)};
}

void add_torso(MeshBuilder& builder, const Pose& pose, Outfit outfit, float wide) {
    const float s = pose.stature;
    const Vec3 up = normalised(pose.chest - pose.pelvis);
    const Vec3 side = normalised(pose.hip[1] - pose.hip[0]);
    const Vec3 ahead = normalised(cross(side, up));
    const float reach = length(pose.chest - pose.pelvis);
    const auto ring = [&](float along, float x, float z) {
        return Ring{pose.pelvis + up * (along * reach), side * (x * s * wide), ahead * (z * s * wide)};
    };
    const float hem = outfit == Outfit::kCoat ? -0.62F : -0.16F;
    const float flare = outfit == Outfit::kCoat ? 0.108F : 0.094F;
    const std::array rings{
        ring(hem, 0.97F * flare, 0.066F), ring(hem + 0.03F, flare, 0.070F), ring(0.06F, 0.097F, 0.069F),
        ring(0.36F, 0.086F, 0.062F),      ring(0.66F, 0.101F, 0.072F),      ring(0.88F, 0.110F, 0.068F),
        ring(0.99F, 0.098F, 0.056F),      ring(1.06F, 0.064F, 0.046F),      ring(1.12F, 0.036F, 0.036F)};
    builder.sweep(rings, 14, std::array{Material::kClothTop});
    builder.ellipsoid(pose.pelvis + up * (-0.14F * reach), {0.088F * s * wide, 0.052F * s, 0.066F * s * wide},
                      12, 6, Material::kClothBottom);
}

void add_leg(MeshBuilder& builder, const Pose& pose, std::size_t i, Outfit outfit, float wide) {
    const float s = pose.stature;
    const Vec3 hip = pose.hip[i];
    const Vec3 knee = pose.knee[i];
    const Vec3 ankle = pose.ankle[i];
    const bool bare = outfit == Outfit::kShorts || outfit == Outfit::kSkirt;
    const Vec3 calf = mix(knee, ankle, 0.32F);
    if (bare) {
        builder.limb(std::array{mix(hip, knee, 0.5F), knee, calf, ankle},
                     std::array{0.043F * s, 0.030F * s, 0.032F * s, 0.019F * s}, 9, Material::kSkin);
        const Vec3 cuff = mix(hip, knee, 0.86F);
        builder.limb(std::array{hip, mix(hip, cuff, 0.5F), cuff},
                     std::array{0.052F * s * wide, 0.050F * s * wide, 0.046F * s * wide}, 10,
                     Material::kClothBottom);
    } else {
        builder.limb(std::array{hip, mix(hip, knee, 0.5F), knee, calf, mix(knee, ankle, 0.95F)},
                     std::array{0.052F * s * wide, 0.047F * s * wide, 0.036F * s * wide, 0.035F * s * wide,
                                0.029F * s},
                     10, Material::kClothBottom);
    }
    const Vec3 shin = normalised(ankle - knee);
    // The foot stays square to the shin, as ankles bend little.
    const Vec3 toe =
        normalised(cross({1, 0, 0}, shin)) * (dot(cross({1, 0, 0}, shin), Vec3{0, 0, 1}) < 0 ? -1.0F : 1.0F);
    const Vec3 sole = ankle + shin * (0.022F * s);
    builder.limb(std::array{sole - toe * (0.020F * s), sole + toe * (0.035F * s), sole + toe * (0.095F * s)},
                 std::array{0.026F * s, 0.027F * s, 0.019F * s}, 9, Material::kShoe);
}

void add_skirt(MeshBuilder& builder, const Pose& pose, float wide) {
    const float s = pose.stature;
    const Vec3 knees = mix(pose.knee[0], pose.knee[1], 0.5F);
    const Vec3 hem = mix(pose.pelvis, knees, 0.92F);
    const float stride = std::abs(pose.knee[0].z - pose.knee[1].z);
    const auto ring = [&](float t, float x, float z) {
        return Ring{mix(pose.pelvis, hem, t), {x * s * wide, 0, 0}, {0, 0, z * s * wide}};
    };
    builder.sweep(std::array{ring(1, 0.118F, 0.085F + 0.5F * stride / s),
                             ring(0.5F, 0.108F, 0.078F + 0.2F * stride / s), ring(0, 0.096F, 0.068F),
                             ring(-0.12F, 0.086F, 0.062F)},
                  16, std::array{Material::kClothBottom});
}

void add_arm(MeshBuilder& builder, const Pose& pose, std::size_t i, bool long_sleeve) {
    const float s = pose.stature;
    const Vec3 shoulder = pose.shoulder[i];
    const Vec3 elbow = pose.elbow[i];
    const Vec3 hand = pose.hand[i];
    const Vec3 wrist = mix(elbow, hand, 0.98F);
    if (long_sleeve) {
        builder.limb(std::array{shoulder, mix(shoulder, elbow, 0.5F), elbow, wrist},
                     std::array{0.036F * s, 0.032F * s, 0.027F * s, 0.021F * s}, 9, Material::kClothTop);
    } else {
        builder.limb(std::array{mix(shoulder, elbow, 0.4F), elbow, mix(elbow, hand, 0.3F), wrist},
                     std::array{0.026F * s, 0.023F * s, 0.023F * s, 0.015F * s}, 8, Material::kSkin);
        builder.limb(std::array{shoulder, mix(shoulder, elbow, 0.62F)}, std::array{0.036F * s, 0.033F * s}, 9,
                     Material::kClothTop);
    }
    const Vec3 down = normalised(hand - elbow);
    builder.limb(std::array{hand + down * (0.01F * s), hand + down * (0.055F * s)},
                 std::array{0.020F * s, 0.016F * s}, 7, Material::kSkin);
}

void add_head(MeshBuilder& builder, const Pose& pose, bool long_hair, bool helmet) {
    const float s = pose.stature;
    const Vec3 c = pose.head;
    builder.limb(std::array{mix(pose.chest, c, 0.1F), mix(pose.chest, c, 0.75F)},
                 std::array{0.033F * s, 0.031F * s}, 9, Material::kSkin);
    builder.ellipsoid(c, {0.044F * s, 0.066F * s, 0.053F * s}, 14, 10, Material::kHead);
    builder.limb(std::array{c + Vec3{0, -0.010F * s, 0.046F * s}, c + Vec3{0, -0.016F * s, 0.054F * s}},
                 std::array{0.009F * s, 0.008F * s}, 6, Material::kSkin);
    if (helmet) {
        builder.ellipsoid(c + Vec3{0, 0.028F * s, -0.004F * s}, {0.056F * s, 0.050F * s, 0.070F * s}, 14, 8,
                          Material::kMatte);
    } else {
        builder.ellipsoid(c + Vec3{0, 0.020F * s, -0.012F * s}, {0.048F * s, 0.053F * s, 0.050F * s}, 14, 8,
                          Material::kHair);
    }
    if (long_hair) {
        builder.limb(std::array{c + Vec3{0, 0.01F * s, -0.03F * s}, c + Vec3{0, -0.07F * s, -0.036F * s},
                                c + Vec3{0, -0.12F * s, -0.034F * s}},
                     std::array{0.042F * s, 0.038F * s, 0.024F * s}, 10, Material::kHair);
    }
}

}  // namespace

void add_body(MeshBuilder& builder, const Pose& pose, Outfit outfit, float wide, bool long_hair,
              bool helmet) {
    add_torso(builder, pose, outfit, wide);
    for (std::size_t i = 0; i < 2; ++i) {
        add_leg(builder, pose, i, outfit, wide);
        add_arm(builder, pose, i, outfit != Outfit::kShorts && outfit != Outfit::kSkirt);
    }
    if (outfit == Outfit::kSkirt) add_skirt(builder, pose, wide);
    add_head(builder, pose, long_hair, helmet);
}

Model make_person(Random& random) {
    Pose pose;
    const float s = random.rangef(1.55, 1.90);
    pose.stature = s;
    const bool walking = random.chance(0.65);
    const double stride = walking ? random.range(-26, 26) : random.range(-4, 4);
    const float lean = walking ? 0.02F : 0.0F;
    pose.pelvis = {0, 0.535F * s, 0};
    pose.chest = {0, 0.815F * s, lean * s};
    pose.head = {0, 0.932F * s, (lean + 0.012F) * s};
    const int gesture = walking ? 0 : random.below(3);
    float lowest = 0;
    for (std::size_t i = 0; i < 2; ++i) {
        const float side = i == 0 ? -1.0F : 1.0F;
        const double swing = i == 0 ? stride : -stride;
        const double bend = swing < 0 ? 0.9 * -swing : 5;
        pose.hip[i] = pose.pelvis + Vec3{side * 0.052F * s, 0, 0};
        pose.knee[i] = pose.hip[i] + hanging(0.245F * s, swing, 0.004F * side * s);
        pose.ankle[i] = pose.knee[i] + hanging(0.246F * s, swing - bend, 0);
        lowest = i == 0 ? pose.ankle[i].y : std::min(lowest, pose.ankle[i].y);
        pose.shoulder[i] = pose.chest + Vec3{side * 0.110F * s, -0.012F * s, 0};
        const double arm = gesture == 1 && i == 1 ? 12 : -0.9 * swing;
        const double fold = gesture == 1 && i == 1 ? 125 : (gesture == 2 ? 55 : 12 + 0.5 * std::abs(swing));
        pose.elbow[i] = pose.shoulder[i] + hanging(0.172F * s, arm, side * 0.028F * s);
        pose.hand[i] =
            pose.elbow[i] + hanging(0.146F * s, arm + fold, side * (gesture == 2 ? -0.05F : 0.006F) * s);
    }
    const Vec3 drop{0, 0.048F * s - lowest, 0};
    for (Vec3* joint : {&pose.pelvis, &pose.chest, &pose.head}) *joint = *joint + drop;
    for (auto* pair : {&pose.hip, &pose.knee, &pose.ankle, &pose.shoulder, &pose.elbow, &pose.hand}) {
        for (Vec3& joint : *pair) joint = joint + drop;
    }
    const double which = random.uniform();
    const Outfit outfit = which < 0.55   ? Outfit::kTrousers
                          : which < 0.72 ? Outfit::kCoat
                          : which < 0.86 ? Outfit::kShorts
                                         : Outfit::kSkirt;
    const float wide = random.rangef(0.92, 1.15);
    MeshBuilder builder;
    add_body(builder, pose, outfit, wide, random.chance(outfit == Outfit::kSkirt ? 0.9 : 0.3), false);
    if (random.chance(0.3)) {
        const Vec3 back = pose.chest + Vec3{0, -0.13F * s, -0.10F * s};
        builder.ellipsoid(back, {0.085F * s, 0.125F * s, 0.055F * s}, 12, 8, Material::kDarkTrim);
    }
    Model model;
    model.mesh = builder.finish();
    model.measures = {pose.head.x, pose.head.y, pose.head.z, s};
    model.half_width = 0.17F * s;
    model.half_length = 0.26F * s;
    model.height = s;
    return model;
}

namespace {

void add_bicycle_wheel(MeshBuilder& builder, Vec3 hub, float radius) {
    // A thin torus: a tube bent round through many short pieces.
    constexpr int kPieces = 24;
    for (int k = 0; k < kPieces; ++k) {
        const auto rim = [&](int i, float r) {
            const double turn = static_cast<double>(i) / kPieces;
            return hub +
                   Vec3{0, r * static_cast<float>(cos_turns(turn)), r * static_cast<float>(sin_turns(turn))};
        };
        builder.tube(rim(k, radius), rim(k + 1, radius), 0.017F, 5, Material::kTyre);
        if (k % 3 == 0) builder.tube(hub, rim(k, radius), 0.0025F, 3, Material::kMetal);
    }
    builder.tube(hub - Vec3{0.04F, 0, 0}, hub + Vec3{0.04F, 0, 0}, 0.02F, 6, Material::kMetal);
}

void add_bicycle(MeshBuilder& builder) {
    const Vec3 rear{0, 0.34F, -0.52F};
    const Vec3 front{0, 0.34F, 0.54F};
    const Vec3 crank{0, 0.29F, -0.08F};
    const Vec3 seat{0, 0.80F, -0.26F};
    const Vec3 steer{0, 0.84F, 0.34F};
    add_bicycle_wheel(builder, rear, 0.325F);
    add_bicycle_wheel(builder, front, 0.325F);
    builder.tube(crank, seat, 0.017F, 7, Material::kMetal);
    builder.tube(crank, steer, 0.019F, 7, Material::kMetal);
    builder.tube(seat, steer, 0.016F, 7, Material::kMetal);
    for (const float x : {-0.05F, 0.05F}) {
        const Vec3 side{x, 0, 0};
        builder.tube(crank + side, rear + side, 0.009F, 5, Material::kMetal);
        builder.tube(seat, rear + side, 0.009F, 5, Material::kMetal);
        builder.tube(steer + side, front + side, 0.011F, 5, Material::kMetal);
    }
    builder.tube(steer, {0, 1.02F, 0.30F}, 0.014F, 6, Material::kMetal);
    builder.tube({-0.28F, 1.03F, 0.25F}, {0.28F, 1.03F, 0.25F}, 0.014F, 6, Material::kDarkTrim);
    builder.ellipsoid({0, 0.96F, -0.30F}, {0.075F, 0.035F, 0.13F}, 10, 6, Material::kDarkTrim);
    builder.tube(seat, {0, 0.94F, -0.30F}, 0.013F, 6, Material::kMetal);
    builder.tube({-0.05F, 0.29F, -0.08F}, {0.05F, 0.29F, -0.08F}, 0.07F, 12, Material::kDarkTrim);
}

/// The knee of a leg whose two bones are `thigh` and `shin` long, bent forwards.
Vec3 bent_knee(Vec3 hip, Vec3 ankle, float thigh, float shin) {
    const Vec3 line = ankle - hip;
    const float reach = std::min(length(line), 0.98F * (thigh + shin));
    const Vec3 along = normalised(line);
    const float foot = (thigh * thigh - shin * shin + reach * reach) / (2 * reach);
    const float out = std::sqrt(std::max(0.0F, thigh * thigh - foot * foot));
    const Vec3 ahead = normalised(cross({-1, 0, 0}, along));
    return hip + along * foot + ahead * (ahead.z < 0 ? -out : out);
}

}  // namespace

Model make_cyclist(Random& random) {
    MeshBuilder builder;
    add_bicycle(builder);
    Pose pose;
    const float s = random.rangef(1.65, 1.85);
    pose.stature = s;
    pose.pelvis = {0, 1.05F, -0.30F};
    const double lean = random.range(15, 38);
    pose.chest = pose.pelvis + Vec3{0, 0.275F * s * cos_deg(lean), 0.275F * s * sin_deg(lean)};
    pose.head = pose.chest + Vec3{0, 0.112F * s, 0.045F * s};
    const double turn = random.uniform();
    for (std::size_t i = 0; i < 2; ++i) {
        const float side = i == 0 ? -1.0F : 1.0F;
        const double crank = turn + (i == 0 ? 0 : 0.5);
        const Vec3 pedal{side * 0.11F, 0.29F + 0.165F * static_cast<float>(cos_turns(crank)),
                         -0.08F + 0.165F * static_cast<float>(sin_turns(crank))};
        pose.hip[i] = pose.pelvis + Vec3{side * 0.052F * s, -0.02F, 0};
        pose.ankle[i] = pedal + Vec3{0, 0.09F, -0.05F};
        pose.knee[i] = bent_knee(pose.hip[i], pose.ankle[i], 0.245F * s, 0.246F * s);
        pose.shoulder[i] = pose.chest + Vec3{side * 0.110F * s, -0.012F * s, 0};
        pose.hand[i] = {side * 0.25F, 1.06F, 0.22F};
        pose.elbow[i] = mix(pose.shoulder[i], pose.hand[i], 0.5F) + Vec3{side * 0.05F, -0.07F, -0.02F};
    }
    const Outfit outfit = random.chance(0.5) ? Outfit::kTrousers : Outfit::kShorts;
    // Drawn one by one here and below: compilers differ in the order of a call's arguments.
    const bool helmet = random.chance(0.6);
    const float wide = random.rangef(0.92, 1.06);
    add_body(builder, pose, outfit, wide, false, helmet);
    Model model;
    model.mesh = builder.finish();
    model.measures = {pose.head.x, pose.head.y, pose.head.z, s};
    model.half_width = 0.32F;
    model.half_length = 0.88F;
    model.height = pose.head.y + 0.08F * s;
    return model;
}

}  // namespace farsight::scene
