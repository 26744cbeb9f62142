#include "client/app.hpp"
#include "client/platform/console.hpp"
#include "client/screens/screens.hpp"
#include "storage/base/os.hpp"

int main(int count, char** words) {
    using namespace lontar;
    harden_process();
    const auto arguments = client::arguments_of_process(count, words);
    const auto console = client::system_console();
    client::Surroundings surroundings{
        {system_disk(), system_clock(), system_random()}, *console, client::run_screens};
#ifdef LONTAR_CRASH_POINTS
    // Tests open registers by the hundred.
    if (environment("LONTAR_QUICK_PASSPHRASE")) {
        surroundings.passphrase_cost = sealed::PassphraseCost::for_tests();
    }
#endif
    return client::run_lontar(arguments, surroundings);
}
