// A batch of tiles becomes the network's input tensor: each is cut out of the photo, resampled and normalised, with
// the same bits as the core (resample.h, preprocess.h). The core gives the weights (web/core/tile_tables.h); all is
// in integers until the last step, so there is nothing to round differently.

struct Settings {
    photo_width: u32,
    input_width: u32,
    input_height: u32,
    /// 1: one plane a channel (NCHW); 0: interleaved (NHWC).
    planes: u32,
    /// 1: blue, green, red.
    blue_first: u32,
    /// Red in the lowest byte: what lies outside the photo.
    pad: u32,
    /// In the tensor's order of channels.
    mean: vec4f,
    scale: vec4f,
}

@group(0) @binding(0) var<uniform> settings: Settings;
/// RGBA, red in the lowest byte.
@group(0) @binding(1) var<storage, read> photo: array<u32>;
@group(0) @binding(2) var<storage, read> tables: array<i32>;
/// Pixels between the passes: red and green, blue, 16 bits each.
@group(0) @binding(3) var<storage, read_write> middle: array<vec2u>;
@group(0) @binding(4) var<storage, read_write> tensor: array<f32>;

// As in core/src/image/pixel_kernels.h.
const kWeightBits: u32 = 14u;
const kPixelBits: u32 = 6u;
const kRowShift: u32 = kWeightBits - kPixelBits;
const kColumnShift: u32 = kWeightBits + kPixelBits;

// As in web/core/tile_tables.h.
const kHeader: u32 = 16u;

struct Axis {
    first_output: i32,
    last_output: i32,
    source: i32,
    span: i32,
    taps: i32,
    starts: i32,
    weights: i32,
    middle: i32,
}

fn axis_at(place: u32) -> Axis {
    return Axis(tables[place], tables[place + 1u], tables[place + 2u], tables[place + 3u],
                tables[place + 4u], tables[place + 5u], tables[place + 6u], tables[place + 7u]);
}

fn bytes_of(pixel: u32) -> vec3i {
    return vec3i(i32(pixel & 255u), i32((pixel >> 8u) & 255u), i32((pixel >> 16u) & 255u));
}

/// First pass: one column of the photo, one output row, one tile.
@compute @workgroup_size(64)
fn blend_rows(@builtin(global_invocation_id) id: vec3u) {
    let columns = axis_at(id.z * kHeader);
    let rows = axis_at(id.z * kHeader + kHeader / 2u);
    let column = i32(id.x);
    let output = i32(id.y);
    if (column >= columns.span || output >= rows.last_output - rows.first_output) {
        return;
    }
    let first = tables[rows.starts + output];
    var sum = vec3i(1 << (kRowShift - 1u));
    for (var k = 0; k < rows.taps; k += 1) {
        // Taps that only fill up have zero weight and may look at any row.
        let y = rows.source + min(first + k, rows.span - 1);
        let pixel = photo[u32(y) * settings.photo_width + u32(columns.source + column)];
        sum += bytes_of(pixel) * tables[rows.weights + output * rows.taps + k];
    }
    let value = clamp(sum >> vec3u(kRowShift), vec3i(-32768), vec3i(32767));
    middle[u32(columns.middle + output * columns.span + column)] =
        vec2u((u32(value.x) & 0xffffu) | (u32(value.y) << 16u), u32(value.z) & 0xffffu);
}

fn pixel_between(place: i32) -> vec3i {
    let packed = middle[place];
    // Shifting up and down again carries the sign.
    return vec3i(i32(packed.x << 16u) >> 16u, i32(packed.x) >> 16u, i32(packed.y << 16u) >> 16u);
}

fn is_inside(axis: Axis, output: i32) -> bool {
    return output >= axis.first_output && output < axis.last_output;
}

fn write(tile: u32, x: u32, y: u32, rgb: vec3i) {
    let plane = settings.input_width * settings.input_height;
    let pixel = y * settings.input_width + x;
    let ordered = select(rgb, rgb.zyx, settings.blue_first == 1u);
    let values = (vec3f(ordered) - settings.mean.xyz) * settings.scale.xyz;
    for (var channel = 0u; channel < 3u; channel += 1u) {
        let within = select(pixel * 3u + channel, channel * plane + pixel, settings.planes == 1u);
        tensor[tile * plane * 3u + within] = values[channel];
    }
}

/// Second pass: one output pixel of one tile.
@compute @workgroup_size(64)
fn blend_columns(@builtin(global_invocation_id) id: vec3u) {
    if (id.x >= settings.input_width || id.y >= settings.input_height) {
        return;
    }
    let columns = axis_at(id.z * kHeader);
    let rows = axis_at(id.z * kHeader + kHeader / 2u);
    if (!is_inside(columns, i32(id.x)) || !is_inside(rows, i32(id.y))) {
        write(id.z, id.x, id.y, bytes_of(settings.pad));
        return;
    }
    let output = i32(id.x) - columns.first_output;
    let first = tables[columns.starts + output];
    let line = columns.middle + (i32(id.y) - rows.first_output) * columns.span;
    var sum = vec3i(1 << (kColumnShift - 1u));
    for (var k = 0; k < columns.taps; k += 1) {
        let column = min(first + k, columns.span - 1);
        sum += pixel_between(line + column) * tables[columns.weights + output * columns.taps + k];
    }
    write(id.z, id.x, id.y, clamp(sum >> vec3u(kColumnShift), vec3i(0), vec3i(255)));
}
