# Text files compiled into the programs. Usage is described in packaging/DESIGN.md.
#
# The header has only names: it is written when CMake runs, and left alone while they stay. The bytes stand in one source that
# embed_source.cmake writes when it is built. So an edited file compiles that source and nothing that includes the header.

# lontar_embed_sql(TARGET t FOLDER sql NAMESPACE lontar::x HEADER a/b.hpp)
function(lontar_embed_sql)
    cmake_parse_arguments(PARSE_ARGV 0 arg "" "TARGET;FOLDER;NAMESPACE;HEADER" "")
    cmake_path(ABSOLUTE_PATH arg_FOLDER)
    set(arrays migrations queries)
    set(files)
    set(names)
    set(text "#include <array>\n#include <string_view>\n\n#include \"storage/base/sql_script.hpp\"\n")
    foreach(array IN LISTS arrays)
        file(GLOB scripts CONFIGURE_DEPENDS ${arg_FOLDER}/${array}/*.sql)
        list(SORT scripts)
        list(LENGTH scripts count)
        string(APPEND text "\nnamespace ${arg_NAMESPACE}::${array} {\n\n")
        foreach(file IN LISTS scripts)
            cmake_path(GET file STEM LAST_ONLY name)
            if(array STREQUAL "migrations")
                set(name m${name})
            endif()
            if(NOT name MATCHES "^[a-z][a-z0-9_]*$")
                message(FATAL_ERROR "${file}: a script's name is lower-case words joined by _")
            endif()
            list(APPEND files ${file})
            list(APPEND names ${name})
            string(APPEND text "extern const std::string_view ${name};\n")
        endforeach()
        string(APPEND text "\nextern const std::array<SqlScript, ${count}> all;\n\n")
        string(APPEND text "}  // namespace ${arg_NAMESPACE}::${array}\n")
    endforeach()
    lontar_embed("${text}" "${arrays}")
endfunction()

# lontar_embed_text(TARGET t NAMESPACE lontar::x HEADER a/b.hpp FILES one.po two.csv)
function(lontar_embed_text)
    cmake_parse_arguments(PARSE_ARGV 0 arg "" "TARGET;NAMESPACE;HEADER" "FILES")
    set(files)
    set(names)
    set(text "#include <string_view>\n\nnamespace ${arg_NAMESPACE} {\n\n")
    foreach(file IN LISTS arg_FILES)
        cmake_path(ABSOLUTE_PATH file)
        cmake_path(GET file FILENAME name)
        string(MAKE_C_IDENTIFIER ${name} name)
        list(APPEND files ${file})
        list(APPEND names ${name})
        string(APPEND text "extern const std::string_view ${name};\n")
    endforeach()
    string(APPEND text "\n}  // namespace ${arg_NAMESPACE}\n")
    lontar_embed("${text}" "")
endfunction()

# The second half of the two above, whose variables it reads: `text` becomes the header, `files` under their `names` the source.
function(lontar_embed text arrays)
    set(header ${CMAKE_BINARY_DIR}/generated/${arg_HEADER})
    file(CONFIGURE OUTPUT ${header} CONTENT "// Made from text files; edit those.\n#pragma once\n\n${text}" @ONLY)
    cmake_path(REPLACE_EXTENSION header LAST_ONLY .cpp OUTPUT_VARIABLE source)
    set(script ${PROJECT_SOURCE_DIR}/packaging/cmake/embed_source.cmake)
    add_custom_command(
        OUTPUT ${source}
        COMMAND ${CMAKE_COMMAND} -D "FILES=${files}" -D "NAMES=${names}" -D "ARRAYS=${arrays}"
                -D NAMESPACE=${arg_NAMESPACE} -D HEADER=${arg_HEADER} -D SOURCE=${source} -P ${script}
        DEPENDS ${files} ${script}
        COMMENT "Embedding ${arg_HEADER}"
        VERBATIM)
    target_sources(${arg_TARGET} PRIVATE ${source})
endfunction()
