# Shows that check_layers.cmake turns red for each planted include, and stays green for each allowed one.
# cmake -D SCRIPT=check_layers.cmake -D WORK=<empty folder> -P check_layers_test.cmake
cmake_minimum_required(VERSION 3.25)

# file | the line planted there
set(refused
    "storage/base/a.hpp|\"storage/model/nik.hpp\""
    "storage/sqlite/a.cpp|\"storage/sealed/age.hpp\""
    "storage/register/people.cpp|\"storage/register/copies/dump.hpp\""
    "storage/register/people.cpp|\"sync/wire/batch.hpp\""
    "storage/register/people.cpp|\"client/app.hpp\""
    "sync/wire/a.hpp|\"sync/spool/spool.hpp\""
    "sync/spool/a.cpp|\"sync/upload/uploader.hpp\""
    "sync/upload/a.cpp|\"sync/courier/courier.hpp\""
    "sync/courier/a.cpp|\"sync/server/ingest.hpp\""
    "sync/courier/a.cpp|\"sync/laptop/session.hpp\""
    "sync/laptop/a.cpp|\"sync/server/ingest.hpp\""
    "sync/laptop/a.cpp|\"client/app.hpp\""
    "sync/server/a.cpp|\"sync/laptop/session.hpp\""
    "sync/server/a.cpp|\"sync/spool/spool.hpp\""
    "sync/server/a.cpp|\"client/app.hpp\""
    "client/commands/a.cpp|\"sync/server/ingest.hpp\""
    "client/app.cpp|\"tests/support/fake.hpp\""
    "client/app.cpp|\"../storage/register.hpp\""
    "client/app.cpp|\"app.hpp\""
    "storage/register/people.cpp|<sqlite3.h>"
    "sync/server/a.cpp|<sqlite3.h>"
    "sync/wire/a.cpp|<sodium.h>"
    "sync/wire/a.cpp|<sodium/crypto_box.h>"
    "sync/wire/a.cpp|<zstd.h>"
    "sync/wire/a.cpp|<nlohmann/json.hpp>"
    "client/app.cpp|<curl/curl.h>"
    "client/commands/a.cpp|<ftxui/dom/elements.hpp>"
    "sync/upload/a.cpp|<boost/asio.hpp>"
    "sync/server/a.cpp|<boost/asio.hpp>"
    "sync/server/https/connection.hpp|<boost/asio.hpp>"
    "sync/server/https/listener.cpp|<boost/beast.hpp>"
    "storage/sqlite/a.cpp|<openssl/evp.h>"
    "storage/register/people.cpp|<unistd.h>"
    "client/app.cpp|<sys/stat.h>"
    "client/app.cpp|<catch2/catch_test_macros.hpp>")
set(allowed
    "storage/model/a.cpp|\"storage/base/result.hpp\""
    "storage/register/people.cpp|\"storage/sealed/age.hpp\""
    "storage/register/people.cpp|\"storage/register/facts.hpp\""
    "storage/register/copies/dump.cpp|\"storage/register/people.hpp\""
    "storage/sqlite/a.cpp|<sqlite3.h>"
    "storage/sealed/a.cpp|<sodium.h>"
    "storage/sealed/a.cpp|<zstd.h>"
    "storage/base/a.cpp|<nlohmann/json.hpp>"
    "storage/base/a.cpp|<unistd.h>"
    "sync/wire/a.cpp|\"storage/model/nik.hpp\""
    "sync/spool/a.cpp|\"sync/wire/batch.hpp\""
    "sync/upload/a.cpp|<curl/curl.h>"
    "sync/laptop/a.cpp|\"sync/courier/courier.hpp\""
    "client/commands/a.cpp|\"sync/laptop/session.hpp\""
    "sync/server/https/listener.cpp|<boost/asio.hpp>"
    "sync/server/https/connection.cpp|<boost/beast.hpp>"
    "client/screens/a.cpp|<ftxui/dom/elements.hpp>"
    "client/commands/a.cpp|\"sync/upload/uploader.hpp\""
    "client/app.cpp|<vector>")

include(${CMAKE_CURRENT_LIST_DIR}/planted_lines.cmake)
foreach(outcome IN ITEMS refused allowed)
    check_planted(${SCRIPT} ${WORK} includes "#  include " ${outcome} ${${outcome}})
endforeach()

# Three nouns of one folder; what the last needs closes the circle or does not.
foreach(last IN ITEMS people audit search)
    file(REMOVE_RECURSE ${WORK})
    set(folder storage/register)
    file(WRITE ${WORK}/${folder}/people.hpp "#pragma once\n")
    file(WRITE ${WORK}/${folder}/people.cpp "#include \"${folder}/drafts.hpp\"\n")
    file(WRITE ${WORK}/${folder}/drafts.hpp "#include \"${folder}/audit.hpp\"\n")
    file(WRITE ${WORK}/${folder}/audit.cpp "#include \"${folder}/audit.hpp\"\n#include \"${folder}/${last}.hpp\"\n")
    execute_process(COMMAND ${CMAKE_COMMAND} -D ROOT=${WORK} -P ${SCRIPT} RESULT_VARIABLE code ERROR_VARIABLE said)
    if(last STREQUAL "people" AND (code EQUAL 0 OR NOT said MATCHES "${folder}/audit includes in a circle"))
        message(SEND_ERROR "a circle of three is not refused:\n${said}")
    elseif(NOT last STREQUAL "people" AND NOT code EQUAL 0)
        message(SEND_ERROR "no circle, but refused with ${last}:\n${said}")
    endif()
endforeach()
