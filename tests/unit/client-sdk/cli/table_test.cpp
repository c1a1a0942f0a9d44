#include "client-sdk/cli/table.hpp"

#include <gtest/gtest.h>

namespace sanderling::cli {
namespace {

TEST(Table, AlignsColumnsByCharactersNotBytes) {
    Table table({"NAME", "N"});
    table.add({"Zoë", "1"});
    table.add({"Samantha", "22"});

    EXPECT_EQ(table.text(),
              "NAME      N\n"
              "Zoë       1\n"
              "Samantha  22\n");
}

TEST(Table, KeepsContentFromSteeringTheTerminal) {
    Table table({"NOTE"});
    table.add({"one\ntwo\x1b[2J"});

    EXPECT_EQ(table.text(), "NOTE\none two [2J\n");
}

TEST(Table, CutsLongCellsAtACharacter) {
    Table table({"NOTE"});
    std::string note;
    for (int i = 0; i < 100; ++i) note += "é";
    table.add({note});

    const std::string line = table.text().substr(5);
    EXPECT_EQ(columns_of(line), Table::cell_columns_max + 1);  // with its line break
    EXPECT_TRUE(line.ends_with("é…\n"));
}

}  // namespace
}  // namespace sanderling::cli
