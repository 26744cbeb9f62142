# shellcheck shell=bash
# The ciphers and hashes SQLCipher uses where there is no OpenSSL. Without a library for large numbers: it needs none.
version=1.18.2
files=(libtomcrypt_1.18.2+dfsg.orig.tar.xz)

build() {
    tar xf "$sources/${files[0]}" --strip-components=1
    make -j "$jobs" -f makefile.unix CC="$cc" AR="$ar" RANLIB="$ar s" \
        CFLAGS='-O2 -ffunction-sections -fdata-sections -fstack-protector-strong' libtomcrypt.a
    mkdir "$2/include" "$2/lib"
    cp src/headers/*.h "$2/include/"
    cp libtomcrypt.a "$2/lib/"
}
