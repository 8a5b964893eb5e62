// Allocates money to many customers from a file. Killed or interrupted, it is run again and goes
// on: each line is paid once.
#include "common/bulk_file.h"

namespace {

constexpr const char* kHelp =
    "bulk_allocate FILE.csv [--reseller ID] [--records-wait SECONDS] [--real-money]\n"
    "\n"
    "FILE.csv begins with the line customer_id,amount; each other line is a payment in yuan. Two "
    "equal\n"
    "lines are two payments. FILE.csv.intents keeps what was meant and done, so that running it "
    "again\n"
    "resumes; FILE.csv.result tells of each line "
    "line,customer_id,amount,status,transfer_id,error.\n"
    "  --reseller ID  the distributor acts for this reseller: its money, its customers\n"
    "  --records-wait SECONDS  how long the service's records are asked about a payment whose "
    "answer was\n"
    "                 lost before it is made again; by default 80, not less than a request may "
    "take\n"
    "  --real-money   needed when the endpoint is not on this machine\n"
    "\n"
    "Environment: HUAWEICLOUD_BSS_ENDPOINT and the partner's credentials.\n"
    "Exit codes: 0 all lines are done, 1 some, 2 none, 64 usage.\n";

}  // namespace

int main(int count, char** texts) {
  const auto arguments = examples::read_arguments(count, texts, {"--reseller", "--records-wait"},
                                                  {"--help", "--real-money"});
  if (arguments && arguments->has("--help")) {
    std::cout << kHelp;
    return examples::kBulkAll;
  }
  if (!arguments || arguments->others.size() != 1) {
    std::cerr << kHelp;
    return examples::kBulkUsage;
  }
  return examples::run_bulk(*arguments, arguments->others[0], "amount", &bss::bulk_allocate);
}
