// Light that reaches the lens along the rays of a tile, in packs of one kind of surface.

FARSIGHT_LANES_BEGIN

FARSIGHT_LANES_INLINE Colours through_air(const Sky& sky, Colours colour, Vectors direction,
                                          Floats distance) {
    return mix(air(sky, direction), colour, fade(sky.light.haze_per_m * distance));
}

/// What the objects that stand close by leave of the sky.
inline Floats openness(const Shader& shader, Vectors world) {
    Floats open = 1.0F;
    for (const ContactPatch* patch : shader.near_patches()) {
        const Floats dx = world.x - patch->x;
        const Floats dz = world.z - patch->z;
        const Floats side = abs(dx * patch->cos_yaw - dz * patch->sin_yaw) - patch->half_width;
        const Floats along = abs(dz * patch->cos_yaw + dx * patch->sin_yaw) - patch->half_length;
        const Mask reached = side <= patch->reach && along <= patch->reach;
        if (!any(reached)) continue;
        const Floats ox = max(side, 0.0F);
        const Floats oz = max(along, 0.0F);
        const Floats out = sqrt(ox * ox + oz * oz) / patch->reach;
        // Deep inside it is darkest; the edge lets half of it in.
        const Floats in = saturate(-max(side, along) / (0.5F * patch->reach));
        const Floats t = saturate(1.0F - out);
        const Floats left = open * (1.0F - patch->depth * (0.62F + 0.38F * in) * t * t);
        open = select(reached, left, open);
    }
    return open;
}

inline Colours sky_colours(const Shader& shader, Vectors ray) {
    return seen(shader.sky, shader.noise, normalised(ray));
}

inline Colours ground_colours(const Shader& shader, Vectors ray) {
    const Floats z = min(shader.eye / max(-ray.y, 1e-6F), 20000.0F);
    const Floats reach = sqrt(dot(ray, ray));
    const Vectors direction = ray * (1.0F / reach);
    const Vectors world{ray.x * z, 0.0F, z};
    Response response =
        respond_ground(shader.scene.ground, world, z * shader.per_focal,
                       z * z * shader.per_focal / shader.eye, shader.sky.light.wetness, shader.noise);
    response.open = openness(shader, world);
    Floats lit = 0.0F;
    if (shader.sunny) {
        lit = sunlit(shader.shadows, world, Vec3{0, 1, 0}, everywhere()) * (0.5F + 0.5F * response.open);
    }
    return through_air(shader.sky, shade(response, direction * -1.0F, lit, shader.sky), direction, z * reach);
}

/// Turned about the vertical, as an object's yaw turns its mesh, or back.
FARSIGHT_LANES_INLINE Vectors turned(Vectors v, Floats sin_yaw, Floats cos_yaw) {
    return {v.x * cos_yaw + v.z * sin_yaw, v.y, v.z * cos_yaw - v.x * sin_yaw};
}
FARSIGHT_LANES_INLINE Vectors turned_back(Vectors v, Floats sin_yaw, Floats cos_yaw) {
    return {v.x * cos_yaw - v.z * sin_yaw, v.y, v.z * cos_yaw + v.x * sin_yaw};
}

/// The mesh's own normal at a point `p` of its triangle, interpolated between the corners.
inline Vectors local_normal(const Records<VisibleTriangle>& triangle, Vectors p) {
    const VisibleTriangle& t = triangle.base();
    const Vectors q = p - triangle.at(t.a);
    const Vectors normal = triangle.at(t.normal);
    const Floats scale = triangle.at(t.per_area);
    const Floats first = saturate(dot(cross(q, triangle.at(t.edge_c)), normal) * scale);
    const Floats second = saturate(dot(cross(triangle.at(t.edge_b), q), normal) * scale);
    const Mask flipped = !(triangle.at(t.flipped) == 0U);
    const Floats b = select(flipped, second, first);
    const Floats c = select(flipped, first, second);
    return normalised(triangle.at(t.corner_normals[0]) * saturate(1.0F - b - c) +
                      triangle.at(t.corner_normals[1]) * b + triangle.at(t.corner_normals[2]) * c);
}

inline SurfacePoints points_on(const Shader& shader, const Records<VisibleTriangle>& triangle,
                               const Objects& object, Vectors ray, Floats z) {
    const Vectors p = ray * z;
    const Floats sin_yaw = object.at(object.base().sin_yaw);
    const Floats cos_yaw = object.at(object.base().cos_yaw);
    SurfacePoints point;
    point.local_normal = local_normal(triangle, p);
    point.normal = turned(point.local_normal, sin_yaw, cos_yaw);
    point.world = {p.x, p.y + shader.eye, p.z};
    const Vectors from =
        (point.world - object.at(object.base().position)) * (1.0F / object.at(object.base().scale));
    point.local = turned_back(from, sin_yaw, cos_yaw);
    point.footprint = z * shader.per_focal;
    return point;
}

inline Response respond(Material material, const Objects& object, const SurfacePoints& point,
                        const Shader& shader) {
    const float lamps = shader.sky.light.lamps;
    const NoiseTexture& noise = shader.noise;
    switch (material) {
        case Material::kCarBody:
            return car_body(object, point, lamps);
        case Material::kGlass:
            return glass(point);
        case Material::kTyre:
            return plain(Colour{0.018F, 0.018F, 0.019F}, point, 0, 1);
        case Material::kRim:
            return rim(object, point);
        case Material::kDarkTrim:
            return plain(Colour{0.02F, 0.02F, 0.022F}, point, 0.02F, 0.5F);
        case Material::kClothTop:
            return cloth(object.colour(0), object, point, noise);
        case Material::kClothBottom:
            return cloth(object.colour(1), object, point, noise);
        case Material::kSkin:
            return plain(object.colour(2), point, 0.02F, 0.6F);
        case Material::kHead:
            return head(object, point);
        case Material::kHair:
            return plain(object.colour(3), point, 0.02F, 0.4F);
        case Material::kShoe:
            return plain(object.colour(3) * 0.6F + Colours(0.02F, 0.02F, 0.02F), point, 0.02F, 0.4F);
        case Material::kMetal:
            return plain(object.colour(1), point, 0.12F, 0.25F);
        case Material::kCone:
            return cone(point);
        case Material::kSign:
            return stop_sign(object, point);
        case Material::kFacade:
            return facade(object, point, lamps, noise);
        case Material::kRoof:
            return roof(object, point, noise);
        case Material::kLeaf:
            return leaf(object, point, noise);
        case Material::kBark:
            return bark(point, noise);
        case Material::kLamp:
            return lamp(point, lamps);
        case Material::kKerb:
            return kerb(point, noise);
        case Material::kMatte:
        case Material::kPavement:
        default:
            return matte(object, point, noise);
    }
}

inline Colours surface_colours(const Shader& shader, Material material, Bits triangles, Vectors ray) {
    const Records<VisibleTriangle> triangle(shader.visible.triangles().data(), triangles);
    const Objects object(shader.scene.objects.data(), triangle.at(triangle.base().object));
    const Floats z = 1.0F / max(dot(triangle.at(triangle.base().depth), ray), 5e-5F);
    const Floats reach = sqrt(dot(ray, ray));
    const Vectors direction = ray * (1.0F / reach);
    const SurfacePoints point = points_on(shader, triangle, object, ray, z);
    Response response;
    if (material == Material::kPavement) {
        const Floats height = max(shader.eye - point.world.y, 0.05F);
        response =
            respond_pavement(shader.scene.ground, point, z * z * shader.per_focal / height, shader.noise);
        response.open = openness(shader, point.world);
    } else {
        response = respond(material, object, point, shader);
    }
    Floats lit = 0.0F;
    if (shader.sunny) {
        const Mask facing = dot(response.normal, shader.scene.light.to_sun) > 0.0F;
        if (any(facing)) {
            lit = select(facing, sunlit(shader.shadows, point.world, point.normal, facing), 0.0F);
        }
    }
    return through_air(shader.sky, shade(response, direction * -1.0F, lit, shader.sky), direction, z * reach);
}

/// Shades every ray of the queue.
inline void shade_queue(const Shader& shader, ShadeQueue& queue) {
    for (int kind = 0; kind < ShadeQueue::kKinds; ++kind) {
        for (int i = queue.begin(kind); i < queue.end(kind); i += kLanes) {
            const Vectors ray{(load(queue.column + i) - shader.centre) * shader.per_focal,
                              (shader.horizon - load(queue.row + i)) * shader.per_focal, 1.0F};
            Colours out;
            if (kind == ShadeQueue::kSky) {
                out = sky_colours(shader, ray);
            } else if (kind == ShadeQueue::kGround) {
                out = ground_colours(shader, ray);
            } else {
                out = surface_colours(shader, ShadeQueue::material(kind), load(queue.triangle + i), ray);
            }
            store(out.x, queue.light[0] + i);
            store(out.y, queue.light[1] + i);
            store(out.z, queue.light[2] + i);
        }
    }
}

FARSIGHT_LANES_END
