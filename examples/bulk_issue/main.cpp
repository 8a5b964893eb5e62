// Issues coupons to many customers from a file, out of one quota. Killed or interrupted, it is run
// again and goes on: each line is a coupon, once.
#include "common/bulk_file.h"

namespace {

constexpr const char* kHelp =
    "bulk_issue QUOTA FILE.csv [--reseller ID] [--records-wait SECONDS] [--real-money]\n"
    "\n"
    "FILE.csv begins with the line customer_id,face_value; each other line is a coupon in yuan, "
    "out of\n"
    "the quota QUOTA. FILE.csv.intents keeps what was meant and done, so that running it again\n"
    "resumes; FILE.csv.result tells of each line "
    "line,customer_id,face_value,status,transfer_id,error,\n"
    "where transfer_id is the coupon's id.\n"
    "  --reseller ID  the distributor acts for this reseller: its quota, its customers\n"
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
  if (!arguments || arguments->others.size() != 2) {
    std::cerr << kHelp;
    return examples::kBulkUsage;
  }
  const std::string quota = arguments->others[0];
  return examples::run_bulk(*arguments, arguments->others[1], "face_value",
                            [&](auto& once, const auto& lines, const auto& options) {
                              return bss::bulk_issue(once, quota, lines, options);
                            });
}
