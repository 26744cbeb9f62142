# Writes HEADER with one `extern const std::string_view` per file, and SOURCE with the bytes. FILES: text, lines ended by LF.
# id.po becomes id_po.
cmake_minimum_required(VERSION 3.25)

set(declarations "")
file(WRITE ${SOURCE} "// Made from data files; edit those.\n#include \"${NAME}\"\n\nnamespace ${NAMESPACE} {\n\n")
foreach(file IN LISTS FILES)
    cmake_path(GET file FILENAME variable)
    string(MAKE_C_IDENTIFIER ${variable} variable)
    file(READ ${file} content)
    file(SIZE ${file} size)
    string(LENGTH "${content}" length)
    if(NOT length EQUAL size)
        message(FATAL_ERROR "${file}: carriage returns and NUL bytes cannot be embedded; end lines with LF alone")
    endif()
    string(FIND "${content}" ")lontar_text\"" clash)
    if(NOT clash EQUAL -1)
        message(FATAL_ERROR "${file}: contains the delimiter of the literal it is embedded in")
    endif()
    string(APPEND declarations "extern const std::string_view ${variable};\n")
    # The compiler checks the size too: a byte lost on the way is an error, not a short table.
    file(APPEND ${SOURCE} "static constexpr char bytes_of_${variable}[] = R\"lontar_text(")
    file(APPEND ${SOURCE} "${content}")
    file(APPEND ${SOURCE} ")lontar_text\";\nstatic_assert(sizeof(bytes_of_${variable}) == ${size} + 1);\n")
    file(APPEND ${SOURCE} "const std::string_view ${variable}{bytes_of_${variable}, ${size}};\n\n")
endforeach()
file(APPEND ${SOURCE} "}  // namespace ${NAMESPACE}\n")

file(WRITE ${HEADER} "// Made from data files; edit those.\n#pragma once\n\n#include <string_view>\n\n"
    "namespace ${NAMESPACE} {\n\n${declarations}\n}  // namespace ${NAMESPACE}\n")
