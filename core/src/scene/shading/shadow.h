// Lookups in the sun's depth maps.

FARSIGHT_LANES_BEGIN

/// Part of the sun that reaches lanes where `wanted`, at texel (x + tx, y + ty): a tent three texels wide.
inline Floats filtered(const ShadowMaps::Cascade& cascade, Floats u, Floats v, Floats depth, Mask wanted) {
    constexpr int kSide = ShadowMaps::kSide;
    constexpr int kBlock = ShadowMaps::kBlock;
    const Ints x = to_ints(u);
    const Ints y = to_ints(v);
    const Mask inside = Ints{1} < x && Ints{1} < y && x < kSide - 3 && y < kSide - 3;
    const Ints block =
        as_ints(shift_right<3>(as_bits(y))) * ShadowMaps::kBlocks + as_ints(shift_right<3>(as_bits(x)));
    static_assert(kBlock == 1 << 3);
    const Mask sure = wanted && inside;
    const Mask near = sure && depth < gather(cascade.block_depth.data(), select(sure, block, Ints{0}));
    if (!any(near)) return 1.0F;
    const Floats tx = u - to_floats(x);
    const Floats ty = v - to_floats(y);
    const Floats wx[4] = {1.0F - tx, 2.0F - tx, 1.0F + tx, tx};
    const Floats wy[4] = {1.0F - ty, 2.0F - ty, 1.0F + ty, ty};
    const Ints corner = select(near, y * kSide + x - (kSide + 1), Ints{0});
    Floats lit = 0.0F;
    for (int j = 0; j < 4; ++j) {
        const float* line = cascade.depth.data() + static_cast<std::ptrdiff_t>(j) * kSide;
        Floats row = 0.0F;
        for (int i = 0; i < 4; ++i) row = row + select(depth >= gather(line + i, corner), wx[i], 0.0F);
        lit = lit + row * wy[j];
    }
    return select(near, lit * (1.0F / 16), 1.0F);
}

/// Part of the sun that reaches points, in [0, 1]; 1 where not `wanted`.
inline Floats sunlit(const ShadowMaps& shadows, Vectors world, Vectors normal, Mask wanted) {
    Floats lit = 1.0F;
    if (!shadows.enabled()) return lit;
    Mask open = wanted;
    for (const ShadowMaps::Cascade& cascade : shadows.cascades()) {
        const Vectors p = world + normal * (1.6F * cascade.texel_m);
        const Floats u = (dot(p, shadows.axis_u()) - cascade.low_u) * cascade.texels_per_m_u;
        const Floats v = (dot(p, shadows.axis_v()) - cascade.low_v) * cascade.texels_per_m_v;
        const auto side = static_cast<float>(ShadowMaps::kSide);
        const Mask here = open && world.z <= cascade.far_z && u >= 0.0F && v >= 0.0F && u < side && v < side;
        if (any(here)) {
            const Floats depth = dot(p, shadows.to_sun()) + 0.6F * cascade.texel_m + 0.01F;
            lit = select(here, filtered(cascade, u, v, depth, here), lit);
        }
        open = open && !here;
        if (!any(open)) break;
    }
    return lit;
}

FARSIGHT_LANES_END
