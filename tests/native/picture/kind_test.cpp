#include "farsight/runtime/image_file.h"

#include <catch2/catch.hpp>
#include <string>

#include "farsight/runtime/files.h"
#include "farsight/runtime/picture_list.h"
#include "picture/jpeg_file.h"
#include "scratch_folder.h"

using namespace farsight;
using namespace farsight::tests;

TEST_CASE("what people take for a picture is named as what it is, with what to do") {
    const auto [start, name, remedy] = GENERATE(table<std::string, std::string, std::string>({
        {"%PDF-1.7 and more bytes", "PDF", "pages"},
        {std::string("\0\0\0\x18"
                     "ftypisom\0\0\2\0isommp41",
                     24),
         "MP4", "frames"},
        {std::string("\0\0\0\x14"
                     "ftypqt  \0\0\2\0qt  ",
                     20),
         "QuickTime", "frames"},
        {std::string("RIFF\x10\0\0\0AVI LIST", 16), "AVI", "frames"},
        {"\x1A\x45\xDF\xA3 matroska", "Matroska", "frames"},
        {std::string("\0\0\0\x18"
                     "ftypcrx \0\0\0\1crx isom",
                     24),
         "CR3", "Develop"},
        {std::string("\0\0\0\x0CJXL \r\n\x87\n and more", 20), "JPEG XL", "Convert"},
        {std::string("\0\0\0\x0CjP  \r\n\x87\n and more", 20), "JPEG 2000", "Convert"},
        {"8BPS and more bytes", "Photoshop", "Convert"},
        {"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG", "Convert"},
        {"PK\3\4 and more bytes", "ZIP", "Unpack"},
        {"<!DOCTYPE html><title>404</title>", "web page", "itself"},
        {"version https://git-lfs.github.com/spec/v1", "Git LFS", "git lfs pull"},
    }));
    const auto image = decode_image(bytes_of(start));
    REQUIRE(!image);
    CAPTURE(image.error().message);
    CHECK(image.error().code == ErrorCode::kUnsupported);
    CHECK(image.error().message.find(name) != std::string::npos);
    CHECK(image.error().message.find(remedy) != std::string::npos);
}

TEST_CASE("a folder's pictures are listed, and what is passed over is counted by kind") {
    const ScratchFolder folder;
    std::filesystem::create_directories(folder / "deep/deeper");
    for (const char* name : {"b.JPG", "a.webp", "c.jfif", "film.mp4", "other.MP4", "notes", "._a.jpg",
                             "deep/d.tif", "deep/deeper/e.heic", "deep/list.txt"}) {
        REQUIRE(write_file(folder / name, "x"));
    }
    const auto names = [&](Subfolders subfolders, PassedOver& passed_over) {
        std::string text;
        const auto files = pictures_in(folder.path(), subfolders, &passed_over);
        if (!files) return text;
        for (const std::string& file : *files) {
            text += std::filesystem::path(file).lexically_relative(folder.path()).string() + " ";
        }
        return text;
    };
    PassedOver flat;
    CHECK(names(Subfolders::kPassOver, flat) == "a.webp b.JPG c.jfif ");
    CHECK(flat.words() == "1 without an ending, 2 .mp4, 1 hidden file, 1 folder (-r reads it)");
    PassedOver deep;
    CHECK(names(Subfolders::kRead, deep) == "a.webp b.JPG c.jfif deep/d.tif deep/deeper/e.heic ");
    CHECK(deep.words() == "1 without an ending, 2 .mp4, 1 .txt, 1 hidden file");
}

TEST_CASE("a folder without pictures says what it holds") {
    const ScratchFolder folder;
    REQUIRE(write_file(folder / "film.mp4", "x"));
    std::filesystem::create_directories(folder / "photos");
    const auto files = pictures_in(folder.path());
    REQUIRE(!files);
    CHECK(files.error().message.find("it holds 1 .mp4, 1 folder (-r reads it).") != std::string::npos);
}
