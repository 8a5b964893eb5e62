# Writes schema.sql as a C++ string, so that the program needs no file of it at run time.
file(READ ${INPUT} text)
file(WRITE ${OUTPUT}.new
"// Made from store/schema.sql by the build.
#include \"store/schema_text.h\"

namespace bss::mock::store {

const std::string_view kSchemaText = R\"schema-text(${text})schema-text\";

}  // namespace bss::mock::store
")
file(COPY_FILE ${OUTPUT}.new ${OUTPUT} ONLY_IF_DIFFERENT)
file(REMOVE ${OUTPUT}.new)
