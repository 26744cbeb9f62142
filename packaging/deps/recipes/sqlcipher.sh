# shellcheck shell=bash
# SQLCipher as one static library: on Linux with OpenSSL, on Windows with libtomcrypt. Both read each other's files.
version=4.6.1
files=(sqlcipher_4.6.1.orig.tar.gz)

# build BUILD_FOLDER RESULT_FOLDER, in an empty source folder
build() {
    local options=(
        -DSQLITE_HAS_CODEC
        -DHAVE_FDATASYNC=1          # a commit then costs one fdatasync instead of an fsync
        -DHAVE_READLINK=1 -DHAVE_LSTAT=1    # a linked file gets one WAL, beside its target
        -DHAVE_FCHMOD=1 -DHAVE_FCHOWN=1     # and the WAL the permissions of its database
        -DHAVE_PREAD=1 -DHAVE_PWRITE=1
        -DSQLITE_TEMP_STORE=3       # temporary tables never reach the disk in clear
        -DSQLITE_THREADSAFE=2       # one thread at a time owns a database, so no lock per call
        -DSQLITE_DQS=0              # a misspelt column is an error, not a string
        -DSQLITE_DEFAULT_FOREIGN_KEYS=1
        -DSQLITE_TRUSTED_SCHEMA=0   # a foreign file's schema cannot call functions with effects
        -DSQLITE_DEFAULT_MEMSTATUS=0
        -DSQLITE_LIKE_DOESNT_MATCH_BLOBS
        -DSQLITE_MAX_EXPR_DEPTH=0
        -DSQLITE_OMIT_DEPRECATED
        -DSQLITE_OMIT_LOAD_EXTENSION
        -DSQLITE_OMIT_SHARED_CACHE
        -DSQLITE_USE_ALLOCA
    )
    case $target in
        linux) options+=(-DSQLCIPHER_CRYPTO_OPENSSL -fPIC) ;;
        windows) options+=(-DSQLCIPHER_CRYPTO_LIBTOMCRYPT -I"$(place_of tomcrypt)/include" -ffunction-sections) ;;
    esac
    tar xf "$sources/${files[0]}" --strip-components=1
    [ "$target" != windows ] || seed_from_windows src/os_win.c
    cd "$1"
    "$OLDPWD/configure" --disable-shared --enable-tempstore=yes --disable-tcl --disable-readline CFLAGS=-O1
    make sqlite3.c sqlite3.h
    $cc -O2 -g1 -fstack-protector-strong -D_FORTIFY_SOURCE=2 "${options[@]}" -c sqlite3.c -o sqlite3.o
    mkdir "$2/include" "$2/lib"
    "$ar" rcs "$2/lib/libsqlcipher.a" sqlite3.o
    cp sqlite3.h "$2/include/"
}

# On Windows the engine seeds itself from clock, process number and counters, and libtomcrypt's generator, which makes salts
# and the IV of every page, is seeded from the engine. Here both get their seed from the system's generator.
seed_from_windows() {
    local head='static int winRandomness(sqlite3_vfs \*pVfs, int nBuf, char \*zBuf){'
    grep -q "^$head\$" "$1"
    sed -i "/^$head\$/,/^}/c\\
#include <bcrypt.h>\\
static int winRandomness(sqlite3_vfs *pVfs, int nBuf, char *zBuf){\\
  UNUSED_PARAMETER(pVfs);\\
  if( BCryptGenRandom(NULL, (PUCHAR)zBuf, (ULONG)nBuf, BCRYPT_USE_SYSTEM_PREFERRED_RNG)!=0 ) abort();\\
  return nBuf;\\
}" "$1"
    grep -q BCryptGenRandom "$1"
}
