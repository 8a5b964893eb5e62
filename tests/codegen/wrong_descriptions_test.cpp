// Each row damages one line of data/small/shop.yaml (or common.yaml) and says what the generator
// must answer.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "generator.h"

namespace bss::codegen {
namespace {

namespace fs = std::filesystem;

struct Row {
  const char* name;
  const char* file;
  const char* find;  ///< first occurrence is replaced
  const char* replace;
  const char* sentence;  ///< without file and line
  int line_offset;       ///< of the complaint, from the line of the replacement
};

void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}

std::string content_of(const fs::path& path) {
  std::ifstream stream(path);
  std::stringstream content;
  content << stream.rdbuf();
  return content.str();
}

class WrongDescription : public testing::TestWithParam<Row> {};

TEST_P(WrongDescription, IsNamedByFileLineAndSentence) {
  const Row& row = GetParam();
  const fs::path directory = fs::path(testing::TempDir()) / (std::string("bss_wrong_") + row.name);
  fs::remove_all(directory);
  fs::create_directories(directory);
  fs::copy(BSS_CODEGEN_DATA "/small", directory);
  std::string text = content_of(directory / row.file);
  const std::size_t at = text.find(row.find);
  ASSERT_NE(at, std::string::npos) << "the row finds nothing";
  text.replace(at, std::string(row.find).size(), row.replace);
  const auto line = 1 +
                    std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n') +
                    row.line_offset;
  std::ofstream(directory / row.file) << text;

  Job job;
  job.input = directory.string();
  job.sdk = (directory / "out").string();
  const std::vector<std::string> problems = generate(job);
  ASSERT_FALSE(problems.empty()) << "nothing was wrong";
  EXPECT_EQ(problems.front(),
            std::string(row.file) + ":" + std::to_string(line) + ": " + row.sentence);
  EXPECT_FALSE(fs::exists(directory / "out")) << "wrote files of a wrong description";
  fs::remove_all(directory);
}

constexpr const char* kShop = "shop.yaml";
constexpr const char* kCommon = "common.yaml";

const Row kRows[] = {
    {"broken_yaml", kShop, "paths:\n", "paths: {\n", "Not YAML: end of map flow not found.", 1},
    {"unknown_key", kShop, "      x-effect: read", "      x-efect: read",
     "Unknown key 'x-efect' in an operation.", 0},
    {"unknown_key_of_a_schema", kShop, "x-positive: true", "x-postive: true",
     "Unknown key 'x-postive' in a schema.", 0},
    {"unknown_key_of_the_file", kShop, "x-area: shop", "x-area: shop\nx-aera: shop",
     "Unknown key 'x-aera' in the file.", 1},
    {"key_twice", kShop, "x-effect: read", "x-effect: read\n      x-effect: read",
     "Key 'x-effect' occurs twice in an operation.", 1},
    {"wrong_area", kShop, "x-area: shop", "x-area: ship",
     "x-area must be 'shop', the name of the file.", 0},
    {"no_operation_id", kShop, "      operationId: ShowThing\n", "",
     "GET /v2/shop/things/{thing_id} has no 'operationId'.", 0},
    {"no_summary", kShop, "      summary: Read one thing\n", "",
     "operation ShowThing has no 'summary'.", -1},
    {"empty_summary", kShop, "summary: Read one thing", "summary: ''",
     "'summary' of operation ShowThing is empty.", 0},
    {"no_description", kShop, "      description: Reads only. Has a parameter of every kind.\n", "",
     "operation ShowThing has no 'description'.", -2},
    {"no_effect", kShop, "      x-effect: read\n", "", "operation ShowThing has no 'x-effect'.",
     -6},
    {"unknown_effect", kShop, "x-effect: read", "x-effect: write",
     "'write' is not one of read, idempotent, keyed, money.", 0},
    {"no_callers", kShop, "      x-callers: [any]\n", "", "operation ShowThing has no 'x-callers'.",
     -4},
    {"unknown_caller", kShop, "x-callers: [any]", "x-callers: [anybody]",
     "'anybody' is not one of solution_partner, distributor, reseller, customer, any.", 0},
    {"unknown_site", kShop, "x-site: [cn, intl]", "x-site: [cn, eu]",
     "'eu' is not one of cn, intl.", 0},
    {"quota_without_evidence", kShop, "{limit: 10, per_seconds: 1, evidence: chosen}",
     "{limit: 10, per_seconds: 1}", "x-quota has no 'evidence'.", 0},
    {"quota_of_nothing", kShop, "limit: 10, per_seconds: 1,", "limit: 0, per_seconds: 1,",
     "This must be greater than 0.", 0},
    {"no_quota", kShop, "      x-quota: {limit: 10, per_seconds: 1, evidence: chosen}\n", "",
     "Operation ShowThing has no 'x-quota'.", -5},
    {"unknown_ref", kShop, "'#/components/schemas/BuyReq'", "'#/components/schemas/BuyRequest'",
     "The $ref '#/components/schemas/BuyRequest' leads nowhere.", 0},
    {"ref_to_unknown_file", kShop, "common.yaml#/components/schemas/ErrorDetail",
     "other.yaml#/components/schemas/ErrorDetail",
     "The $ref 'other.yaml#/components/schemas/ErrorDetail' leads nowhere.", 0},
    {"error_not_in_catalogue", kShop, "code: CBC.5003", "code: CBC.5004",
     "Code CBC.5004 does not stand in x-error-catalogue.", 0},
    {"error_without_remedy", kShop, "code: CBC.5003", "code: CBC.0999",
     "Code CBC.0999 does not stand in x-error-remedies.", 0},
    {"error_without_trigger", kShop, "when: the balance does not cover the amount, ", "",
     "error CBC.5003 has no 'when'.", 0},
    {"error_without_evidence", kShop, "evidence: documented, produced: state, repeat: slowly",
     "produced: state, repeat: slowly", "error CBC.5003 has no 'evidence'.", 0},
    {"common_error_unknown", kCommon, "  - {code: CBC.0100", "  - {code: CBC.0101",
     "Code CBC.0101 does not stand in x-error-catalogue.", 0},
    {"same_operation_twice", kShop, "operationId: DeleteThing", "operationId: ShowThing",
     "operationId ShowThing stands in shop.yaml, line 7, too.", 0},
    {"same_route_twice", kShop,
     "  /v2/shop/things/query:\n    post:", "  /v2/shop/things/{other}:\n    delete:",
     "Parameter 'other' of path '/v2/shop/things/{other}' is not described.", 2},
    {"page_of_nothing", kShop, "x-page: {items: things", "x-page: {items: thing",
     "x-page of ListThings names 'thing', which is no list of the answer.", -7},
    {"page_total_of_nothing", kShop, "total: total_count", "total: count",
     "x-page of ListThings names 'count', which is no number of the answer.", -7},
    {"page_without_offset", kShop, "offset: {type: integer", "start: {type: integer",
     "Operation ListThings has x-page but no number 'offset'.", -15},
    {"default_outside_range", kShop, "maximum: 100, default: 10}}", "maximum: 100, default: 101}}",
     "The default of field 'limit' is not acceptable: It must be at most 100.", 0},
    {"default_not_listed", kShop, "enum: [red, dark-blue], x-enum-names: [red, DARK_BLUE],",
     "enum: [red], default: blue,",
     "The default of field 'color' is not acceptable: It must be one of red.", 0},
    {"default_of_required", kShop, "name: {type: string, minLength: 2",
     "name: {type: string, default: abc, minLength: 2",
     "Required field 'name' cannot have a default.", 0},
    {"null_default_without_default", kShop, "x-null: {absent: omit, null: error, empty: omit}",
     "x-null: {absent: omit, null: default, empty: omit}",
     "x-null of field 'color' speaks of a default that does not exist.", 0},
    {"null_word", kShop, "x-null: {absent: omit, null: error, empty: omit}",
     "x-null: {absent: omit, null: ignore, empty: omit}",
     "'ignore' is not one of omit, error, default, value.", 0},
    {"required_but_omitted", kShop, "id: {type: string, maxLength: 4, description: Number",
     "id: {type: string, x-null: {absent: omit}, description: Number",
     "x-null of required field 'id' lets it be left out.", 0},
    {"field_without_description", kShop,
     "count: {type: integer, format: int64, minimum: -5, maximum: 5, x-lenient: [string_number, "
     "empty_as_absent], description: How often.}",
     "count: {type: integer}", "field 'count' has no 'description'.", 0},
    {"lenient_word", kShop, "x-lenient: [string_boolean]", "x-lenient: [anything]",
     "'anything' is not one of string_number, empty_as_absent, string_boolean.", 0},
    {"enum_names_too_few", kShop, "x-enum-names: [Big, Small]", "x-enum-names: [Big]",
     "'x-enum-names' and 'enum' of field 'kind' have different lengths.", 0},
    {"float", kShop, "{type: number, format: decimal, x-max-decimals: 8",
     "{type: number, x-max-decimals: 8", "A number needs 'format: decimal'.", 0},
    {"limit_on_wrong_type", kShop, "due: {type: string,", "due: {type: string, maxItems: 3,",
     "'maxItems' does not fit the type of field 'due'.", 0},
    {"empty_range", kShop, "minimum: -5, maximum: 5", "minimum: 5, maximum: -5",
     "The range of field 'count' is empty.", 0},
    {"broken_pattern", kShop, "'[A-Z]{2}[0-9]+'", "'[A-Z'",
     "The pattern of field 'code' is no regular expression.", 0},
    {"required_names_nothing", kShop, "required: [name, amount, items]",
     "required: [name, amount, item]",
     "'required' of the body of BuyThing names 'item', which is no property.", 0},
    {"required_where_absent", kShop, "x-site: [cn], x-required-on: [cn]",
     "x-site: [cn], x-required-on: [intl]",
     "field 'mobile' is required on a site where it does not exist.", 0},
    {"money_without_measure", kShop,
     "        measure_id: {type: integer, format: int32, description: Unit of the amounts.}\n", "",
     "Field 'paid' has x-money but no measure_id beside it.", -1},
    {"recursive", kShop,
     "cost: {type: number, format: decimal, x-money: true, description: Its cost.}",
     "thing: {$ref: '#/components/schemas/Thing', description: Itself.}",
     "Schema 'Thing' contains itself.", 0},
    {"unused_schema", kShop, "    TokenUser:\n",
     "    Nobody: {type: object, description: Unused.}\n    TokenUser:\n",
     "Schema 'Nobody' is used by nothing.", 0},
    {"inline_object", kShop, "due: {type: string, format: utc-second", "due: {type: object",
     "An object inside another needs a name: put it into components/schemas.", 0},
    {"body_on_delete", kShop, "        '204': {description: no body}",
     "        '204': {description: no body}\n      requestBody: {content: {}}",
     "DELETE carries no body.", 1},
    {"error_answer_described", kShop, "        '204': {description: no body}",
     "        '404': {description: not found}",
     "Only the answer of success is described here; errors stand in x-errors.", 0},
    {"path_parameter_missing", kShop, "name: thing_id, in: path", "name: thing, in: path",
     "Path '/v2/shop/things/{thing_id}' has no parameter 'thing'.", 0},
    {"wrong_version", kShop, "openapi: 3.0.3", "openapi: 3.1.0", "The format is OpenAPI 3.0.3.", 0},
    {"not_an_identifier", kShop, "operationId: BuyThing", "operationId: buyThing",
     "'buyThing' is not in PascalCase.", 0},
    {"member_taken", kShop, "operator: {type",
     "operator_: {type: string, description: Clash.}\n        operator: {type",
     "Field 'operator' stands twice in the body of BuyThing.", 1},
};

INSTANTIATE_TEST_SUITE_P(Table, WrongDescription, testing::ValuesIn(kRows),
                         [](const testing::TestParamInfo<Row>& row) {
                           return std::string(row.param.name);
                         });

TEST(Descriptions, AreReportedTogether) {
  const fs::path directory = fs::path(testing::TempDir()) / "bss_wrong_together";
  fs::remove_all(directory);
  fs::create_directories(directory);
  fs::copy(BSS_CODEGEN_DATA "/small", directory);
  std::string text = content_of(directory / kShop);
  text.replace(text.find("x-effect: read"), 14, "x-effect: gone");
  text.replace(text.find("x-effect: money"), 15, "x-effect: gone!");
  std::ofstream(directory / kShop) << text;
  Job job;
  job.input = directory.string();
  EXPECT_EQ(generate(job).size(), 2U);
  fs::remove_all(directory);
}

TEST(Descriptions, MustExist) {
  Job job;
  job.input = BSS_CODEGEN_DATA "/small";
  job.areas = {"shop", "shipping"};
  EXPECT_EQ(generate(job), std::vector<std::string>{"shipping.yaml:0: The file cannot be read."});
}

}  // namespace
}  // namespace bss::codegen
