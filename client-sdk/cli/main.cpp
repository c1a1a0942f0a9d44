#include "client-sdk/cli/commands.hpp"

int main(int argc, char** argv) {
    return sanderling::cli::run(argc, argv);
}
