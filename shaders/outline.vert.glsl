// Boxes and tiles: one instance a rectangle, grown by its line so that none of it is cut off.
uniform vec3 view;     // screen pixels = photo pixels * view.x + view.yz
uniform vec2 screen;   // size of the picture's part of the screen, in pixels

layout(location = 0) in vec2 corner;    // 0 or 1 on each axis
layout(location = 1) in vec4 box;       // x0, y0, x1, y1 in photo pixels
layout(location = 2) in vec4 line;      // colour of the line
layout(location = 3) in vec4 casing;    // colour around the line
layout(location = 4) in vec4 inside;    // colour of the inside
layout(location = 5) in vec4 measures;  // width of the line and of the casing, radius, dash, in screen pixels

out vec2 at;  // from the rectangle's centre, in screen pixels
flat out vec2 half_size;
flat out vec4 line_colour;
flat out vec4 casing_colour;
flat out vec4 inside_colour;
flat out vec4 shape;

void main() {
    vec2 low = box.xy * view.x + view.yz;
    vec2 high = box.zw * view.x + view.yz;
    float grow = measures.x + 2.0 * measures.y + 1.0;
    vec2 place = mix(low - grow, high + grow, corner);
    at = place - 0.5 * (low + high);
    half_size = 0.5 * (high - low);
    line_colour = line;
    casing_colour = casing;
    inside_colour = inside;
    shape = measures;
    gl_Position = vec4(place / screen * vec2(2.0, -2.0) + vec2(-1.0, 1.0), 0.0, 1.0);
}
