// Batches as they always were: tests/vectors/text/batches.json.
#include "tests/unit/core/text/writers.hpp"
#include "tests/vectors/vector_file.hpp"

namespace sanderling::text {
namespace {

using namespace test;

TEST(TextVectors, AreWhatTheyAlwaysWere) {
    sanderling::test::VectorFile vectors("text/batches.json");
    Writer ann(0);
    Writer ben(1);
    const auto check = [&](const std::string& name, const Batch& batch, const Document& after) {
        vectors.check(name, encode(batch));
        vectors.check(name + "_text", as_bytes(after.text()));
        return batch;
    };

    ben.hear(check("1_ann_types", ann.write({{0, 0, "Hello"}}), ann.document()));
    const Batch hers = ann.write({{5, 0, ","}, {6, 0, " ☂"}});
    check("2_ann_goes_on", hers, ann.document());
    const Batch his = ben.write({{4, 1, ""}, {3, 1, ""}, {3, 0, "p!"}});
    check("3_ben_corrects_at_the_same_time", his, ben.document());
    ann.hear(his);
    ben.hear(hers);
    ASSERT_EQ(ann.document().text(), ben.document().text());
    const Batch between = ann.write({{0, 2, "Ha"}, {1, 0, "-"}, {0, 1, ""}});
    ben.hear(check("4_ann_writes_between_his", between, ann.document()));
    check("5_snapshot_by_ben", ben.document().snapshot(), from({ben.document().snapshot()}));
    check("6_nothing", Batch{}, Document{});
    vectors.finish();
}

}  // namespace
}  // namespace sanderling::text
