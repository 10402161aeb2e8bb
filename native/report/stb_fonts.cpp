#define STB_TRUETYPE_IMPLEMENTATION
#include <stb_truetype.h>

// Its functions are static; the two below give them to others.
#define stb_easy_font_width easy_font_width
#define stb_easy_font_print easy_font_print
#include <stb_easy_font.h>
#undef stb_easy_font_width
#undef stb_easy_font_print

int stb_easy_font_width(char* text);
int stb_easy_font_print(float x, float y, char* text, unsigned char color[4], void* vertex_buffer,
                        int vbuf_size);

int stb_easy_font_width(char* text) {
    return easy_font_width(text);
}

int stb_easy_font_print(float x, float y, char* text, unsigned char color[4], void* vertex_buffer,
                        int vbuf_size) {
    return easy_font_print(x, y, text, color, vertex_buffer, vbuf_size);
}
