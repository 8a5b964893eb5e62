# embed_text(TARGET FILE HEADER VARIABLE) adds to the target a source that defines
# `VARIABLE` (declared in HEADER, in the namespace after the folder) as the text of FILE, so that the program needs no
# file of it at run time. Called by the build as a script, it writes that source.
if(CMAKE_SCRIPT_MODE_FILE)
  file(READ ${INPUT} text)
  file(WRITE ${OUTPUT}.new
"// Made from ${NAME} by the build.
#include \"${HEADER}\"

namespace bss::mock::${NAMESPACE} {

const std::string_view ${VARIABLE} = R\"embedded(${text})embedded\";

}  // namespace bss::mock::${NAMESPACE}
")
  file(COPY_FILE ${OUTPUT}.new ${OUTPUT} ONLY_IF_DIFFERENT)
  file(REMOVE ${OUTPUT}.new)
  return()
endif()

set(embed_text_script ${CMAKE_CURRENT_LIST_FILE})
function(embed_text target file header variable)
  get_filename_component(stem ${file} NAME_WE)
  get_filename_component(room ${CMAKE_CURRENT_SOURCE_DIR} NAME)
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${stem}_text.cpp)
  add_custom_command(
    OUTPUT ${source}
    COMMAND ${CMAKE_COMMAND} -DINPUT=${CMAKE_CURRENT_SOURCE_DIR}/${file} -DOUTPUT=${source} -DNAME=${room}/${file}
            -DHEADER=${header} -DVARIABLE=${variable} -DNAMESPACE=${room} -P ${embed_text_script}
    DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${file} ${embed_text_script}
    COMMENT "Embedding ${room}/${file}" VERBATIM)
  # Without the warnings of our own sources: a literal of that length is more than a compiler has to take.
  # A source made in one folder and compiled by a target of another needs a target in between.
  add_library(${target}_${stem} OBJECT ${source})
  target_include_directories(${target}_${stem} PRIVATE ${PROJECT_SOURCE_DIR}/mockserver/src)
  target_compile_features(${target}_${stem} PRIVATE cxx_std_17)
  set_target_properties(${target}_${stem} PROPERTIES POSITION_INDEPENDENT_CODE ON)
  target_sources(${target} PRIVATE $<TARGET_OBJECTS:${target}_${stem}>)
endfunction()
