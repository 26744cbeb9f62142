# Shows that a check of the sources turns red for each line planted into a tree of its own, and stays green for the others.
# check_planted(SCRIPT WORK WORD PREFIX refused|allowed PLANT...): a PLANT is "file|line". SCRIPT, run with ROOT=WORK, must refuse it
# with "<file> WORD", or let it pass; PREFIX stands before the planted line.
function(check_planted script work word prefix outcome)
    foreach(plant IN LISTS ARGN)
        file(REMOVE_RECURSE ${work})
        string(REGEX MATCH "^([^|]+)[|](.+)$" _ "${plant}")
        set(file "${CMAKE_MATCH_1}")
        file(WRITE ${work}/${file} "#pragma once\n${prefix}${CMAKE_MATCH_2}\n")
        execute_process(COMMAND ${CMAKE_COMMAND} -D ROOT=${work} -P ${script} RESULT_VARIABLE code ERROR_VARIABLE said)
        if(outcome STREQUAL "refused" AND (code EQUAL 0 OR NOT said MATCHES "${file} ${word}"))
            message(SEND_ERROR "not refused: ${plant}\n${said}")
        elseif(outcome STREQUAL "allowed" AND NOT code EQUAL 0)
            message(SEND_ERROR "refused: ${plant}\n${said}")
        endif()
    endforeach()
endfunction()
