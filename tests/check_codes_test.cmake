# Shows that check_codes.cmake turns red for each planted line, and stays green for what is allowed.
# cmake -D SCRIPT=check_codes.cmake -D WORK=<empty folder> -P check_codes_test.cmake
cmake_minimum_required(VERSION 3.25)

# file | the line planted there
set(refused
    "sync/spool/a.cpp|if (error.code == \"S-25\") {"
    "sync/spool/a.cpp|if (error.code ==\n        \"S-25\") {"
    "storage/register/a.cpp|return bytes.error().code != \"D-04\"?a:b."
    "sync/server/a.cpp|if (\"S-03\" == code) {"
    "client/screens/a.cpp|if (status.last_code == \"L-08\") {"
    "client/commands/a.hpp|if (error.code.starts_with(\"S-\")) {"
    "client/commands/a.cpp|if (error.code.starts_with('P')) {"
    "client/commands/a.cpp|if (error.code.starts_with(\"P\")) {"
    "client/commands/a.cpp|if (error.code.compare(\"P-17\") == 0) {"
    "storage/base/a.cpp|const bool has = codes.contains(\"D-04\")."
    "storage/base/a.cpp|if (error.code[0] == 'D') {"
    "storage/base/a.cpp|if (error.code.front() == 'D') {"
    "storage/base/a.cpp|switch (error.code[0]) {"
    "sync/wire/a.cpp|switch (error.code.at(0)) {")
set(allowed
    "client/text/a.cpp|if (error.code.starts_with('P')) {"
    "client/text/a.cpp|if (error.code == \"P-17\") {"
    "storage/base/a.cpp|return fail(ErrorKind::corrupt, \"S-24\", \"open\")."
    "storage/base/a.cpp|if (error.kind == ErrorKind::corrupt) {"
    "sync/upload/a.cpp|Row{\"malformed\", Step::send_again, \"L-14\"},"
    "client/form/a.cpp|if (verdict.code == \"conflict\") {"
    "client/commands/a.cpp|if (upload.last_code.empty()) {"
    "client/commands/a.cpp|switch (error.kind) {")

include(${CMAKE_CURRENT_LIST_DIR}/planted_lines.cmake)
foreach(outcome IN ITEMS refused allowed)
    check_planted(${SCRIPT} ${WORK} decides "    " ${outcome} ${${outcome}})
endforeach()
