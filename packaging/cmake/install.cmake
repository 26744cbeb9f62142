# What is installed where, and the Debian packages: `cmake --install BUILD --component client|server`, `cpack` in BUILD.
include(GNUInstallDirs)

# Nobody reads this address: whoever hands the packages out puts theirs.
set(LONTAR_MAINTAINER "Lontar developers <lontar@lontar.invalid>" CACHE STRING "Who answers for the Debian packages")
set(packaging ${CMAKE_SOURCE_DIR}/packaging)
set(made ${CMAKE_BINARY_DIR}/packaging)

# Dates of documents are the commit's: two builds of one commit are the same bytes.
set(saved_epoch "$ENV{SOURCE_DATE_EPOCH}")
set(ENV{SOURCE_DATE_EPOCH} ${LONTAR_BUILD_TIME})
string(TIMESTAMP DATE "%Y-%m-%d" UTC)
string(TIMESTAMP CHANGELOG_DATE "%a, %d %b %Y %H:%M:%S +0000" UTC)
if(saved_epoch STREQUAL "")
    unset(ENV{SOURCE_DATE_EPOCH})
else()
    set(ENV{SOURCE_DATE_EPOCH} ${saved_epoch})
endif()
set(VERSION ${PROJECT_VERSION})
set(LONTAR ${CMAKE_INSTALL_FULL_BINDIR}/lontar)
set(LONTAR_SERVER ${CMAKE_INSTALL_FULL_SBINDIR}/lontar-server)

# lontar_make_document(template result): with the variables above put in; a result in .gz is packed, without a date.
find_program(LONTAR_GZIP gzip REQUIRED)
function(lontar_make_document template result)
    string(REGEX REPLACE "\\.gz$" "" plain ${result})
    configure_file(${packaging}/${template} ${made}/${plain} @ONLY)
    if(result MATCHES "\\.gz$")
        execute_process(COMMAND ${LONTAR_GZIP} -9nf ${made}/${plain} COMMAND_ERROR_IS_FATAL ANY)
    endif()
endfunction()

foreach(component IN ITEMS client server)
    set(package lontar)
    set(manual lontar.1)
    if(component STREQUAL server)
        set(package lontar-server)
        set(manual lontar-server.8)
    endif()
    set(PACKAGE ${package})
    string(REGEX REPLACE ".*\\." "" section ${manual})
    lontar_make_document(man/${manual} ${manual}.gz)
    lontar_make_document(debian/changelog.in ${package}/changelog.gz)
    install(FILES ${made}/${manual}.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man${section} COMPONENT ${component})
    install(FILES ${packaging}/completion/${package}.bash RENAME ${package} COMPONENT ${component}
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
    set(doc ${CMAKE_INSTALL_DATADIR}/doc/${package})
    install(FILES ${made}/${package}/changelog.gz ${packaging}/debian/copyright ${CMAKE_SOURCE_DIR}/NOTICE
        DESTINATION ${doc} COMPONENT ${component})
    install(FILES ${packaging}/debian/${package}/lintian-overrides RENAME ${package} COMPONENT ${component}
        DESTINATION ${CMAKE_INSTALL_DATADIR}/lintian/overrides)
endforeach()

# The client.
lontar_make_document(systemd/lontar-sync.service lontar-sync.service)
install(TARGETS lontar DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT client)
install(FILES ${made}/lontar-sync.service ${packaging}/systemd/lontar-sync.timer
    DESTINATION lib/systemd/user COMPONENT client)
install(FILES ${packaging}/desktop/lontar.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/applications COMPONENT client)
install(FILES ${packaging}/desktop/lontar.svg
    DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps COMPONENT client)

# The server.
lontar_make_document(systemd/lontar-server.service lontar-server.service)
install(TARGETS lontar-server DESTINATION ${CMAKE_INSTALL_SBINDIR} COMPONENT server)
install(FILES ${made}/lontar-server.service DESTINATION lib/systemd/system COMPONENT server)
install(FILES ${packaging}/systemd/lontar-server.default RENAME lontar-server
    DESTINATION ${CMAKE_INSTALL_FULL_SYSCONFDIR}/default COMPONENT server)
install(FILES ${packaging}/nginx/lontar.conf
    DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/lontar-server/examples/nginx COMPONENT server)

# The Debian packages.
set(CPACK_GENERATOR DEB)
set(CPACK_THREADS 1) # several would pack other bytes
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGE_CONTACT ${LONTAR_MAINTAINER})
set(CPACK_SET_DESTDIR ON) # /etc is not below the prefix
set(CPACK_COMPONENTS_ALL client server)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_CLIENT_PACKAGE_NAME lontar)
set(CPACK_DEBIAN_CLIENT_PACKAGE_SECTION misc)
set(CPACK_COMPONENT_CLIENT_DESCRIPTION "register of a village's vulnerable workers
Lontar keeps the register of pekerja rentan (vulnerable informal workers) of a
village in Nusa Tenggara Timur. It works without a network: what is saved is
encrypted on the laptop, and what leaves it is sealed for the province, by
HTTPS or on a stick.")
set(CPACK_DEBIAN_CLIENT_PACKAGE_CONTROL_EXTRA ${packaging}/debian/lontar/postinst ${packaging}/debian/lontar/postrm)
set(CPACK_DEBIAN_SERVER_PACKAGE_NAME lontar-server)
set(CPACK_DEBIAN_SERVER_PACKAGE_SECTION net)
set(CPACK_DEBIAN_SERVER_PACKAGE_DEPENDS adduser)
set(CPACK_COMPONENT_SERVER_DESCRIPTION "provincial end of Lontar
Receives the registrations of the villages by HTTPS and by stick, keeps each
person once and answers. One process on one encrypted database; the service
runs as a user of its own.")
set(CPACK_DEBIAN_SERVER_PACKAGE_CONTROL_EXTRA ${packaging}/debian/lontar-server/postinst
    ${packaging}/debian/lontar-server/prerm ${packaging}/debian/lontar-server/postrm
    ${packaging}/debian/lontar-server/conffiles)
include(CPack)
