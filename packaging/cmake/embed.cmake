# Text files compiled into the programs. Usage is described in packaging/DESIGN.md.

# Everything embedded, for tools that read sources without building them.
add_custom_target(lontar_embedded)

# lontar_embed_sql(TARGET t FOLDER sql NAMESPACE lontar::x HEADER a/b.hpp [TYPE T INCLUDE header])
function(lontar_embed_sql)
    cmake_parse_arguments(PARSE_ARGV 0 arg "" "TARGET;FOLDER;NAMESPACE;HEADER;TYPE;INCLUDE" "")
    cmake_path(ABSOLUTE_PATH arg_FOLDER)
    file(GLOB scripts CONFIGURE_DEPENDS ${arg_FOLDER}/migrations/*.sql ${arg_FOLDER}/queries/*.sql)
    set(header ${CMAKE_BINARY_DIR}/generated/${arg_HEADER})
    set(script ${PROJECT_SOURCE_DIR}/packaging/cmake/embed_sql.cmake)
    add_custom_command(
        OUTPUT ${header}
        COMMAND ${CMAKE_COMMAND} -D "SCRIPTS=${scripts}" -D NAMESPACE=${arg_NAMESPACE} -D HEADER=${header}
                -D TYPE=${arg_TYPE} -D INCLUDE=${arg_INCLUDE} -P ${script}
        DEPENDS ${scripts} ${script}
        COMMENT "Embedding ${arg_HEADER}"
        VERBATIM)
    target_sources(${arg_TARGET} PRIVATE ${header})
    lontar_order_embedded(${arg_TARGET} ${header})
endfunction()

# lontar_embed_text(TARGET t NAMESPACE lontar::x HEADER a/b.hpp FILES one.po two.csv)
function(lontar_embed_text)
    cmake_parse_arguments(PARSE_ARGV 0 arg "" "TARGET;NAMESPACE;HEADER" "FILES")
    set(files)
    foreach(file IN LISTS arg_FILES)
        cmake_path(ABSOLUTE_PATH file)
        list(APPEND files ${file})
    endforeach()
    set(header ${CMAKE_BINARY_DIR}/generated/${arg_HEADER})
    cmake_path(REPLACE_EXTENSION header LAST_ONLY .cpp OUTPUT_VARIABLE source)
    set(script ${PROJECT_SOURCE_DIR}/packaging/cmake/embed_text.cmake)
    add_custom_command(
        OUTPUT ${header} ${source}
        COMMAND ${CMAKE_COMMAND} -D "FILES=${files}" -D NAMESPACE=${arg_NAMESPACE} -D HEADER=${header}
                -D SOURCE=${source} -D NAME=${arg_HEADER} -P ${script}
        DEPENDS ${files} ${script}
        COMMENT "Embedding ${arg_HEADER}"
        VERBATIM)
    target_sources(${arg_TARGET} PRIVATE ${header} ${source})
    lontar_order_embedded(${arg_TARGET} ${header})
endfunction()

# Makes the header exist before anything that links `target` is compiled: tests include it too.
function(lontar_order_embedded target header)
    string(SHA256 step ${header})
    add_custom_target(embedded_${step} DEPENDS ${header})
    add_dependencies(${target} embedded_${step})
    add_dependencies(lontar_embedded embedded_${step})
endfunction()
