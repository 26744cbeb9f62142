# Toolchain file: 64-bit Windows 10 and later, by mingw-w64 with posix threads, which std::thread and std::mutex need.
set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR x86_64)
set(triple x86_64-w64-mingw32)
set(CMAKE_C_COMPILER ${triple}-gcc-posix)
set(CMAKE_CXX_COMPILER ${triple}-g++-posix)
set(CMAKE_RC_COMPILER ${triple}-windres)
set(CMAKE_AR ${triple}-ar)
set(CMAKE_RANLIB ${triple}-ranlib)

# Windows 10 is the floor: whatever it has may be called, nothing older needs a way around.
set(CMAKE_C_FLAGS_INIT "-D_WIN32_WINNT=0x0A00 -ffunction-sections -fdata-sections")
set(CMAKE_CXX_FLAGS_INIT "-D_WIN32_WINNT=0x0A00 -ffunction-sections -fdata-sections")
# One file to copy: no library beside it. Without a time in its head the same sources make the same bytes.
set(CMAKE_EXE_LINKER_FLAGS_INIT "-static -Wl,--gc-sections -Wl,--no-insert-timestamp")

# Nothing of this machine's own headers and libraries belongs into it.
set(CMAKE_FIND_ROOT_PATH /usr/${triple})
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
