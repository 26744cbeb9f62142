#include "client/app.hpp"
#include "client/platform/console.hpp"
#include "storage/base/os.hpp"

#ifdef LONTAR_SCREENS
#include "client/screens/screens.hpp"
#endif

int main(int count, char** words) {
    using namespace lontar;
    harden_process();
    const auto arguments = client::arguments_of_process(count, words);
    const auto console = client::system_console();
    client::Surroundings surroundings{
        {system_disk(), system_clock(), system_random()}, *console, {}};
#ifdef LONTAR_SCREENS
    surroundings.screens = client::run_screens;
#endif
    return client::run_lontar(arguments, surroundings);
}
