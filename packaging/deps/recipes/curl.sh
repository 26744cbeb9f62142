# shellcheck shell=bash
# HTTP and HTTPS by the system's own TLS (Schannel), and nothing else.
version=8.14.1
files=(curl_8.14.1.orig.tar.gz)

build() {
    tar xf "$sources/${files[0]}" --strip-components=1
    let_judge lib/vtls/schannel_verify.c
    build_with_cmake . "$1" "$2" -DCMAKE_UNITY_BUILD=ON -DBUILD_STATIC_LIBS=ON -DBUILD_CURL_EXE=OFF -DBUILD_LIBCURL_DOCS=OFF -DBUILD_MISC_DOCS=OFF \
        -DENABLE_CURL_MANUAL=OFF -DBUILD_TESTING=OFF -DBUILD_EXAMPLES=OFF \
        -DCURL_USE_SCHANNEL=ON -DENABLE_UNICODE=ON -DCURL_TARGET_WINDOWS_VERSION=0x0A00 \
        -DHTTP_ONLY=ON -DCURL_DISABLE_ALTSVC=ON -DCURL_DISABLE_COOKIES=ON -DCURL_DISABLE_HSTS=ON \
        -DCURL_DISABLE_NETRC=ON -DCURL_DISABLE_WEBSOCKETS=ON -DCURL_DISABLE_AWS=ON -DCURL_DISABLE_DOH=ON \
        -DCURL_DISABLE_KERBEROS_AUTH=ON -DCURL_DISABLE_NEGOTIATE_AUTH=ON -DCURL_DISABLE_DIGEST_AUTH=ON \
        -DCURL_DISABLE_MIME=ON -DCURL_DISABLE_BINDLOCAL=ON -DCURL_ENABLE_NTLM=OFF -DENABLE_UNIX_SOCKETS=OFF \
        -DCURL_ZLIB=OFF -DCURL_BROTLI=OFF -DCURL_ZSTD=OFF -DUSE_NGHTTP2=OFF -DUSE_LIBIDN2=OFF -DUSE_WIN32_IDN=OFF \
        -DCURL_USE_LIBPSL=OFF -DCURL_USE_LIBSSH2=OFF
}

# A laptop whose clock is wrong must be able to reach its province, and to say why it cannot. Schannel offers no place for
# that, so the one that sets CURLOPT_PRIVATE (sync/upload) is asked for the moment and told what was wrong.
let_judge() {
    local own='data->set.private_data'
    sed -i -e '/^CURLcode Curl_verify_certificate(/i\
extern FILETIME *lontar_verify_moment(void *judgement);\
extern void lontar_judged(void *judgement, DWORD faults);\
' -e '/^CURLcode Curl_verify_certificate(/,/^}/{
        /if(!CertGetCertificateChain(/,/hCertStore,/s/ NULL,/ '"$own ? lontar_verify_moment($own)"' : NULL,/
        s/^      if(dwTrustErrorMask) {/      if('"$own)\n        lontar_judged($own"', dwTrustErrorMask);\n&/
    }' "$1"
    [ "$(grep -c "lontar_verify_moment\|lontar_judged" "$1")" = 4 ]
}
