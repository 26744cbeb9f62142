#pragma once
/// Every command: `run` of its options, which prints to the console and returns the exit code. Each
/// stands in the source named like its header.
#include "client/commands/backup.hpp"        // IWYU pragma: export
#include "client/commands/delivery.hpp"      // IWYU pragma: export
#include "client/commands/doctor.hpp"        // IWYU pragma: export
#include "client/commands/export.hpp"        // IWYU pragma: export
#include "client/commands/import.hpp"        // IWYU pragma: export
#include "client/commands/looking.hpp"       // IWYU pragma: export
#include "client/commands/nik.hpp"           // IWYU pragma: export
#include "client/commands/officers.hpp"      // IWYU pragma: export
#include "client/commands/open_screens.hpp"  // IWYU pragma: export
#include "client/commands/people.hpp"        // IWYU pragma: export
#include "client/commands/same.hpp"          // IWYU pragma: export
#include "client/commands/setup.hpp"         // IWYU pragma: export
#include "client/commands/status.hpp"        // IWYU pragma: export
