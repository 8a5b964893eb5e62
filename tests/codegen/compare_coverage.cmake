# Fails when docs/coverage.md is not what the generator makes of openapi/.
execute_process(COMMAND ${CODEGEN} --input ${INPUT} --areas ${AREAS} --coverage ${OUTPUT} RESULT_VARIABLE failed)
if(failed)
  message(FATAL_ERROR "The description is wrong.")
endif()
execute_process(COMMAND ${CMAKE_COMMAND} -E compare_files ${OUTPUT} ${DOCUMENT} RESULT_VARIABLE differs)
if(differs)
  message(FATAL_ERROR "docs/coverage.md is out of date: copy ${OUTPUT} over it.")
endif()
