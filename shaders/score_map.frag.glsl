// The best score of each anchor position, laid over the photo: the photo darkens where nothing fires, and what
// nearly fires glows.
uniform sampler2D scores;  // red: a score in [0, 1]
uniform float threshold;   // the score from which detections are shown

in vec2 texel;
out vec4 colour;

// Neither the blue nor the orange that the boxes mean something by.
const vec3 dark = vec3(0.03, 0.02, 0.08);
const vec3 purple = vec3(0.80, 0.30, 0.62);
const vec3 yellow = vec3(0.99, 0.95, 0.55);

void main() {
    float score = clamp(texture(scores, texel).r, 0.0, 1.0);
    // Half of the ramp lies under the threshold, since that is where one looks for near misses; bent, since no
    // network is quite silent.
    float level = score < threshold ? 0.5 * pow(score / threshold, 3.0)
                                    : min(1.0, 0.5 + (score - threshold) / max(1.0 - threshold, 1e-3));
    vec3 glow = level < 0.5 ? mix(dark, purple, 2.0 * level) : mix(purple, yellow, 2.0 * level - 1.0);
    colour = vec4(glow, mix(0.55, 0.72, smoothstep(0.0, 0.5, level)));
}
