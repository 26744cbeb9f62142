# Fails where a program decides by a short code: codes are for the telephone, a program asks for the kind of an error or for
# an enumerator. Only client/text knows what a code says.
# cmake -D ROOT=<source tree> -P check_codes.cmake
cmake_minimum_required(VERSION 3.25)

# A code is a capital letter, which is its area, and two digits.
set(code "\"[A-Z]-[0-9]+\"")
set(first "code(\\(\\))?[.](front\\(\\)|at\\(0\\))")
set(s "[ \t\n]*")

file(GLOB_RECURSE files RELATIVE ${ROOT}
    ${ROOT}/storage/*.[ch]pp ${ROOT}/sync/*.[ch]pp ${ROOT}/client/*.[ch]pp
    ${ROOT}/storage/*.h ${ROOT}/sync/*.h ${ROOT}/client/*.h)

# Adds what `pattern` finds in `text` to `faults`.
function(look_for pattern)
    string(REGEX MATCHALL "${pattern}" found "${text}")
    foreach(one IN LISTS found)
        string(REGEX REPLACE "[ \t\n]+" " " one "${one}")
        list(APPEND faults "${file} decides by a code: ${one}")
    endforeach()
    set(faults "${faults}" PARENT_SCOPE)
endfunction()

set(faults "")
foreach(file IN LISTS files)
    if(file MATCHES "^client/text/")
        continue()
    endif()
    file(READ ${ROOT}/${file} text)
    # Neither may stand in a list of CMake.
    string(REPLACE ";" "," text "${text}")
    string(REPLACE "[0]" ".front()" text "${text}")
    string(REPLACE "[" "(" text "${text}")
    string(REPLACE "]" ")" text "${text}")

    look_for("[A-Za-z_.()>-]*${s}[!=]=${s}${code}")                                                  # code == "S-24"
    look_for("${code}${s}[!=]=")                                                                     # "S-24" == code
    look_for("(starts_with|ends_with|find|compare|contains|equal|strcmp)\\([^()\n]*\"[A-Z]-[0-9]*\"")  # find("S-24")
    look_for("code(\\(\\))?[.](starts_with|find)\\(${s}[\"'][A-Z][\"']")                             # starts_with('S')
    look_for("${first}${s}[!=]=${s}'")                                                               # code[0] == 'S'
    look_for("switch${s}\\([^{}]*${first}")                                                          # switch (code[0])
endforeach()

if(faults)
    list(JOIN faults "\n  " text)
    message(FATAL_ERROR
        "A short code is for the telephone; ask for the kind of the error or an enumerator:\n  ${text}")
endif()
