// One picture of each kind, for docs/images and for whoever wants to see what the library draws;
// and the same with words that try to break out of the markup.
#pragma once

#include "client-sdk/practice/pictures/picture.hpp"
#include "client-sdk/practice/pictures/words.hpp"

#include <string>
#include <vector>

namespace sanderling::examples {

struct Sample {
    std::string name{};  // of its file, without .svg
    practice::pictures::Picture picture{};
};

std::vector<Sample> samples(practice::pictures::Language language);

/// Every text of a person is `words`.
std::vector<Sample> samples_saying(const std::string& words);

}  // namespace sanderling::examples
