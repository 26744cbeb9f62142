find_program(ccache ccache)
if(ccache AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${ccache})
endif()

# Every target of ours links lontar_flags PRIVATE; nothing else sets compiler flags.
add_library(lontar_flags INTERFACE)
target_compile_features(lontar_flags INTERFACE cxx_std_20)
target_include_directories(lontar_flags INTERFACE ${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR}/generated)
target_compile_options(lontar_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion)
# When it optimises, g++ 12 takes the inactive members of a moved std::variant for uninitialised ones; clang-tidy and the
# sanitizers watch for the real thing.
target_compile_options(lontar_flags INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
# Checked indexing costs next to nothing here and turns a silent overrun into a stop.
target_compile_definitions(lontar_flags INTERFACE _GLIBCXX_ASSERTIONS _FILE_OFFSET_BITS=64)
# Named places where a test can end the process; never in what is shipped.
target_compile_definitions(lontar_flags INTERFACE $<$<CONFIG:Debug>:LONTAR_CRASH_POINTS>)

if(WIN32)
    target_compile_definitions(lontar_flags INTERFACE UNICODE _UNICODE NOMINMAX WIN32_LEAN_AND_MEAN)
    target_link_options(lontar_flags INTERFACE -fstack-protector-strong)  # brings the library of its checks
endif()

if(LONTAR_WERROR)
    target_compile_options(lontar_flags INTERFACE -Werror)
endif()

if(LONTAR_SANITIZE)
    set(sanitizers -fsanitize=address,undefined -fno-sanitize-recover=all)
    target_compile_options(lontar_flags INTERFACE ${sanitizers} -fno-omit-frame-pointer -g1)
    target_link_options(lontar_flags INTERFACE ${sanitizers})
else()
    # Fortification needs optimisation, and the address sanitizer does the same work better.
    target_compile_options(lontar_flags INTERFACE
        $<$<CONFIG:Release,RelWithDebInfo>:-U_FORTIFY_SOURCE> $<$<CONFIG:Release,RelWithDebInfo>:-D_FORTIFY_SOURCE=2>)
    target_compile_options(lontar_flags INTERFACE -fstack-protector-strong)
endif()
if(CMAKE_SYSTEM_NAME STREQUAL "Linux")
    target_link_options(lontar_flags INTERFACE LINKER:-z,relro,-z,now)
    # libcurl brings the system's zstd. Seeing ours it would take half of its functions from here, of another version.
    target_link_options(lontar_flags INTERFACE LINKER:--exclude-libs,ALL)
endif()
