// The photo as it is.
uniform sampler2D pixels;

in vec2 texel;
out vec4 colour;

void main() {
    colour = vec4(texture(pixels, texel).rgb, 1.0);
}
