// One of several programs that share a quota. Arguments: port, strategy, threads, calls. Prints the
// milliseconds of each call, and how many of them failed.
#include <iostream>
#include <string>

#include "demo.h"
#include "quota_load.h"

int main(int argc, char** argv) {
  using namespace bss::test;
  if (argc != 5) return 2;
  for (const Strategy strategy : kStrategies) {
    if (name_of(strategy) != argv[2]) continue;
    const auto port = static_cast<std::uint16_t>(std::stoi(argv[1]));
    bss::ClientConfig config = partner_config(port);
    // Programs that share a quota do not share their luck.
    config.random_seed.reset();
    const LoadFigures figures =
        call_from_threads(config, strategy, std::stoi(argv[3]), std::stoi(argv[4]));
    for (const auto took : figures.durations) std::cout << took.count() << '\n';
    std::cout << "failed " << figures.failed << '\n';
    return 0;
  }
  return 2;
}
