#include "CSIMDJSON.h"

// Errors come back as values; nothing here throws, and what the library might still throw is caught at the border.
#define SIMDJSON_EXCEPTIONS 0
#include <simdjson.h>

#include <cstring>
#include <new>
#include <utility>

namespace ondemand = simdjson::ondemand;

struct pejl_json_walker {
    static constexpr size_t capacity = 4096;
    ondemand::parser parser;
    pejl_json_event events[capacity];
};

namespace {

bool is_space(char byte) { return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t'; }
bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

int hex(const char *digits) {
    int value = 0;
    for (int index = 0; index < 4; index++) {
        const char digit = digits[index];
        value <<= 4;
        if (is_digit(digit)) value |= digit - '0';
        else if (digit >= 'a' && digit <= 'f') value |= digit - 'a' + 10;
        else if (digit >= 'A' && digit <= 'F') value |= digit - 'A' + 10;
        else return -1;
    }
    return value;
}

/// One walk over one document.
class Walk {
public:
    Walk(
        pejl_json_walker &walker,
        const char *bytes,
        size_t length,
        unsigned depth_limit,
        unsigned report_depth,
        unsigned skip_depth,
        pejl_json_batch batch,
        void *context,
        pejl_json_error &error
    )
        : walker(walker), bytes(bytes), length(length), depth_limit(depth_limit), report_depth(report_depth),
          skip_depth(skip_depth), batch(batch), context(context), error(error) {}

    int run() {
        simdjson::padded_string_view input(bytes, length, length + simdjson::SIMDJSON_PADDING);
        if (auto code = walker.parser.iterate(input).get(document)) return refuse(code);
        std::string_view text;
        if (auto code = document.raw_json_token().get(text)) return refuse(code);
        if (text.empty()) return fail(PEJL_JSON_EMPTY, 0, "nothing but white space");
        int result = PEJL_JSON_OK;
        if (text[0] == '{') result = object(document, text);
        else if (text[0] == '[') result = array(document, text);
        else {
            result = scalar(text);
            if (result == PEJL_JSON_OK && offset(text.data() + text.size()) < length)
                return fail(PEJL_JSON_TRAILING, offset(text.data() + text.size()), "content after the document");
            return result == PEJL_JSON_OK ? flush() : result;
        }
        if (result != PEJL_JSON_OK) return result;
        const char *rest = nullptr;
        if (document.current_location().get(rest) == simdjson::SUCCESS && offset(rest) < length)
            return fail(PEJL_JSON_TRAILING, offset(rest), "content after the document");
        return flush();
    }

private:
    pejl_json_walker &walker;
    const char *bytes;
    size_t length;
    unsigned depth_limit;
    unsigned report_depth;
    unsigned skip_depth;
    pejl_json_batch batch;
    void *context;
    pejl_json_error &error;
    ondemand::document document;
    size_t count = 0;
    size_t place = 0;
    unsigned depth = 0;

    size_t offset(const char *pointer) const { return size_t(pointer - bytes); }

    int fail(int code, size_t at, const char *text) {
        error.code = code;
        error.offset = at;
        error.text = text;
        return code;
    }

    int flush() {
        if (count == 0) return PEJL_JSON_OK;
        const size_t full = count;
        count = 0;
        return batch(context, walker.events, full) == 0 ? PEJL_JSON_OK : PEJL_JSON_STOPPED;
    }

    int report(uint8_t kind, size_t at, size_t size, bool escaped = false) {
        place = at;
        if (depth > report_depth) return PEJL_JSON_OK;
        walker.events[count++] = {uint32_t(at), uint32_t(size), uint16_t(depth), kind, uint8_t(escaped)};
        return count == pejl_json_walker::capacity ? flush() : PEJL_JSON_OK;
    }

    template <typename Container> int object(Container &container, std::string_view opening) {
        if (depth >= depth_limit) return fail(PEJL_JSON_DEPTH, offset(opening.data()), "nested too deep");
        if (int result = report(PEJL_JSON_OBJECT_BEGIN, offset(opening.data()), 1)) return result;
        ondemand::object members;
        if (auto code = container.get_object().get(members)) return refuse(code);
        depth++;
        for (auto next : members) {
            ondemand::field field;
            if (auto code = std::move(next).get(field)) return refuse(code);
            if (int result = key(field.key().raw())) return result;
            if (int result = value(field.value())) return result;
        }
        depth--;
        return closed(PEJL_JSON_OBJECT_END, '}');
    }

    template <typename Container> int array(Container &container, std::string_view opening) {
        if (depth >= depth_limit) return fail(PEJL_JSON_DEPTH, offset(opening.data()), "nested too deep");
        if (int result = report(PEJL_JSON_ARRAY_BEGIN, offset(opening.data()), 1)) return result;
        ondemand::array elements;
        if (auto code = container.get_array().get(elements)) return refuse(code);
        depth++;
        for (auto next : elements) {
            ondemand::value element;
            if (auto code = std::move(next).get(element)) return refuse(code);
            if (int result = value(element)) return result;
        }
        depth--;
        return closed(PEJL_JSON_ARRAY_END, ']');
    }

    /// On-Demand does not tell where a bracket closed: it is the last byte before the next token but white space.
    int closed(uint8_t kind, char bracket) {
        const char *next = nullptr;
        size_t at = length;
        if (document.current_location().get(next) == simdjson::SUCCESS && offset(next) < length) at = offset(next);
        while (at > 0 && is_space(bytes[at - 1])) at--;
        if (at == 0 || bytes[at - 1] != bracket) return refuse(simdjson::TAPE_ERROR);
        return report(kind, at - 1, 1);
    }

    int value(ondemand::value element) {
        const std::string_view token = element.raw_json_token();
        if (token.empty()) return refuse(simdjson::TAPE_ERROR);
        if (token[0] == '{') return depth >= skip_depth ? skip(element, token) : object(element, token);
        if (token[0] == '[') return depth >= skip_depth ? skip(element, token) : array(element, token);
        if (int result = scalar(token)) return result;
        if (token[0] == '"') {
            // Taken explicitly: On-Demand would also step over a colon behind a string it skips.
            ondemand::raw_json_string taken;
            if (auto code = element.get_raw_json_string().get(taken)) return refuse(code);
        }
        return PEJL_JSON_OK;
    }

    /// Steps over an object or array by its brackets alone.
    int skip(ondemand::value element, std::string_view opening) {
        const bool is_object = opening[0] == '{';
        if (depth >= depth_limit) return fail(PEJL_JSON_DEPTH, offset(opening.data()), "nested too deep");
        const uint8_t begin = is_object ? PEJL_JSON_OBJECT_BEGIN : PEJL_JSON_ARRAY_BEGIN;
        if (int result = report(begin, offset(opening.data()), 1)) return result;
        std::string_view inside;
        if (is_object) {
            ondemand::object members;
            if (auto code = element.get_object().get(members)) return refuse(code);
            if (auto code = members.raw_json().get(inside)) return refuse(code);
            return closed(PEJL_JSON_OBJECT_END, '}');
        }
        ondemand::array elements;
        if (auto code = element.get_array().get(elements)) return refuse(code);
        if (auto code = elements.raw_json().get(inside)) return refuse(code);
        return closed(PEJL_JSON_ARRAY_END, ']');
    }

    int key(const char *start) {
        const char *end = start;
        while (*end != '"') end += *end == '\\' ? 2 : 1;
        return text(PEJL_JSON_KEY, std::string_view(start, size_t(end - start)));
    }

    /// A string, number or literal; the token reaches to the next one and may end in white space.
    int scalar(std::string_view token) {
        while (!token.empty() && is_space(token.back())) token.remove_suffix(1);
        const size_t at = offset(token.data());
        switch (token.empty() ? '\0' : token[0]) {
        case '"':
            if (token.size() < 2 || token.back() != '"') return fail(PEJL_JSON_MALFORMED, at, "a string without end");
            return text(PEJL_JSON_STRING, token.substr(1, token.size() - 2));
        case 't': return literal(token, "true", PEJL_JSON_TRUE);
        case 'f': return literal(token, "false", PEJL_JSON_FALSE);
        case 'n': return literal(token, "null", PEJL_JSON_NULL);
        default: return number(token);
        }
    }

    int literal(std::string_view token, std::string_view word, uint8_t kind) {
        if (token != word) return fail(PEJL_JSON_MALFORMED, offset(token.data()), "neither true, false nor null");
        return report(kind, offset(token.data()), token.size());
    }

    int number(std::string_view token) {
        size_t index = 0;
        const auto digits = [&] {
            const size_t first = index;
            while (index < token.size() && is_digit(token[index])) index++;
            return index > first;
        };
        if (index < token.size() && token[index] == '-') index++;
        const size_t whole = index;
        bool valid = digits() && (token[whole] != '0' || index == whole + 1);
        if (valid && index < token.size() && token[index] == '.') {
            index++;
            valid = digits();
        }
        if (valid && index < token.size() && (token[index] == 'e' || token[index] == 'E')) {
            index++;
            if (index < token.size() && (token[index] == '+' || token[index] == '-')) index++;
            valid = digits();
        }
        if (!valid || index != token.size()) return fail(PEJL_JSON_MALFORMED, offset(token.data()), "no JSON value");
        return report(PEJL_JSON_NUMBER, offset(token.data()), token.size());
    }

    int text(uint8_t kind, std::string_view raw) {
        const auto first = raw.find('\\');
        if (first == std::string_view::npos) return report(kind, offset(raw.data()), raw.size());
        for (size_t index = first; index < raw.size(); index++) {
            if (raw[index] != '\\') continue;
            const size_t at = offset(raw.data()) + index;
            index++;
            if (index >= raw.size() || std::strchr("\"\\/bfnrtu", raw[index]) == nullptr || raw[index] == '\0')
                return fail(PEJL_JSON_MALFORMED, at, "an escape that JSON does not have");
            if (raw[index] != 'u') continue;
            const int unit = index + 4 < raw.size() ? hex(&raw[index + 1]) : -1;
            if (unit < 0) return fail(PEJL_JSON_MALFORMED, at, "an escape that JSON does not have");
            index += 4;
            if (unit < 0xD800 || unit > 0xDFFF) continue;
            const bool pair = unit <= 0xDBFF && index + 6 < raw.size() && raw[index + 1] == '\\'
                && raw[index + 2] == 'u' && hex(&raw[index + 3]) >= 0xDC00 && hex(&raw[index + 3]) <= 0xDFFF;
            if (!pair) return fail(PEJL_JSON_MALFORMED, at, "half a surrogate pair");
            index += 6;
        }
        return report(kind, offset(raw.data()), raw.size(), true);
    }

    /// Names an error of simdjson. Its codes do not tell cut-off input from other faults, so the brackets are counted.
    int refuse(simdjson::error_code code) {
        switch (code) {
        case simdjson::UTF8_ERROR: return fail(PEJL_JSON_UTF8, 0, "invalid UTF-8");
        case simdjson::MEMALLOC:
        case simdjson::CAPACITY: return fail(PEJL_JSON_MEMORY, 0, "not enough memory");
        case simdjson::EMPTY: return fail(PEJL_JSON_EMPTY, 0, "nothing but white space");
        default: break;
        }
        size_t open = 0;
        bool quoted = false;
        for (size_t at = 0; at < length; at++) {
            const char byte = bytes[at];
            if (quoted) {
                if (byte == '\\') at++;
                else if (byte == '"') quoted = false;
                else if ((unsigned char)byte < 0x20)
                    return fail(PEJL_JSON_MALFORMED, at, "a raw control character in a string");
            } else if (byte == '"') quoted = true;
            else if (byte == '{' || byte == '[') open++;
            else if (byte == '}' || byte == ']') {
                if (open == 0) return fail(PEJL_JSON_MALFORMED, at, "a bracket that nothing opened");
                if (--open > 0) continue;
                do at++;
                while (at < length && is_space(bytes[at]));
                if (at < length) return fail(PEJL_JSON_TRAILING, at, "content after the document");
            }
        }
        if (quoted || open > 0) return fail(PEJL_JSON_TRUNCATED, length, "the input ends inside the document");
        const char *rest = nullptr;
        size_t at = place;
        if (code != simdjson::UNESCAPED_CHARS && code != simdjson::UNCLOSED_STRING
            && document.current_location().get(rest) == simdjson::SUCCESS && rest != nullptr && offset(rest) < length)
            at = offset(rest);
        return fail(PEJL_JSON_MALFORMED, at, "a comma, colon, bracket or value is missing or out of place");
    }
};

}  // namespace

size_t pejl_json_padding(void) { return simdjson::SIMDJSON_PADDING; }

pejl_json_walker *pejl_json_walker_create(void) { return new (std::nothrow) pejl_json_walker; }

void pejl_json_walker_destroy(pejl_json_walker *walker) { delete walker; }

int pejl_json_walk(
    pejl_json_walker *walker,
    const char *bytes,
    size_t length,
    unsigned depth_limit,
    unsigned report_depth,
    unsigned skip_depth,
    pejl_json_batch batch,
    void *context,
    pejl_json_error *error
) {
    try {
        return Walk(*walker, bytes, length, depth_limit, report_depth, skip_depth, batch, context, *error).run();
    } catch (...) {
        *error = {PEJL_JSON_MEMORY, 0, "not enough memory"};
        return PEJL_JSON_MEMORY;
    }
}
