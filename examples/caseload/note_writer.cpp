#include "examples/caseload/note_writer.hpp"

#include <numeric>
#include <utility>

namespace sanderling::caseload {
namespace {

constexpr std::size_t sentence_bytes = 62;        // on average
constexpr std::size_t short_note_bytes = 45;      // one fragment
constexpr std::size_t note_with_headings = 1500;  // from here on, readers want to find their way

std::string capital(std::string text) {
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') {
        text[0] = static_cast<char>(text[0] - 'a' + 'A');
    }
    return text;
}

// Topics in a drawn order, each with its sentences in a drawn order: nothing is said twice before
// everything was said once.
class Talk {
  public:
    explicit Talk(Random& random) : random_(random), turns_(vocabulary().topics.size()) {
        for (std::size_t i = 0; i < turns_.size(); ++i) turns_[i].topic = i;
        random_.shuffle(turns_);
        at_ = turns_.size();
    }

    bool at_new_topic() const { return left_ == 0; }
    const std::string& heading() const { return topic().heading; }
    const std::string& sentence() {
        if (left_ == 0) next_topic();
        --left_;
        Turn& turn = turns_[at_];
        return topic().sentences[turn.order[turn.said++ % turn.order.size()]];
    }
    void next_topic() {
        if (++at_ >= turns_.size()) at_ = 0;
        left_ = static_cast<std::size_t>(random_.between(2, 5));
        Turn& turn = turns_[at_];
        if (!turn.order.empty()) return;
        turn.order.resize(topic().sentences.size());
        std::iota(turn.order.begin(), turn.order.end(), std::size_t{0});
        random_.shuffle(turn.order);
    }

  private:
    struct Turn {
        std::size_t topic = 0;
        std::vector<std::size_t> order{};  // of its sentences; drawn when the topic comes up
        std::size_t said = 0;
    };
    const Topic& topic() const { return vocabulary().topics[turns_[at_].topic]; }

    Random& random_;
    std::vector<Turn> turns_;
    std::size_t at_ = 0;
    std::size_t left_ = 0;
};

}  // namespace

std::string NoteWriter::slot(Random& random, std::string_view name) const {
    if (name == "Name") return given_name_;
    const std::string lower = [&] {
        std::string out(name);
        if (out[0] >= 'A' && out[0] <= 'Z') out[0] = static_cast<char>(out[0] - 'A' + 'a');
        return out;
    }();
    std::string word;
    if (lower == "he") {
        word = female_ ? "she" : "he";
    } else if (lower == "him") {
        word = female_ ? "her" : "him";
    } else if (lower == "his") {
        word = female_ ? "her" : "his";
    } else if (lower == "himself") {
        word = female_ ? "herself" : "himself";
    } else {
        word = random.pick(vocabulary().slots.at(lower));
    }
    return lower == name ? word : capital(std::move(word));
}

std::string NoteWriter::filled(Random& random, std::string_view sentence) const {
    std::string out;
    while (!sentence.empty()) {
        const auto open = sentence.find('{');
        out += sentence.substr(0, open);
        if (open == std::string_view::npos) break;
        const auto close = sentence.find('}', open);
        SANDERLING_ASSERT(close != std::string_view::npos);
        out += slot(random, sentence.substr(open + 1, close - open - 1));
        sentence.remove_prefix(close + 1);
    }
    return out;
}

std::string NoteWriter::phrase(Random& random, const std::string& list) const {
    return filled(random, random.pick(vocabulary().phrase_list(list)));
}

std::string NoteWriter::opening(Random& random, NoteKind kind) const {
    if (kind == NoteKind::absent) return phrase(random, "absent");
    if (kind == NoteKind::excused) return phrase(random, "excused");
    if (kind == NoteKind::message) return phrase(random, "messages");
    if (kind == NoteKind::information) return phrase(random, "information");
    std::string text = random.pick(vocabulary().note_openers);
    // One opener of the shared vocabulary tells of an absence.
    while (text.starts_with("No answer")) text = random.pick(vocabulary().note_openers);
    // And two are beginnings only.
    if (text.ends_with(';')) text += filled(random, " seen at {time} instead.");
    if (text.ends_with(" and")) text += filled(random, " {worker}.");
    return text;
}

std::string NoteWriter::body(Random& random, std::string text, std::size_t bytes) const {
    Talk talk(random);
    const bool headed = bytes >= note_with_headings;
    while (text.size() + sentence_bytes / 2 < bytes) {
        std::string more;
        if (talk.at_new_topic()) {
            talk.next_topic();
            more = headed ? "\n\n" + talk.heading() + ". " : " ";
        } else {
            more = " ";
        }
        more += filled(random, talk.sentence());
        if (text.size() + more.size() > note_bytes_max) break;
        text += more;
    }
    return text;
}

std::string NoteWriter::write(Random& random, NoteKind kind, std::size_t bytes) const {
    if (bytes < short_note_bytes) return phrase(random, "shorts");
    std::string text = opening(random, kind);
    std::string end = " " + phrase(random, "enders");
    // Nobody was there to be described, so what follows is what was known before.
    if (kind != NoteKind::seen && bytes > text.size() + end.size() + 2 * sentence_bytes) {
        text += " " + phrase(random, "background");
    }
    const bool with_end = text.size() + end.size() <= bytes;
    text = body(random, std::move(text), with_end ? bytes - end.size() : bytes);
    if (with_end && text.size() + end.size() <= note_bytes_max) text += end;
    return text;
}

}  // namespace sanderling::caseload
