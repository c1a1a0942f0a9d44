// Enrolment: the keyholder, and not the server, decides who a device belongs to.
#include "client-sdk/keyholder/keyholder.hpp"
#include "core/sealing/invite.hpp"
#include "core/sealing/person_keys.hpp"

namespace sanderling::keyholder {

namespace {

constexpr std::chrono::hours device_validity{24 * 400};
// A device's clock may be behind: what is certified now is valid a little earlier too.
constexpr std::chrono::hours clock_slack{1};

}  // namespace

Plan Keyholder::refuse_enrolment(const wire::EnrolRequest& request, const Error& error) {
    Plan plan;
    plan.messages.emplace_back(wire::EnrolAnswer{next_request(), request.lookup, error.code, {}});
    plan.result = {{"event", "enrolment_refused"},
                   {"invite", to_text(request.lookup)},
                   {"error", traits(error.code).name},
                   {"message", error.message()}};
    return plan;
}

std::optional<PersonId> Keyholder::invited(const wire::EnrolRequest& request) const {
    const auto at = state_.invites.find(sealing::InviteId{request.lookup.bytes});
    if (at == state_.invites.end() || at->second.status != InviteStatus::open) return std::nullopt;
    return at->second.person;
}

std::string Keyholder::role_of(PersonId person) const {
    const auto at = state_.people.find(person);
    if (at == state_.people.end()) return "";
    const schema::Role* role = schema_.role(schema::RoleNumber{number(at->second.role)});
    return role == nullptr ? "" : role->name;
}

Plan Keyholder::prepare_enrolment(const wire::EnrolRequest& request, Instant now) {
    Plan plan;
    const auto refused = [&](const Error& error) { return refuse_enrolment(request, error); };
    if (state_.behind_since)
        return refused(fail(Errc::busy, "the keyholder is catching up; try again"));
    const auto at = state_.invites.find(sealing::InviteId{request.lookup.bytes});
    if (at == state_.invites.end()) return refused(fail(Errc::invite_unknown));
    Invite& invite = at->second;
    const auto asked = check_request(request, invite, now);
    if (!asked) return refused(asked.error());
    auto put = certify(invite, *asked, now);
    if (!put) return refused(put.error());
    auto answer = answer_for(invite, *put);
    if (!answer) return refused(answer.error());

    // Used up from here on. The same device may ask again, should the answer get lost.
    invite.status = InviteStatus::used;
    invite.device = scope_log::device_id(asked->sign_key);
    plan.changes_state = true;
    plan.messages.emplace_back(std::move(*put));
    plan.messages.emplace_back(
        wire::EnrolAnswer{next_request(), request.lookup, Errc::ok, std::move(*answer)});
    plan.result = {{"event", "enrolled"},
                   {"person", to_text(invite.person)},
                   {"name", state_.people.at(invite.person).name},
                   {"device", to_text(invite.device)}};
    return plan;
}

Result<sealing::Request> Keyholder::check_request(const wire::EnrolRequest& request,
                                                  const Invite& invite, Instant now) const {
    if (invite.status == InviteStatus::cancelled) return fail(Errc::invite_unknown);
    if (!state_.server) return fail(Errc::wrong_server, "no server is set");
    if (invite.status == InviteStatus::open && invite.expires <= now)
        return fail(Errc::invite_expired, "since " + instant_text(invite.expires));
    // The device says which key it saw: while keys change it may be any of them.
    Result<sealing::Request> opened = fail(Errc::wrong_server);
    for (const scope_log::TlsKeyHash& key : server_keys(state_)) {
        opened = sealing::open_request(request.sealed_request, invite.secret, key);
        if (opened) break;
    }
    if (!opened) return opened.error();
    if (invite.status == InviteStatus::used &&
        invite.device != scope_log::device_id(opened->sign_key))
        return fail(Errc::invite_used);
    if (!state_.people.contains(invite.person)) return fail(Errc::invite_unknown);
    if (state_.revoked.contains(scope_log::device_id(opened->sign_key)))
        return fail(Errc::device_revoked, "enrol it anew, with keys of its own");
    return opened;
}

Bytes Keyholder::device_cert(PersonId person, const sealing::Request& request, Instant now) const {
    scope_log::DeviceCert cert;
    cert.org = state_.org;
    cert.registrar = registrar();
    cert.person = person;
    cert.device = scope_log::device_id(request.sign_key);
    cert.sign_key = request.sign_key;
    cert.box_key = request.box_key;
    cert.validity = {now + -clock_slack, now + device_validity};
    return encode(scope_log::sign_certificate(cert, state_.registrar));
}

Result<wire::DirectoryPut> Keyholder::certify(const Invite& invite, const sealing::Request& request,
                                              Instant now) {
    Person& person = state_.people.at(invite.person);
    const DeviceId device = scope_log::device_id(request.sign_key);
    // A device has one certificate: who asks again gets the same.
    Bytes bytes;
    for (const Bytes& known : person.devices)
        if (auto cert = decode_device(known); cert && cert->device == device) bytes = known;
    const bool is_new = bytes.empty();
    if (is_new) bytes = device_cert(invite.person, request, now);
    const auto cert = decode_device(bytes);
    if (!cert) return cert.error();

    wire::DirectoryPut put;
    put.request = next_request();
    put.certificates.push_back(state_.registrar_cert);
    for (const PersonKey& key : person.keys) {
        const scope_log::PersonKeyCert published{state_.org, registrar(), invite.person, key.epoch,
                                                 key.pair.public_key};
        auto envelope =
            sealing::seal_person_key(published, key.pair, *cert, state_.registrar, random_);
        if (!envelope) return envelope.error();
        put.certificates.push_back(person_key_cert(invite.person, key));
        put.person_key_envelopes.push_back({device, sealing::encode(*envelope)});
    }
    put.certificates.push_back(bytes);
    if (is_new) person.devices.push_back(std::move(bytes));
    return put;
}

Result<Bytes> Keyholder::answer_for(const Invite& invite, const wire::DirectoryPut& put) {
    sealing::Answer answer;
    answer.person = invite.person;
    answer.organisation = state_.organisation;
    answer.registrar = put.certificates.front();
    answer.person_keys.assign(put.certificates.begin() + 1, put.certificates.end() - 1);
    answer.device = put.certificates.back();
    for (const wire::PersonKeyFor& key : put.person_key_envelopes)
        answer.person_key_envelopes.push_back(key.envelope);
    return sealing::seal_answer(answer, invite.secret, random_);
}

Result<scope_log::DeviceCert> Keyholder::decode_device(ByteView bytes) {
    const auto cert = scope_log::decode_certificate(bytes);
    if (!cert) return cert.error();
    const auto* device = std::get_if<scope_log::Signed<scope_log::DeviceCert>>(&*cert);
    if (device == nullptr) return fail(Errc::corrupt, "not a device's certificate");
    return device->body;
}

}  // namespace sanderling::keyholder
