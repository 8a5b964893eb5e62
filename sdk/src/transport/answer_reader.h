// Reads one HTTP answer from the bytes of a connection, as they come. On Boost.Beast, which no
// other file names.
//
// Used by one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "bss/transport.h"

namespace bss::detail {

class AnswerReader {
 public:
  enum class Body : std::uint8_t {
    kAsTold,  ///< as the headers say
    kNone,    ///< never: the answer to HEAD or to CONNECT
  };
  enum class State : std::uint8_t { kIncomplete, kComplete, kInvalid };

  explicit AnswerReader(Body body);
  ~AnswerReader();
  AnswerReader(const AnswerReader&) = delete;
  AnswerReader& operator=(const AnswerReader&) = delete;

  /// Interim answers (1xx) are passed over.
  State take(const char* bytes, std::size_t size);
  /// The connection ended in order: an answer without a length is complete then.
  State end();

  /// A byte of an answer has come.
  bool started() const;
  /// After a complete answer: the connection may carry another one.
  bool keeps_connection() const;
  TransportResponse take_response();

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace bss::detail
