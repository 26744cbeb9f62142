# Fails on an include that points upward, and on a foreign header outside the one place that may know it.
# cmake -D ROOT=<source tree> -P check_layers.cmake
cmake_minimum_required(VERSION 3.25)

# folder -> what its files may include, counted from the root; the most specific folder comes first.
set(layers
    "storage/base/ -> storage/base/"
    "storage/model/ -> storage/(base|model)/"
    "storage/sqlite/ -> storage/(base|sqlite)/"
    "storage/sealed/ -> storage/(base|sealed)/"
    "storage/register/copies/ -> storage/"
    "storage/register/ -> storage/(base|model|sqlite|sealed)/|storage/register/[^/]+$|storage/embedded_sql[.]hpp$"
    "storage/ -> storage/"
    "sync/wire/ -> storage/|sync/wire/"
    "sync/spool/ -> storage/|sync/(wire|spool)/"
    "sync/upload/ -> storage/|sync/(wire|spool|upload)/"
    "sync/courier/ -> storage/|sync/(wire|spool|upload|courier)/"
    "sync/laptop/ -> storage/|sync/(wire|spool|upload|courier|laptop)/"
    "sync/server/ -> storage/|sync/(wire|server)/"
    "sync/ -> storage/|sync/"
    "client/ -> storage/|sync/(wire|spool|upload|courier|laptop)/|client/")

# foreign header -> who may include it
set(homes
    "sqlite3[.]h$ -> storage/sqlite/"
    "sodium([.]h$|/) -> storage/sealed/"
    "zstd.*[.]h$ -> storage/sealed/"
    "nlohmann/ -> storage/base/"
    "utf8proc[.]h$ -> storage/(base|model)/"
    "curl/ -> sync/upload/"
    "boost/beast -> sync/server/https/connection[.]cpp$"
    "boost/ -> sync/server/https/[a-z_]+[.]cpp$"
    "openssl/ -> sync/server/|sync/upload/openssl_verify_time[.]cpp$"
    "libpq-fe[.]h$ -> sync/server/"
    "ftxui/ -> client/(screens|widgets)/|client/(main|app|main_loop)[.][ch]pp$"
    "catch2/ -> tests/"
    "(unistd|fcntl|poll|termios|dirent|pwd|netdb|windows)[.]h$ -> storage/base/|client/platform/|sync/server/|sync/upload/schannel_verify_time[.]cpp$"
    "(sys|net|netinet|arpa)/ -> storage/base/|client/platform/|sync/server/")

# Sets `left` and `right` from "left -> right".
macro(split rule)
    string(REGEX MATCH "^(.+) -> (.+)$" _ "${rule}")
    set(left "${CMAKE_MATCH_1}")
    set(right "${CMAKE_MATCH_2}")
endmacro()

file(GLOB_RECURSE files RELATIVE ${ROOT}
    ${ROOT}/storage/*.[ch]pp ${ROOT}/sync/*.[ch]pp ${ROOT}/client/*.[ch]pp
    ${ROOT}/storage/*.h ${ROOT}/sync/*.h ${ROOT}/client/*.h)

set(faults "")
set(nouns "")
foreach(file IN LISTS files)
    # A noun is a header with its source; below storage/ no two may need one another, over however many others.
    string(REGEX REPLACE "[.][a-z]+$" "" noun "${file}")
    if(noun MATCHES "^storage/")
        list(APPEND nouns "${noun}")
    endif()
    foreach(layer IN LISTS layers)
        split("${layer}")
        if(file MATCHES "^${left}")
            set(allowed "${right}")
            break()
        endif()
    endforeach()

    file(STRINGS ${ROOT}/${file} lines REGEX "^[ \t]*#[ \t]*include")
    foreach(line IN LISTS lines)
        if(line MATCHES "include[ \t]*\"([^\"]+)\"")
            set(header "${CMAKE_MATCH_1}")
            if(NOT header MATCHES "^(${allowed})")
                list(APPEND faults "${file} includes \"${header}\", but may include only ${allowed}")
            endif()
            string(REGEX REPLACE "[.][a-z]+$" "" needed "${header}")
            if(noun MATCHES "^storage/" AND NOT needed STREQUAL noun)
                list(APPEND "needs ${noun}" "${needed}")
            endif()
        elseif(line MATCHES "include[ \t]*<([^>]+)>")
            set(header "${CMAKE_MATCH_1}")
        else()
            list(APPEND faults "${file}: this include cannot be read: ${line}")
            continue()
        endif()
        foreach(home IN LISTS homes)
            split("${home}")
            if(header MATCHES "^${left}" AND NOT file MATCHES "^(${right})")
                list(APPEND faults "${file} includes <${header}>, which belongs to ${right}")
            endif()
        endforeach()
    endforeach()
endforeach()

# What needs nothing that is left is taken away, until nothing is left or all that is left needs one another.
list(REMOVE_DUPLICATES nouns)
set(before "")
while(NOT nouns STREQUAL before)
    set(before "${nouns}")
    set(nouns "")
    foreach(noun IN LISTS before)
        foreach(needed IN LISTS "needs ${noun}")
            if(needed IN_LIST before)
                list(APPEND nouns "${noun}")
                break()
            endif()
        endforeach()
    endforeach()
endwhile()
foreach(noun IN LISTS nouns)
    list(APPEND faults "${noun} includes in a circle, or stands on one")
endforeach()

if(faults)
    list(JOIN faults "\n  " text)
    message(FATAL_ERROR "Includes that point the wrong way (the layers are described in tests/check_layers.cmake):\n  ${text}")
endif()
