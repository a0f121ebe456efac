// cpp_host.cpp STRATEGY STORE - a C++ host: prints the result's JSON, checks that errors arrive.
#include <iostream>
#include <memory>
#include <string>

#include "perigee.h"

namespace
{
struct closer {
    void operator()(perigee *run) const
    {
        perigee_close(run);
    }
};
using run_ptr = std::unique_ptr<perigee, closer>;

run_ptr open_run(const perigee_config &config, int32_t &code)
{
    perigee *run = nullptr;
    code = perigee_open(&config, &run);
    return run_ptr(run);
}
} // namespace

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    perigee_config config;
    perigee_config_init(&config);
    int32_t code = PERIGEE_OK;
    const run_ptr refused = open_run(config, code);
    if (code != PERIGEE_E_ARG || std::string(perigee_errmsg(refused.get())).empty()) {
        std::cerr << "a config without a strategy was not refused\n";
        return 1;
    }
    config.strategy = argv[1];
    config.store = argv[2];
    const run_ptr run = open_run(config, code);
    if (code != PERIGEE_OK || perigee_run(run.get()) != PERIGEE_OK) {
        std::cerr << perigee_errmsg(run.get()) << '\n';
        return 1;
    }
    std::cout << perigee_result_json(run.get());
    return 0;
}
