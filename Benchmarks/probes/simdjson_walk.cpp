// What simdjson itself needs for a document: On-Demand over every value, numbers as doubles, strings unescaped.
//
// Nothing is checked beyond what On-Demand checks, nothing is kept. One line of JSON with its own time.

#include <chrono>
#include <cstdio>
#include <simdjson.h>

using namespace simdjson;

struct Totals {
    size_t numbers = 0, strings = 0, bytes = 0;
    double sum = 0;
};

static error_code walk(ondemand::value value, Totals &totals) {
    ondemand::json_type type;
    if (auto error = value.type().get(type)) return error;
    switch (type) {
    case ondemand::json_type::object: {
        ondemand::object object;
        if (auto error = value.get_object().get(object)) return error;
        for (auto next : object) {
            ondemand::field field;
            if (auto error = std::move(next).get(field)) return error;
            if (auto error = walk(field.value(), totals)) return error;
        }
        return SUCCESS;
    }
    case ondemand::json_type::array: {
        ondemand::array array;
        if (auto error = value.get_array().get(array)) return error;
        for (auto next : array) {
            ondemand::value element;
            if (auto error = std::move(next).get(element)) return error;
            if (auto error = walk(element, totals)) return error;
        }
        return SUCCESS;
    }
    case ondemand::json_type::number: {
        double number;
        if (auto error = value.get_double().get(number)) return error;
        totals.numbers++;
        totals.sum += number;
        return SUCCESS;
    }
    case ondemand::json_type::string: {
        std::string_view text;
        if (auto error = value.get_string().get(text)) return error;
        totals.strings++;
        totals.bytes += text.size();
        return SUCCESS;
    }
    case ondemand::json_type::boolean: return value.get_bool().error();
    default: return value.is_null() ? SUCCESS : INCORRECT_TYPE;
    }
}

int main(int count, char **arguments) {
    if (count != 2) return 64;
    const auto start = std::chrono::steady_clock::now();
    padded_string document;
    if (auto error = padded_string::load(arguments[1]).get(document)) {
        std::fprintf(stderr, "%s\n", error_message(error));
        return 1;
    }
    ondemand::parser parser;
    ondemand::document root;
    ondemand::value value;
    Totals totals;
    error_code error = parser.iterate(document).get(root);
    if (!error) error = root.get_value().get(value);
    if (!error) error = walk(value, totals);
    if (error) {
        std::fprintf(stderr, "%s\n", error_message(error));
        return 1;
    }
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    std::printf(
        "{\"rows\": %zu, \"numbers\": %zu, \"sum\": %.17g, \"seconds\": %.4f}\n", totals.numbers + totals.strings,
        totals.numbers, totals.sum, seconds.count()
    );
    return 0;
}
