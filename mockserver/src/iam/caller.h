// The proven identity behind a request, as every later step reads it.
#pragma once

#include <string>

#include "domain/account.h"

namespace bss::mock::iam {

struct Caller {
  std::string account_id;
  std::string account_name;
  domain::AccountKind kind = domain::AccountKind::kCustomer;
  domain::Site site = domain::Site::kChina;
  std::string user_id;
  std::string user_name;
  std::string project_id;  ///< of a project scope, else empty
  std::string
      assumed_by_account_id;       ///< of the partner, when it acts as this customer by assume_role
  std::string assumed_by_user_id;  ///< of the partner's user, likewise
  std::string access_key;          ///< when a signature proved the caller
  bool by_token = false;
};

}  // namespace bss::mock::iam
