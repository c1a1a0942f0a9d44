// The inside of a Draft, shared by the files that implement it.
#pragma once

#include "client-sdk/replica/draft.hpp"
#include "client-sdk/replica/live_text.hpp"
#include "core/text/editor.hpp"

namespace sanderling::replica {

struct Draft::ScopeDraft {
    Scope& scope;
    scope_log::Member member{};
    const schema::ScopeKind* kind = nullptr;  // null: a kind this schema does not have
    Self self{};
    EditToken known{};                 // what this device knows now
    std::optional<EditToken> given{};  // the least that the writes were based on
    std::vector<std::unique_ptr<RecordDraft>> records{};
    bool is_deposit = false;  // sealed to the epoch's public key, and kept nowhere here
};

struct Draft::TextDraft {
    text::Document document{};  // this transaction's edits included
    TextSnapshot snapshot{};    // that goes beside them; may be empty
    text::Batch done{};         // the edits
};

struct Draft::RecordDraft {
    ScopeDraft& home;
    const Collection& collection;
    OpenRecord record;
    std::optional<Visible> visible{};  // before this transaction; unset for a new record
    std::vector<PendingPath> paths{};
    std::map<FieldNumber, TextDraft> texts{};  // those that this transaction looked at

    bool is_new() const { return !visible.has_value(); }
    PendingPath* find(Token token) {
        for (PendingPath& path : paths)
            if (path.write.token == token) return &path;
        return nullptr;
    }
    /// The last write to a path is the one that counts.
    void put(PendingPath path) {
        if (PendingPath* known = find(path.write.token))
            *known = std::move(path);
        else
            paths.push_back(std::move(path));
    }
};

}  // namespace sanderling::replica
