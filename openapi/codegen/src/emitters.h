// The emitters: from the model to text. Pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "description.h"
#include "model.h"
#include "output.h"

namespace bss::codegen {

enum class Half { kSdk, kMock };

// emit_structs.cpp
// ---------------------------------------------------------------------------------------------
std::string cpp_type(const Type& type, Half half);
std::string member_type(const Field& field, Half half);
/// The struct, its operator== and the constants of its enumerations.
void emit_struct(Text& out, const Struct& one, Half half);
/// Definition of the SDK's operator==, which stays out of the headers.
void emit_equality(Text& out, const Struct& one);
/// What an operation does, who may call it, its class, quota and errors.
std::string operation_doc(const Operation& operation);
/// The line that says where a generated file comes from.
std::string origin(std::string_view source);
std::vector<const Struct*> structs_of(const Model& model, std::string_view area);
std::vector<const Operation*> operations_of(const Model& model, std::string_view area);
bool uses_shared(const Model& model, std::string_view area);

// emit_rules.cpp
// -----------------------------------------------------------------------------------------------
/// The specialization of wire::Fields for one struct.
void emit_fields(Text& out, const Struct& one, Half half);
void emit_request_fields(Text& out, const Operation& operation, Half half);
void emit_response_fields(Text& out, const Operation& operation, Half half);

// emit_tables.cpp
// ----------------------------------------------------------------------------------------------
/// `constexpr ErrorInfo ...[]` and `constexpr OperationInfo kOperations[]` with all operations of
/// the areas.
void emit_operation_table(Text& out, const Model& model);

// emit_sdk.cpp, emit_mock.cpp
// ----------------------------------------------------------------------------------
std::vector<File> emit_sdk(const Model& model);
std::vector<File> emit_mock(const Model& model, const std::string& openapi_json);

// emit_coverage.cpp
// --------------------------------------------------------------------------------------------
std::string emit_coverage(const Model& model);

// emit_openapi_json.cpp
// ----------------------------------------------------------------------------------------
/// One OpenAPI document of all files, references made local, extensions kept.
std::string emit_openapi_json(const Description& description);

}  // namespace bss::codegen
