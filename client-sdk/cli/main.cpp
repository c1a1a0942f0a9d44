#include "client-sdk/cli/commands.hpp"

#include <iostream>

int main(int argc, char** argv) {
    std::ios::sync_with_stdio(false);  // a stream of its own knows what has arrived
    return sanderling::cli::run(argc, argv);
}
