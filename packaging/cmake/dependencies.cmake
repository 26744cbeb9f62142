# Imported targets lontar::<name> for everything that is not ours. What is missing names itself and the cure.

function(lontar_missing what cure)
    message(FATAL_ERROR "${what} is missing.\n${cure}")
endfunction()

# lontar_system_library(name HEADER h [LIBRARIES l...] [PACKAGE deb]) : from the distribution; those named in LONTAR_ARCHIVES
# are linked in whole.
function(lontar_system_library name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "HEADER;PACKAGE" "LIBRARIES")
    set(cure "Run packaging/deps/install.sh, or install ${arg_PACKAGE}.")
    find_path(LONTAR_${name}_INCLUDE ${arg_HEADER})
    if(NOT LONTAR_${name}_INCLUDE)
        lontar_missing("${arg_HEADER} (${name})" ${cure})
    endif()
    add_library(lontar::${name} INTERFACE IMPORTED GLOBAL)
    target_include_directories(lontar::${name} INTERFACE ${LONTAR_${name}_INCLUDE})
    foreach(library IN LISTS arg_LIBRARIES)
        set(file ${library})
        if(name IN_LIST LONTAR_ARCHIVES)
            set(file ${CMAKE_STATIC_LIBRARY_PREFIX}${library}${CMAKE_STATIC_LIBRARY_SUFFIX})
        endif()
        find_library(LONTAR_${name}_${library} ${file})
        if(NOT LONTAR_${name}_${library})
            lontar_missing("library ${library} (${name})" ${cure})
        endif()
        target_link_libraries(lontar::${name} INTERFACE ${LONTAR_${name}_${library}})
    endforeach()
endfunction()

# lontar_private_library(name [RECIPE r] [ARCHIVES a...] [LINK targets...] [DEFINITIONS d...]) : built by packaging/deps,
# by the recipe of this name if no other is said.
function(lontar_private_library name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "RECIPE" "ARCHIVES;LINK;DEFINITIONS")
    if(NOT arg_RECIPE)
        set(arg_RECIPE ${name})
    endif()
    set(folder ${LONTAR_DEPS_${arg_RECIPE}})
    if(NOT IS_DIRECTORY ${folder}/include)
        lontar_missing("${name} (looked in ${folder})" "Run packaging/deps/install.sh ${system}, which builds it once.")
    endif()
    add_library(lontar::${name} INTERFACE IMPORTED GLOBAL)
    target_include_directories(lontar::${name} INTERFACE ${folder}/include)
    target_compile_definitions(lontar::${name} INTERFACE ${arg_DEFINITIONS})
    # Each archive is a target of its own that needs those behind it: only so the linker gets them in this order,
    # whoever else names one of them.
    set(behind ${arg_LINK})
    list(REVERSE arg_ARCHIVES)
    foreach(archive IN LISTS arg_ARCHIVES)
        add_library(lontar::archive_${archive} STATIC IMPORTED GLOBAL)
        set_target_properties(lontar::archive_${archive} PROPERTIES IMPORTED_LOCATION ${folder}/lib/lib${archive}.a)
        target_link_libraries(lontar::archive_${archive} INTERFACE ${behind})
        list(PREPEND behind lontar::archive_${archive})
    endforeach()
    target_link_libraries(lontar::${name} INTERFACE ${behind})
endfunction()

# One "name=folder" per line; the script alone knows where a recipe's result lives.
set(install_script ${CMAKE_SOURCE_DIR}/packaging/deps/install.sh)
set(system "")
if(WIN32)
    set(system windows)
endif()
execute_process(COMMAND ${CMAKE_COMMAND} -E env LONTAR_DEPS=${LONTAR_DEPS} ${install_script} --print ${system}
    OUTPUT_VARIABLE places OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
string(REPLACE "\n" ";" places "${places}")
foreach(place IN LISTS places)
    string(REGEX MATCH "^([a-z0-9]+)=(.*)$" _ "${place}")
    set(LONTAR_DEPS_${CMAKE_MATCH_1} ${CMAKE_MATCH_2})
endforeach()
file(GLOB recipes ${CMAKE_SOURCE_DIR}/packaging/deps/recipes/*.sh)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
    ${install_script} ${CMAKE_SOURCE_DIR}/packaging/deps/compilers.sh
    ${CMAKE_SOURCE_DIR}/packaging/deps/sources.sha256 ${recipes})

find_package(Threads REQUIRED)

# SQLITE_HAS_CODEC shows sqlite3_key and its kin to callers.
if(WIN32)
    lontar_private_library(sqlcipher ARCHIVES sqlcipher DEFINITIONS SQLITE_HAS_CODEC LINK lontar::tomcrypt bcrypt)
    lontar_private_library(tomcrypt ARCHIVES tomcrypt)
    lontar_private_library(sodium ARCHIVES sodium DEFINITIONS SODIUM_STATIC)
    lontar_private_library(zstd ARCHIVES zstd)
    lontar_private_library(utf8proc ARCHIVES utf8proc DEFINITIONS UTF8PROC_STATIC)
    lontar_private_library(curl ARCHIVES curl DEFINITIONS CURL_STATICLIB LINK ws2_32 crypt32 bcrypt advapi32 iphlpapi)
    lontar_private_library(json RECIPE headers)
    lontar_private_library(cli11 RECIPE headers)
else()
    lontar_system_library(openssl HEADER openssl/ssl.h LIBRARIES ssl crypto PACKAGE libssl-dev)
    lontar_system_library(sodium HEADER sodium.h LIBRARIES sodium PACKAGE libsodium-dev)
    lontar_system_library(zstd HEADER zstd.h LIBRARIES zstd PACKAGE libzstd-dev)
    lontar_system_library(utf8proc HEADER utf8proc.h LIBRARIES utf8proc PACKAGE libutf8proc-dev)
    lontar_system_library(curl HEADER curl/curl.h LIBRARIES curl PACKAGE libcurl4-openssl-dev)
    lontar_system_library(json HEADER nlohmann/json.hpp PACKAGE nlohmann-json3-dev)
    lontar_system_library(cli11 HEADER CLI/CLI.hpp PACKAGE libcli11-dev)
    lontar_private_library(sqlcipher ARCHIVES sqlcipher DEFINITIONS SQLITE_HAS_CODEC
        LINK lontar::openssl Threads::Threads m ${CMAKE_DL_LIBS})
    lontar_private_library(boost LINK lontar::openssl Threads::Threads)
    # Boost tells its errors where in it they arose. What is shipped does not say where that lay when it was built, and is
    # the same bytes wherever that was. (packaging/release.sh looks for such paths.)
    target_compile_options(lontar::boost INTERFACE
        $<$<CONFIG:Release>:-ffile-prefix-map=${LONTAR_DEPS_boost}/include/=>)
endif()
lontar_private_library(ftxui ARCHIVES ftxui-component ftxui-dom ftxui-screen LINK Threads::Threads)
if(LONTAR_TESTS)
    lontar_private_library(catch2 ARCHIVES Catch2Main Catch2)
endif()
