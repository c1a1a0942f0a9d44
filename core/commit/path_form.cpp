#include "core/commit/path_form.hpp"

namespace sanderling::commit {

namespace {

constexpr unsigned bit(Coverage coverage) {
    return 1U << static_cast<unsigned>(coverage);
}
constexpr unsigned no_coverage = 0;
constexpr unsigned none = bit(Coverage::none);
constexpr unsigned by_name = bit(Coverage::named);
constexpr unsigned all = bit(Coverage::all_known);

// Of a field that holds one value.
unsigned of_value(Operation operation) {
    if (operation == Operation::put) return by_name | all;
    return operation == Operation::resolve ? all : no_coverage;
}

unsigned of_list(Operation operation) {
    switch (operation) {
        case Operation::put:
        case Operation::add:
        case Operation::remove:
        case Operation::resolve:
            return all;
        case Operation::touch:
            return none | by_name;
        default:
            return no_coverage;
    }
}

unsigned of_immutable(Operation operation) {
    if (operation == Operation::put) return none;
    return operation == Operation::resolve ? all : no_coverage;
}

bool is_of_life(Operation operation) {
    return operation >= Operation::create && operation <= Operation::touch;
}

unsigned coverages(Rule rule, Operation operation) {
    switch (rule) {
        case Rule::register_:
        case Rule::group:
        case Rule::multi_value:
        case Rule::cautious:
            return of_value(operation);
        case Rule::set:
            return operation == Operation::add || operation == Operation::remove ? all
                                                                                 : no_coverage;
        case Rule::log:
            return operation == Operation::append ? none : no_coverage;
        case Rule::life:
            return is_of_life(operation) ? all : no_coverage;
        case Rule::counter:
            return operation == Operation::append ? none | by_name : no_coverage;
        case Rule::ordered_list:
            return of_list(operation);
        case Rule::immutable:
            return of_immutable(operation);
        case Rule::text:
            return operation == Operation::append ? none | by_name : no_coverage;
    }
    return none | by_name | all;
}

bool is_known(Operation operation) {
    return operation >= Operation::put && operation <= Operation::touch;
}

}  // namespace

bool is_well_formed(const PathWrite& write) {
    if (!is_known(write.operation)) return true;
    return (coverages(write.rule, write.operation) & bit(write.coverage)) != 0;
}

}  // namespace sanderling::commit
