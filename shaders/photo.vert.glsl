// The photo, or a map over it: a rectangle of the whole photo.
uniform vec3 view;    // screen pixels = photo pixels * view.x + view.yz
uniform vec2 screen;  // size of the picture's part of the screen, in pixels
uniform vec2 photo;   // size of the photo in pixels

layout(location = 0) in vec2 corner;  // 0 or 1 on each axis

out vec2 texel;  // 0 to 1 over the photo

void main() {
    texel = corner;
    vec2 place = corner * photo * view.x + view.yz;
    gl_Position = vec4(place / screen * vec2(2.0, -2.0) + vec2(-1.0, 1.0), 0.0, 1.0);
}
