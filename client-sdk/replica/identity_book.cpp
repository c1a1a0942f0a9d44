#include "client-sdk/replica/identity_book.hpp"

#include "client-sdk/replica/columns.hpp"
#include "client-sdk/replica/meta.hpp"
#include "core/commit/canonical.hpp"
#include "core/sealing/person_keys.hpp"
#include "core/types/check.hpp"

namespace sanderling::replica {

namespace {

constexpr std::uint8_t enrolment_format = 1;

Bytes encode(const Me& me) {
    commit::CanonicalWriter out;
    out.u8(enrolment_format).id(me.org).raw(me.root.view()).sized(as_bytes(me.organisation));
    out.id(me.person).id(me.device).sized(me.certificate);
    out.sized(as_bytes(me.server.host)).u16(me.server.port).raw(me.server.tls_key.view());
    return out.take();
}

std::optional<Me> decode_me(ByteView bytes) {
    commit::CanonicalReader in(bytes);
    Me me;
    if (in.u8() != enrolment_format) in.refuse("an unknown format");
    me.org = in.id<OrgId>();
    in.fill(me.root.bytes);
    me.organisation = std::string(as_text(in.sized(bytes.size())));
    me.person = in.id<PersonId>();
    me.device = in.id<DeviceId>();
    me.certificate = to_bytes(in.sized(bytes.size()));
    me.server.host = std::string(as_text(in.sized(bytes.size())));
    me.server.port = in.u16();
    in.fill(me.server.tls_key.bytes);
    if (!in.finish("enrolment")) return std::nullopt;
    return me;
}

template <std::size_t N>
std::optional<crypto::Secret<N>> secret_from(ByteView bytes) {
    if (bytes.size() != N) return std::nullopt;
    return crypto::Secret<N>(std::span<const std::uint8_t, N>(bytes.data(), N));
}

}  // namespace

std::optional<Me> read_me(vault::Database& database) {
    const auto enrolment = Meta(database).bytes(meta::enrolment);
    if (!enrolment) return std::nullopt;
    auto me = decode_me(*enrolment);
    if (!me) throw vault::SqliteError(SQLITE_CORRUPT, "enrolment");
    return me;
}

IdentityBook::IdentityBook(vault::Database& database) : database_(database) {
    reload();
}

void IdentityBook::reload() {
    const Meta values(database_);
    keys_.reset();
    me_.reset();
    directory_.reset();
    person_keys_.clear();
    const auto sign = values.bytes(meta::sign_secret);
    const auto box = values.bytes(meta::box_secret);
    if (sign && box) {
        auto sign_secret = secret_from<64>(*sign);
        auto box_secret = secret_from<32>(*box);
        if (!sign_secret || !box_secret) throw vault::SqliteError(SQLITE_CORRUPT, "device keys");
        DeviceKeys keys;
        // libsodium's secret key ends in the public one.
        std::copy_n(sign_secret->view().begin() + 32, 32, keys.sign.public_key.bytes.begin());
        keys.sign.secret = std::move(*sign_secret);
        keys.box = sealing::BoxKeyPair::from_secret(std::move(*box_secret));
        keys_ = std::move(keys);
    }
    me_ = read_me(database_);
    if (!me_) return;
    directory_.emplace(me_->org, me_->root);
    auto certificates =
        database_.prepare("SELECT bytes FROM sanderling_certificate ORDER BY position");
    while (certificates.step() == vault::Statement::Step::row)
        if (!directory_->add(certificates.column_blob(0)))
            throw vault::SqliteError(SQLITE_CORRUPT, "certificate");
    auto person = database_.prepare("SELECT epoch, secret FROM sanderling_person_key");
    while (person.step() == vault::Statement::Step::row)
        if (auto secret = secret_from<32>(person.column_blob(1)))
            person_keys_.insert_or_assign(column_code<KeyEpoch>(person, 0),
                                          sealing::BoxKeyPair::from_secret(std::move(*secret)));
}

const DeviceKeys& IdentityBook::device_keys() {
    if (keys_) return *keys_;
    crypto::SystemRandom random;
    DeviceKeys keys{.sign = crypto::SigningKey::generate(),
                    .box = sealing::BoxKeyPair::generate(random)};
    Meta values(database_);
    values.put_bytes(meta::sign_secret, keys.sign.secret.view());
    values.put_bytes(meta::box_secret, keys.box.secret.view());
    keys_ = std::move(keys);
    return *keys_;
}

void IdentityBook::keep(ByteView certificate) {
    const auto hash = crypto::hash(crypto::HashType::certificate, certificate);
    auto insert = database_.prepare(
        "INSERT OR IGNORE INTO sanderling_certificate(hash, bytes) VALUES(?1, ?2)");
    insert.bind_blob(1, hash.view()).bind_blob(2, certificate).run();
    const auto decoded = scope_log::decode_certificate(certificate);
    const auto* device =
        decoded ? std::get_if<scope_log::Signed<scope_log::DeviceCert>>(&*decoded) : nullptr;
    if (device == nullptr) return;
    auto known = database_.prepare("INSERT OR IGNORE INTO sanderling_device VALUES(?1, ?2)");
    known.bind_blob(1, device->body.device.view()).bind_blob(2, device->body.person.view()).run();
}

void IdentityBook::add_certificates(const std::vector<Bytes>& certificates) {
    // A registrar may stand behind the devices it certified.
    std::vector<ByteView> waiting(certificates.begin(), certificates.end());
    for (bool progress = true; progress && !waiting.empty();) {
        const std::size_t before = waiting.size();
        std::erase_if(waiting, [&](ByteView certificate) {
            if (!directory_->add(certificate)) return false;
            keep(certificate);
            return true;
        });
        progress = waiting.size() < before;
    }
}

bool IdentityBook::add_person_key(ByteView bytes) {
    const auto envelope = sealing::decode_person_key_envelope(bytes);
    if (!envelope || envelope->person != me_->person || person_keys_.contains(envelope->epoch))
        return false;
    const auto* certificate = directory_->person_key(envelope->person, envelope->epoch);
    const auto* registrar = directory_->registrar(envelope->registrar);
    if (certificate == nullptr || registrar == nullptr) return false;
    auto pair = sealing::open_person_key(*envelope, *certificate, me_->device, device_keys().box,
                                         registrar->sign_key);
    if (!pair) return false;
    auto insert = database_.prepare("INSERT OR REPLACE INTO sanderling_person_key VALUES(?1, ?2)");
    insert.bind_int(1, as_int(envelope->epoch)).bind_blob(2, pair->secret.view()).run();
    person_keys_.insert_or_assign(envelope->epoch, std::move(*pair));
    return true;
}

Result<void> IdentityBook::install(const sealing::Offer& offer, const sealing::Answer& answer,
                                   const ServerAddress& server) {
    const DeviceKeys& keys = device_keys();
    const DeviceId device = scope_log::device_id(keys.sign.public_key);
    if (me_ && (me_->org != offer.org || me_->person != answer.person))
        return fail(Errc::already_exists, "this replica belongs to another person");
    scope_log::Directory verified(offer.org, offer.root);
    if (auto added = verified.add(answer.registrar); !added) return added.error();
    if (auto added = verified.add(answer.device); !added) return added.error();
    for (const Bytes& certificate : answer.person_keys)
        if (auto added = verified.add(certificate); !added) return added.error();
    const auto* certified = verified.device(device);
    const bool is_for_us = certified != nullptr && certified->person == answer.person &&
                           certified->box_key == keys.box.public_key;
    if (!is_for_us && !is_removed(Check::answer_certificate))
        return fail(Errc::unauthenticated, "a certificate for another device or person");

    me_ = Me{.org = offer.org,
             .root = offer.root,
             .organisation = answer.organisation,
             .person = answer.person,
             .device = device,
             .certificate = answer.device,
             .server = server};
    Meta(database_).put_bytes(meta::enrolment, encode(*me_));
    if (!directory_) directory_.emplace(offer.org, offer.root);
    std::vector<Bytes> certificates{answer.registrar, answer.device};
    certificates.insert(certificates.end(), answer.person_keys.begin(), answer.person_keys.end());
    add_certificates(certificates);
    for (const Bytes& envelope : answer.person_key_envelopes) add_person_key(envelope);
    if (person_keys_.empty()) return fail(Errc::unauthenticated, "no person key that opens");
    return {};
}

}  // namespace sanderling::replica
