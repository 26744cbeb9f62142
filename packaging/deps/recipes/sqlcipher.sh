# shellcheck shell=bash
# SQLCipher as one static library on OpenSSL.
version=4.6.1
files=(sqlcipher_4.6.1.orig.tar.gz)

# build BUILD_FOLDER RESULT_FOLDER, in an empty source folder
build() {
    local compiler=gcc options=(
        -DSQLITE_HAS_CODEC -DSQLCIPHER_CRYPTO_OPENSSL
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
    ! command -v ccache >/dev/null || compiler='ccache gcc'
    tar xf "$sources/${files[0]}" --strip-components=1
    cd "$1"
    "$OLDPWD/configure" --disable-shared --enable-tempstore=yes --disable-tcl --disable-readline CFLAGS=-O1
    make sqlite3.c sqlite3.h
    $compiler -O2 -g1 -fPIC -fstack-protector-strong -D_FORTIFY_SOURCE=2 "${options[@]}" -c sqlite3.c -o sqlite3.o
    mkdir "$2/include" "$2/lib"
    ar rcs "$2/lib/libsqlcipher.a" sqlite3.o
    cp sqlite3.h "$2/include/"
}
