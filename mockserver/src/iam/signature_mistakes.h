// The canonical requests, and the dates, that clients have been seen to sign by mistake. Used by
// the explanation of signatures only.
//
// Pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "iam/signature.h"

namespace bss::mock::iam {

struct SignatureMistake {
  std::string sentence;  ///< what was done: "the query was left out"
  std::string canonical;
  std::string date;  ///< of the string to sign
};

/// One mistake at a time, the commonest first. `payload` is the last line of the right canonical
/// request.
std::vector<SignatureMistake> usual_mistakes(const SignedRequestView& request,
                                             const AuthorizationHeader& parts,
                                             std::string_view payload, std::string_view date);

/// `method`, `path`, `query`, `headers`, `signed headers` or `hash of the body`: where that byte of
/// a canonical request lies.
std::string_view part_of_canonical(std::string_view canonical, std::size_t offset) noexcept;

}  // namespace bss::mock::iam
