// What two of the reintroduced faults do with a page of the feed before its checkpoint has come
// (core/types/fault.hpp). The product has the declarations only; tests/sim builds the rest.
#pragma once

#include "client-sdk/replica/writer.hpp"

namespace sanderling::replica {

/// Fault::page_as_base: follows the pages, and gives their end as the base of what is written.
void note_page(Writer& writer, const wire::Data& data);
void claim_pages(Writer& writer, const Scope& scope, commit::Base& base);

/// Fault::applied_page_by_page.
void apply_page(Writer& writer, ScopeId scope, Instant now);

}  // namespace sanderling::replica
