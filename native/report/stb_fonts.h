// stb's font headers; their implementation stands in stb_fonts.cpp.
#pragma once

#include <stb_truetype.h>

int stb_easy_font_width(char* text);
int stb_easy_font_print(float x, float y, char* text, unsigned char color[4], void* vertex_buffer,
                        int vbuf_size);
