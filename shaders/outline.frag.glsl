// A cased line along a rounded rectangle, antialiased by its distance.
in vec2 at;
flat in vec2 half_size;
flat in vec4 line_colour;
flat in vec4 casing_colour;
flat in vec4 inside_colour;
flat in vec4 shape;

out vec4 colour;

vec4 over(vec4 above, vec4 below) {
    float alpha = above.a + below.a * (1.0 - above.a);
    vec3 mixed = above.rgb * above.a + below.rgb * below.a * (1.0 - above.a);
    return vec4(alpha > 0.0 ? mixed / alpha : vec3(0.0), alpha);
}

void main() {
    float radius = min(shape.z, min(half_size.x, half_size.y));
    vec2 beyond = abs(at) - half_size + radius;
    float edge = min(max(beyond.x, beyond.y), 0.0) + length(max(beyond, 0.0)) - radius;
    float line_cover = clamp(0.5 * shape.x + 0.5 - abs(edge), 0.0, 1.0);
    float casing_cover = clamp(0.5 * shape.x + shape.y + 0.5 - abs(edge), 0.0, 1.0);
    float along = beyond.x > beyond.y ? at.y : at.x;
    if (shape.w > 0.0 && fract(along / shape.w) > 0.6) line_cover = 0.0;
    vec4 mixed = vec4(inside_colour.rgb, inside_colour.a * clamp(0.5 - edge, 0.0, 1.0));
    mixed = over(vec4(casing_colour.rgb, casing_colour.a * casing_cover), mixed);
    colour = over(vec4(line_colour.rgb, line_colour.a * line_cover), mixed);
}
