#include "gl/gl.h"

#include <SDL.h>

#include <array>

namespace farsight::viewer {
namespace {

GlFunctions functions;

/// Looks one function up; remembers the first that is missing.
template <class Function>
void load(Function& function, const char* name, std::string& missing) {
    function = reinterpret_cast<Function>(SDL_GL_GetProcAddress(name));
    if (function == nullptr && missing.empty()) missing = name;
}

void load_program_functions(GlFunctions& f, std::string& missing) {
    load(f.attach_shader, "glAttachShader", missing);
    load(f.compile_shader, "glCompileShader", missing);
    load(f.create_program, "glCreateProgram", missing);
    load(f.create_shader, "glCreateShader", missing);
    load(f.delete_program, "glDeleteProgram", missing);
    load(f.delete_shader, "glDeleteShader", missing);
    load(f.get_program_info_log, "glGetProgramInfoLog", missing);
    load(f.get_programiv, "glGetProgramiv", missing);
    load(f.get_shader_info_log, "glGetShaderInfoLog", missing);
    load(f.get_shaderiv, "glGetShaderiv", missing);
    load(f.get_uniform_location, "glGetUniformLocation", missing);
    load(f.link_program, "glLinkProgram", missing);
    load(f.shader_source, "glShaderSource", missing);
    load(f.uniform1f, "glUniform1f", missing);
    load(f.uniform1i, "glUniform1i", missing);
    load(f.uniform2f, "glUniform2f", missing);
    load(f.uniform3f, "glUniform3f", missing);
    load(f.use_program, "glUseProgram", missing);
}

void load_vertex_functions(GlFunctions& f, std::string& missing) {
    load(f.bind_buffer, "glBindBuffer", missing);
    load(f.bind_vertex_array, "glBindVertexArray", missing);
    load(f.buffer_data, "glBufferData", missing);
    load(f.delete_buffers, "glDeleteBuffers", missing);
    load(f.delete_vertex_arrays, "glDeleteVertexArrays", missing);
    load(f.draw_arrays, "glDrawArrays", missing);
    load(f.draw_arrays_instanced, "glDrawArraysInstanced", missing);
    load(f.enable_vertex_attrib_array, "glEnableVertexAttribArray", missing);
    load(f.gen_buffers, "glGenBuffers", missing);
    load(f.gen_vertex_arrays, "glGenVertexArrays", missing);
    load(f.vertex_attrib_divisor, "glVertexAttribDivisor", missing);
    load(f.vertex_attrib_pointer, "glVertexAttribPointer", missing);
}

void load_texture_functions(GlFunctions& f, std::string& missing) {
    load(f.active_texture, "glActiveTexture", missing);
    load(f.bind_texture, "glBindTexture", missing);
    load(f.delete_textures, "glDeleteTextures", missing);
    load(f.gen_textures, "glGenTextures", missing);
    load(f.pixel_storei, "glPixelStorei", missing);
    load(f.read_pixels, "glReadPixels", missing);
    load(f.tex_image_2d, "glTexImage2D", missing);
    load(f.tex_parameteri, "glTexParameteri", missing);
    load(f.tex_sub_image_2d, "glTexSubImage2D", missing);
}

void load_frame_functions(GlFunctions& f, std::string& missing) {
    load(f.blend_func, "glBlendFunc", missing);
    load(f.clear, "glClear", missing);
    load(f.clear_color, "glClearColor", missing);
    load(f.disable, "glDisable", missing);
    load(f.enable, "glEnable", missing);
    load(f.finish, "glFinish", missing);
    load(f.get_integerv, "glGetIntegerv", missing);
    load(f.get_string, "glGetString", missing);
    load(f.scissor, "glScissor", missing);
    load(f.viewport, "glViewport", missing);
}

Result<GLuint> compile(GLenum kind, std::string_view prelude, std::string_view source) {
    const GLuint shader = gl().create_shader(kind);
    const std::array parts = {prelude.data(), source.data()};
    const std::array lengths = {static_cast<GLint>(prelude.size()), static_cast<GLint>(source.size())};
    gl().shader_source(shader, static_cast<GLsizei>(parts.size()), parts.data(), lengths.data());
    gl().compile_shader(shader);
    GLint good = 0;
    gl().get_shaderiv(shader, GL_COMPILE_STATUS, &good);
    if (good != 0) return shader;
    std::array<char, 1024> words = {};
    gl().get_shader_info_log(shader, words.size(), nullptr, words.data());
    gl().delete_shader(shader);
    return fail(ErrorCode::kUnsupported,
                "The graphics driver refuses a shader: " + std::string(words.data()));
}

}  // namespace

const GlFunctions& gl() {
    return functions;
}

Result<void> load_gl() {
    std::string missing;
    load_program_functions(functions, missing);
    load_vertex_functions(functions, missing);
    load_texture_functions(functions, missing);
    load_frame_functions(functions, missing);
    if (missing.empty()) return {};
    return fail(ErrorCode::kUnsupported, "The graphics driver lacks " + missing + ".");
}

Result<GLuint> make_program(std::string_view prelude, std::string_view vertex, std::string_view fragment) {
    auto vertex_shader = compile(GL_VERTEX_SHADER, prelude, vertex);
    if (!vertex_shader) return vertex_shader;
    auto fragment_shader = compile(GL_FRAGMENT_SHADER, prelude, fragment);
    if (!fragment_shader) return fragment_shader;
    const GLuint program = gl().create_program();
    gl().attach_shader(program, *vertex_shader);
    gl().attach_shader(program, *fragment_shader);
    gl().link_program(program);
    gl().delete_shader(*vertex_shader);
    gl().delete_shader(*fragment_shader);
    GLint good = 0;
    gl().get_programiv(program, GL_LINK_STATUS, &good);
    if (good != 0) return program;
    std::array<char, 1024> words = {};
    gl().get_program_info_log(program, words.size(), nullptr, words.data());
    gl().delete_program(program);
    return fail(ErrorCode::kUnsupported,
                "The graphics driver refuses to link a shader: " + std::string(words.data()));
}

}  // namespace farsight::viewer
