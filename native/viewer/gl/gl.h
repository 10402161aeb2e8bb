// The part of OpenGL 3.3 core and ES 3.0 that the viewer uses, loaded at run time: without it a person reads
// a sentence rather than a loader's error.
#pragma once

#include <SDL_opengl.h>
#include <SDL_opengl_glext.h>

#include <string>
#include <string_view>

#include "farsight/result.h"

namespace farsight::viewer {

struct GlFunctions {
    PFNGLACTIVETEXTUREPROC active_texture = nullptr;
    PFNGLATTACHSHADERPROC attach_shader = nullptr;
    PFNGLBINDBUFFERPROC bind_buffer = nullptr;
    PFNGLBINDVERTEXARRAYPROC bind_vertex_array = nullptr;
    PFNGLBUFFERDATAPROC buffer_data = nullptr;
    PFNGLCOMPILESHADERPROC compile_shader = nullptr;
    PFNGLCREATEPROGRAMPROC create_program = nullptr;
    PFNGLCREATESHADERPROC create_shader = nullptr;
    PFNGLDELETEBUFFERSPROC delete_buffers = nullptr;
    PFNGLDELETEPROGRAMPROC delete_program = nullptr;
    PFNGLDELETESHADERPROC delete_shader = nullptr;
    PFNGLDELETEVERTEXARRAYSPROC delete_vertex_arrays = nullptr;
    PFNGLDRAWARRAYSINSTANCEDPROC draw_arrays_instanced = nullptr;
    PFNGLENABLEVERTEXATTRIBARRAYPROC enable_vertex_attrib_array = nullptr;
    PFNGLGENBUFFERSPROC gen_buffers = nullptr;
    PFNGLGENVERTEXARRAYSPROC gen_vertex_arrays = nullptr;
    PFNGLGETPROGRAMINFOLOGPROC get_program_info_log = nullptr;
    PFNGLGETPROGRAMIVPROC get_programiv = nullptr;
    PFNGLGETSHADERINFOLOGPROC get_shader_info_log = nullptr;
    PFNGLGETSHADERIVPROC get_shaderiv = nullptr;
    PFNGLGETUNIFORMLOCATIONPROC get_uniform_location = nullptr;
    PFNGLLINKPROGRAMPROC link_program = nullptr;
    PFNGLSHADERSOURCEPROC shader_source = nullptr;
    PFNGLUNIFORM1FPROC uniform1f = nullptr;
    PFNGLUNIFORM1IPROC uniform1i = nullptr;
    PFNGLUNIFORM2FPROC uniform2f = nullptr;
    PFNGLUNIFORM3FPROC uniform3f = nullptr;
    PFNGLUSEPROGRAMPROC use_program = nullptr;
    PFNGLVERTEXATTRIBDIVISORPROC vertex_attrib_divisor = nullptr;
    PFNGLVERTEXATTRIBPOINTERPROC vertex_attrib_pointer = nullptr;

    void(APIENTRY* bind_texture)(GLenum, GLuint) = nullptr;
    void(APIENTRY* blend_func)(GLenum, GLenum) = nullptr;
    void(APIENTRY* clear)(GLbitfield) = nullptr;
    void(APIENTRY* clear_color)(GLfloat, GLfloat, GLfloat, GLfloat) = nullptr;
    void(APIENTRY* delete_textures)(GLsizei, const GLuint*) = nullptr;
    void(APIENTRY* disable)(GLenum) = nullptr;
    void(APIENTRY* draw_arrays)(GLenum, GLint, GLsizei) = nullptr;
    void(APIENTRY* enable)(GLenum) = nullptr;
    void(APIENTRY* finish)() = nullptr;
    void(APIENTRY* gen_textures)(GLsizei, GLuint*) = nullptr;
    void(APIENTRY* get_integerv)(GLenum, GLint*) = nullptr;
    const GLubyte*(APIENTRY* get_string)(GLenum) = nullptr;
    void(APIENTRY* pixel_storei)(GLenum, GLint) = nullptr;
    void(APIENTRY* read_pixels)(GLint, GLint, GLsizei, GLsizei, GLenum, GLenum, void*) = nullptr;
    void(APIENTRY* scissor)(GLint, GLint, GLsizei, GLsizei) = nullptr;
    void(APIENTRY* tex_image_2d)(GLenum, GLint, GLint, GLsizei, GLsizei, GLint, GLenum, GLenum,
                                 const void*) = nullptr;
    void(APIENTRY* tex_parameteri)(GLenum, GLenum, GLint) = nullptr;
    void(APIENTRY* tex_sub_image_2d)(GLenum, GLint, GLint, GLint, GLsizei, GLsizei, GLenum, GLenum,
                                     const void*) = nullptr;
    void(APIENTRY* viewport)(GLint, GLint, GLsizei, GLsizei) = nullptr;
};

/// The functions of the current context; valid once load_gl() succeeded.
const GlFunctions& gl();

/// Loads them from the current context. Fails with kUnsupported and the function that is missing.
Result<void> load_gl();

/// Links a program. `prelude` goes before the shaders' source: the dialect's version and precisions.
/// Fails with kUnsupported and the driver's words.
Result<GLuint> make_program(std::string_view prelude, std::string_view vertex, std::string_view fragment);

}  // namespace farsight::viewer
