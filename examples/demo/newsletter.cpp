#include "examples/demo/newsletter.hpp"

#include "core/crypto/random.hpp"
#include "examples/demo/bulletin_items.hpp"

#include <bulletin_text.hpp>

namespace sanderling::demo {

namespace {

std::string new_id() {
    crypto::SystemRandom random;
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const Instant instant{std::chrono::duration_cast<std::chrono::milliseconds>(now).count()};
    return to_text(crypto::time_ordered_record_id(instant, random));
}

class Export {
  public:
    std::string add(const std::string& scope, const std::string& collection, json fields) {
        std::string id = new_id();
        const json line{{"scope", scope},
                        {"collection", collection},
                        {"id", id},
                        {"fields", std::move(fields)}};
        text_ += line.dump() + "\n";
        return id;
    }
    const std::string& text() const { return text_; }

  private:
    std::string text_{};
};

}  // namespace

Newsletter write_newsletter(const Cast& cast, const Workspace& workspace) {
    Newsletter out;
    Export lines;
    out.group =
        lines.add(group_label, "group",
                  {{"name", group_name}, {"ldu", cast.team_name}, {"members", json::array()}});
    for (const BulletinItem& item : bulletin_items(bulletin_text)) {
        switch (item.kind) {
            case ItemKind::bulletin:
                ++out.bulletins;
                lines.add("org", "bulletin",
                          {{"title", item.title},
                           {"issued_on", "2011-06-01"},
                           {"author", "Offender Engagement Programme"},
                           {"body", item.body}});
                if (out.sentence.empty()) out.sentence = item.body.substr(0, item.body.find(". "));
                break;
            case ItemKind::thread: {
                ++out.threads;
                const std::string thread = lines.add("team:1", "thread", {{"title", item.title}});
                lines.add("team:1", "post", {{"thread_id", thread}, {"body", {item.body}}});
                if (out.first_thread.empty()) out.first_thread = thread;
                break;
            }
            case ItemKind::issue:
                ++out.issues;
                lines.add(group_label, "issue",
                          {{"group_id", out.group},
                           {"summary", item.body},
                           {"theme", item.title},
                           {"status", {"raised"}}});
                break;
        }
    }
    out.file = workspace.caseload() / "newsletter.ndjson";
    write_file(out.file, lines.text());
    return out;
}

}  // namespace sanderling::demo
