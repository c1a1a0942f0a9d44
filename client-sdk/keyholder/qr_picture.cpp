#include "client-sdk/keyholder/qr_picture.hpp"

#include <fcntl.h>
#include <png.h>
#include <qrencode.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

namespace sanderling::keyholder {

namespace {

constexpr std::size_t quiet_modules = 4;  // ISO/IEC 18004
constexpr std::size_t module_pixels = 8;
constexpr std::uint8_t white = 255;

Error io_error(const std::string& what, const std::filesystem::path& path) {
    const int number = errno;
    if (number == EEXIST)
        return fail(Errc::already_exists, path.string() + "; give --png another name");
    const Errc code = number == ENOSPC || number == EDQUOT ? Errc::disk_full : Errc::io;
    return fail(code, what + " " + path.string() + ": " + std::strerror(number));
}

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

Result<File> new_private_file(const std::filesystem::path& path) {
    const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) return io_error("making", path);
    File file(::fdopen(fd, "wb"), &std::fclose);
    if (!file) {
        ::close(fd);
        return io_error("making", path);
    }
    return file;
}

}  // namespace

Result<QrPicture> QrPicture::of(std::string_view text) {
    const std::unique_ptr<QRcode, void (*)(QRcode*)> code(
        QRcode_encodeData(static_cast<int>(text.size()),
                          reinterpret_cast<const unsigned char*>(text.data()), 0, QR_ECLEVEL_M),
        &QRcode_free);
    if (!code) return fail(errno == ERANGE ? Errc::too_large : Errc::io, "making a QR code");
    const auto width = static_cast<std::size_t>(code->width);
    QrPicture out;
    out.size_ = width + 2 * quiet_modules;
    out.modules_.assign(out.size_ * out.size_, 0);
    for (std::size_t y = 0; y < width; ++y)
        for (std::size_t x = 0; x < width; ++x)
            out.modules_[(y + quiet_modules) * out.size_ + x + quiet_modules] =
                code->data[y * width + x] & 1U;
    return out;
}

std::string QrPicture::for_terminal() const {
    std::string out;
    for (std::size_t y = 0; y < size_; y += 2) {
        out += "\x1b[38;5;16;48;5;231m";
        for (std::size_t x = 0; x < size_; ++x) {
            const bool upper = is_dark(x, y);
            const bool lower = y + 1 < size_ && is_dark(x, y + 1);
            out += upper ? (lower ? "█" : "▀") : (lower ? "▄" : " ");
        }
        out += "\x1b[0m\n";
    }
    return out;
}

Result<void> QrPicture::save_png(const std::filesystem::path& path) const {
    const std::size_t side = size_ * module_pixels;
    std::vector<std::uint8_t> pixels(side * side, white);
    for (std::size_t y = 0; y < side; ++y)
        for (std::size_t x = 0; x < side; ++x)
            if (is_dark(x / module_pixels, y / module_pixels)) pixels[y * side + x] = 0;
    auto file = new_private_file(path);
    if (!file) return file.error();
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(side);
    image.height = static_cast<png_uint_32>(side);
    image.format = PNG_FORMAT_GRAY;
    errno = 0;
    const bool is_written =
        png_image_write_to_stdio(&image, file->get(), 0, pixels.data(), 0, nullptr) != 0 &&
        std::fflush(file->get()) == 0;
    if (!is_written) {
        const Error problem = io_error("writing", path);
        std::remove(path.c_str());
        return problem;
    }
    return {};
}

}  // namespace sanderling::keyholder
