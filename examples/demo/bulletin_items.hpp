// Turns the programme's newsletter, a text of pages (oep-bulletin.txt), into what the demo begins
// with: bulletins, threads for staff, issues for a service-user group.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sanderling::demo {

enum class ItemKind : std::uint8_t {
    bulletin,  // one section of the newsletter
    thread,    // a sentence that asks for views, under its section's title
    issue,     // a finding about how people are supervised, for a group to take up
};

struct BulletinItem {
    ItemKind kind = ItemKind::bulletin;
    std::string title{};  // of a bulletin or thread: the section's; of an issue: its theme
    std::string body{};   // plain text; paragraphs apart by an empty line, list items by "- "
    friend bool operator==(const BulletinItem&, const BulletinItem&) = default;
};

/// Sections begin with "## ". Running heads, quotations repeated beside the text, and the marks of
/// emphasis and links are left out; what a page break tore apart is joined. In the order of the
/// text: each bulletin, then the threads and issues made from it. An issue's body fits 300 bytes.
std::vector<BulletinItem> bulletin_items(std::string_view text);

}  // namespace sanderling::demo
